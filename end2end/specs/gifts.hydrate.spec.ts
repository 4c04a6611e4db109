// Gifts are put in order by dragging them (R4.4).

import type { Page } from "@playwright/test";
import { EditorPage } from "../pages/editor-page.ts";
import type { Fields } from "../support/forms.ts";
import { expect, test } from "../support/test.ts";
import { label, words } from "../support/words.ts";

test.use({ viewport: { width: 1280, height: 1600 } });

type Where = "above" | "below";

/** Drags a gift by its handle to where another one stands. */
async function dragged(page: Page, editor: EditorPage, name: string, to: string, where: Where): Promise<void> {
  const handle = (await editor.row(name).locator("[data-handle]").boundingBox())!;
  const target = (await editor.row(to).boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 40, target.y + (where === "above" ? 6 : target.height - 6), { steps: 6 });
  await expect(editor.row(to)).toHaveAttribute("data-drop", where);
  await page.mouse.up();
}

test("a gift is dragged above others and into a section, and goes back where that fails", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const gifts: Fields[] = [{ name: "One" }, { name: "Two" }, { name: "Three" }, { name: "Four", section: "Kitchen" }];
  const list = await owner.makeList({ title: "Dragging" }, gifts);
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const drag = (name: string, to: string, where: Where) => dragged(page, editor, name, to, where);
  await drag("Three", "One", "above");
  await expect.poll(() => editor.names()).toEqual(["Three", "One", "Two", "Four"]);
  await expect(page.getByText(words("gifts.drag.moved", { name: "Three", place: 1, count: 4 }))).toBeAttached();
  await drag("One", "Four", "below");
  await expect.poll(() => editor.names()).toEqual(["Three", "Two", "Four", "One"]);
  await page.reload();
  expect(await editor.names()).toEqual(["Three", "Two", "Four", "One"]);
  await page.getByRole("link", { name: words("editor.rows.edit", { name: "One" }) }).click();
  await expect(page.getByLabel(label("gifts.section.label"))).toHaveValue("Kitchen");

  await editor.open(list);
  await page.route("**/fn/place_gift", (route) => route.fulfill({ status: 503 }));
  await drag("Two", "Three", "above");
  await expect(page.getByRole("alert").filter({ hasText: words("gifts.drag.failed") })).toBeVisible();
  expect(await editor.names()).toEqual(["Three", "Two", "Four", "One"]);
});

// R9.3: then the page is fetched anew, and what is swapped in with it is not read out.
test("a gift that was dragged is announced also where the list hears nothing of it", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Dragging unheard" }, [{ name: "One" }, { name: "Two" }]);
  for (const path of ["**/live/**", "**/fn/owner_list"]) await page.route(path, (route) => route.abort("connectionrefused"));
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await dragged(page, editor, "Two", "One", "above");
  await expect.poll(() => editor.names()).toEqual(["Two", "One"]);
  await expect(page.getByText(words("gifts.drag.moved", { name: "Two", place: 1, count: 2 }))).toBeAttached();
});
