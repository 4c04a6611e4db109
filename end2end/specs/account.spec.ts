// The account page: everything that people can change about their account, and its end.

import { readFileSync } from "node:fs";
import { AccountPage } from "../pages/account-page.ts";
import { AccountPages } from "../pages/account-pages.ts";
import { digits } from "../support/authenticator.ts";
import { enterBy } from "../support/elsewhere.ts";
import { Client, site } from "../support/forms.ts";
import { codeIn, linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

const newPassword = "nine loud herons dive";

// R2.8: the name.
test("the account page is found from every page, and the name is changed there", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/lists", js);
  const account = new AccountPage(page, js);
  await account.goByMenu("common.shell.my_account");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("profile.heading"));
  await expect(account.part("profile.email.heading")).toContainText(person.email);
  await account.rename("  ");
  await expect(account.field("account.name")).toHaveAttribute("aria-invalid", "true");
  await account.rename("Hanna & Jonas <3");
  await account.expectDone("profile.done.name");
  await expect(account.field("account.name")).toHaveValue("Hanna & Jonas <3");
});

// R2.8: the address, and the link that brings the old one back.
test("another address takes a code from it, and the old one can bring itself back", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  const person = await client.signUp("Hanna");
  const next = someone("Hanna");
  const account = new AccountPage(page, js);
  await new AccountPages(page, js).signIn(person);
  await expect(page).toHaveURL(/\/lists$/);
  await account.askEmailChange(next.email);
  const code = codeIn(await next.mailbox.next(around("mail.email_change_code.subject")));
  await account.confirmEmailChange(code === "000000" ? "000001" : "000000");
  await expect(account.field("account.code.label")).toHaveAttribute("aria-invalid", "true");
  // Nothing has changed yet.
  await account.open();
  await expect(account.part("profile.email.heading")).toContainText(words("profile.email.waits"));
  expect(await client.isIn()).toBe(true);

  await account.open("/email");
  await account.confirmEmailChange(code);
  await account.expectDone("profile.done.email");
  await expect(account.part("profile.email.heading")).toContainText(next.email);
  expect(await client.isIn(), "the other session is over").toBe(false);
  const other = await another();
  await new AccountPages(other, js).signIn({ email: next.email, password: person.password });
  await expect(other).toHaveURL(/\/lists$/);

  // The old mailbox brings it back. Looking changes nothing.
  const link = linkIn(await person.mailbox.next(around("mail.email_changed.subject")), "/email-undo/");
  for (let looks = 0; looks < 3; looks += 1) expect((await client.get(link)).status()).toBe(200);
  const theirs = await another();
  await visit(theirs, link, js);
  await expect(theirs.getByText(person.email)).toBeVisible();
  await theirs.getByRole("button", { name: words("profile.undo.submit") }).click();
  await expect(theirs.getByRole("heading", { name: words("profile.undo.done.heading") })).toBeVisible();
  for (const open of [page, other]) {
    await visit(open, "/lists", js);
    await expect(open).toHaveURL(/\/sign-in/);
  }
  expect((await client.get(link)).status(), "it works once").toBe(404);

  // Nobody signs in with what was known before; the mailed link sets a new password.
  for (const email of [person.email, next.email]) {
    expect((await client.post("sign_in", { email, password: person.password }, "/sign-in")).status()).toBe(422);
  }
  const reset = linkIn(await person.mailbox.next(around("mail.reset.subject")), "/reset/");
  const pages = new AccountPages(theirs, js);
  await visit(theirs, reset, js);
  await pages.field("account.new_password").fill(newPassword);
  await pages.button("account.reset.choose.submit").click();
  await expect(theirs).toHaveURL(/\/lists$/);
  await pages.signOut();
  await pages.signIn({ email: person.email, password: newPassword });
  await expect(theirs).toHaveURL(/\/lists$/);
});

// R2.4, R2.8
test("an address that waits for its code can be left as it is, and says the same whether it has an account or not", async ({ page, js, client }) => {
  const holder = await client.signUp("Jonas");
  const own = await Client.open();
  await own.signUp("Hanna");
  await own.lend(page.context());
  const account = new AccountPage(page, js);
  await account.askEmailChange(holder.email);
  await holder.mailbox.next(around("mail.existing_account.subject"));
  await expect(account.field("account.code.label")).toBeVisible();
  await account.button("profile.email.drop").click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(account.part("profile.email.heading")).not.toContainText(holder.email);
  await own.close();
});

