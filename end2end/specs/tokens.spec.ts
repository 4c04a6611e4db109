// Tokens for apps and scripts: made on the account page, shown once, used, and revoked.

import { AccountPage } from "../pages/account-page.ts";
import { site } from "../support/forms.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

/** What the API says of whoever a token acts for. */
async function whoIs(token: string): Promise<{ status: number; name?: string; scopes?: string[] }> {
  const answer = await fetch(`${site()}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: answer.status, ...((await answer.json()) as { name?: string; scopes?: string[] }) };
}

// R10.2
test("a token is made on the account page, acts for its person, and is revoked there", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/account", js);
  const account = new AccountPage(page, js);
  await account.follow("tokens.open");
  await expect(page.getByText(words("tokens.none"))).toBeVisible();

  // What was chosen stays when something is missing.
  // What each allows is said behind its name, and may have the words of another.
  const reservations = page.getByRole("checkbox", { name: new RegExp(`^${words("tokens.scope.reservations")}`) });
  await reservations.check();
  await account.field("tokens.make.lifetime").selectOption("365");
  await account.makeToken("  ");
  await expect(account.field("tokens.make.called")).toHaveAttribute("aria-invalid", "true");
  await expect(reservations).toBeChecked();
  await expect(account.field("tokens.make.lifetime")).toHaveValue("365");
  await account.makeToken("Phone & <3 🎁");

  const token = await account.field("tokens.made.label").inputValue();
  expect(token).toMatch(/^ewl_[A-Za-z0-9_-]{43}$/);
  await person.mailbox.next(around("mail.token_made.subject"));
  expect(await whoIs(token)).toMatchObject({ status: 200, name: "Hanna", scopes: ["lists:read", "reservations"] });

  // It is nowhere to be seen afterwards, and says that it was used.
  await account.open("/apps");
  await expect(page.getByRole("main")).toContainText("Phone & <3 🎁");
  await expect(page.getByRole("main")).not.toContainText(words("tokens.dates.unused"));
  expect(await page.content()).not.toContain(token);

  await page.getByRole("button", { name: words("tokens.revoke") }).click();
  await account.expectDone("tokens.revoked");
  expect(await whoIs(token)).toMatchObject({ status: 401 });
  await expect(page.getByText(words("tokens.none"))).toBeVisible();
});
