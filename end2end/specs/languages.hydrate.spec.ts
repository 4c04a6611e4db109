// Every page in every state as those see it who read French or Spanish: in their language, no wider than a phone, and with
// no word cut off (R9.2, R9.4). EVERY_SIZE=1 looks at the others too.

import { cutOff, tooWide } from "../support/looks.ts";
import { expect } from "../support/test.ts";
import { arrive, test } from "../support/tour.ts";
import { languagesIn } from "../support/words.ts";

for (const language of languagesIn(process.env.EVERY_SIZE ? "fr es de en" : "fr es")) {
  test(`every page in ${language}`, async ({ page, js, tour }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const stop of tour.stops) {
      await test.step(stop.name, async () => {
        await arrive(page, tour, stop, js, language);
        await expect.soft(page.locator("html"), `the language of ${stop.name}`).toHaveAttribute("lang", language);
        expect.soft(await tooWide(page), `${stop.name} is wider than the screen`).toBeLessThanOrEqual(0);
        expect.soft(await cutOff(page), `words that are cut off on ${stop.name}`).toEqual([]);
      });
    }
  });
}