// R2.8: the password.
test("another password takes the present one, and ends the other sessions", async ({ page, js, client, another }) => {
  const person = await client.signUp("Hanna");
  await new AccountPages(page, js).signIn(person);
  await expect(page).toHaveURL(/\/lists$/);
  const account = new AccountPage(page, js);
  await account.changePassword("not the password", newPassword);
  await expect(account.field("profile.password.current")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(words("problems.field.wrong_password"))).toBeVisible();
  await account.changePassword(person.password, "password");
  await expect(account.field("account.new_password")).toHaveAttribute("aria-invalid", "true");
  expect(await client.isIn()).toBe(true);
  await account.changePassword(person.password, newPassword);
  await account.expectDone("profile.done.password");
  await person.mailbox.next(around("mail.password_changed.subject"));
  expect(await client.isIn()).toBe(false);
  const other = await another();
  await new AccountPages(other, js).signIn(person);
  await expect(other.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") })).toBeVisible();
  await new AccountPages(other, js).signIn({ email: person.email, password: newPassword });
  await expect(other).toHaveURL(/\/lists$/);
});

// R2.8: sessions are shown and ended.
test("every session is listed, and each can be ended", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const third = await Client.open();
  await third.signIn(person);
  await new AccountPages(page, js).signIn(person);
  await expect(page).toHaveURL(/\/lists$/);
  const account = new AccountPage(page, js);
  await account.open();
  await expect(account.sessions).toHaveCount(3);
  const here = account.sessions.filter({ hasText: words("profile.sessions.here") });
  await expect(here).toHaveCount(1);
  await expect(here.getByRole("button")).toHaveCount(0);
  const end = account.sessions.getByRole("button", { name: new RegExp(`^${words("profile.sessions.end")}`) });
  await end.first().click();
  await account.expectDone("profile.done.session");
  await expect(account.sessions).toHaveCount(2);
  expect([await client.isIn(), await third.isIn()].filter(Boolean)).toHaveLength(1);
  await account.button("profile.sessions.end_others").click();
  await account.expectDone("profile.done.sessions");
  await expect(account.sessions).toHaveCount(1);
  expect([await client.isIn(), await third.isIn()]).toEqual([false, false]);
  await third.close();
});

// R2.7, R2.8, R2.9: a second step, also after a reset.
test("two-step sign-in: set up, asked for, never twice with the same digits, and a way out when the app is lost", async ({ page, js, client, another }) => {
  test.setTimeout(120_000);
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  const account = new AccountPage(page, js);
  const secret = await account.secret();
  await expect(page.getByRole("img", { name: words("profile.two_step.qr") })).toBeVisible();
  await account.turnOnTwoSteps("12");
  await expect(account.field("profile.two_step.label")).toHaveAttribute("aria-invalid", "true");
  expect(await account.secret(), "the key stays the same until it is proven").toBe(secret);
  await account.turnOnTwoSteps(digits(secret));
  await account.expectDone("profile.two_step.done.on");
  await person.mailbox.next(around("mail.second_step_on.subject"));
  const codes = await account.recoveryCodes();
  expect(new Set(codes).size).toBe(10);

  const enter = async (code: string) => {
    const other = await another();
    const pages = new AccountPages(other, js);
    await pages.signIn(person, "/sign-in?next=/lists/new");
    await expect(other).toHaveURL(/\/sign-in\/second\?next=/);
    await pages.field("account.second.label").fill(code);
    await pages.button("account.second.submit").click();
    return other;
  };
  const expectIn = (other: typeof page) => expect(other).toHaveURL(`${site()}/lists/new`);
  const expectOut = async (other: typeof page) => {
    const typed = new AccountPages(other, js).field("account.second.label");
    await expect(typed).toHaveAttribute("aria-invalid", "true");
    // A phone changes nothing in a recovery code.
    await expect(typed).toHaveAttribute("autocapitalize", "none");
    await visit(other, "/lists", js);
    await expect(other).toHaveURL(/\/sign-in\?|\/sign-in$/);
  };
  const shown = digits(secret, 1);
  await expectIn(await enter(shown));
  await expectOut(await enter(shown));
  await expectOut(await enter("000000" === digits(secret) ? "000001" : "000000"));
  await expectIn(await enter(codes[0]!));
  await expectOut(await enter(codes[0]!));

  // Neither a provider nor a reset goes round it.
  const byProvider = await Client.open();
  expect(await enterBy(byProvider, "trusty", `${person.email};verified=true`)).toBe("/sign-in/second");
  expect(await byProvider.isIn()).toBe(false);
  const byReset = await Client.open();
  await byReset.done("ask_reset", { email: person.email }, "/reset");
  const token = linkIn(await person.mailbox.next(around("mail.reset.subject")), "/reset/").replace("/reset/", "");
  expect(await byReset.done("reset_password", { token, password: newPassword }, "/reset/x")).toBe("/sign-in/second");
  expect(await byReset.isIn()).toBe(false);
  await byReset.done("second_step", { code: codes[1]! }, "/sign-in/second");
  expect(await byReset.isIn()).toBe(true);

  await page.context().clearCookies();
  await byReset.lend(page.context());
  await account.open();
  await expect(account.part("profile.two_step.heading")).toContainText(words("profile.two_step.left_other", { count: 8 }));
  await account.open("/two-step");
  await account.button("profile.two_step.renew.submit").click();
  await account.expectDone("profile.two_step.done.codes");
  const fresh = await account.recoveryCodes();
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
  await account.button("profile.two_step.turn_off.submit").click();
  await account.expectDone("profile.done.two_step_off");
  await person.mailbox.next(around("mail.second_step_off.subject"));
  const again = await another();
  await new AccountPages(again, js).signIn({ email: person.email, password: newPassword });
  await expect(again).toHaveURL(/\/lists$/);
  await byProvider.close();
  await byReset.close();
});

