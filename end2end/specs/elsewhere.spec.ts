// Signing in by a provider: at once where it may vouch for the address, by a code of ours where not.

import type { Page } from "@playwright/test";
import { AccountPage } from "../pages/account-page.ts";
import { AccountPages } from "../pages/account-pages.ts";
import { ProviderPage } from "../pages/provider-page.ts";
import { enterBy } from "../support/elsewhere.ts";
import { site } from "../support/forms.ts";
import { codeIn, Mailbox } from "../support/mailbox.ts";
import { someone, type Person } from "../support/people.ts";
import { LABELS, verified, type ProviderId } from "../support/providers.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

const codeMail = around("mail.confirm_code.subject");
const joinedMail = around("mail.way_in_added.subject");
const removedMail = around("mail.way_in_removed.subject");
/** The title of a list that only this account has. */
async function expectListOf(page: Page, title: string, js: boolean): Promise<void> {
  await visit(page, "/lists", js);
  await expect(page.getByRole("main").getByRole("link", { name: title })).toBeVisible();
}

/** Comes back from a provider to the page that waits for our code. */
async function expectCodeWanted(page: Page, email: string, provider: ProviderId): Promise<void> {
  await expect(page).toHaveURL(/\/sign-up\/code/);
  await expect(page.getByText(email)).toBeVisible();
  await expect(page.getByText(words("account.code.joins", { provider: LABELS[provider] }))).toBeVisible();
}

// R2.5, R2.7: the first sign-in makes an account, at once.
test("the first sign-in with a trusted provider makes an account in one step, and the next opens it", async ({ page, js, another }) => {
  const person = someone("Hanna");
  await visit(page, "/lists/new?occasion=wedding", js);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const provider = new ProviderPage(page, js);
  await provider.go("trusty");
  await provider.say(verified(person.email));
  await expect(page).toHaveURL(`${site()}/lists/new?occasion=wedding`);
  await person.mailbox.next(around("mail.welcome.subject"));
  await page.getByLabel(words("lists.new.name")).fill("By the canal");
  await page.getByRole("button", { name: words("lists.new.submit") }).click();
  await expect(page).toHaveURL(/\/lists\/[0-9a-f]{32}$/);

  const account = new AccountPage(page, js);
  await account.open();
  await expect(account.part("account.password")).toContainText(words("profile.password.none"));
  await expect(account.part("profile.ways.heading")).toContainText(person.email);
  await expect(account.field("account.name")).toHaveValue("Hanna");

  const other = await another();
  await new ProviderPage(other, js).enter("trusty", verified(person.email), "/sign-up");
  await expect(other).toHaveURL(/\/lists$/);
  await expectListOf(other, "By the canal", js);
  await person.mailbox.next(around("mail.new_device.subject"));
  expect((await person.mailbox.all()).some((mail) => codeMail.test(mail.subject)), "a code").toBe(false);
});

// R2.5: or joins one, and every new way in is mailed.
test("a trusted provider opens the account that has the address, and the person is told", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.makeList({ title: "Long before" });
  await new ProviderPage(page, js).enter("trusty", verified(person.email));
  await expect(page).toHaveURL(/\/lists$/);
  await expectListOf(page, "Long before", js);
  await person.mailbox.next(joinedMail);
});

