// Made-up people, each with a mailbox of their own.

import { Mailbox } from "./mailbox.ts";

export interface Person {
  name: string;
  email: string;
  password: string;
  mailbox: Mailbox;
}

/** Everybody's password. */
const PASSWORD = "seven quiet otters hum";

let count = 0;

export function someone(name: string): Person {
  const unique = `${process.pid.toString(36)}${Date.now().toString(36)}${(count += 1).toString(36)}`;
  const email = `${name.toLowerCase().replace(/[^a-z]/g, "") || "x"}-${unique}@example.org`;
  return { name, email, password: PASSWORD, mailbox: new Mailbox(email) };
}

/** Somebody to whom no mail can be sent: the mail catcher refuses an address of 254 signs, which is as long as one may be. */
export function unreachable(name: string): Person {
  const person = someone(name);
  const local = person.email.replace(/@.*/, "").padEnd(64, "x");
  const email = `${local}@${["x".repeat(63), "x".repeat(63), "x".repeat(57)].join(".")}.org`;
  return { ...person, email, mailbox: new Mailbox(email) };
}

/** Who may use the console. */
export function admin(): Pick<Person, "email" | "password"> {
  return { email: process.env.EWELISTS_ADMIN!, password: PASSWORD };
}