// R2.8: everything is handed out. R3.6: and nothing of what a surprise keeps.
test("everything that is kept is downloaded, and nothing of what a surprise keeps", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const kept = await client.share(await client.makeList({ title: "Ida is one", surprise: "keep" }, [{ name: "Train" }]));
  const shown = await client.share(await client.makeList({ title: "By the canal", surprise: "show" }, [{ name: "Lamp" }]));
  const giver = await Client.open();
  const [karl, ilse] = [someone("Karl"), someone("Ilse")];
  await giver.reserve(kept, (await giver.gifts(kept))["Train"]!, karl);
  await giver.reserve(shown, (await giver.gifts(shown))["Lamp"]!, ilse);
  const stranger = await Client.open();
  const theirs = await stranger.signUp("Jonas");
  const foreign = await stranger.share(await stranger.makeList({ title: "Not mine" }, [{ name: "Vase" }, { name: "Bowl" }]));
  await client.reserve(foreign, (await client.gifts(foreign))["Vase"]!, person);

  await client.lend(page.context());
  const account = new AccountPage(page, js);
  await account.open();
  await account.follow("profile.download.open");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: words("profile.download.submit") }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("ewelists.json");
  const text = readFileSync(await download.path(), "utf8");
  const told = JSON.parse(text) as { name: string; email: string; lists: unknown[]; sessions: unknown[]; reservations: { gift: string }[] };
  expect([told.name, told.email]).toEqual([person.name, person.email]);
  expect(told.lists).toHaveLength(2);
  expect(told.sessions).toHaveLength(1);
  expect(told.reservations.map(({ gift }) => gift)).toEqual(["Vase"]);
  for (const own of ["Ida is one", "By the canal", "Train", "Lamp"]) expect(text).toContain(own);
  for (const secret of [karl.name, karl.email, ilse.email, theirs.email, "Bowl", person.password, "argon2"]) expect(text, secret).not.toContain(secret);
  await stranger.close();
  await giver.close();
});

