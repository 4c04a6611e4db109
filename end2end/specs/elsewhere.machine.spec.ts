// What must not be gained by way of a provider of sign-ins: by an answer that was tampered with, by
// one that lies, or by being there before somebody else.

import { createHmac } from "node:crypto";
import { comeBy, enterBy, wayBack, wayThere } from "../support/elsewhere.ts";
import { askWith, Client, cookiesSet, site } from "../support/forms.ts";
import { codeIn, everythingCame } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { FACEBOOK, verified } from "../support/providers.ts";
import type { Lie } from "../support/providers/liar.ts";
import { expect, test } from "../support/test.ts";
import { around } from "../support/words.ts";

const codeMail = around("mail.confirm_code.subject");
/** That the answer refuses, and lets nobody in. */
async function expectRefused(what: string, answer: { status: number; setCookies: string[] }): Promise<void> {
  expect(answer.status, what).toBeGreaterThanOrEqual(400);
  expect(answer.status, what).toBeLessThan(500);
  expect(answer.setCookies.filter((cookie) => cookie.startsWith("__Host-session=")), what).toEqual([]);
}

// R2.6: a state, one browser, and each provider's own way back.
test("an answer that was tampered with lets nobody in", async () => {
  test.setTimeout(120_000);
  const changed = (address: string, change: (query: URLSearchParams) => void): string => {
    const url = new URL(address);
    change(url.searchParams);
    return url.href;
  };
  /** What is asked for with a good way back, and by which browser. */
  type Tampering = (client: Client, back: string) => Promise<[Client, string]>;
  /** Without the state of the attempt that the browser keeps: that one may be under way in another tab. */
  const strange: [string, Tampering][] = [
    ["another browser's attempt", async (_, back) => {
      const other = await Client.open();
      await wayThere(other, "trusty");
      return [other, back];
    }],
    ["another provider's path", async (client, back) => [client, back.replace("/with/trusty/", "/with/wary/")]],
    ["another state", async (client, back) => [client, changed(back, (query) => query.set("state", "A".repeat(43)))]],
    ["an empty state", async (client, back) => [client, changed(back, (query) => query.set("state", ""))]],
    ["no state", async (client, back) => [client, changed(back, (query) => query.delete("state"))]],
  ];
  const tampered: [string, Tampering][] = [
    ["no attempt", async (_, back) => [await Client.open(), back]],
    ["no code", async (client, back) => [client, changed(back, (query) => query.delete("code"))]],
    ["another code", async (client, back) => [client, changed(back, (query) => query.set("code", "A".repeat(43)))]],
    ["another issuer", async (client, back) => [client, changed(back, (query) => query.set("iss", "http://127.0.0.1:9"))]],
    ["no issuer, where it is promised", async (client, back) => [client, changed(back, (query) => query.delete("iss"))]],
    ["refused at the provider", async (client, back) => [client, changed(back, (query) => {
      query.delete("code");
      query.set("error", "access_denied");
    })]],
  ];
  for (const [what, tamper] of [...strange, ...tampered]) {
    const honest = await Client.open();
    const [asking, address] = await tamper(honest, await wayBack(honest, "trusty", verified(someone("Hanna").email)));
    const answer = await asking.get(address);
    await expectRefused(what, { status: answer.status(), setCookies: cookiesSet(answer) });
    expect(await asking.isIn(), what).toBe(false);
    const goesOn = strange.some(([name]) => name === what);
    expect(Boolean((await asking.cookies())["__Host-attempt"]), `${what}: the attempt goes on`).toBe(goesOn);
    await honest.close();
  }
  // Proof that it is the tampering.
  const honest = await Client.open();
  expect(await enterBy(honest, "trusty", verified(someone("Hanna").email))).toBe("/lists");
  expect(await honest.isIn()).toBe(true);
  await honest.close();
});

