// The main journey: two people, two browsers, from nothing to a gift reserved and bought. It runs
// without JavaScript too, as all do that are not called `hydrate` (R9.1).

import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

test("an owner makes and shares a list; a guest reserves, changes, buys, and the owner sees it", async ({ page, js, another }) => {
  test.setTimeout(120_000);
  const owner = someone("Hanna");
  const giver = someone("Ilse");
  const lists = new ListsPage(page, js);
  const editor = new EditorPage(page, js);

  await new AccountPages(page, js).signUp(owner);
  await expect(page).toHaveURL(/\/lists$/);
  await expect(page.getByText(words("lists.dashboard.empty.heading"))).toBeVisible();

  const list = await lists.make({
    title: "Our place by the canal",
    occasion: "housewarming",
    date: "2031-07-31",
    forWhom: "Hanna & Jonas",
    welcome: "Come and see it.",
    surprise: false,
  });
  await editor.add({ name: "Moon lamp", link: "https://lillehus.example/lamp?utm_source=x", price: "27.00" });
  await editor.add({ name: "Picture book", wanted: "3", notes: "Any of the series." });
  const share = await editor.share();

  // The giver has no account, and never gets one.
  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  const manage = new ManagePage(theirs, js);
  await shared.open(share);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Our place by the canal");
  await expect(theirs.getByText("31 July 2031").first()).toBeVisible();
  await expect(shared.gift("Moon lamp")).toContainText("€27.00");
  await expect(shared.gift("Moon lamp").getByRole("link", { name: "lillehus.example" })).toHaveAttribute("rel", /sponsored/);
  await shared.expectLeft("Picture book", 3);
  await shared.reserve("Picture book", giver, 2);
  await expect(theirs.getByText(giver.email, { exact: true })).toBeVisible();

  await shared.open(share);
  await expect(shared.gift("Picture book")).toContainText(words("giving.gift.yours_many", { count: 2 }));

  // The mail holds the private link, which opens everything without a cookie.
  const mail = await giver.mailbox.next(around("mail.reservation_made.subject"));
  const theirLink = linkIn(mail, "/r/");
  const elsewhere = await another();
  const fromMail = new ManagePage(elsewhere, js);
  await fromMail.open(theirLink);
  await expect(elsewhere.getByText("Any of the series.")).toBeVisible();
  await expect(elsewhere.getByRole("link", { name: "Our place by the canal", exact: true })).toHaveAttribute("href", share);

  await manage.open(theirLink);
  await manage.changeTo(1);
  await manage.buy();
  await manage.undo();
  await manage.buy();

  await editor.open(list, "/taken");
  const taker = page.getByRole("listitem").filter({ hasText: giver.name });
  await expect(taker).toContainText("Picture book");
  await expect(taker).toContainText(words("editor.taken.bought"));
  await expect(page.getByText(giver.email)).toHaveCount(0);
  await owner.mailbox.next(around("mail.gift_reserved.subject"));
  await owner.mailbox.next(around("mail.gift_purchased.subject"));

  // A second gift is reserved and cancelled: the first comer after it finds it free.
  await shared.open(share);
  await shared.expectLeft("Picture book", 2);
  await shared.reserve("Moon lamp", giver);
  await theirs.getByRole("link", { name: words("giving.gift.change") }).first().click();
  await manage.cancel();
  await shared.open(share);
  await shared.expectLeft("Moon lamp", 1);
});

// R3.6, R5.1
test("under surprise the owner sees nothing of it, and givers see everything", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  const owner = await client.signUp("Hanna");
  await client.lend(page.context());
  const editor = new EditorPage(page, js);
  const list = await new ListsPage(page, js).make({ title: "Ida’s first birthday", occasion: "birthday" });
  await editor.add({ name: "Wooden train" });
  const share = await editor.share();

  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await shared.reserve("Wooden train", someone("Karl"));
  const third = await another();
  await new SharedPage(third, js).open(share);
  await new SharedPage(third, js).expectTaken("Wooden train");

  await editor.open(list, "/taken");
  await expect(page.getByRole("main")).toContainText(words("editor.taken.kept"));
  await expect(page.getByText("Karl")).toHaveCount(0);
  await visit(page, share, js);
  await expect(page.getByRole("complementary", { name: words("giving.shared.owner_bar.label") })).toBeVisible();
  await new SharedPage(page, js).expectLeft("Wooden train", 1);
  await expect(new SharedPage(page, js).reserveLink("Wooden train")).toHaveCount(0);
  expect(await owner.mailbox.hasNone(around("mail.gift_reserved.subject"))).toBe(true);

  // Lifting it asks first, and then shows everything.
  await editor.open(list, "/taken");
  await page.getByRole("link", { name: words("editor.taken.show") }).click();
  await page.getByRole("button", { name: words("editor.taken.ask_confirm") }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Karl" }).first()).toBeVisible();
});
