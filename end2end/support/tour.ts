// Every page in every state, for whoever has to look at all of them.

import type { Page } from "@playwright/test";
import { AccountPage } from "../pages/account-page.ts";
import { AccountPages } from "../pages/account-pages.ts";
import { AddPage } from "../pages/add-page.ts";
import { IdeasPage } from "../pages/ideas-page.ts";
import { PeoplePage } from "../pages/people-page.ts";
import { PasscodePage, SharingPanel } from "../pages/sharing-pages.ts";
import { digits } from "./authenticator.ts";
import { enterBy } from "./elsewhere.ts";
import { Client, type Fields } from "./forms.ts";
import { codeIn, linkIn } from "./mailbox.ts";
import { admin, someone } from "./people.ts";
import { bareThing, hopeless, wholeThing } from "./shop/shelves.ts";
import { expect, visit } from "./test.ts";
import { photo } from "./uploads.ts";
import { around, words } from "./words.ts";

export interface Stop {
  name: string;
  /** Brings the page into the state. */
  go: (page: Page, js: boolean) => Promise<void>;
  /** Whose cookies the browser has: nobody's, the owner's, the giver's, or the admin's. */
  as: "nobody" | "owner" | "giver" | "admin";
}

export interface Tour {
  owner: Client;
  giver: Client;
  admin: Client;
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
  const changed = { name: "Glasses", wanted: "6", price: "12.00", currency: "EUR", shop: "Glashaus", section: "For the kitchen", tags: "glass, table", further_1: "https://ton-und-glut.example/glasses" };
  await owner.done("edit_gift", { list: wedding, gift: gifts["Glasses"]!, ...changed }, `/lists/${wedding}`);
  const mugs = await giver.reserve(shared, gifts["Stoneware mugs"]!, guest);
  await giver.done("purchase", { token: mugs });
  const cancelled = await giver.reserve(shared, gifts["Linen table cloth"]!, guest);
  await giver.done("cancel_reservation", { token: cancelled });

