// The bookmarklet, on the page of a shop (R4.2).

import { AddPage } from "../pages/add-page.ts";
import { site } from "../support/forms.ts";
import { PRICE, wholeThing } from "../support/shop/shelves.ts";
import { expect, ready, test, visit } from "../support/test.ts";

test("the bookmarklet takes along what the shop's page shows", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.makeList({ title: "By bookmark" });
  await client.lend(page.context());
  await visit(page, "/bookmarklet", js);
  const code = await page.getByRole("main").locator('a[href^="javascript:"]').getAttribute("href");
  const thing = wholeThing("Rocking horse");
  await page.goto(thing.link);
  // Browsers run it in the page that is open, and it goes on in a new tab.
  const opening = page.context().waitForEvent("page");
  await page.evaluate(decodeURIComponent(code!.replace(/^javascript:/, "")));
  const arrived = await opening;
  await expect(arrived).toHaveURL(/\/add\?/);
  expect(arrived.url().startsWith(site())).toBe(true);
  const told = new URL(arrived.url()).searchParams;
  expect(told.get("url")).toBe(thing.link);
  expect(told.get("title")).toContain(thing.name);
  await ready(arrived, js);
  const adding = new AddPage(arrived, js);
  await adding.addTo("By bookmark");
  await expect(adding.field("name")).toHaveValue(thing.name);
  await expect(adding.field("price")).toHaveValue(PRICE.amount);
});
