// The console of admins.

import { expect, visit } from "../test.ts";
import type { Scene } from "./scene.ts";
import { admins, type Stop } from "./stop.ts";

const PATHS = [
  "", "/users", "/users?search=nobody-has-this", "/log", "/mails", "/backups", "/system", "/settings", "/figures", "/figures?from=2031-01-01",
  "/queue", "/catalogue", "/catalogue?search=nobody-has-this", "/catalogue/new",
];

/** Pages for admins, in every state. */
export function adminConsole({ product, suspended, waitingProduct }: Scene): Stop[] {
  return [
    ...PATHS.map((path) => admins(`admin${path.replace(/[^a-z]+/g, "-")}`, `/admin${path}`)),
    admins("admin-product", product),
    admins("admin-user-suspended", suspended),
    admins("admin-waiting", waitingProduct),
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
