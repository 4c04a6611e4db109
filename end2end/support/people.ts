// Made-up people, each with a mailbox of their own.

import { Mailbox } from "./mailbox.ts";

export interface Person {
  name: string;
  email: string;
  password: string;
  mailbox: Mailbox;
}

let count = 0;

export function someone(name: string): Person {
  const unique = `${process.pid.toString(36)}${Date.now().toString(36)}${(count += 1).toString(36)}`;
  const email = `${name.toLowerCase().replace(/[^a-z]/g, "") || "x"}-${unique}@example.org`;
  return { name, email, password: "seven quiet otters hum", mailbox: new Mailbox(email) };
}
