// A list goes out as a file and comes in again; what is in a file is seen before it is added (R3.9).

import { EditorPage } from "../pages/editor-page.ts";
import { expect, test, visit } from "../support/test.ts";
import { label, words } from "../support/words.ts";

test("what is exported can be imported, looked at first, and is added once", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "By the canal", occasion: "wedding" }, [
    { name: "=1+1", price: "12.50", currency: "EUR", wanted: "3", notes: "two\nlines; and \"more\"" },
    { name: "Lamp", any_number: "on", priority: "must" },
  ]);
  const file = await owner.get(`/lists/${list}/export.csv`);
  expect(file.headers()["content-disposition"]).toContain("attachment");
  const csv = await file.text();
  expect(csv).toContain("'=1+1");
  expect(csv).not.toContain("\n=1+1");

  // A copy has the same gifts.
  await new EditorPage(page, js).open(list, "/settings");
  await page.getByRole("button", { name: words("exchange.panel.copy"), exact: true }).click();
  await expect(page.getByText(words("exchange.done.copied")).first()).toBeVisible();
  const copy = /\/lists\/(\w+)/.exec(page.url())![1]!;
  expect(copy).not.toBe(list);
  const editor = new EditorPage(page, js);
  expect(await editor.names()).toEqual(["=1+1", "Lamp"]);

  // The file has nothing new for it; what is pasted has.
  await visit(page, `/lists/${copy}/import`, js);
  const submit = page.getByRole("button", { name: words("exchange.import.submit") });
  await page.locator('input[type="file"]').setInputFiles({ name: "gifts.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await submit.click();
  const boxes = page.getByRole("main").getByRole("checkbox");
  await expect(boxes).toHaveCount(2);
  await expect(page.getByText(words("exchange.preview.on_list"))).toHaveCount(2);
  for (const box of await boxes.all()) await expect(box).not.toBeChecked();
  await page.getByRole("button", { name: words("exchange.preview.submit") }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(words("exchange.preview.none"));

  await page.getByRole("link", { name: words("exchange.preview.other") }).click();
  const text = page.getByLabel(label("exchange.import.text"));
  await text.fill("Preis\tLaden\n12\tGlashaus");
  await submit.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(words("exchange.problem.no_names"));
  await expect(text).toHaveValue("Preis\tLaden\n12\tGlashaus");
  await text.fill("Geschenk\tPreis\tTante\nVase 🏺\t12,50 €\tRuth\nWrong\tmuch\t\nLamp\t\t");
  await submit.click();
  await expect(page.getByRole("main")).toContainText("Tante");
  await expect(boxes).toHaveCount(2);
  await expect(boxes.first()).toBeChecked();
  await page.getByRole("button", { name: words("exchange.preview.submit") }).click();
  await expect(page.getByText(words("exchange.done.imported_one", { count: 1 })).first()).toBeVisible();
  expect(await editor.names()).toEqual(["=1+1", "Lamp", "Vase 🏺"]);
});
