// The shared page: what of it is shown, and how much one giver may hold (R5.1, R5.3).

import { AccountPages } from "../pages/account-pages.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

test("filter and order stand in the address", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Filter", occasion: "wedding" }, [
    { name: "Dear", price: "90", currency: "EUR" },
    { name: "Cheap", price: "9", currency: "EUR" },
    { name: "Gone", price: "50", currency: "EUR" },
    { name: "Wished", price: "20", currency: "EUR", priority: "must" },
  ]);
  const share = await owner.share(list);
  const giver = await Client.open();
  await giver.reserve(share, (await owner.gifts(share))["Gone"]!, someone("Karl"));
  await giver.close();
  const shared = new SharedPage(page, js);
  await shared.open(share);
  const names = () => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  expect(await names()).toEqual(["Dear", "Cheap", "Gone", "Wished"]);
  await page.getByText(words("giving.shared.filter.available"), { exact: true }).click();
  await page.getByRole("combobox", { name: words("giving.shared.filter.order") }).selectOption("price-up");
  const show = page.getByRole("button", { name: words("giving.shared.filter.submit"), exact: true });
  if (await show.isVisible()) await show.click();
  await expect.poll(names).toEqual(["Cheap", "Wished", "Dear"]);
  await expect(page).toHaveURL(/filter=available/);
  await expect(page).toHaveURL(/sort=price-up/);
  // Whoever does not see it hears how many there are (R9.3).
  const heard = (shown: number) => `${words("giving.shared.gifts")}${words("common.colon")}${words("gifts.filter.count", { shown, all: 4 })}`;
  if (js) await expect(shared.said).toHaveText(heard(3));
  await page.reload();
  expect(await names()).toEqual(["Cheap", "Wished", "Dear"]);
  await visit(page, `${share}?filter=available`, js);
  await page.getByRole("combobox", { name: words("giving.shared.filter.order") }).selectOption(words("giving.shared.filter.most_wished"));
  if (await show.isVisible()) await show.click();
  await expect.poll(names).toEqual(["Wished", "Dear", "Cheap"]);
  await visit(page, `${share}?filter=taken`, js);
  expect(await names()).toEqual(["Gone"]);

  // Of few gifts there is nothing to choose, unless something is chosen already.
  const short = await owner.share(await owner.makeList({ title: "Short", occasion: "wedding" }, [{ name: "Lamp" }]));
  const form = page.getByRole("form", { name: words("giving.shared.filter.label") });
  await visit(page, short, js);
  await expect(form).toHaveCount(0);
  await visit(page, `${short}?filter=taken`, js);
  await expect(form).toBeVisible();
});

// R5.1: as an owner, also in a browser in which they once were signed in.
test("whoever made a list sees it as others do and can not reserve on it, also once they signed out", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const share = await client.share(await client.makeList({ title: "Their own", occasion: "wedding" }, [{ name: "Glasses" }]));
  const shared = new SharedPage(page, js);
  const look = async (): Promise<void> => {
    await shared.open(share);
    await shared.expectLeft("Glasses", 1);
    await expect(page.getByRole("complementary", { name: words("giving.shared.owner_bar.label") })).toBeVisible();
    await expect(shared.reserveLink("Glasses")).toHaveCount(0);
  };
  await look();
  await visit(page, "/lists", js);
  await new AccountPages(page, js).signOut();
  await look();
});

// R5.2, R5.3
test("whoever goes back after they reserved is told that it is theirs already", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Back", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }]);
  const share = await owner.share(list);
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await shared.reserve("Glasses", someone("Karl"), 2);
  await page.goBack();
  await expect(page.getByRole("heading", { name: words("giving.reserve.mine.heading") })).toBeVisible();
  await expect(shared.field("giving.reserve.email")).toHaveCount(0);
  await shared.open(share);
  await shared.expectLeft("Glasses", 4);
});

// R5.3
test("an unverified giver holds at most five reservations on a list", async ({ page, js, owner }) => {
  const names = ["A", "B", "C", "D", "E", "F"];
  const list = await owner.makeList({ title: "Many", occasion: "wedding" }, names.map((name) => ({ name })));
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const giver = await Client.open();
  const person = someone("Karl");
  for (const name of names.slice(0, 5)) await giver.reserve(share, gifts[name]!, person);
  await giver.lend(page.context());
  const shared = new SharedPage(page, js);
  await visit(page, `${share}/${gifts["F"]}`, js);
  await shared.fillReserve(person);
  await shared.submitReserve();
  await expect(page.getByRole("alert").filter({ hasText: words("problems.refused.too_many_unverified") })).toBeVisible();
  await giver.close();
});
