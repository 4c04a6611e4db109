// One page in one state.

import type { Page } from "@playwright/test";
import { visit } from "../test.ts";

export interface Stop {
  name: string;
  /** Brings the page into the state. */
  go: (page: Page, js: boolean) => Promise<void>;
  /** Whose cookies the browser has: nobody's, the owner's, the giver's, or the admin's. */
  as: "nobody" | "owner" | "giver" | "admin";
}

export const at = (path: string) => async (page: Page, js: boolean) => visit(page, path, js);
export const anybody = (name: string, path: string): Stop => ({ name, as: "nobody", go: at(path) });
export const owners = (name: string, path: string): Stop => ({ name, as: "owner", go: at(path) });
export const givers = (name: string, path: string): Stop => ({ name, as: "giver", go: at(path) });
