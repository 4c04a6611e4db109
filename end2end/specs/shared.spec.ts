// The shared page: what of it is shown, and how much one giver may hold (R5.1, R5.3).

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
