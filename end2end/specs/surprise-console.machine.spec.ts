// An admin who keeps a surprise from themselves finds nothing in the console of what givers do (R3.6): no
// page of it has another byte before and after.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { standApart, type Apart } from "../support/apart.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";
import { around } from "../support/words.ts";

// The console shows what everybody did, so this has a site of its own. Nobody is mailed by itself there.
let apart: Apart;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  apart = await standApart({ EWELISTS__WATCH__MAILS: "false" });
});
test.afterAll(() => apart.stop());

/** Every page of the console, as it stands in the program. */
function routes(): string[] {
  const table = readFileSync(join(import.meta.dirname, "../../app/src/app.rs"), "utf8");
  return [...table.matchAll(/path!\("(\/admin[^"]*)"\)/g)].map(([, path]) => path!);
}

/** One page, without nonces, without what time does by itself, and without what its reader did: looking at somebody is written into the log. */
function masked(status: number, body: string): string {
  const bytes = body
    .replaceAll(/(nonce|crossorigin)="[^"]*"/g, '$1=""')
    .replaceAll(/<li>(?:(?!<\/li>)[\s\S])*Looked at[\s\S]*?<\/li>/g, "")
    .replaceAll(/datetime="[^"]*"/g, "datetime")
    .replaceAll(/\d{1,2} \w+ \d{4}, \d\d:\d\d UTC/g, "moment")
    .replaceAll(/less than a minute|\d+ (minute|hour|second)s?/g, "a while")
    .replaceAll(/within \d+ ms/g, "within")
    // Whatever else is on this machine writes to its disk, too. How large the database is is not masked.
    .replaceAll(/[\d.]+ (MB|GB) free of/g, "size free of");
  return `${status}\n${bytes}`;
}

async function everyPage(ruler: Client): Promise<Map<string, string>> {
  const linked = async (page: string, link: RegExp) => [...new Set((await (await ruler.get(page)).text()).match(link) ?? [])];
  const people = await linked("/admin/users", /\/admin\/users\/[0-9a-f]{32}/g);
  const waiting = await linked("/admin/queue", /\/admin\/queue\/[0-9a-f]{32}/g);
  expect([people.length, waiting.length]).toEqual([1, 1]);
  const paths = routes().flatMap((route) => {
    if (route === "/admin/users/:person") return people;
    if (route === "/admin/queue/:product") return waiting;
    if (route === "/admin/catalogue/:product") return waiting.map((path) => path.replace("queue", "catalogue"));
    if (route.includes(":")) throw new Error(`${route} is new: say above how an admin asks for it`);
    return [route];
  });
  expect(paths.length).toBeGreaterThan(12);
  const recorded = new Map<string, string>();
  for (const path of paths) {
    const answer = await ruler.get(path);
    recorded.set(path, masked(answer.status(), await answer.text()));
  }
  return recorded;
}

test("no page of the console tells an admin what givers do on a list that keeps it from them", async () => {
  test.setTimeout(120_000);
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  await apart.admin.mailbox.next(around("mail.new_device.subject"));
  const list = await ruler.makeList({ title: "Ada is forty", occasion: "birthday", surprise: "keep" }, [{ name: "Lamp", wanted: "3", link: wholeThing("Moon lamp").link }]);
  const share = await ruler.share(list);
  const lamp = (await ruler.gifts(share))["Lamp"]!;
  const before = await everyPage(ruler);

  const giver = await Client.open();
  const karl = someone("Karl");
  expect((await giver.get(`${share}/${lamp}/shop`)).status()).toBe(302);
  const token = await giver.reserve(share, lamp, karl, 2);
  await karl.mailbox.next(around("mail.reservation_made.subject"));
  await giver.done("change_quantity", { token, quantity: "3" }, `/r/${token}`);
  await giver.done("purchase", { token, quantity: "1" }, `/r/${token}`);
  await karl.mailbox.next(around("mail.reservation_purchased.subject"));
  await giver.done("cancel_reservation", { token }, `/r/${token}`);
  await karl.mailbox.next(around("mail.reservation_cancelled.subject"));
  await giver.done("mail_links", { email: karl.email }, "/giving/by-mail");

  const after = await everyPage(ruler);
  for (const [path, bytes] of before) expect(after.get(path), path).toBe(bytes);
  expect(after.size).toBe(before.size);
});
