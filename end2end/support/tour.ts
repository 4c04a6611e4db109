// Every page in every state, for whoever has to look at all of them.

import type { Page } from "@playwright/test";
import type { Client } from "./forms.ts";
import { account } from "./tour/account.ts";
import { adminConsole } from "./tour/console.ts";
import { giving } from "./tour/giving.ts";
import { lists } from "./tour/lists.ts";
import { otherAccounts } from "./tour/other-accounts.ts";
import { makeScene } from "./tour/scene.ts";
import type { Stop } from "./tour/stop.ts";
import { visitors } from "./tour/visitors.ts";

export type { Stop };

export interface Tour {
  owner: Client;
  giver: Client;
  admin: Client;
  stops: Stop[];
}

/** Prepares people, lists and gifts, and answers all there is to see. */
export async function prepare(): Promise<Tour> {
  const scene = await makeScene();
  const others = await otherAccounts();
  const stops = [...visitors(scene), ...lists(scene), ...giving(scene), ...others, ...account(), ...adminConsole(scene)];
  return { owner: scene.owner, giver: scene.giver, admin: scene.ruler, stops };
}

/** Gives the browser the cookies of whoever looks. */
export async function dress(page: Page, tour: Tour, as: Stop["as"]): Promise<void> {
  await page.context().clearCookies();
  if (as === "owner") await tour.owner.lend(page.context());
  if (as === "giver") await tour.giver.lend(page.context());
  if (as === "admin") await tour.admin.lend(page.context());
}
