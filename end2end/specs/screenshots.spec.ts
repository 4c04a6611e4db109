// A picture of every page in every state, at three sizes, light and dark, in English or in the languages that are named:
// `make screenshots LANGUAGES="en de fr es"`.

import { join } from "node:path";
import { arrive, test } from "../support/tour.ts";
import { languagesIn } from "../support/words.ts";

const folder = join(import.meta.dirname, "../screenshots");
const sizes = { 360: 740, 768: 1024, 1280: 800 };

for (const language of languagesIn(process.env.LANGUAGES || "en")) {
  for (const [width, height] of Object.entries(sizes)) {
    for (const scheme of ["light", "dark"] as const) {
      test(`${language}, ${width}, ${scheme}`, async ({ page, js, tour }) => {
        test.setTimeout(300_000);
        await page.setViewportSize({ width: Number(width), height });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        for (const stop of tour.stops) {
          await arrive(page, tour, stop, js, language);
          await page.screenshot({ path: join(folder, language, `${stop.name}-${width}-${scheme}.png`), fullPage: true });
        }
      });
    }
  }
}
