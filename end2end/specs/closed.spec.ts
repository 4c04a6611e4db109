// A closed list takes nothing new; what was promised on it can still be finished (R3.5).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Client } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

test("closing stops reserving, lets givers finish, and can be undone", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Closing", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }, { name: "Cloth" }]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const giver = someone("Karl");
  const browser = await Client.open();
  await browser.reserve(share, gifts["Glasses"]!, giver, 2);
  const link = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");

  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  await editor.act("close");
  await expect(page.getByRole("main")).toContainText(words("settings.reopen.heading"));
  await giver.mailbox.next(around("mail.list_closed.subject"));

  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await expect(theirs.getByText(words("giving.shared.closed.heading"))).toBeVisible();
  await expect(shared.gift("Cloth")).toContainText(words("giving.gift.was_not_taken"));
  await expect(shared.reserveLink("Cloth")).toHaveCount(0);
  await visit(theirs, `${share}/${gifts["Cloth"]}`, js);
  await expect(theirs.getByRole("heading", { name: words("giving.reserve.closed.heading") })).toBeVisible();
  const refused = await browser.post("reserve", { share: share.slice(3), gift: gifts["Cloth"]!, form_key: "late", name: "Karl", email: giver.email }, share);
  expect(refused.status()).toBe(409);

  const manage = new ManagePage(theirs, js);
  await manage.open(link);
  await expect(theirs.getByText(words("giving.manage.closed.heading"))).toBeVisible();
  await manage.buy(true);
  await manage.undo();
  await manage.cancel();

  await editor.open(list);
  await expect(editor.adding).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText(words("editor.closed.heading"));
  await editor.open(list, "/settings");
  await page.getByRole("button", { name: words("settings.reopen.confirm") }).click();
  await expect(page.locator("summary", { hasText: words("settings.close.open") })).toBeVisible();
  await shared.open(share);
  await shared.expectLeft("Glasses", 6);
  await expect(shared.reserveLink("Cloth")).toBeVisible();
  await browser.close();
});

// R3.5: whether they are told by mail is up to the owner.
test("a list is closed without a mail to its givers where its owner wants that", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Quietly", occasion: "wedding" }, [{ name: "Glasses" }]);
  const share = await owner.share(list);
  const giver = someone("Karl");
  const browser = await Client.open();
  await browser.reserve(share, (await owner.gifts(share))["Glasses"]!, giver);
  await browser.close();
  const link = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  await editor.closeUntold();
  await expect(page.getByRole("main")).toContainText(words("settings.reopen.heading"));
  expect(await giver.mailbox.hasNone(around("mail.list_closed.subject"))).toBe(true);
  // Their page says so all the same.
  const theirs = await another();
  await new ManagePage(theirs, js).open(link);
  await expect(theirs.getByText(words("giving.manage.closed.heading"))).toBeVisible();
});

// R3.7: the old one stops working.
test("a new link takes the old one's place", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Rotating", occasion: "wedding" }, [{ name: "Glasses" }]);
  const old = await owner.share(list);
  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  await editor.act("rotate");
  await expect(page.getByRole("main").getByText(words("settings.done.rotated"))).toBeVisible();
  const fresh = await editor.shareLink();
  expect(fresh).not.toBe(old);
  const theirs = await another();
  const answer = await theirs.goto(old);
  expect(answer?.status()).toBe(404);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("giving.shared.unknown.heading"));
  await new SharedPage(theirs, js).open(fresh);
  await expect(new SharedPage(theirs, js).reserveLink("Glasses")).toBeVisible();
});

// R4.6: removing is one act with one answer, and can be undone.
test("a gift taken off its list: the giver is told, the owner may put it back", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Removing", occasion: "wedding" }, [{ name: "Glasses" }, { name: "Cloth" }]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const giver = someone("Karl");
  const browser = await Client.open();
  await browser.reserve(share, gifts["Glasses"]!, giver);
  const link = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");

  const editor = new EditorPage(page, js);
  await editor.open(list);
  await editor.row("Glasses").getByRole("button", { name: words("editor.rows.remove", { name: "Glasses" }) }).click();
  await expect(editor.row("Glasses")).toHaveCount(0);
  await giver.mailbox.next(around("mail.gift_withdrawn.subject"));
  const theirs = await another();
  await new ManagePage(theirs, js).open(link);
  await expect(theirs.getByText(words("giving.manage.withdrawn.heading"))).toBeVisible();
  const gone = await browser.get(`${share}/${gifts["Glasses"]}`);
  expect(gone.status()).toBe(404);

  await page.getByRole("button", { name: words("editor.removed.undo") }).click();
  await expect(editor.row("Glasses")).toBeVisible();
  await browser.close();
});
