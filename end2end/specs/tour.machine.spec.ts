// Whoever looks at every page in every state, for axe, in other languages or for a picture, looks at the tour. So it
// has to lead by every page there is (R9.2, R9.3, R9.4).

import { routeOf, routes } from "../support/routes.ts";
import { expect } from "../support/test.ts";
import { looker, test } from "../support/tour.ts";

test("the tour leads by every page", async ({ client, tour }) => {
  const names = tour.stops.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at), "stops of one name").toEqual([]);

  const all = routes();
  expect(all.length, "routes in app/src/app.rs").toBeGreaterThan(60);
  const shown = new Set<string>();
  for (const stop of tour.stops) {
    const route = stop.path && routeOf(stop.path, all);
    if (!route || shown.has(route)) continue;
    // Who is sent elsewhere, or told that there is nothing, does not see the page.
    const answer = await (looker(tour, stop) ?? client).get(stop.path!);
    if (answer.status() === 200) shown.add(route);
  }
  const missing = all.filter((route) => !shown.has(route));
  expect(missing, "pages that no stop of support/tour/ shows: put each there, in every state it has").toEqual([]);
});