const UNSURE: [string, ProviderId, string][] = [
  ["one that is not trusted", "wary", ";verified=true"],
  ["a trusted one that calls it unverified", "trusty", ";verified=false"],
  ["a trusted one that does not say", "trusty", ""],
  ["Facebook", "facebook", ";verified=true"],
];
for (const [what, id, said] of UNSURE) {
  // R2.5: otherwise our own code to that address confirms it.
  test(`by ${what} an account is entered only after our code, in that browser`, async ({ page, js, client, another }) => {
    const person = await client.signUp("Hanna");
    await client.makeList({ title: "Long before" });
    const login = `${person.email}${said};sub=${id}-${person.email}`;
    await new ProviderPage(page, js).enter(id, login, "/sign-in?next=/account");
    await expectCodeWanted(page, person.email, id);
    const code = codeIn(await person.mailbox.next(codeMail));
    expect(await person.mailbox.hasNone(joinedMail), "nothing is joined yet").toBe(true);

    // Neither another browser nor leaving the page gets in.
    const other = await another();
    await visit(other, "/sign-up/code", js);
    await expect(other.getByText(words("account.code.none"))).toBeVisible();
    await visit(page, "/lists", js);
    await expect(page).toHaveURL(/\/sign-in/);

    await visit(page, "/sign-up/code?next=/account", js);
    await new AccountPages(page, js).enterCode(code);
    await expect(page).toHaveURL(`${site()}/account`);
    await expectListOf(page, "Long before", js);
    await person.mailbox.next(joinedMail);
    // From now on it opens the account at once.
    const third = await another();
    await new ProviderPage(third, js).enter(id, login);
    await expect(third).toHaveURL(/\/lists$/);
  });
}

// R2.5
test("by a provider that may not vouch for it, a new account waits for our code too", async ({ page, js }) => {
  const person = someone("Hanna");
  await new ProviderPage(page, js).enter("wary", `${person.email};verified=true;name=Hanna;sub=new-${person.email}`);
  await expectCodeWanted(page, person.email, "wary");
  await new AccountPages(page, js).enterCode(codeIn(await person.mailbox.next(codeMail)));
  await expect(page).toHaveURL(/\/lists$/);
  await person.mailbox.next(around("mail.welcome.subject"));
  const account = new AccountPage(page, js);
  await account.open();
  await expect(account.part("profile.ways.heading")).toContainText(LABELS.wary);
});

// R2.5: to one that has to be named first where none was told.
test("Facebook without an address asks for it, and the code goes there", async ({ page, js }) => {
  const person = someone("Hanna");
  const pages = new AccountPages(page, js);
  await new ProviderPage(page, js).enter("facebook", `;name=Hanna;sub=fb-${person.email}`, "/sign-in?next=/lists/new");
  await expect(page).toHaveURL(/\/sign-up\/address/);
  await expect(page.getByText(words("account.address.lede", { provider: "Facebook" }))).toBeVisible();
  await pages.field("account.email").fill("hanna@nowhere");
  await pages.button("account.address.submit").click();
  await expect(pages.field("account.email")).toHaveAttribute("aria-invalid", "true");
  await pages.field("account.email").fill(person.email);
  await pages.button("account.address.submit").click();
  await expectCodeWanted(page, person.email, "facebook");
  await pages.enterCode(codeIn(await person.mailbox.next(codeMail)));
  await expect(page).toHaveURL(`${site()}/lists/new`);
});

// R2.8: ways to sign in are added and taken away, never the last.
test("a provider is joined and removed on the account page, and the last way in stays", async ({ page, js }) => {
  const person = someone("Hanna");
  await new ProviderPage(page, js).enter("trusty", verified(person.email));
  await expect(page).toHaveURL(/\/lists$/);
  const account = new AccountPage(page, js);
  await account.open();
  await account.follow("profile.ways.open");
  await expect(account.way(LABELS.trusty)).toContainText(person.email);
  await expect(page.getByText(words("profile.ways.last"))).toBeVisible();
  await expect(account.removeOf(LABELS.trusty)).toHaveCount(0);

  await account.join(LABELS.facebook);
  await new ProviderPage(page, js).say(`${person.email};sub=fb-${person.email}`);
  await account.expectDone("profile.done.joined");
  await person.mailbox.next(joinedMail);
  await account.open("/ways");
  await account.removeOf(LABELS.trusty).click();
  await account.expectDone("profile.done.unlinked");
  await person.mailbox.next(removedMail);
  await account.open("/ways");
  await expect(account.way(LABELS.trusty)).toContainText(words("profile.ways.not_joined"));
  await expect(account.removeOf(LABELS.facebook)).toHaveCount(0);

  // With a password the provider can go as well.
  await account.changePassword(undefined, person.password);
  await account.expectDone("profile.done.password");
  await account.open("/ways");
  await account.removeOf(LABELS.facebook).click();
  await account.expectDone("profile.done.unlinked");
  const pages = new AccountPages(page, js);
  await pages.signOut();
  await pages.signIn(person);
  await expect(page).toHaveURL(/\/lists$/);
});

