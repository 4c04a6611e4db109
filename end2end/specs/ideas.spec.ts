// Articles, and what is added to a list while they are read (R8.5, R2.7).

import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { IdeasPage } from "../pages/ideas-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { codeIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { around, words } from "../support/words.ts";

const ARTICLE = "A play room, even if it is a corner";
const MAT = "Padded play mat, 140 × 200 cm";
const LEDGE = "Front-facing book ledge";

test("what an article names goes on a list without leaving it", async ({ page, js, client }) => {
  test.setTimeout(60_000);
  await client.signUp("Hanna");
  await client.makeList({ title: "For the summer" });
  const list = await client.makeList({ title: "For <the> corner", occasion: "wedding" });
  await client.lend(page.context());
  const ideas = new IdeasPage(page, js);
  await ideas.open();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("ideas.heading"));
  // Some two dozen of them are no long way on a phone.
  const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
  if (page.viewportSize()!.width < 640) expect(screens).toBeLessThan(4.4);
  await ideas.read("play", ARTICLE);
  await expect(ideas.product(MAT)).toContainText("€89.00");
  await expect(ideas.product(MAT).locator('a[href$="/shop"]')).toHaveAttribute("rel", /\bsponsored\b/);
  await expect(ideas.wished(MAT)).toBeHidden();

  const place = await ideas.ask(MAT);
  await ideas.addTo(place, "For <the> corner");
  await expect(ideas.list(place, "For the summer").getByRole("button")).toBeVisible();
  await ideas.goBack(place);
  await expect(page).toHaveURL(/\/ideas\/play-room-ideas$/);
  await expect(ideas.wished(MAT)).toBeVisible();
  await expect(ideas.wished(LEDGE)).toBeHidden();

  // What a list has already shows the tick, and has no button.
  const again = await ideas.ask(MAT);
  await expect(ideas.list(again, "For <the> corner").getByRole("button")).toHaveCount(0);

  const editor = new EditorPage(page, js);
  await editor.open(list);
  await expect(editor.row(MAT)).toContainText("€89.00");
  const picture = editor.row(MAT).locator("img");
  await expect(picture).toHaveAttribute("src", /^\/pictures\/[0-9a-f]{64}-320\.webp$/);
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test("whoever has neither account nor list comes back to what they wanted to add", async ({ page, js }) => {
  test.setTimeout(90_000);
  const person = someone("Ilse");
  const ideas = new IdeasPage(page, js);
  await ideas.open("/ideas/play-room-ideas");
  await ideas.product(MAT).getByRole("link", { name: words("ideas.product.sign_up") }).click();
  await expect(page).toHaveURL(/\/sign-up\?next=/);
  const accounts = new AccountPages(page, js);
  await accounts.field("account.name").fill(person.name);
  await accounts.field("account.email").fill(person.email);
  await accounts.field("account.password").fill(person.password);
  await accounts.button("account.sign_up.submit").click();
  await expect(page).toHaveURL(/\/sign-up\/code/);
  await accounts.enterCode(codeIn(await person.mailbox.next(around("mail.confirm_code.subject"))));

  const main = page.getByRole("main");
  await expect(page).toHaveURL(/\/ideas\/add\//);
  await expect(main).toContainText(words("ideas.add.no_list"));
  await main.getByRole("link", { name: words("ideas.add.new_list") }).click();
  const lists = new ListsPage(page, js);
  await lists.field("lists.new.name").fill("First wishes");
  await page.getByRole("button", { name: words("lists.new.submit") }).click();
  await expect(page).toHaveURL(/\/ideas\/add\/.*from=play-room-ideas/);
  await ideas.addTo(main, "First wishes");
  await main.getByRole("status").getByRole("link", { name: words("ideas.add.see") }).click();
  await expect(new EditorPage(page, js).row(MAT)).toBeVisible();
});
