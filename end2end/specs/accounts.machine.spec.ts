// What must not be gained by way of codes, links, cookies and destinations.

import { comeBy, enterBy } from "../support/elsewhere.ts";
import { askWith, Client, cookiesSet, site } from "../support/forms.ts";
import { codeIn, linkIn } from "../support/mailbox.ts";
import { someone, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { around } from "../support/words.ts";

const codeMail = around("mail.confirm_code.subject");
const resetMail = around("mail.reset.subject");
const verified = (email: string): string => `${email};verified=true`;
const json = { Accept: "application/json" };
const newPassword = "nine loud herons dive";

/** What browsers could take for another site, or for more than a path; as in app/src/next.rs. */
const HOSTILE = [
  "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example", "javascript:alert(1)",
  "\\\\evil.example", "/a//evil.example", "/fn/sign_out", "/../..//evil.example", "evil.example", " /lists", "/%0d%0a\r\nx: y",
  "/<script>", "/\u2028", "data:text/html,x", "http:/evil.example", "/a/../b", '/"onload=', "\uff0fevil", "",
];

// R2.7: only a path of this site is ever gone to.
test("no destination leads off the site, by whichever way somebody gets in", async ({ client }) => {
  test.setTimeout(240_000);
  const email = someone("Jonas").email;
  await enterBy(await Client.open(), "liar", verified(email));
  let person = await client.signUp("Hanna");
  for (const [turn, next] of HOSTILE.entries()) {
    const told = JSON.stringify(next);
    // So many tries are allowed for one mailbox.
    if (turn === 11) person = await (await Client.open()).signUp("Hanna");
    const query = new URLSearchParams({ next });

    const signingIn = await Client.open();
    expect(await signingIn.done("sign_in", { email: person.email, password: person.password, next }, `/sign-in?${query}`), `sign-in, ${told}`).toBe("/lists");
    for (const page of ["/sign-in", "/sign-up", "/sign-in/again", "/sign-in/second"]) {
      const sentOn = await signingIn.get(`${page}?${query}`);
      const to = new URL(sentOn.headers().location ?? "/", site());
      expect([to.origin, to.searchParams.get("next")], `${page} of somebody signed in, ${told}`).toEqual([site(), null]);
    }
    await signingIn.close();

    const elsewhere = await Client.open();
    expect(await enterBy(elsewhere, "liar", verified(email), { next }), `elsewhere, ${told}`).toBe("/lists");
    await elsewhere.close();

    const signingUp = await Client.open();
    const fresh = someone("Fresh");
    const asked = await signingUp.done("sign_up", { name: "x", email: fresh.email, password: fresh.password, next }, "/sign-up");
    expect(asked, `sign-up, ${told}`).toBe("/sign-up/code");
    const code = codeIn(await fresh.mailbox.next(codeMail));
    expect(await signingUp.done("confirm_code", { code, next }, "/sign-up/code"), `code, ${told}`).toBe("/lists");
    await signingUp.close();
  }
});

// R2.7
test("no destination leads off the site by way of a reset", async ({ client }) => {
  test.setTimeout(90_000);
  const person = await client.signUp("Hanna");
  for (const next of HOSTILE) {
    const asking = await Client.open();
    const answer = await asking.post("ask_reset", { email: someone("Nobody").email, next }, `/reset?${new URLSearchParams({ next })}`);
    expect(answer.status()).toBe(303);
    expect((await asking.cookies())["__Host-asked"] ?? "", JSON.stringify(next)).toBe("");
    await asking.close();
  }
  // Nor if the browser's own memory of it was changed.
  const token = await askReset(client, person);
  const headers = { Accept: "text/html", Origin: site(), Cookie: `__Host-giver=${"A".repeat(43)}; __Host-asked=//evil.example` };
  const done = await fetch(`${site()}/fn/reset_password`, { method: "POST", headers, body: new URLSearchParams({ token, password: newPassword }), redirect: "manual" });
  expect([done.status, done.headers.get("location")]).toEqual([303, "/lists"]);
});

// R2.7: the page asked for is kept, here and elsewhere.
test("a destination of ours is kept by every way in", async ({ client }) => {
  const next = "/lists/new?occasion=wedding";
  const person = await client.signUp("Hanna");
  const asked = await Client.open();
  expect(await asked.done("sign_in", { email: person.email, password: person.password, next })).toBe(next);
  expect(await enterBy(asked, "trusty", verified(person.email), { next })).toBe(next);
  const waiting = await enterBy(asked, "wary", `${someone("Jonas").email};verified=true`, { next });
  expect(new URL(waiting, site()).searchParams.get("next")).toBe(next);
  const resetting = await Client.open();
  await resetting.done("ask_reset", { email: person.email, next }, "/reset");
  const link = linkIn(await person.mailbox.next(resetMail), "/reset/");
  expect(await resetting.done("reset_password", { token: link.replace("/reset/", ""), password: newPassword }, link)).toBe(next);
  await asked.close();
  await resetting.close();
});

/** Asks for a reset and answers the token of the link. */
async function askReset(client: Client, person: Person): Promise<string> {
  await client.done("ask_reset", { email: person.email }, "/reset");
  return linkIn(await person.mailbox.next(resetMail), "/reset/").replace("/reset/", "");
}

// R2.9: one use, by sending the form and not by opening the page.
test("a reset link works once, only the newest does, and looking at it uses nothing up", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const other = await Client.open();
  const older = await askReset(other, person);
  const newer = await askReset(other, person);
  expect((await other.get(`/reset/${older}`)).status(), "the older link").toBe(404);
  expect((await other.post("reset_password", { token: older, password: newPassword })).status()).toBe(404);
  for (let looks = 0; looks < 10; looks += 1) {
    expect((await other.get(`/reset/${newer}`)).status(), `look ${looks}`).toBe(200);
    expect((await askWith({}, `/reset/${newer}`)).status).toBe(200);
  }
  expect((await other.post("reset_password", { token: newer, password: "short" })).status(), "a password that is none").toBe(422);
  expect(await other.done("reset_password", { token: newer, password: newPassword }, `/reset/${newer}`)).toBe("/lists");
  expect(await other.isIn()).toBe(true);
  expect(await client.isIn(), "the session from before").toBe(false);
  for (const password of [newPassword, "another nine herons dive"]) {
    const again = await (await Client.open()).post("reset_password", { token: newer, password });
    expect(again.status(), "a second time").toBe(404);
    expect(cookiesSet(again).filter((cookie) => cookie.startsWith("__Host-session="))).toEqual([]);
  }
  await person.mailbox.next(around("mail.password_changed.subject"));
  // A change of the password uses up a link that waits.
  const third = await askReset(other, person);
  await other.done("change_password", { current: newPassword, password: person.password }, "/account/password");
  expect((await other.post("reset_password", { token: third, password: newPassword }, "/", json)).status(), "after a change").toBe(404);
  await other.close();
});

