// Every page in every state, for whoever has to look at all of them.

import type { Page } from "@playwright/test";
import { cookieSite, type Client } from "./forms.ts";
import { test as base } from "./test.ts";
import { account } from "./tour/account.ts";
import { adminConsole } from "./tour/console.ts";
import { giving } from "./tour/giving.ts";
import { lists } from "./tour/lists.ts";
import { otherAccounts } from "./tour/other-accounts.ts";
import { makeScene } from "./tour/scene.ts";
import type { Stop } from "./tour/stop.ts";
import { visitors } from "./tour/visitors.ts";
import type { Language } from "./words.ts";

export type { Stop };

export interface Tour {
  owner: Client;
  giver: Client;
  admin: Client;
  stops: Stop[];
}

/** What a spec starts from that looks at all of them: each worker prepares one tour, and goes it as often as it has to. */
export const test = base.extend<object, { tour: Tour }>({
  tour: [async ({}, use) => use(await prepare()), { scope: "worker", timeout: 240_000 }],
});

/** Prepares people, lists and gifts, and answers all there is to see. */
async function prepare(): Promise<Tour> {
  const scene = await makeScene();
  const others = await otherAccounts();
  const stops = [...visitors(scene), ...lists(scene), ...giving(scene), ...others, ...account(), ...adminConsole(scene)];
  return { owner: scene.owner, giver: scene.giver, admin: scene.ruler, stops };
}

/** Who looks at a stop; nobody where no cookie is needed. */
export function looker(tour: Tour, { as, client }: Stop): Client | undefined {
  return client ?? (as === "nobody" ? undefined : tour[as]);
}

/** Gives the browser the cookies of whoever looks at a stop, and no others, and brings it there. A language that is named
 * goes before that of the browser, which is English. */
export async function arrive(page: Page, tour: Tour, stop: Stop, js: boolean, language?: Language): Promise<void> {
  const context = page.context();
  await context.clearCookies();
  await looker(tour, stop)?.lend(context);
  if (language) await context.addCookies([{ name: "__Host-language", value: language, url: cookieSite(), secure: true, httpOnly: true, sameSite: "Lax" }]);
  await stop.go(page, js, language ?? "en");
}
