// Somebody reserved, can not cancel any more, and says so to those who look after the list (R5.3).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { ThanksPage } from "../pages/thanks-page.ts";
import { Client } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { around, words } from "../support/words.ts";

test("an owner is asked, lets a reservation go, and its giver reads it by mail and on their page", async ({ page, js, client, another }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Letting go", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }, { name: "Cloth" }]);
  const share = await client.share(list);
  const gifts = await client.gifts(share);
  const [karl, ilse] = [someone("Karl"), someone("Ilse")];
  const giver = await Client.open();
  await giver.reserve(share, gifts["Glasses"]!, karl, 2);
  const link = linkIn(await karl.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  const bought = await giver.reserve(share, gifts["Cloth"]!, ilse);
  await giver.done("purchase", { token: bought });
  const theirs = await another();
  const manage = new ManagePage(theirs, js);
  await manage.open(link);

  const editor = new EditorPage(page, js);
  const board = new ThanksPage(page, js);
  await board.open(list);
  await expect(board.letGo("Ilse")).toHaveCount(0);
  await board.letGo("Karl").click();
  await expect(page).toHaveURL(/\/taken#taken-[0-9a-f]+$/);
  await expect(editor.taker("Ilse")).toContainText(words("editor.taken.bought"));
  await expect(editor.taker("Ilse").locator("summary")).toHaveCount(0);
  const question = editor.taker("Karl").getByText(words("editor.taken.let_go.ask", { name: "Karl", gift: "Glasses" }));
  await expect(question).toBeHidden();
  await editor.askLetGo("Karl");
  await expect(question).toBeVisible();
  // What others do meanwhile folds no question away.
  await giver.reserve(share, gifts["Glasses"]!, someone("Nora"));
  if (js) await expect(editor.taker("Nora")).toBeVisible();
  await expect(question).toBeVisible();
  await editor.letGo("Karl");
  await expect(page.getByRole("status").filter({ hasText: words("editor.taken.let_go.done") }).first()).toBeVisible();
  await expect(editor.taker("Karl")).toHaveCount(0);
  await expect(editor.taker("Nora")).toBeVisible();

  await karl.mailbox.next(around("givers.mail.let_go.subject"));
  if (!js) await manage.open(link);
  await expect(theirs.getByRole("heading", { name: words("giving.manage.let_go.heading") })).toBeVisible();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await shared.expectLeft("Glasses", 5);
  await giver.close();
});
