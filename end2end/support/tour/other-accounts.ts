// Accounts in a state of their own.

import { AccountPage } from "../../pages/account-page.ts";
import { AccountPages } from "../../pages/account-pages.ts";
import { digits } from "../authenticator.ts";
import { enterBy } from "../elsewhere.ts";
import { Client, site, type Fields } from "../forms.ts";
import { codeIn, linkIn } from "../mailbox.ts";
import { past } from "../past.ts";
import { someone } from "../people.ts";
import { expect, visit } from "../test.ts";
import { around, words } from "../words.ts";
import { anybody, of, saying, type Stop } from "./stop.ts";

/** What only accounts in a state of their own show. */
export async function otherAccounts(): Promise<Stop[]> {
  // One that changes its address, and did so before.
  const changing = await Client.open();
  const person = await changing.signUp("Hanna");
  const next = someone("Hanna");
  await changing.done("ask_email_change", { email: next.email }, "/account/email");
  const code = codeIn(await next.mailbox.next(around("mail.email_change_code.subject")));
  await changing.done("confirm_email_change", { code }, "/account/email");
  const undo = linkIn(await person.mailbox.next(around("mail.email_changed.subject")), "/email-undo/");
  await changing.done("ask_email_change", { email: someone("Hanna").email }, "/account/email");
  // Its program does not answer.
  const told = { url: "http://127.0.0.1:9/told", list_created: "on", gift_added: "on" };
  const webhook = (await changing.done("make_webhook", told, "/account/webhooks/new")).replace(/\?.*/, "");
  await changing.done("test_webhook", { webhook: webhook.replace(/.*\//, "") }, webhook);
  // One that only a provider opens.
  const joined = await Client.open();
  const email = someone("Jonas").email;
  await enterBy(joined, "trusty", `${email};verified=true;name=Jonas`);
  // One that asks for a second step, and somebody who owes it.
  const secure = await Client.open();
  const careful = await secure.signUp("Ilse");
  const setUp = await (await secure.get("/account/two-step")).text();
  const secret = /<code>([A-Z2-7 ]+)</.exec(setUp)![1]!;
  await secure.done("turn_on_second_step", { code: digits(secret) }, "/account/two-step");
  const owing = await Client.open();
  await owing.done("sign_in", { email: careful.email, password: careful.password }, "/sign-in");
  // Those who come from a provider and have to show their address, or name it.
  const showing = await Client.open();
  await enterBy(showing, "wary", `${email};verified=true;sub=wary-${email}`);
  const naming = await Client.open();
  await enterBy(naming, "facebook", `;name=Jonas;sub=${email}`);
  // One that is signed out while a page is open.
  const leaving = await Client.open();
  const left = await leaving.signUp("Nora");
  // One whose sign-in was days ago, and one whose password was forgotten.
  const stale = await Client.open({}, site(), past().session);
  const forgetting = await Client.open();
  const forgetful = await forgetting.signUp("Nora");
  await forgetting.done("ask_reset", { email: forgetful.email }, "/reset");
  const reset = linkIn(await forgetful.mailbox.next(around("mail.reset.subject")), "/reset/");
  // One that gives, on somebody else's list.
  const giving = await Client.open();
  const giver = await giving.signUp("Karl");
  const list = { title: "By the canal", for_whom: "Hanna & Jonas", date: "2031-06-14" };
  const gifts: Fields[] = [{ name: "Lamp", price: "27.00", currency: "EUR", shop: "Lillehus" }, { name: "Mugs", wanted: "6" }, { name: "Vase" }];
  const share = await changing.share(await changing.makeList(list, gifts));
  const ids = await giving.gifts(share);
  await giving.reserve(share, ids["Lamp"]!, giver);
  const mugs = await giving.reserve(share, ids["Mugs"]!, giver, 4);
  await giving.done("purchase", { token: mugs }, `/r/${mugs}`);
  const vase = await giving.reserve(share, ids["Vase"]!, giver);
  await giving.done("cancel_reservation", { token: vase }, `/r/${vase}`);
  return [
    of("account-waits", changing, "/account"),
    of("account-email-code", changing, "/account/email"),
    of("email-undo", changing, undo),
    of("account-webhooks-some", changing, "/account/webhooks"),
    of("account-webhook", changing, webhook),
    of("account-webhook-change", changing, `${webhook}/change`),
    of("account-joined", joined, "/account"),
    of("account-password-first", joined, "/account/password"),
    of("account-ways-last", joined, "/account/ways"),
    of("account-secure", secure, "/account"),
    of("account-two-step-on", secure, "/account/two-step?done=on"),
    of("sign-in-second", owing, "/sign-in/second"),
    {
      name: "sign-in-second-refused",
      as: "nobody",
      client: owing,
      go: async (page, js, language) => {
        await visit(page, "/sign-in/second", js);
        const pages = new AccountPages(page, js, language);
        await pages.button("account.second.submit").click();
        await expect(pages.field("account.second.label")).toHaveAttribute("aria-invalid", "true");
      },
    },
    {
      name: "session-ended",
      as: "nobody",
      go: async (page, js, language) => {
        await leaving.signIn(left);
        await leaving.lend(page.context());
        await visit(page, "/lists/new?occasion=wedding", js);
        await page.getByLabel(words("lists.new.name", {}, language)).fill("By the canal");
        await leaving.done("sign_out", {});
        await page.getByRole("button", { name: words("lists.new.submit", {}, language) }).click();
        await expect(page.getByRole("heading", { level: 1, name: words("account.ended.heading", {}, language) })).toBeVisible();
      },
    },
    saying("account.again.heading", of("sign-in-again", stale, "/sign-in/again?next=/account/data")),
    {
      name: "sign-in-again-refused",
      as: "nobody",
      client: stale,
      go: async (page, js, language) => {
        await visit(page, "/sign-in/again?next=/account/data", js);
        const pages = new AccountPages(page, js, language);
        await pages.button("account.again.submit").click();
        await expect(pages.field("account.password")).toHaveAttribute("aria-invalid", "true");
      },
    },
    {
      name: "session-not-fresh",
      as: "owner",
      go: async (page, js, language) => {
        const account = new AccountPage(page, js, language);
        await account.open("/apps");
        await stale.lend(page.context());
        await account.makeToken("For the calendar");
        await expect(page.getByRole("heading", { level: 1, name: words("account.again.heading", {}, language) })).toBeVisible();
      },
    },
    saying("account.reset.choose.heading", anybody("reset-choose", reset)),
    of("session-ended-back", changing, "/sign-in/ended"),
    of("code-elsewhere", showing, "/sign-up/code"),
    of("address", naming, "/sign-up/address"),
    of("giving", giving, "/giving"),
  ];
}