  const surprise = await owner.makeList({ title: "Ida’s first birthday", occasion: "birthday", date: "2031-12-12", for_whom: "Ida" }, [{ name: "Wooden train" }]);
  const kept = await owner.share(surprise);
  const draft = await owner.makeList({ title: "Our place by the canal", occasion: "housewarming" });
  const closed = await owner.makeList({ title: "Waiting for Ida", occasion: "baby-shower", date: "2025-11-02" }, [{ name: "Blanket" }, { name: "Book" }]);
  const closedShare = await owner.share(closed);
  const presents = await owner.gifts(closedShare);
  const blanket = await giver.reserve(closedShare, presents["Blanket"]!, guest);
  // Somebody with an account, whose address is confirmed, and who is thanked for one of two gifts.
  const thankful = await Client.open();
  const karl = await thankful.signUp("Karl");
  const book = await thankful.reserve(closedShare, presents["Book"]!, karl);
  await thankful.done("purchase", { token: book });
  await thankful.reserve(shared, gifts["Glasses"]!, karl);
  await owner.done("close_list", { list: closed });
  const board = await (await owner.get(`/lists/${closed}/thanks`)).text();
  const reservation = /name="reservation" value="([0-9a-f]{32})"/.exec(board)![1]!;
  await owner.done("send_thanks", { list: closed, reservation, note: "Dear Karl,\n\nwe read it every night.\n\nHanna, Jonas and Ida" }, `/lists/${closed}/thanks`);
  const stop = linkIn(await person.mailbox.next(around("mail.gift_reserved.subject")), "/stop/");
  const empty = await owner.makeList({ title: "Christmas", occasion: "christmas" });
  const emptyShare = await owner.share(empty);
  const locked = await owner.makeList({ title: "Behind a passcode", occasion: "anniversary" }, [{ name: "Bowl" }]);
  const lockedShare = await owner.share(locked);
  await owner.done("set_passcode", { list: locked, passcode: "seven lambs" }, `/lists/${locked}/settings`);
  const removing = await owner.makeList({ title: "Removed", occasion: "wedding" }, [{ name: "Vase" }]);
  const removingShare = await owner.share(removing);
  const vase = (await owner.gifts(removingShare))["Vase"]!;
  const withdrawn = await giver.reserve(removingShare, vase, guest);
  await owner.done("remove_gift", { list: removing, gift: vase });
  // A list that asks for confirmed addresses; a promise on it that waits, and one without a name.
  const careful = await owner.makeList({ title: "By the lake", occasion: "wedding", date: "2031-08-02" }, [{ name: "Bench", wanted: "3", price: "80", currency: "EUR" }, { name: "Pot" }]);
  const carefulShare = await owner.share(careful);
  await owner.done("set_giving", { list: careful, confirm_first: "on", remind: "on" }, `/lists/${careful}/settings`);
  const lake = await owner.gifts(carefulShare);
  const waiting = await giver.reserve(carefulShare, lake["Bench"]!, someone("Karl"));
  const nameless = await giver.reserve(carefulShare, lake["Pot"]!, someone("Karl"));
  await giver.done("erase_giver", { token: nameless }, `/r/${nameless}`);
  const left = await owner.makeList({ title: "The old flat", occasion: "housewarming" }, [{ name: "Kettle" }]);
  const leftShare = await owner.share(left);
  const kettle = await giver.reserve(leftShare, (await owner.gifts(leftShare))["Kettle"]!, someone("Ilse"));
  await owner.done("delete_list", { list: left, title: "The old flat" });
  const preview = await owner.sendGifts(wedding, "name;shop;price;wanted;Aunt\nTeapot;Ton & Glut;24,00 €;1;Ruth\nGlasses;Glashaus;9,90 €;6;\nSpoons;;a lot;many;\n");
  const fresh = await Client.open();
  await fresh.signUp("Jonas");
  // Somebody who looks after the wedding with its owner, and two who are invited to.
  const partner = await Client.open();
  await partner.signUp("Nora");
  const used = await owner.invite(wedding);
  await partner.done("join_list", { token: used.slice("/join/".length) }, used);
  const invited = await owner.invite(wedding);
  await owner.done("invite_by_mail", { list: wedding, email: someone("Jonas").email }, `/lists/${wedding}/people`);

  const others = await accounts();
  const ruler = await Client.open();
  await ruler.signIn(admin());

  // What comes of links: everything, a title, nothing, a shop that refuses, no link, what is on the
  // list already, and a product of the catalogue.
  const known = wholeThing("Globe lamp");
  const product = await ruler.done("create_product", { name: "Globe lamp, blue", brand: "Lichtwerk", link: known.link, price: "59.00", currency: "EUR" }, "/admin/catalogue/new");
  const train = wholeThing("Wooden train");
  const found = {
    found: await owner.find(wedding, train.link),
    partly: await owner.find(wedding, bareThing("Paper lantern").link),
    nothing: await owner.find(wedding, hopeless()["gone"]!),
    refuses: await owner.find(wedding, "https://www.amazon.de/dp/B0CRAFTED2"),
    "no-link": await owner.find(wedding, "a lamp, round and blue"),
    already: await owner.find(wedding, "https://ton-und-glut.example/mugs"),
    catalogue: await owner.find(wedding, known.link),
  };
  const journey = `/lists/${wedding}/gifts/${gifts["Something for the journey"]}`;
  expect((await owner.upload(`${journey}/picture`, photo(), journey)).status()).toBe(303);

