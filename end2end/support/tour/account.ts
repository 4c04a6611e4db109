// The account page, and the end of an account.

import { AccountPage } from "../../pages/account-page.ts";
import { expect } from "../test.ts";
import { anybody, owners, type Stop } from "./stop.ts";

/** Pages of an account, in every state. */
export function account(): Stop[] {
  return [
    owners("account", "/account"),
    owners("account-done", "/account?done=name"),
    {
      name: "account-refused",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.open();
        await account.rename("");
        await expect(account.field("account.name")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("account-email", "/account/email"),
    owners("account-password", "/account/password"),
    {
      name: "account-password-refused",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.changePassword("not the password", "nine loud herons dive");
        await expect(account.field("profile.password.current")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("account-ways", "/account/ways"),
    owners("account-two-step", "/account/two-step"),
    owners("account-apps", "/account/apps"),
    {
      name: "account-apps-refused",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.open("/apps");
        await account.makeToken(" ");
        await expect(account.field("tokens.make.called")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("account-webhooks", "/account/webhooks"),
    owners("account-webhooks-new", "/account/webhooks/new"),
    {
      name: "account-webhooks-refused",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.open("/webhooks/new");
        await account.button("webhooks.form.submit").click();
        await expect(account.field("webhooks.form.url")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("account-data", "/account/data"),
    owners("account-delete", "/account/delete"),
    {
      name: "account-delete-refused",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.delete("somebody-else@example.org");
        await expect(account.field("profile.delete.label")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("giving-empty", "/giving"),
    anybody("goodbye", "/goodbye"),
    anybody("email-undo-old", "/email-undo/x"),
    anybody("email-undo-done", "/email-undo/done"),
    anybody("sign-in-spoilt", "/sign-in/with/trusty/back"),
    anybody("sign-in-silent", "/sign-in/with/silent"),
    anybody("facebook-data-deletion", "/facebook/data-deletion?code=x"),
  ];
}
