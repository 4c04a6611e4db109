// What givers may do besides giving: confirm, be reminded or not, find lost links, and be forgotten
// (R5.1, R5.4, R5.6, R5.7, R5.8).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Client, type Fields } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, label, words } from "../support/words.ts";

test("a list asks for confirmed addresses; its giver confirms, loses the link, and is forgotten", async ({ page, js, owner, another }) => {
  test.setTimeout(90_000);
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "By the lake", occasion: "wedding", date: "2031-08-02" }, [{ name: "Bench", price: "80", currency: "EUR" }]);
  const share = await owner.share(list);
  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  await page.getByLabel(words("givers.settings.confirm")).check();
  await editor.saveGiving();
  await expect(page.getByText(words("settings.done.saved")).first()).toBeVisible();
  await expect(page.getByLabel(words("givers.settings.confirm"))).toBeChecked();
  await expect(page.getByLabel(words("givers.settings.remind"))).toBeChecked();

  // The form says so, and so does the page after it: nothing can be bought before.
  const theirs = await another();
  const giver = someone("Ilse");
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await shared.reserveLink("Bench").click();
  await expect(theirs.getByText(words("givers.hold.form", { hours: 48 }))).toBeVisible();
  await shared.fillReserve(giver);
  await shared.submitReserve();
  await expect(theirs.getByText(words("givers.hold.heading")).first()).toBeVisible();
  await theirs.getByRole("link", { name: words("giving.gift.change") }).first().click();
  const manage = new ManagePage(theirs, js);
  await expect(manage.button("giving.manage.buy")).toHaveCount(0);

  const mailed = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  await manage.open(mailed);
  await manage.button("giving.manage.confirm.yes").click();
  await manage.expectNotice("giving.manage.done.confirmed");
  await expect(theirs.getByText(words("givers.hold.heading"))).toHaveCount(0);
  await theirs.getByRole("button", { name: words("givers.reminder.turn_off") }).click();
  await manage.expectNotice("givers.reminder.now_off");
  await shared.open(share);
  await expect(theirs.getByRole("region", { name: words("givers.mine.heading") }).getByRole("link", { name: "Bench" })).toBeVisible();

  // Elsewhere, without the link: whether there is anything is not told.
  const elsewhere = await another();
  await visit(elsewhere, "/r/lost", js);
  await elsewhere.getByRole("link", { name: words("givers.by_mail.link") }).click();
  await elsewhere.getByLabel(label("givers.by_mail.email")).fill(giver.email);
  await elsewhere.getByRole("button", { name: words("givers.by_mail.submit") }).click();
  await expect(elsewhere.getByText(words("givers.by_mail.sent.heading")).first()).toBeVisible();
  const found = linkIn(await giver.mailbox.next(around("givers.mail.all.subject")), "/r/");
  const lost = new ManagePage(elsewhere, js);
  await lost.open(found);
  await elsewhere.getByRole("link", { name: words("givers.erase.link") }).click();
  await lost.button("givers.erase.yes").click();
  await lost.expectNotice("givers.erased.heading");

  await new EditorPage(page, js).open(list, "/taken");
  await expect(page.getByRole("main")).toContainText(words("editor.taken.somebody"));
  await expect(page.getByText(giver.name)).toHaveCount(0);
});

// R5.3, R5.7, R5.9
test("whoever bought a part keeps the rest, and reads where to send it once their address is confirmed", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "In parts", occasion: "wedding", delivery: "Am Kanal 4" }, [{ name: "Glasses", wanted: "6" }]);
  const share = await owner.share(list);
  const giver = someone("Karl");
  const browser = await Client.open();
  await browser.reserve(share, (await owner.gifts(share))["Glasses"]!, giver, 3);
  await browser.close();
  const theirs = await another();
  const manage = new ManagePage(theirs, js);
  await manage.open(linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/"));
  await expect(manage.button("giving.manage.confirm.yes")).toBeVisible();
  await expect(manage.main).not.toContainText("Am Kanal 4");
  await manage.button("giving.manage.confirm.yes").click();
  await manage.expectNotice("giving.manage.done.confirmed");
  await expect(manage.main).toContainText("Am Kanal 4");
  await manage.buyPart(1);
  await expect(manage.field("giving.manage.quantity")).toHaveValue("2");

  // Each is a line of its own for the owner, and only what is not bought can be let go.
  const editor = new EditorPage(page, js);
  await editor.open(list, "/taken");
  const two = words("editor.taken.number", { count: 2 });
  await expect(editor.taker("Karl")).toHaveCount(2);
  const rest = editor.taker("Karl").filter({ hasText: two });
  await expect(rest).toContainText(words("editor.taken.reserved"));
  await expect(rest.locator("summary")).toHaveCount(1);
  const bought = editor.taker("Karl").filter({ hasNotText: two });
  await expect(bought).toContainText(words("editor.taken.bought"));
  await expect(bought.locator("summary")).toHaveCount(0);
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await shared.expectLeft("Glasses", 3);
});

test("a budget leaves out what costs more, and the way back leads to what was chosen", async ({ page, js, owner }) => {
  const gifts: Fields[] = [{ name: "Dear", price: "90", currency: "EUR" }, { name: "Cheap", price: "9", currency: "EUR" }, { name: "Priceless" }];
  const list = await owner.makeList({ title: "Budget", occasion: "wedding" }, gifts);
  const share = await owner.share(list);
  const shared = new SharedPage(page, js);
  await shared.open(`${share}?filter=available`);
  const names = () => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  await page.getByLabel(words("givers.budget.label")).fill("20");
  await page.getByLabel(words("givers.budget.label")).press("Enter");
  await expect.poll(names).toEqual(["Cheap"]);
  await shared.reserveLink("Cheap").click();
  await expect(page.getByRole("heading", { level: 1, name: words("giving.reserve.heading") })).toBeVisible();
  await shared.fillReserve(someone("Karl"));
  await shared.submitReserve();
  await page.getByRole("link", { name: words("giving.reserve.back") }).click();
  await expect(page).toHaveURL(/filter=available&most=20/);
  await expect(page.getByRole("heading", { name: words("givers.budget.none.heading") })).toBeVisible();
  await visit(page, `${share}?most=much`, js);
  await expect(page.getByText(words("problems.field.not_a_price"))).toBeVisible();
  expect(await names()).toEqual(["Dear", "Cheap", "Priceless"]);
});

// R3.6, R5.1
test("owners are asked before they are shown what their surprise hides", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Secret", occasion: "birthday" }, [{ name: "Train" }]);
  const share = await owner.share(list);
  const giver = await Client.open();
  await giver.reserve(share, (await owner.gifts(share))["Train"]!, someone("Karl"));
  await giver.close();
  await owner.lend(page.context());
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await shared.expectLeft("Train", 1);
  await page.getByRole("link", { name: words("givers.shared.show_anyway") }).click();
  await expect(page.getByRole("heading", { name: words("editor.taken.ask_heading") })).toBeVisible();
  await expect(page.getByText("Karl")).toHaveCount(0);
  await page.getByRole("button", { name: words("editor.taken.ask_confirm") }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Karl" }).first()).toBeVisible();
  await shared.open(share);
  await shared.expectTaken("Train");
});