  const at = (path: string) => async (page: Page, js: boolean) => visit(page, path, js);
  const anybody = (name: string, path: string): Stop => ({ name, as: "nobody", go: at(path) });
  const owners = (name: string, path: string): Stop => ({ name, as: "owner", go: at(path) });
  const givers = (name: string, path: string): Stop => ({ name, as: "giver", go: at(path) });
  const stops: Stop[] = [
    anybody("landing", "/"),
    ...["how-it-works", "about", "faq", "contact", "terms", "privacy", "cookies", "offline"].map((name) => anybody(name, `/${name}`)),
    anybody("contact-sent", "/contact/sent?reference=EW-7K3Q-2M9P"),
    {
      name: "contact-refused",
      as: "nobody",
      go: async (page, js) => {
        await visit(page, "/contact", js);
        await page.getByRole("button", { name: words("contact.submit") }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
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
    owners("bin", "/lists/bin?done=deleted"),
    { name: "bin-empty", as: "nobody", go: async (page, js) => { await fresh.lend(page.context()); await visit(page, "/lists/bin", js); } },
    owners("delete", `/lists/${draft}/delete`),
    {
      name: "delete-refused",
      as: "owner",
      go: async (page, js) => {
        await visit(page, `/lists/${draft}/delete`, js);
        await page.getByRole("button", { name: words("bin.delete.submit") }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("import", `/lists/${wedding}/import`),
    owners("import-gone", `/lists/${wedding}/import?read=nobodys`),
    owners("import-preview", preview),
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
    owners("editor-filtered", `/lists/${wedding}?tag=glass`),
    owners("editor-filtered-none", `/lists/${wedding}?tag=nothing`),
    owners("editor-draft", `/lists/${draft}`),
    owners("editor-surprise", `/lists/${surprise}`),
    owners("editor-closed", `/lists/${closed}`),
    owners("editor-removed", `/lists/${removing}?removed=${vase}`),
    owners("editor-added", `/lists/${wedding}?added=${gifts["Glasses"]}`),
    owners("add", `/lists/${wedding}/add`),
    ...Object.entries(found).map(([name, path]) => owners(`add-${name}`, path)),
    owners("add-gone", `/lists/${wedding}/add?found=nobodys`),
    owners("add-closed", `/lists/${closed}/add`),
    owners("add-shared", `/add?${new URLSearchParams({ title: train.name, text: train.link })}`),
    owners("add-shared-nothing", "/add"),
    { name: "add-shared-no-list", as: "nobody", go: async (page, js) => { await fresh.lend(page.context()); await visit(page, "/add?text=https%3A%2F%2Ftinyoak.example%2Fa", js); } },
    anybody("bookmarklet", "/bookmarklet"),
    anybody("ideas", "/ideas"),
    anybody("ideas-category", "/ideas/category/play"),
    anybody("idea", "/ideas/play-room-ideas"),
    owners("idea-owner", "/ideas/gifts-that-are-not-things"),
    {
      name: "idea-add",
      as: "owner",
      go: async (page, js) => {
        const ideas = new IdeasPage(page, js);
        await ideas.open("/ideas/play-room-ideas");
        await ideas.ask("Front-facing book ledge");
      },
    },
    { name: "idea-add-no-list", as: "nobody", go: async (page, js) => { await fresh.lend(page.context()); await new IdeasPage(page, js).open("/ideas/play-room-ideas"); await page.getByRole("main").locator('a[href^="/ideas/add/"]').first().click(); } },
    owners("gift-picture", `/lists/${wedding}/gifts/${gifts["Something for the journey"]}`),
    owners("gift-picture-refused", `/lists/${wedding}/gifts/${gifts["Glasses"]}?picture=not_a_picture`),
    {
      name: "add-refused",
      as: "owner",
      go: async (page, js) => {
        const adding = new AddPage(page, js);
        await adding.open(wedding);
        await adding.fill({ name: "", link: "nowhere", price: "much" });
        await adding.submit();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("gift", `/lists/${wedding}/gifts/${gifts["Linen table cloth"]}`),
    owners("taken", `/lists/${wedding}/taken`),
    owners("taken-lifted", `/lists/${wedding}/taken?lifted=1`),
    owners("thanks", `/lists/${closed}/thanks`),
    owners("thanks-open", `/lists/${wedding}/thanks?show=open`),
    owners("thanks-none", `/lists/${draft}/thanks`),
    owners("thanks-surprise", `/lists/${surprise}/thanks`),
    {
      name: "thanks-refused",
      as: "owner",
      go: async (page, js) => {
        await visit(page, `/lists/${wedding}/thanks`, js);
        const karls = page.getByRole("listitem").filter({ hasText: "Karl" });
        await karls.locator("summary").click();
        await karls.getByRole("button", { name: words("thanks.note_submit") }).click();
        await expect(karls.getByLabel(words("thanks.note"))).toHaveAttribute("aria-invalid", "true");
      },
    },
    { name: "manage-thanked", as: "nobody", go: async (page, js) => { await thankful.lend(page.context()); await visit(page, `/r/${book}`, js); } },
    anybody("stop", stop),
    anybody("stop-unknown", "/stop/unknown"),
    owners("taken-surprise", `/lists/${surprise}/taken`),
    owners("taken-ask", `/lists/${surprise}/taken?ask=reveal`),
    owners("settings", `/lists/${wedding}/settings`),
    owners("settings-draft", `/lists/${draft}/settings`),
    owners("settings-closed", `/lists/${closed}/settings`),
    owners("people", `/lists/${wedding}/people`),
    owners("people-alone", `/lists/${draft}/people`),
    {
      name: "people-refused",
      as: "owner",
      go: async (page, js) => {
        const people = new PeoplePage(page, js);
        await people.open(wedding);
        await people.inviteByMail("nora@lindgarten");
        await expect(people.email).toHaveAttribute("aria-invalid", "true");
      },
    },
    { name: "people-co-owner", as: "nobody", go: async (page, js) => { await partner.lend(page.context()); await visit(page, `/lists/${wedding}/people`, js); } },
    { name: "lists-together", as: "nobody", go: async (page, js) => { await partner.lend(page.context()); await visit(page, "/lists", js); } },
    { name: "join", as: "nobody", go: async (page, js) => { await fresh.lend(page.context()); await visit(page, invited, js); } },
    anybody("join-account-first", invited),
    owners("join-mine", invited),
    anybody("join-used", used),
    anybody("join-unknown", "/join/x"),
    owners("settings-passcode", `/lists/${locked}/settings`),
    {
      name: "settings-passcode-refused",
      as: "owner",
      go: async (page, js) => {
        await visit(page, `/lists/${locked}/settings`, js);
        await new SharingPanel(page).setPasscode("abc");
        await expect(new SharingPanel(page).passcode).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("qr", `/lists/${wedding}/qr`),
    owners("qr-draft", `/lists/${draft}/qr`),
    owners("shared-owner", shared),
    owners("shared-owner-surprise", kept),
    givers("shared", shared),
    givers("shared-free", `${shared}?filter=available`),
    givers("shared-none-taken", `${kept}?filter=taken`),
    givers("shared-budget", `${shared}?most=5`),
    anybody("shared-budget-wrong", `${shared}?most=much`),
    anybody("reserve-confirm", `${carefulShare}/${lake["Bench"]}`),
    givers("reserved-waits", `/r/${waiting}?new=1`),
    givers("manage-waits", `/r/${waiting}`),
    givers("manage-erase", `/r/${waiting}?ask=erase`),
    givers("manage-erased", `/r/${nameless}?done=erased`),
    anybody("by-mail", "/giving/by-mail"),
    anybody("by-mail-sent", "/giving/by-mail?sent=1"),
    givers("shared-closed", closedShare),
    givers("shared-empty", emptyShare),
    givers("shared-unknown", "/l/unknown"),
    givers("shared-paper", `${shared}?print=1`),
    anybody("passcode", lockedShare),
    {
      name: "passcode-refused",
      as: "nobody",
      go: async (page, js) => {
        const asking = new PasscodePage(page, js);
        await asking.open(lockedShare);
        await asking.enter("seven wolves");
        await expect(asking.field).toHaveAttribute("aria-invalid", "true");
      },
    },
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
    givers("manage-gone", `/r/${kettle}`),
    givers("manage-unknown", "/r/unknown"),
    ...others,
    owners("account", "/account"),
    owners("account-done", "/account?done=name"),
    {
      name: "account-refused",
      as: "owner",
      go: async (page, js) => {
        const account = new AccountPage(page, js);
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
      go: async (page, js) => {
        const account = new AccountPage(page, js);
        await account.changePassword("not the password", "nine loud herons dive");
        await expect(account.field("profile.password.current")).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("account-ways", "/account/ways"),
    owners("account-two-step", "/account/two-step"),
    owners("account-data", "/account/data"),
    owners("account-delete", "/account/delete"),
    {
      name: "account-delete-refused",
      as: "owner",
      go: async (page, js) => {
        const account = new AccountPage(page, js);
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
    ...["", "/users", "/users?search=nobody-has-this", "/log", "/queue", "/catalogue", "/catalogue?search=nobody-has-this", "/catalogue/new"].map(
      (path): Stop => ({ name: `admin${path.replace(/[^a-z]+/g, "-")}`, as: "admin", go: at(`/admin${path}`) }),
    ),
    { name: "admin-product", as: "admin", go: at(product) },
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
  return { owner, giver, admin: ruler, stops };
}

/** What only accounts in a state of their own show. */
async function accounts(): Promise<Stop[]> {
  const of = (name: string, client: Client, path: string): Stop => ({
    name,
    as: "nobody",
    go: async (page, js) => {
      await client.lend(page.context());
      await visit(page, path, js);
    },
  });
  // One that changes its address, and did so before.
  const changing = await Client.open();
  const person = await changing.signUp("Hanna");
  const next = someone("Hanna");
  await changing.done("ask_email_change", { email: next.email }, "/account/email");
  const code = codeIn(await next.mailbox.next(around("mail.email_change_code.subject")));
  await changing.done("confirm_email_change", { code }, "/account/email");
  const undo = linkIn(await person.mailbox.next(around("mail.email_changed.subject")), "/email-undo/");
  await changing.done("ask_email_change", { email: someone("Hanna").email }, "/account/email");
  // One that only a provider opens.
  const joined = await Client.open();
  const email = someone("Jonas").email;
  await enterBy(joined, "trusty", `${email};verified=true;name=Jonas`);
  // One that asks for a second step, and somebody who owes it.
  const secure = await Client.open();
  const careful = await secure.signUp("Ilse");
  const setUp = await (await secure.get("/account/two-step")).text();
  const secret = /<code class="secret">([^<]+)</.exec(setUp)![1]!;
  await secure.done("turn_on_second_step", { code: digits(secret) }, "/account/two-step");
  const owing = await Client.open();
  await owing.done("sign_in", { email: careful.email, password: careful.password }, "/sign-in");
  // Those who come from a provider and have to show their address, or name it.
  const showing = await Client.open();
  await enterBy(showing, "wary", `${email};verified=true;sub=wary-${email}`);
  const naming = await Client.open();
  await enterBy(naming, "facebook", `;name=Jonas;sub=${email}`);
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
    of("account-joined", joined, "/account"),
    of("account-password-first", joined, "/account/password"),
    of("account-ways-last", joined, "/account/ways"),
    of("account-secure", secure, "/account"),
    of("account-two-step-on", secure, "/account/two-step?done=on"),
    of("sign-in-second", owing, "/sign-in/second"),
    {
      name: "sign-in-second-refused",
      as: "nobody",
      go: async (page, js) => {
        await owing.lend(page.context());
        await visit(page, "/sign-in/second", js);
        const pages = new AccountPages(page, js);
        await pages.button("account.second.submit").click();
        await expect(pages.field("account.second.label")).toHaveAttribute("aria-invalid", "true");
      },
    },
    of("code-elsewhere", showing, "/sign-up/code"),
    of("address", naming, "/sign-up/address"),
    of("giving", giving, "/giving"),
  ];
}

/** Gives the browser the cookies of whoever looks. */
export async function dress(page: Page, tour: Tour, as: Stop["as"]): Promise<void> {
  await page.context().clearCookies();
  if (as === "owner") await tour.owner.lend(page.context());
  if (as === "giver") await tour.giver.lend(page.context());
  if (as === "admin") await tour.admin.lend(page.context());
}