test("the link of a reset is ours, whatever Host the request names", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const asked = await client.post("ask_reset", { email: person.email }, "/reset", { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" });
  expect(asked.status()).toBe(303);
  const mail = await person.mailbox.next(resetMail);
  expect(mail.text + mail.html).not.toContain("evil.example");
  expect(mail.text).toContain(`${site()}/reset/`);
});

// R2.1: a try is counted before it is compared.
test("200 guesses at once use the code up, and then the right one is refused", async ({ client }) => {
  test.setTimeout(180_000);
  const person = someone("Hanna");
  await client.done("sign_up", { name: person.name, email: person.email, password: person.password }, "/sign-up");
  const code = codeIn(await person.mailbox.next(codeMail));
  const guesses = Array.from({ length: 200 }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, "0"));
  const Cookie = Object.entries(await client.cookies()).map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { ...json, Origin: site(), Cookie };
  const guess = (code: string) => fetch(`${site()}/fn/confirm_code`, { method: "POST", headers, body: new URLSearchParams({ code }), redirect: "manual" });
  const answers = await Promise.all(guesses.map(guess));
  const statuses = new Set(answers.map((answer) => answer.status));
  // Busy is an answer too, but never a yes.
  expect([...statuses].filter((status) => status !== 422 && status !== 503)).toEqual([]);
  expect((await client.post("confirm_code", { code }, "/sign-up/code")).status(), "the right one").toBe(422);
  expect(await client.isIn()).toBe(false);
  // A new code has its own five tries.
  await client.done("resend_code", {}, "/sign-up/code");
  const fresh = codeIn(await person.mailbox.next(codeMail));
  expect(await client.done("confirm_code", { code: fresh }, "/sign-up/code")).toBe("/lists");
});

