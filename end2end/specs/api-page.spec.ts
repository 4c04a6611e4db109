// The page to try the API on: it says what there is without a script, and with one it can be asked.

import { AxeBuilder } from "@axe-core/playwright";
import { site } from "../support/forms.ts";
import { tooWide } from "../support/looks.ts";
import { makeToken } from "../support/program.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

// R10.3
test("the API is described on a page, and can be asked there with a token", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const token = await makeToken(client, ["lists:read"]);
  await page.goto(`${site()}/`);
  await page.getByRole("contentinfo").getByRole("link", { name: words("api.link"), exact: true }).click();
  await expect(page).toHaveURL(`${site()}/api/v1/docs`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("api.page.heading"));
  await expect(page.getByRole("link", { name: words("api.page.token_link") })).toHaveAttribute("href", "/account/apps");
  const operations = page.locator("#operations");
  if (!js) {
    await expect(operations.getByRole("listitem").filter({ hasText: "GET /lists/{id}/shared" })).toBeVisible();
    return;
  }
  await expect(operations).toHaveAttribute("data-begun", "", { timeout: 20_000 });
  expect(await tooWide(page), "the page is wider than the screen").toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).exclude("#operations").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await operations.getByRole("button", { name: "Authorize" }).first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.locator("input").first().fill(token);
  await dialog.locator("button.authorize").click();
  await dialog.locator("button.btn-done").click();
  await operations.locator("[data-tag='account']").click();
  const me = operations.locator(".opblock", { hasText: "/me" }).filter({ hasText: "GET" }).first();
  await me.locator(".opblock-summary-control").click();
  await me.getByRole("button", { name: /try it out/i }).click();
  await me.getByRole("button", { name: /execute/i }).click();
  await expect(me.locator(".live-responses-table tbody .response-col_status").first()).toContainText("200");
  await expect(me.locator(".live-responses-table")).toContainText(person.name);

  // It is forgotten with the page.
  await page.reload();
  await expect(operations).toHaveAttribute("data-begun", "", { timeout: 20_000 });
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(token);
});
