// What only time makes of things. Some of what there is was made days ago: by a program whose clock libfaketime
// set back, as server/tests/binary/clock.rs does, before the one that is tested was started on the same data.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client, type Kept } from "./forms.ts";
import { linkIn } from "./mailbox.ts";
import { someone } from "./people.ts";
import { around } from "./words.ts";

export interface Past {
  /** The page of a promise that nobody confirmed in time (R5.4), and the same as it was mailed. */
  lapsed: string;
  lapsedByMail: string;
  /** A browser in which somebody signed in then, and is still (R2.8). */
  session: Kept;
}

/** Variables by which a program takes it to be so many days earlier. */
export function daysAgo(days: number): Record<string, string> {
  const places = readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "faketime/libfaketime.so.1"));
  const library = places.find((place) => existsSync(place));
  if (!library) throw new Error("libfaketime is missing: run scripts/setup");
  // What measures time instead of telling it stays as it is.
  return { LD_PRELOAD: library, FAKETIME: `-${days * 24 * 60 * 60}`, DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

/** Makes it, with the site as it is then. */
export async function makePast(url: string): Promise<Past> {
  const owner = await Client.open({}, url);
  await owner.signUp("Vera");
  const list = await owner.makeList({ title: "On the water", occasion: "wedding" }, [{ name: "Canoe", price: "240", currency: "EUR" }]);
  const share = await owner.share(list);
  await owner.done("set_giving", { list, confirm_first: "on", remind: "on" }, `/lists/${list}/settings`);
  const browser = await Client.open({}, url);
  const giver = someone("Karl");
  const token = await browser.reserve(share, (await owner.gifts(share))["Canoe"]!, giver);
  const mailed = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  const session = await owner.http.storageState();
  await browser.close();
  await owner.close();
  return { lapsed: `/r/${token}`, lapsedByMail: mailed, session };
}

/** What was made. */
export function past(): Past {
  return JSON.parse(process.env.EWELISTS_PAST!) as Past;
}