// R2.6: one use.
test("an attempt is completed once, by what the browser kept unchanged", async ({ client }) => {
  // This provider takes its codes as often as they come, so what holds here is ours.
  const email = someone("Hanna").email;
  const back = await wayBack(client, "liar", verified(email));
  const kept = await client.cookies();
  const asked = async (what: string, attempt: string): Promise<void> => {
    const answer = await askWith({ ...kept, "__Host-attempt": attempt }, back);
    await expectRefused(what, { status: answer.status, setCookies: answer.headers.getSetCookie() });
  };
  const sealed = kept["__Host-attempt"]!;
  await asked("cut", sealed.slice(0, -4));
  await asked("changed at the end", sealed.slice(0, -4) + (sealed.endsWith("AAAA") ? "BBBB" : "AAAA"));
  await asked("changed in the middle", sealed.slice(0, 30) + (sealed[30] === "A" ? "B" : "A") + sealed.slice(31));
  await asked("empty", "");
  await asked("nonsense", "x");
  const first = await askWith(kept, back);
  expect(first.status).toBe(303);
  expect(first.headers.getSetCookie().some((cookie) => cookie.startsWith("__Host-session="))).toBe(true);
  await asked("a second time", sealed);
});

const LIES: Lie[] = ["aud", "one-more-aud", "azp", "iss", "nonce", "no-nonce", "key", "expired", "iat", "none", "hs256", "at-hash", "no-token"];
for (const lie of LIES) {
  // R2.6: a nonce.
  test(`a provider that lies lets nobody in: ${lie}`, async ({ client }) => {
    const answer = await comeBy(client, "liar", verified(someone("Hanna").email), { ask: { lie } });
    await expectRefused(lie, { status: answer.status(), setCookies: cookiesSet(answer) });
    expect(await client.isIn()).toBe(false);
  });
}

test("a provider that falls silent on the way back is told apart, and everything else goes on", async ({ client }) => {
  const person = await client.signUp("Hanna");
  for (const lie of ["silent", "broken"] satisfies Lie[]) {
    const other = await Client.open();
    const began = performance.now();
    const answer = await comeBy(other, "liar", verified(person.email), { ask: { lie } });
    expect(answer.status(), lie).toBe(503);
    expect(performance.now() - began, "waits no longer than this").toBeLessThan(15_000);
    expect(cookiesSet(answer).filter((cookie) => cookie.startsWith("__Host-session="))).toEqual([]);
    await other.signIn(person);
    expect(await other.isIn()).toBe(true);
    await other.close();
  }
});

// R2.5: a sign-up that waits for its code is never joined.
test("whoever asked for an account first gains nothing from it", async () => {
  const [attacker, victim] = [await Client.open(), await Client.open()];
  const person = someone("Hanna");
  const password = "nine loud herons dive";
  await attacker.done("sign_up", { name: "Mallory", email: person.email, password }, "/sign-up");
  const code = codeIn(await person.mailbox.next(codeMail));
  expect(await enterBy(victim, "trusty", verified(person.email))).toBe("/lists");
  const list = await victim.makeList({ title: "Mine" });

  expect((await attacker.post("sign_in", { email: person.email, password })).status()).toBe(422);
  expect((await attacker.post("confirm_code", { code }, "/sign-up/code")).status(), "the code from before").toBe(422);
  await attacker.post("resend_code", {}, "/sign-up/code");
  await everythingCame();
  const later = (await person.mailbox.all()).filter((mail) => codeMail.test(mail.subject)).map(codeIn);
  for (const code of later) expect((await attacker.post("confirm_code", { code }, "/sign-up/code")).status()).toBe(422);
  expect(await attacker.isIn()).toBe(false);
  expect((await attacker.get(`/lists/${list}`)).status()).toBe(303);
  // Nor the other way round: the victim's account knows nothing of the password.
  expect((await attacker.post("sign_in", { email: person.email, password })).status()).toBe(422);
  expect(await victim.isIn()).toBe(true);
  await attacker.close();
  await victim.close();
});

