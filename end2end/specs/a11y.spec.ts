// No axe violation on any page in any state, light and dark (R9.2, R9.3, R9.5), and nothing wider than the screen, also
// where there is little of it. No page keeps anything in the browser but its cookies (R9.6).

import type { Page } from "@playwright/test";
import { cutOff, lengthen, moves, tooWide, violations } from "../support/looks.ts";
import { expect } from "../support/test.ts";
import { arrive, test } from "../support/tour.ts";

/** Lets no script of ours begin. axe needs a browser that runs scripts, so this stands for one that does not. */
async function holdScripts(page: Page): Promise<void> {
  const waits = "export default () => new Promise(() => {});";
  await page.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: waits }));
}

/** As narrow as WCAG 1.4.10 asks for, with words as long as another language may have them (R9.4), and without motion
 * that was not wanted (R9.2). */
async function withLittleRoom(page: Page, name: string, screen: { width: number; height: number }): Promise<void> {
  expect.soft(await moves(page), `what moves on ${name}`).toEqual([]);
  await page.setViewportSize({ width: 320, height: screen.height });
  expect.soft(await tooWide(page), `${name} is wider than 320 pixels`).toBeLessThanOrEqual(0);
  await page.setViewportSize(screen);
  await lengthen(page);
  expect.soft(await tooWide(page), `${name} is wider than the screen with longer words`).toBeLessThanOrEqual(0);
  expect.soft(await cutOff(page), `words that are cut off on ${name}`).toEqual([]);
}

const OUR_COOKIES = /^__Host-(session|giver|language|page|attempt|first-step|asked|pass-[0-9a-f]{32})$/;

for (const as of ["nobody", "owner", "giver", "admin"] as const) {
  test(`${as}'s pages`, async ({ page: given, js, another, tour }, { project }) => {
    test.setTimeout(600_000);
    const page = js ? given : await another({ javaScriptEnabled: true, viewport: project.use.viewport });
    if (!js) await holdScripts(page);
    for (const stop of tour.stops.filter((stop) => stop.as === as)) {
      await test.step(stop.name, async () => {
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        await arrive(page, tour, stop, js);
        await page.waitForLoadState("load");
        for (const scheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          expect.soft(await violations(page, scheme === "dark"), `axe on ${stop.name}, ${scheme}`).toEqual([]);
        }
        expect.soft(await tooWide(page), `${stop.name} is wider than the screen`).toBeLessThanOrEqual(0);
        await expect.soft(page.getByRole("heading", { level: 1 }), `headings of ${stop.name}`).toHaveCount(1);
        await expect.soft(page.locator("main#main"), `main of ${stop.name}`).toHaveCount(1);
        // That no request leaves the site is looked at on every page of every spec: see support/test.ts.
        expect.soft(await page.evaluate(() => ({ ...localStorage })), `what ${stop.name} keeps`).toEqual({});
        if (project.name === "phone") await withLittleRoom(page, stop.name, project.use.viewport!);
      });
    }
    const cookies = (await page.context().cookies()).map(({ name }) => name);
    expect(cookies.filter((name) => !OUR_COOKIES.test(name)), "cookies that are kept").toEqual([]);
  });
}
