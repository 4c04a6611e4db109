// On whose behalf a running site is tried. Elsewhere people are named by variables, since nobody there
// reads mails for a test:
//
//   SMOKE_EMAIL, SMOKE_PASSWORD   an account that is kept for this, without a second step
//   SMOKE_GIVER                   an address of ours that gives; else that of the account with +smoke
//   SMOKE_TOKEN                   a token of an account, with the scopes lists:read and lists:write
//   SMOKE_ENVIRONMENT             what the site is: production, staging, test or development
//
// Within the tests there is a mail catcher, and they are made.

import { Client } from "./forms.ts";
import { someone, type Person } from "./people.ts";
import { makeToken } from "./program.ts";

export type Account = Pick<Person, "email" | "password">;

const isOurs = (): boolean => !!process.env.EWELISTS_STARTED;

/** What the site is said to be, if that is known. */
export const environment = (): string | undefined => process.env.SMOKE_ENVIRONMENT ?? (isOurs() ? "test" : undefined);

/** The account that makes a list; none where none is named. */
export async function account(): Promise<Account | undefined> {
  const { SMOKE_EMAIL: email, SMOKE_PASSWORD: password } = process.env;
  if (email && password) return { email, password };
  if (!isOurs()) return undefined;
  const client = await Client.open();
  const person = await client.signUp("Hanna");
  await client.close();
  return person;
}

/** Who gives, by an address whose mails go nowhere else. */
export function giver(owner: Account): Pick<Person, "name" | "email"> {
  if (isOurs()) return someone("Karl");
  const beside = owner.email.replace(/(\+[^@]*)?@/, "+smoke@");
  return { name: "Karl", email: process.env.SMOKE_GIVER ?? beside };
}

/** A token, and the address that gives by it; none where none is named. */
export async function token(): Promise<{ token: string; giver: string } | undefined> {
  const { SMOKE_TOKEN: named, SMOKE_GIVER, SMOKE_EMAIL } = process.env;
  if (named) {
    const address = SMOKE_GIVER ?? (SMOKE_EMAIL && giver({ email: SMOKE_EMAIL, password: "" }).email);
    if (!address) throw new Error("SMOKE_TOKEN needs SMOKE_GIVER, an address of yours to which a mail is sent");
    return { token: named, giver: address };
  }
  if (!isOurs()) return undefined;
  const client = await Client.open();
  await client.signUp("Jonas");
  const made = await makeToken(client, ["lists:read", "lists:write"]);
  await client.close();
  return { token: made, giver: someone("Karl").email };
}
