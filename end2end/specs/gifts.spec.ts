// What owners say about a gift beyond what it is, and what its givers see and hear of it (R4).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Client } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { around, label, words } from "../support/words.ts";

// R4.1, R4.4, R6.5
test("heading, tags and a second shop are seen by givers, and the list is filtered by them", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const names = ["Mugs", "Cloth", "Lamp", "Vase", "Book", "Bowl"];
  const list = await owner.makeList({ title: "Sections", occasion: "wedding" }, names.map((name) => ({ name })));
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const editor = new EditorPage(page, js);
  await editor.open(list, `/gifts/${gifts["Mugs"]}`);
  await page.locator("summary", { hasText: words("gifts.further.heading") }).click();
  await page.getByLabel(label("gifts.section.label")).fill("For the kitchen");
  await page.getByLabel(label("gifts.tag_field.label")).fill("clay, blue, CLAY");
  await page.getByLabel(label("gifts.further.first")).fill("https://toys.example/mugs?utm_source=x");
  await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "For the kitchen" })).toBeVisible();
  expect(await editor.names()).toEqual(["Cloth", "Lamp", "Vase", "Book", "Bowl", "Mugs"]);

  await page.locator("summary", { hasText: words("gifts.filter.open") }).click();
  await page.getByRole("link", { name: "clay", exact: true }).click();
  await expect(page).toHaveURL(/tag=clay/);
  await expect.poll(() => editor.names()).toEqual(["Mugs"]);
  if (js) await expect(editor.said).toContainText(words("gifts.filter.count", { shown: 1, all: 6 }));
  await owner.done("edit_gift", { list, gift: gifts["Vase"]!, name: "Vase", priority: "must" }, `/lists/${list}/gifts/${gifts["Vase"]}`);
  await editor.open(list, "?sort=price-up");
  await page.getByRole("link", { name: words("gifts.filter.most_wished"), exact: true }).click();
  await expect.poll(() => editor.names()).toEqual(["Vase", "Cloth", "Lamp", "Book", "Bowl", "Mugs"]);
  await editor.row("Mugs").getByRole("button", { name: words("gifts.arrived.toggle", { name: "Mugs" }) }).click();
  await expect(editor.row("Mugs")).toContainText(words("gifts.arrived.chip"));

  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await expect(theirs.getByRole("heading", { level: 2, name: "For the kitchen" })).toBeVisible();
  await expect(shared.gift("Mugs")).toContainText("clay");
  await expect(shared.gift("Mugs")).not.toContainText(words("gifts.arrived.chip"));
  const second = await shared.gift("Mugs").getByRole("link", { name: "toys.example" }).getAttribute("href");
  const led = await owner.get(second!);
  expect([led.status(), led.headers().location]).toEqual([302, "https://toys.example/mugs"]);
  expect((await owner.get(second!.replace(/1$/, "2"))).status()).toBe(404);
});

// R4.6: givers are told, and their page shows what they had reserved.
test("what becomes of a reserved gift is told to its giver", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Hiding", occasion: "birthday" }, [{ name: "Lamp", price: "20", currency: "EUR" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Lamp"]!;
  const giver = someone("Karl");
  const browser = await Client.open();
  await browser.reserve(share, gift, giver);
  const link = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  const theirs = await another();
  const manage = new ManagePage(theirs, js);

  const editor = new EditorPage(page, js);
  const save = async (change: () => Promise<void>): Promise<void> => {
    await editor.open(list, `/gifts/${gift}`);
    await change();
    await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
    await expect(editor.row("Lamp")).toBeVisible();
  };
  await save(() => page.getByLabel(label("editor.gift.price")).fill("25"));
  await giver.mailbox.next(around("mail.gift_changed.subject"));
  await manage.open(link);
  await expect(theirs.getByText(words("gifts.changes.heading"))).toBeVisible();
  await expect(theirs.getByRole("main")).toContainText("€25.00");
  await expect(theirs.getByRole("main")).toContainText("€20.00");

  const hidden = page.getByRole("checkbox", { name: words("editor.gift.hidden") });
  await save(() => hidden.check());
  await giver.mailbox.next(around("mail.gift_withdrawn.subject"));
  await manage.open(link);
  await expect(theirs.getByText(words("giving.manage.withdrawn.heading"))).toBeVisible();
  await save(() => hidden.uncheck());
  await giver.mailbox.next(around("mail.gift_restored.subject"));
  await browser.close();
});
