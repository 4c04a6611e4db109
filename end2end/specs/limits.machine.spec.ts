// No mailbox is flooded, whatever spelling of it is used and from however many browsers; and what
// was counted is still counted after a restart.

import type { APIResponse } from "@playwright/test";
import { comeBy } from "../support/elsewhere.ts";
import { Client, type Fields } from "../support/forms.ts";
import { everyMail } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

// R2.11: for each mailbox, whatever +tags and dots are used.
test("one mailbox gets a handful of mails from 200 reservations, and others get theirs", async () => {
  test.setTimeout(240_000);
  // A server of its own, which can be started again. No products come with it.
  const variables = { EWELISTS__IDEAS__CATALOGUE: "false" };
  const server = await startServer({ smtpPort: Number(process.env.EWELISTS_SMTP_PORT), variables });
  const owner = await Client.open({}, server.url);
  await owner.signUp("Hanna");
  const list = await owner.makeList({ title: "Flood", occasion: "wedding" }, [{ name: "Anything", any_number: "on" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Anything"]!;

  const victim = `v${Date.now().toString(36)}${process.pid.toString(36)}`;
  const spelling = (n: number): string => {
    const dotted = n % 3 === 0 ? `${victim[0]}.${victim.slice(1)}` : victim;
    return `${dotted}+${n}@${n % 2 ? "gmail.com" : "googlemail.com"}`;
  };
  const reserve = async (email: string) => {
    const browser = await Client.open({}, server.url);
    const form: Fields = { share: share.slice(3), gift, form_key: `key-${Math.random()}`, name: "Karl", email, quantity: "1" };
    const answer = await browser.post("reserve", form, `${share}/${gift}`, { Accept: "application/json" });
    await answer.body();
    await browser.close();
    return answer;
  };
  const mails = async (): Promise<number> => {
    const mailbox = new RegExp(`^${victim[0]}\\.?${victim.slice(1)}\\+\\d+@g(oogle)?mail\\.com$`);
    const all = (await everyMail()).flatMap(({ to }) => to);
    return all.filter(({ address }) => mailbox.test(address.toLowerCase())).length;
  };

  const taken: number[] = [];
  const refused = async (answer: Awaited<ReturnType<typeof reserve>>): Promise<void> => {
    expect(answer.status()).toBe(429);
    expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
  };
  for (let from = 0; from < 200; from += 10) {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => reserve(spelling(from + n))));
    for (const answer of answers) {
      if (answer.status() === 429) await refused(answer);
      else taken.push(answer.status());
    }
  }
  expect(taken.length, `taken: ${taken}`).toBeGreaterThanOrEqual(1);
  expect(taken.length).toBeLessThanOrEqual(10);
  expect([...new Set(taken)], "what is not refused is reserved").toEqual([taken[0]]);
  expect(taken[0]).toBeLessThan(400);

  // Somebody else is not touched by it.
  const other = someone("Ilse");
  expect((await reserve(other.email)).status()).toBeLessThan(400);
  await other.mailbox.next(/./);
  expect(await mails(), "mails to the one mailbox").toBeLessThanOrEqual(10);

  await server.restart();
  await refused(await reserve(spelling(1000)));
  expect((await reserve(someone("Karl").email)).status()).toBeLessThan(400);
  expect(await mails()).toBeLessThanOrEqual(10);
  await owner.close();
  await server.stop();
});

// R2.11
test("asking for codes and links is limited per mailbox, and the person can still sign in", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const statuses: number[] = [];
  for (let asks = 0; asks < 8; asks += 1) {
    const other = await Client.open();
    const answer = await other.post("ask_reset", { email: person.email.replace("@", `+${asks}@`) }, "/reset");
    statuses.push(answer.status(), (await other.post("ask_reset", { email: person.email }, "/reset")).status());
    await other.close();
  }
  expect([...new Set(statuses)].sort()).toEqual([303, 429]);
  const resets = (await person.mailbox.all()).length;
  expect(resets).toBeLessThanOrEqual(6);
  const other = await Client.open();
  await other.signIn(person);
  expect(await other.isIn()).toBe(true);
  await other.close();
});

// R2.11: by whatever accounts elsewhere.
test("codes for those who come from a provider are limited per mailbox", async () => {
  const person = someone("Hanna");
  const statuses: number[] = [];
  for (let comes = 0; comes < 7; comes += 1) {
    const other = await Client.open();
    const email = person.email.replace("@", `+${comes}@`);
    const answer = await comeBy(other, "wary", `${email};verified=true;sub=${comes}-${person.email}`);
    statuses.push(answer.status());
    if (answer.status() === 429) expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    await other.close();
  }
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
});

// R2.11
test("a password is not tried without end, and never shuts the person out for long", async ({ client }) => {
  test.setTimeout(120_000);
  const person = await client.signUp("Hanna");
  const guess = async (n: number): Promise<APIResponse> => {
    const other = await Client.open();
    const answer = await other.post("sign_in", { email: person.email, password: `wrong guess ${n}` }, "/sign-in");
    await other.close();
    return answer;
  };
  // Ten at a time: more would be told that a lot is going on.
  const tries: APIResponse[] = [];
  for (let n = 0; n < 100; n += 10) tries.push(...(await Promise.all(Array.from({ length: 10 }, (_, m) => guess(n + m)))));
  const statuses = tries.map((answer) => answer.status());
  expect(statuses.filter((status) => ![422, 429, 503].includes(status))).toEqual([]);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(25);
  const waits = tries.filter((answer) => answer.status() === 429).map((answer) => Number(answer.headers()["retry-after"]));
  expect(Math.max(...waits), "seconds to wait").toBeLessThanOrEqual(60);
  expect(await client.isIn(), "who is in stays in").toBe(true);
});
