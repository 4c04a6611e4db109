// No page asks anybody else for anything, and none keeps anything in the browser but its cookies (R9.6).

import { dress, prepare } from "../support/tour.ts";
import { expect, test } from "../support/test.ts";

test("no request leaves the site, and nothing is stored", async ({ page, js }) => {
  test.setTimeout(180_000);
  const tour = await prepare();
  for (const stop of tour.stops.filter(({ name }) => !name.includes("refused"))) {
    await dress(page, tour, stop.as);
    // Requests are watched on every page of every spec: see support/test.ts.
    await stop.go(page, js);
    const kept = await page.evaluate(() => ({ ...localStorage }));
    expect(kept, stop.name).toEqual({});
  }
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names.filter((name) => !/^__Host-(session|giver|language|page|attempt|first-step|asked|pass-[0-9a-f]{32})$/.test(name))).toEqual([]);
});
