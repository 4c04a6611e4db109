// The language follows the browser and can be chosen (R9.4).

import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

// R4.7, R7, R9.4
test("the whole journey in German, mails included", async ({ another, js }) => {
  test.setTimeout(90_000);
  const german = { locale: "de-DE" };
  const page = await another(german);
  const owner = someone("Hanna");
  await new AccountPages(page, js, "de").signUp(owner);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await new ListsPage(page, js, "de").make({ title: "Einzug", occasion: "housewarming", date: "2031-07-31", surprise: false });
  const editor = new EditorPage(page, js, "de");
  await editor.add({ name: "Lampe", price: "1249,50" });
  const share = await editor.share();

  const theirs = await another(german);
  const shared = new SharedPage(theirs, js, "de");
  await shared.open(share);
  await expect(theirs.getByText("31. Juli 2031").first()).toBeVisible();
  await expect(shared.gift("Lampe")).toContainText(/1\.249,50\s€/);
  const giver = someone("Karl");
  await shared.reserve("Lampe", giver);
  const mail = await giver.mailbox.next(around("mail.reservation_made.subject", "de"));
  const manage = new ManagePage(theirs, js, "de");
  await manage.open(linkIn(mail, "/r/"));
  await manage.buy();
  await owner.mailbox.next(around("mail.gift_purchased.subject", "de"));
});

test("a chosen language stays, and the page does too", async ({ page, js }) => {
  await visit(page, "/sign-in", js);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("account.sign_in.heading", {}, "de"));
  await visit(page, "/", js);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