// R2.10: sessions are new after every change of rights.
test("a session that was there before signing in is worth nothing after it", async ({ client }) => {
  const person = await client.signUp("Hanna");
  // One that somebody made up.
  const chosen = "A".repeat(43);
  const other = await Client.open();
  const fixed = await fetch(`${site()}/fn/sign_in`, {
    method: "POST",
    headers: { Accept: "text/html", Origin: site(), Cookie: `__Host-session=${chosen}` },
    body: new URLSearchParams({ email: person.email, password: person.password }),
    redirect: "manual",
  });
  expect(fixed.status).toBe(303);
  const set = fixed.headers.getSetCookie().find((cookie) => cookie.startsWith("__Host-session="))!;
  expect(set).not.toContain(chosen);
  expect((await askWith({ "__Host-session": chosen }, "/lists")).status).toBe(303);

  // One that is somebody else's own: it ends with the sign-in over it.
  await other.signUp("Mallory");
  const planted = (await other.cookies())["__Host-session"]!;
  await other.signIn(person);
  const now = (await other.cookies())["__Host-session"]!;
  expect(now).not.toBe(planted);
  expect((await askWith({ "__Host-session": planted }, "/lists")).status, "the one that was planted").toBe(303);
  expect((await askWith({ "__Host-session": now }, "/lists")).status).toBe(200);
  // The same by a provider.
  await enterBy(other, "trusty", verified(person.email));
  expect((await askWith({ "__Host-session": now }, "/lists")).status, "the one before the provider").toBe(303);
  await other.close();
});

// R2.10
test("sessions end on the server", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const kept = async (): Promise<string> => (await client.cookies())["__Host-session"]!;
  const isOver = async (what: string, session: string): Promise<void> => {
    expect((await askWith({ "__Host-session": session }, "/lists")).status, what).toBe(303);
  };
  const other = await Client.open();
  const others = async (): Promise<string> => (await other.cookies())["__Host-session"]!;

  let session = await kept();
  await client.done("sign_out", {});
  await isOver("signed out", session);

  await client.signIn(person);
  await other.signIn(person);
  session = await kept();
  let another = await others();
  await client.done("change_password", { current: person.password, password: newPassword }, "/account/password");
  await isOver("its own, after another password", session);
  await isOver("another browser's, after another password", another);
  expect(await client.isIn()).toBe(true);

  await other.signIn({ email: person.email, password: newPassword });
  another = await others();
  await client.done("end_other_sessions", {}, "/account");
  await isOver("ended from the account page", another);

  await other.signIn({ email: person.email, password: newPassword });
  another = await others();
  session = await kept();
  await client.done("delete_account", { email: person.email }, "/account/delete");
  await isOver("its own, after the end of the account", session);
  await isOver("another browser's, after the end of the account", another);
});

// R2.10: a `__Host-` cookie that is Secure, HttpOnly and SameSite=Lax.
test("every cookie is for this host only, and no script reads it", async () => {
  const browser = await Client.open();
  const person = await browser.signUp("Hanna");
  await browser.post("set_language", { language: "de" });
  await browser.post("set_language", { language: "en" });
  const list = await browser.makeList({ title: "Cookies", occasion: "wedding" }, [{ name: "Vase" }]);
  const share = await browser.share(list);
  await browser.done("sign_out", {});
  await browser.signIn(person);
  await browser.done("change_password", { current: person.password, password: newPassword }, "/account/password");
  await enterBy(browser, "trusty", verified(person.email));
  await comeBy(browser, "liar", verified(person.email), { ask: { lie: "aud" } });
  const token = await askReset(browser, person);
  await browser.done("reset_password", { token, password: person.password }, "/reset/x");
  const giver = await Client.open();
  await giver.reserve(share, (await giver.gifts(share))["Vase"]!, someone("Karl"));
  await browser.done("delete_account", { email: person.email }, "/account/delete");

  const all = [...browser.setCookies, ...giver.setCookies];
  const names = new Set<string>();
  for (const cookie of all) {
    const [pair, ...attributes] = cookie.split(/; */);
    const had = attributes.map((attribute) => attribute.toLowerCase());
    names.add(pair!.split("=")[0]!);
    expect(pair, cookie).toMatch(/^__Host-/);
    expect(had, cookie).toEqual(expect.arrayContaining(["secure", "httponly", "path=/", "samesite=lax"]));
    expect(had.filter((attribute) => attribute.startsWith("domain")), cookie).toEqual([]);
  }
  expect([...names].sort()).toEqual(["__Host-asked", "__Host-attempt", "__Host-giver", "__Host-language", "__Host-session"]);
  await giver.close();
  await browser.close();
});

// R2.9: a reset drops a change of address.
test("a reset ends a change of address that waits, and every code from before", async ({ client }) => {
  const person = await client.signUp("Hanna");
  const attacker = await Client.open();
  await attacker.signIn(person);
  const wanted = someone("Mallory");
  await attacker.done("ask_email_change", { email: wanted.email }, "/account/email");
  const code = codeIn(await wanted.mailbox.next(around("mail.email_change_code.subject")));
  const token = await askReset(client, person);
  await client.done("reset_password", { token, password: newPassword }, "/reset/x");
  expect(await attacker.isIn()).toBe(false);
  // Whoever has the new password finds nothing that waits.
  await attacker.signIn({ email: person.email, password: newPassword });
  expect((await attacker.post("confirm_email_change", { code }, "/account/email")).status()).toBe(422);
  await attacker.close();
});
