// Pages of the console that the tour can not show: those of a site on which nothing has happened yet, and backups. No axe
// violation there either (R9.3, R9.5), nothing wider than the screen, and no word cut off (R9.2).

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ConsolePage } from "../pages/console-page.ts";
import { standApart, type Apart } from "../support/apart.ts";
import { cutOff, tooWide, violations } from "../support/looks.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

// One site for both, in this order.
test.describe.configure({ mode: "default" });
let apart: Apart;
let folder: string;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  folder = mkdtempSync(join(tmpdir(), "ewelists-backups-"));
  apart = await standApart({
    EWELISTS__BACKUP__DIRECTORY: join(folder, "backups"),
    EWELISTS__BACKUP__SCRATCH: join(folder, "scratch"),
    // Nobody here has its private key.
    EWELISTS__BACKUP__RECIPIENTS: "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa",
  });
});
test.afterAll(async () => {
  await apart.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Looks at a page as it is, with all that is folded in it open. */
async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>("main details").forEach((it) => (it.open = true)));
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect.soft(await violations(page, colorScheme === "dark"), `axe on ${name}, ${colorScheme}`).toEqual([]);
  }
  expect.soft(await tooWide(page), `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  expect.soft(await cutOff(page), `words that are cut off on ${name}`).toEqual([]);
}

test("a console without anything to do keeps nobody out", async ({ page, js, client }) => {
  test.setTimeout(90_000);
  await client.signIn(apart.admin);
  await client.lend(page.context());
  for (const path of ["", "/queue", "/catalogue", "/mails", "/figures", "/system"]) {
    await visit(page, `/admin${path}`, js);
    await look(page, `/admin${path}`);
  }
});

test("backups keep nobody out", async ({ page, js, client }) => {
  test.setTimeout(150_000);
  await client.signIn(apart.admin);
  await client.lend(page.context());
  const desk = new ConsolePage(page, js);
  // The daily one may be under way.
  await expect(async () => {
    await desk.open("/backups");
    await expect(desk.act("make_backup")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000, intervals: [1000] });
  await desk.send("make_backup", " ");
  await expect(desk.act("make_backup").locator('[name="why"]')).toHaveAttribute("aria-invalid", "true");
  await look(page, "a backup without a reason");
  await desk.send("make_backup", "Before the move");
  await desk.expectDone("backups.done.begun");
  await look(page, "a backup that is being made");

  const row = desk.main.getByRole("listitem").filter({ hasText: words("backups.by_hand") });
  await expect(async () => {
    await desk.open("/backups");
    await expect(row).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000, intervals: [1000] });
  await look(page, "backups");
  await desk.send("download_backup", " ", undefined, row);
  await expect(desk.act("download_backup", row).locator('[name="why"]')).toHaveAttribute("aria-invalid", "true");
  await look(page, "a backup taken along without a reason");
});