// R2.8: what the person promised stays, without a name.
test("a deleted account is gone: for its person, for its givers, and on other people's lists", async ({ page, js, client, another }) => {
  const person = await client.signUp("Hanna");
  const share = await client.share(await client.makeList({ title: "By the canal" }, [{ name: "Lamp" }]));
  const giver = await Client.open();
  const guest = someone("Ilse");
  const token = await giver.reserve(share, (await giver.gifts(share))["Lamp"]!, guest);
  const stranger = await Client.open();
  await stranger.signUp("Jonas");
  const foreign = await stranger.share(await stranger.makeList({ title: "Not mine", surprise: "show" }, [{ name: "Vase" }]));
  await client.reserve(foreign, (await client.gifts(foreign))["Vase"]!, person);

  await client.lend(page.context());
  const account = new AccountPage(page, js);
  await account.open();
  await account.follow("profile.delete.open");
  await account.delete(guest.email);
  await expect(account.field("profile.delete.label")).toHaveAttribute("aria-invalid", "true");
  expect(await client.isIn()).toBe(true);
  await account.delete(person.email.toUpperCase());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("profile.goodbye.heading"));
  await visit(page, "/account", js);
  await expect(page).toHaveURL(/\/sign-in/);

  await guest.mailbox.next(around("mail.list_deleted.subject"));
  expect((await giver.get(share)).status(), "its list").toBe(404);
  expect((await giver.get(`/r/${token}`)).status(), "the giver's own page").toBe(200);
  const other = await another();
  await new AccountPages(other, js).signIn(person);
  await expect(other.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") })).toBeVisible();
  // What was promised elsewhere stays promised, without a name.
  const others = await Client.open();
  const seen = await (await others.post("shared_list", { share: foreign.slice(3) }, foreign, { Accept: "application/json" })).json() as { gifts: { left: unknown }[] };
  expect(seen.gifts[0]!.left).toEqual({ count: 0 });
  // The address is free for a new account, which has nothing of the old one.
  await new AccountPages(other, js).signUp(person);
  await visit(other, "/giving", js);
  await expect(other.getByText("Vase")).toHaveCount(0);
  for (const client of [giver, stranger, others]) await client.close();
});

// R5.4: somebody with an account finds all that they give on one page.
test("what a guest promised and confirmed appears once they have an account with that address", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  const share = await client.share(await client.makeList({ title: "By the canal", for_whom: "Hanna" }, [{ name: "Lamp" }, { name: "Mugs", wanted: "6" }, { name: "Vase" }]));
  const gifts = await client.gifts(share);
  const guest = someone("Ilse");
  const giver = await Client.open();
  const lamp = await giver.reserve(share, gifts["Lamp"]!, guest);
  await giver.reserve(share, gifts["Mugs"]!, guest, 4);
  const mailed = linkIn(await guest.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  await giver.done("confirm_address", { token: mailed.replace("/r/", "").replace(/\?.*$/, "") }, mailed);
  await giver.done("purchase", { token: lamp }, `/r/${lamp}`);
  // Somebody else typed the address, and nobody confirmed that.
  const stranger = await Client.open();
  await stranger.reserve(share, gifts["Vase"]!, guest);

  const account = new AccountPages(page, js);
  await account.signUp(guest);
  await visit(page, "/lists", js);
  await account.goByMenu("common.shell.giving");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("giving.mine.heading"));
  const toBuy = page.getByRole("region", { name: words("giving.mine.to_buy") });
  await expect(toBuy.getByRole("heading", { level: 3 })).toHaveText(["Mugs"]);
  await expect(toBuy).toContainText(words("giving.mine.how_many", { count: 4 }));
  await expect(page.getByRole("region", { name: words("giving.mine.bought") }).getByRole("heading", { level: 3 })).toHaveText(["Lamp"]);
  await expect(page.getByRole("heading", { name: "Vase" })).toHaveCount(0);
  await toBuy.getByRole("link", { name: new RegExp(`^${words("giving.gift.change")}`) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(around("giving.manage.heading_for"));
  await giver.close();
  await stranger.close();
});

// R2.7: the page asked for is kept through a reset.
test("the page asked for is kept through a reset", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const pages = new AccountPages(page, js);
  await visit(page, "/lists/new?occasion=wedding", js);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("link", { name: words("account.sign_in.forgot") }).click();
  await expect(page.getByRole("heading", { name: words("account.reset.heading") })).toBeVisible();
  await pages.field("account.email").fill(person.email);
  await pages.button("account.reset.submit").click();
  await expect(page.getByRole("heading", { name: words("account.reset.sent.heading") })).toBeVisible();
  await visit(page, linkIn(await person.mailbox.next(around("mail.reset.subject")), "/reset/"), js);
  await pages.field("account.new_password").fill(newPassword);
  await pages.button("account.reset.choose.submit").click();
  await expect(page).toHaveURL(`${site()}/lists/new?occasion=wedding`);
});