test("the last way in is kept, also from a form that was made up", async ({ page, js, client }) => {
  const person = someone("Hanna");
  await enterBy(client, "trusty", verified(person.email));
  await enterBy(client, "facebook", `${person.email};sub=fb-${person.email}`, { why: "join" });
  await client.lend(page.context());
  const account = new AccountPage(page, js);
  await account.open("/ways");
  const identities = await page.locator("input[name=identity]").evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(identities).toHaveLength(2);
  await client.done("unlink", { identity: identities[0]! }, "/account/ways");
  const last = await client.post("unlink", { identity: identities[1]! }, "/account/ways", { Accept: "application/json" });
  expect(last.status()).toBe(409);
  // The page that is still open in the browser says so.
  await account.removeOf(LABELS.facebook).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test("a provider's account that belongs to somebody else is not joined", async ({ page, js, client, another }) => {
  const holder = someone("Jonas");
  await enterBy(client, "trusty", verified(holder.email));
  const person = someone("Hanna");
  await new AccountPages(page, js).signUp(person);
  const account = new AccountPage(page, js);
  await account.open("/ways");
  await account.join(LABELS.trusty);
  await new ProviderPage(page, js).say(verified(holder.email));
  await account.expectRefused("problems.refused.joined_elsewhere");
  await account.open("/ways");
  await expect(account.way(LABELS.trusty)).toContainText(words("profile.ways.not_joined"));
  const other = await another();
  await new ProviderPage(other, js).enter("trusty", verified(holder.email));
  await expect(other).toHaveURL(/\/lists$/);
  await new AccountPage(other, js).open();
  await expect(other.getByRole("main")).toContainText(holder.email);
});

test("a provider that does not answer says so, and the password still does", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await visit(page, "/sign-in?next=/lists/new", js);
  await new ProviderPage(page, js).go("silent");
  await expect(page.getByRole("alert").filter({ hasText: words("problems.refused.provider_silent") })).toBeVisible();
  await new AccountPages(page, js).fillSignIn(person);
  await expect(page).toHaveURL(`${site()}/lists/new`);
});

test("who does not want to after all comes back to a page that says so", async ({ page, js }) => {
  await visit(page, "/sign-in/with/trusty/back?error=access_denied&state=x", js);
  await expect(page.getByRole("alert").filter({ hasText: words("problems.refused.sign_in_spoilt") })).toBeVisible();
  await new ProviderPage(page, js).go("trusty");
  await new ProviderPage(page, js).say(verified(someone("Hanna").email));
  await expect(page).toHaveURL(/\/lists$/);
});

// R2.3: googlemail.com is read as gmail.com, and mail goes to the address as it was typed.
test("both spellings of a mailbox at Google are one account", async ({ page, js, another }) => {
  const unique = `hanna${Date.now().toString(36)}${process.pid.toString(36)}${Math.floor(Math.random() * 1e6)}`;
  const spelt = (domain: string): Person => {
    const email = `${unique}@${domain}`;
    return { ...someone("Hanna"), email, mailbox: new Mailbox(email) };
  };
  const [typed, told] = [spelt("googlemail.com"), spelt("gmail.com")];
  await new AccountPages(page, js).signUp(typed);
  const other = await another();
  await new ProviderPage(other, js).enter("trusty", verified(told.email));
  await expect(other).toHaveURL(/\/lists$/);
  await new AccountPage(other, js).open();
  // The address stays as it was typed, and mails go there.
  await expect(new AccountPage(other, js).part("profile.email.heading")).toContainText(typed.email);
  await typed.mailbox.next(joinedMail);
  const third = await another();
  await new AccountPages(third, js).signIn({ email: told.email, password: typed.password });
  await expect(third).toHaveURL(/\/lists$/);
});
