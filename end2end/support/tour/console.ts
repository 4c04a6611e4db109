// The console of admins.

import { expect, visit } from "../test.ts";
import type { Scene } from "./scene.ts";
import { at, type Stop } from "./stop.ts";

/** Pages for admins, in every state. */
export function adminConsole({ product, suspended }: Scene): Stop[] {
  return [
    ...["", "/users", "/users?search=nobody-has-this", "/log", "/figures", "/figures?from=2031-01-01", "/queue", "/catalogue", "/catalogue?search=nobody-has-this", "/catalogue/new"].map(
      (path): Stop => ({ name: `admin${path.replace(/[^a-z]+/g, "-")}`, as: "admin", go: at(`/admin${path}`) }),
    ),
    { name: "admin-product", as: "admin", go: at(product) },
    { name: "admin-user-suspended", as: "admin", go: at(suspended) },
    {
      name: "admin-waiting",
      as: "admin",
      go: async (page, js) => {
        await visit(page, "/admin/queue", js);
        await page.getByRole("main").locator('a[href^="/admin/queue/"]').first().click();
        await expect(page).toHaveURL(/\/admin\/queue\/[0-9a-f-]{32,}/);
      },
    },
    {
      name: "admin-user",
      as: "admin",
      go: async (page, js) => {
        await visit(page, "/admin/users", js);
        await page.getByRole("main").locator('a[href^="/admin/users/"]').first().click();
        await expect(page).toHaveURL(/\/admin\/users\/[0-9a-f-]{32,}/);
      },
    },
  ];
}
