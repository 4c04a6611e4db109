// Every page in every state, for whoever has to look at all of them.

import type { Page } from "@playwright/test";
import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { Client } from "./forms.ts";
import { linkIn } from "./mailbox.ts";
import { someone } from "./people.ts";
import { expect, visit } from "./test.ts";
import { around, words } from "./words.ts";

export interface Stop {
  name: string;
  /** Brings the page into the state. */
  go: (page: Page, js: boolean) => Promise<void>;
  /** Whose cookies the browser has: nobody's, the owner's, or the giver's. */
  as: "nobody" | "owner" | "giver";
}

export interface Tour {
  owner: Client;
  giver: Client;
  stops: Stop[];
}

/** Prepares people, lists and gifts, and answers all there is to see. */
export async function prepare(): Promise<Tour> {
  const owner = await Client.open();
  const person = await owner.signUp("Hanna");
  const giver = await Client.open();
  const guest = someone("Ilse");

  const wedding = await owner.makeList(
    { title: "Hanna & Jonas", occasion: "wedding", date: "2031-06-14", for_whom: "Hanna & Jonas", welcome: "We have a roof already, and a kettle. Everything else is a joy.", delivery: "Am Kanal 4, 26122 Oldenburg" },
    [
      { name: "Stoneware mugs", link: "https://ton-und-glut.example/mugs", price: "38.00", currency: "EUR", notes: "Something like it is fine.", priority: "must" },
      { name: "Linen table cloth", link: "https://maschenwerk.example/cloth", price: "64.50", currency: "EUR", size: "140 × 240", colour: "Sand" },
      { name: "Glasses", wanted: "6", price: "9.90", currency: "EUR", shop: "Glashaus" },
      { name: "Something for the journey", any_number: "on", notes: "Trains, mostly.", priority: "nice" },
      { name: "A secret for later", hidden: "on" },
    ],
  );
  const shared = await owner.share(wedding);
  const gifts = await owner.gifts(shared);
  const glasses = await giver.reserve(shared, gifts["Glasses"]!, guest, 2);
  const mailed = linkIn(await guest.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  const mugs = await giver.reserve(shared, gifts["Stoneware mugs"]!, guest);
  await giver.done("purchase", { token: mugs });
  const cancelled = await giver.reserve(shared, gifts["Linen table cloth"]!, guest);
  await giver.done("cancel_reservation", { token: cancelled });

  const surprise = await owner.makeList({ title: "Ida’s first birthday", occasion: "birthday", date: "2031-12-12", for_whom: "Ida" }, [{ name: "Wooden train" }]);
  const kept = await owner.share(surprise);
  const draft = await owner.makeList({ title: "Our place by the canal", occasion: "housewarming" });
  const closed = await owner.makeList({ title: "Waiting for Ida", occasion: "baby-shower", date: "2025-11-02" }, [{ name: "Blanket" }, { name: "Book" }]);
  const closedShare = await owner.share(closed);
  const blanket = await giver.reserve(closedShare, (await owner.gifts(closedShare))["Blanket"]!, guest);
  await owner.done("close_list", { list: closed });
  const empty = await owner.makeList({ title: "Christmas", occasion: "christmas" });
  const emptyShare = await owner.share(empty);
  const removing = await owner.makeList({ title: "Removed", occasion: "wedding" }, [{ name: "Vase" }]);
  const removingShare = await owner.share(removing);
  const vase = (await owner.gifts(removingShare))["Vase"]!;
  const withdrawn = await giver.reserve(removingShare, vase, guest);
  await owner.done("remove_gift", { list: removing, gift: vase });
  const fresh = await Client.open();
  await fresh.signUp("Jonas");

  const at = (path: string) => async (page: Page, js: boolean) => visit(page, path, js);
  const anybody = (name: string, path: string): Stop => ({ name, as: "nobody", go: at(path) });
  const owners = (name: string, path: string): Stop => ({ name, as: "owner", go: at(path) });
  const givers = (name: string, path: string): Stop => ({ name, as: "giver", go: at(path) });
  const stops: Stop[] = [
    anybody("landing", "/"),
    anybody("sign-up", "/sign-up"),
    {
      name: "sign-up-refused",
      as: "nobody",
      go: async (page, js) => {
        const pages = new AccountPages(page, js);
        await pages.askForAccount({ ...someone("Hanna"), email: "hanna@lindgarten", password: "short" });
        await expect(pages.field("account.email")).toHaveAttribute("aria-invalid", "true");
      },
    },
    {
      name: "code",
      as: "nobody",
      go: async (page, js) => {
        const pages = new AccountPages(page, js);
        await pages.askForAccount(someone("Hanna"));
        await expect(pages.field("account.code.label")).toBeVisible();
      },
    },
    {
      name: "code-refused",
      as: "nobody",
      go: async (page, js) => {
        const pages = new AccountPages(page, js);
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
      go: async (page, js) => {
        await new AccountPages(page, js).signIn({ email: person.email, password: "not the password" });
        await expect(page.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") })).toBeVisible();
      },
    },
    anybody("reset", "/reset"),
    anybody("reset-sent", "/reset/sent"),
    anybody("reset-used", "/reset/x"),
    anybody("not-found", "/nothing-here"),
    { name: "lists-empty", as: "nobody", go: async (page, js) => { await fresh.lend(page.context()); await visit(page, "/lists", js); } },
    owners("lists", "/lists"),
    owners("new-list", "/lists/new"),
    {
      name: "new-list-refused",
      as: "owner",
      go: async (page, js) => {
        await visit(page, "/lists/new", js);
        await page.getByRole("button", { name: words("lists.new.submit") }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("editor", `/lists/${wedding}`),
    owners("editor-draft", `/lists/${draft}`),
    owners("editor-surprise", `/lists/${surprise}`),
    owners("editor-closed", `/lists/${closed}`),
    owners("editor-removed", `/lists/${removing}?removed=${vase}`),
    {
      name: "editor-refused",
      as: "owner",
      go: async (page, js) => {
        const editor = new EditorPage(page, js);
        await editor.open(wedding);
        await editor.fill({ name: "", link: "nowhere", price: "much" });
        await editor.submit();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("gift", `/lists/${wedding}/gifts/${gifts["Linen table cloth"]}`),
    owners("taken", `/lists/${wedding}/taken`),
    owners("taken-surprise", `/lists/${surprise}/taken`),
    owners("taken-ask", `/lists/${surprise}/taken?ask=reveal`),
    owners("settings", `/lists/${wedding}/settings`),
    owners("settings-draft", `/lists/${draft}/settings`),
    owners("settings-closed", `/lists/${closed}/settings`),
    owners("shared-owner", shared),
    owners("shared-owner-surprise", kept),
    givers("shared", shared),
    givers("shared-free", `${shared}?filter=available`),
    givers("shared-none-taken", `${kept}?filter=taken`),
    givers("shared-closed", closedShare),
    givers("shared-empty", emptyShare),
    givers("shared-unknown", "/l/unknown"),
    anybody("reserve", `${shared}/${gifts["Glasses"]}`),
    {
      name: "reserve-refused",
      as: "nobody",
      go: async (page, js) => {
        await visit(page, `${shared}/${gifts["Glasses"]}`, js);
        await page.getByRole("button", { name: words("giving.reserve.submit") }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    anybody("reserve-taken", `${shared}/${gifts["Stoneware mugs"]}`),
    givers("reserve-mine", `${shared}/${gifts["Glasses"]}`),
    givers("reserved", `/r/${glasses}?new=1`),
    givers("manage", `/r/${glasses}`),
    anybody("manage-from-mail", mailed),
    givers("manage-cancel", `/r/${glasses}?ask=cancel`),
    givers("manage-bought", `/r/${mugs}?done=purchased`),
    givers("manage-cancelled", `/r/${cancelled}?done=cancelled`),
    givers("manage-withdrawn", `/r/${withdrawn}`),
    givers("manage-closed", `/r/${blanket}`),
    givers("manage-unknown", "/r/unknown"),
  ];
  return { owner, giver, stops };
}

/** Gives the browser the cookies of whoever looks. */
export async function dress(page: Page, tour: Tour, as: Stop["as"]): Promise<void> {
  await page.context().clearCookies();
  if (as === "owner") await tour.owner.lend(page.context());
  if (as === "giver") await tour.giver.lend(page.context());
}
