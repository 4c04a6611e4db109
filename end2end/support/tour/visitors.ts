// What everybody sees, and the ways into an account.

import { AccountPages } from "../../pages/account-pages.ts";
import { someone } from "../people.ts";
import { expect, visit } from "../test.ts";
import { words } from "../words.ts";
import type { Scene } from "./scene.ts";
import { anybody, type Stop } from "./stop.ts";

/** Pages for visitors, in every state. */
export function visitors({ person }: Scene): Stop[] {
  return [
    anybody("landing", "/"),
    ...["how-it-works", "about", "faq", "contact", "terms", "privacy", "cookies", "offline"].map((name) => anybody(name, `/${name}`)),
    anybody("contact-sent", "/contact/sent?reference=EW-7K3Q-2M9P"),
    {
      name: "contact-refused",
      as: "nobody",
      go: async (page, js, language) => {
        await visit(page, "/contact", js);
        await page.getByRole("button", { name: words("contact.submit", {}, language) }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    anybody("sign-up", "/sign-up"),
    {
      name: "sign-up-refused",
      as: "nobody",
      go: async (page, js, language) => {
        const pages = new AccountPages(page, js, language);
        await pages.askForAccount({ ...someone("Hanna"), email: "hanna@lindgarten", password: "short" });
        await expect(pages.field("account.email")).toHaveAttribute("aria-invalid", "true");
      },
    },
    {
      name: "code",
      as: "nobody",
      go: async (page, js, language) => {
        const pages = new AccountPages(page, js, language);
        await pages.askForAccount(someone("Hanna"));
        await expect(pages.field("account.code.label")).toBeVisible();
      },
    },
    {
      name: "code-refused",
      as: "nobody",
      go: async (page, js, language) => {
        const pages = new AccountPages(page, js, language);
        await pages.askForAccount(someone("Hanna"));
        await pages.enterCode("12");
        await expect(pages.field("account.code.label")).toHaveAttribute("aria-invalid", "true");
      },
    },
    anybody("code-none", "/sign-up/code"),
    anybody("sign-in", "/sign-in"),
    {
      name: "sign-in-refused",
      as: "nobody",
      go: async (page, js, language) => {
        await new AccountPages(page, js, language).signIn({ email: person.email, password: "not the password" });
        await expect(page.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before", {}, language) })).toBeVisible();
      },
    },
    anybody("reset", "/reset"),
    anybody("reset-sent", "/reset/sent"),
    anybody("reset-used", "/reset/x"),
    anybody("not-found", "/nothing-here"),
  ];
}
