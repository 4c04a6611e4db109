// The language follows the browser and can be chosen (R9.4).

import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { IdeasPage } from "../pages/ideas-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

// R4.7, R7.3, R9.4
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

// R8.5: what comes with the site has a name in each language, and each reads their own.
test("what a German article names is called in German on the list, and in English for who reads that", async ({ another, js }) => {
  test.setTimeout(90_000);
  const mat = { de: "Gepolsterte Spielmatte, 140 × 200 cm", en: "Padded play mat, 140 × 200 cm" };
  const german = { locale: "de-DE" };
  const page = await another(german);
  const owner = someone("Hanna");
  await new AccountPages(page, js, "de").signUp(owner);
  const list = await new ListsPage(page, js, "de").make({ title: "Spielecke", occasion: "housewarming", surprise: false });
  const ideas = new IdeasPage(page, js, "de");
  await ideas.open();
  await ideas.read("play", "Ein Spielzimmer, und sei es eine Ecke");
  const place = await ideas.ask(mat.de);
  await ideas.addTo(place, "Spielecke");
  const editor = new EditorPage(page, js, "de");
  await editor.open(list);
  await expect(editor.row(mat.de)).toBeVisible();
  const share = await editor.share();

  const english = await another();
  const read = new SharedPage(english, js);
  await read.open(share);
  await expect(read.gift(mat.en)).toBeVisible();
  await expect(read.gift(mat.de)).toHaveCount(0);

  const theirs = await another(german);
  const shared = new SharedPage(theirs, js, "de");
  await shared.open(share);
  await expect(shared.gift(mat.en)).toHaveCount(0);
  const giver = someone("Karl");
  await shared.reserve(mat.de, giver);
  const made = await giver.mailbox.next(around("mail.reservation_made.subject", "de"));
  expect(made.subject).toContain(mat.de);
  expect(made.text).toContain(mat.de);
  await new ManagePage(theirs, js, "de").open(linkIn(made, "/r/"));
  await expect(theirs.getByRole("main")).toContainText(mat.de);
  const told = await owner.mailbox.next(around("mail.gift_reserved.subject", "de"));
  expect(told.subject).toContain(mat.de);
  for (const mail of [made, told]) expect(mail.text).not.toContain(mat.en);
  // Where scripts run, the page that stayed open has fetched its gifts anew meanwhile.
  if (js) await read.expectTaken(mat.en);
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