// R2.5: an identity is issuer and subject.
test("who somebody is follows from issuer and subject, not from the address", async ({ client }) => {
  const [first, second] = [someone("Hanna"), someone("Hanna")];
  const sub = `sub=${first.email}`;
  await enterBy(client, "trusty", `${first.email};verified=true;${sub}`);
  const list = await client.makeList({ title: "Mine" });
  // The same subject with another address is the same person.
  const again = await Client.open();
  expect(await enterBy(again, "trusty", `${second.email};verified=true;${sub}`)).toBe("/lists");
  expect((await again.get(`/lists/${list}`)).status()).toBe(200);
  // Another subject that claims the address without showing it is not.
  for (const said of ["", ";verified=false", ";verified=1", ';verified="yes"']) {
    const stranger = await Client.open();
    const answer = await comeBy(stranger, "trusty", `${first.email};sub=another-${Math.random()}${said}`);
    expect(await stranger.isIn(), said).toBe(false);
    expect([303, 400], said).toContain(answer.status());
    await stranger.close();
  }
  await again.close();
});

test("showing once more who is there takes the account that is joined to this one", async ({ client }) => {
  const person = someone("Hanna");
  await enterBy(client, "trusty", verified(person.email));
  const before = (await client.cookies())["__Host-session"];
  const other = await comeBy(client, "trusty", verified(someone("Jonas").email), { why: "again", next: "/account/ways" });
  // Who has signed in just now is sent on by the page that would ask for it.
  expect([400, 303]).toContain(other.status());
  expect(cookiesSet(other).filter((cookie) => cookie.startsWith("__Host-session="))).toEqual([]);
  expect((await client.cookies())["__Host-session"]).toBe(before);
  expect(await enterBy(client, "trusty", verified(person.email), { why: "again", next: "/account/ways" })).toBe("/account/ways");
  const after = (await client.cookies())["__Host-session"];
  expect(after).not.toBe(before);
  expect((await askWith({ "__Host-session": before! }, "/lists")).status, "the session from before").toBe(303);
});

// R2.6
test("a provider can not be joined by an address that somebody else opens", async ({ client }) => {
  await client.signUp("Hanna");
  const nobody = await Client.open();
  const answer = await nobody.get("/sign-in/with/trusty?join=1");
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toMatch(/^\/sign-in(\?|$)/);
  // Begun by one account and completed in the session of another.
  const back = await wayBack(client, "trusty", verified(someone("Hanna").email), { why: "join" });
  const attempt = (await client.cookies())["__Host-attempt"]!;
  await nobody.signUp("Jonas");
  const stolen = await askWith({ ...(await nobody.cookies()), "__Host-attempt": attempt }, back);
  expect(stolen.status).toBe(400);
  await nobody.close();
});

test("what Facebook tells to forget is forgotten, if it is Facebook", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const sub = `fb-${person.email}`;
  expect(await enterBy(client, "facebook", `${person.email};sub=${sub}`, { why: "join" })).toMatch(/^\/account/);
  const again = await Client.open();
  expect(await enterBy(again, "facebook", `${person.email};sub=${sub}`)).toBe("/lists");

  const base64 = (text: string) => Buffer.from(text).toString("base64url");
  const payload = base64(JSON.stringify({ algorithm: "HMAC-SHA256", issued_at: 1, user_id: sub }));
  const ask = (secret: string) => {
    const signature = createHmac("sha256", secret).update(payload).digest("base64url");
    const body = new URLSearchParams({ signed_request: `${signature}.${payload}` });
    return fetch(`${site()}/facebook/data-deletion`, { method: "POST", body });
  };
  expect((await ask("another secret")).status).toBe(400);
  expect(await enterBy(again, "facebook", `${person.email};sub=${sub}`)).toBe("/lists");
  const answer = await ask(FACEBOOK.secret);
  expect(answer.status).toBe(200);
  const said = (await answer.json()) as { url: string; confirmation_code: string };
  expect(said.confirmation_code).toBeTruthy();
  expect(new URL(said.url).origin).toBe(site());
  expect((await fetch(said.url)).status, "the page where it can be looked up").toBe(200);
  expect(await enterBy(again, "facebook", `${person.email};sub=${sub}`)).toBe("/sign-up/code");
  await person.mailbox.next(around("mail.way_in_removed.subject"));
  await again.close();
});
