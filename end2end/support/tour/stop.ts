// One page in one state.

import type { Page } from "@playwright/test";
import type { Client } from "../forms.ts";
import { expect, visit } from "../test.ts";
import { words, type Language } from "../words.ts";

export interface Stop {
  name: string;
  /** Brings the page into the state, in a browser that reads this language. */
  go: (page: Page, js: boolean, language: Language) => Promise<void>;
  /** Whose cookies the browser has: nobody's, the owner's, the giver's, or the admin's. */
  as: "nobody" | "owner" | "giver" | "admin";
  /** Somebody in a state of their own, whose cookies it has instead. */
  client?: Client;
  /** What is asked for, where that alone brings the page into the state. */
  path?: string;
}

const at = (as: Stop["as"]) => (name: string, path: string): Stop => ({ name, as, path, go: (page, js) => visit(page, path, js) });
export const anybody = at("nobody");
export const owners = at("owner");
export const givers = at("giver");
export const admins = at("admin");
/** A page of somebody in a state of their own. */
export const of = (name: string, client: Client, path: string): Stop => ({ ...anybody(name, path), client });

/** The same, where the page is in its state only if it says this. */
export const saying = (key: string, stop: Stop): Stop => ({
  ...stop,
  go: async (page, js, language) => {
    await stop.go(page, js, language);
    await expect(page.getByRole("main")).toContainText(words(key, {}, language));
  },
});
