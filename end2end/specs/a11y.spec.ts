// No axe violation on any page in any state, light and dark (R9.2, R9.3, R9.5), and nothing wider than the screen.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { dress, prepare, type Tour } from "../support/tour.ts";
import { expect, test } from "../support/test.ts";

/** Lets no script of ours begin. axe needs a browser that runs scripts, so this stands for one that does not. */
async function holdScripts(page: Page): Promise<void> {
  const waits = "export default () => new Promise(() => {});";
  await page.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: waits }));
}

let tour: Tour;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  tour = await prepare();
});

for (const scheme of ["light", "dark"] as const) {
  for (const as of ["nobody", "owner", "giver", "admin"] as const) {
    test(`${as}'s pages, ${scheme}`, async ({ page: given, js, another }, { project }) => {
      test.setTimeout(240_000);
      const page = js ? given : await another({ javaScriptEnabled: true, viewport: project.use.viewport });
      if (!js) await holdScripts(page);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const stop of tour.stops.filter((stop) => stop.as === as)) {
        await test.step(stop.name, async () => {
          await dress(page, tour, as);
          await stop.go(page, js);
          await page.waitForLoadState("load");
          const { violations } = await new AxeBuilder({ page }).analyze();
          const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
          expect.soft(told, `axe on ${stop.name}, ${scheme}`).toEqual([]);
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect.soft(wider, `${stop.name} is wider than the screen`).toBeLessThanOrEqual(0);
          await expect.soft(page.getByRole("heading", { level: 1 }), `headings of ${stop.name}`).toHaveCount(1);
          await expect.soft(page.locator("main#main"), `main of ${stop.name}`).toHaveCount(1);
        });
      }
    });
  }
}
