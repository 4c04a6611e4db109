// Under surprise nothing that an owner can fetch differs because of a giver's act (R3.6): every
// page and every function that reads, with status, headers and body, and every stream.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client, site, type Fields } from "../support/forms.ts";
import { everythingCame } from "../support/mailbox.ts";
import { someone, type Person } from "../support/people.ts";
import { Program } from "../support/program.ts";
import { everyRead, makeReader, type Reader } from "../support/reads.ts";
import { routes } from "../support/routes.ts";
import { wholeThing } from "../support/shop/shelves.ts";
import { Listener } from "../support/streams.ts";
import { expect, test } from "../support/test.ts";
import { photo } from "../support/uploads.ts";
import { around } from "../support/words.ts";

const root = join(import.meta.dirname, "../..");

/** Every server function, as it stands in the program. */
function endpoints(): string[] {
  const folder = join(root, "app/src/api");
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return sources.flatMap((source) => [...source.matchAll(/endpoint = "([^"]+)"/g)].map(([, name]) => name!));
}

/** Every stream, as it stands in the program. */
function streams(): string[] {
  const table = readFileSync(join(root, "server/src/http/live.rs"), "utf8");
  return [...table.matchAll(/\.route\("([^"]+)"/g)].map(([, path]) => path!);
}

/** How an owner listens to each. Who gave before they looked after the list has a page of their own: server/tests/http/live.rs listens there. */
const STREAMS: Record<string, (world: World) => string> = {
  "/live/list/{list}": ({ list }) => `/live/list/${list}`,
  "/live/share/{token}": ({ share }) => share.replace("/l/", "/live/share/"),
  "/live/r/{token}": () => "/live/r/x",
};

/** What a server function is called with to be read, or why it is not read here. */
const READS: Record<string, ((world: World) => Fields) | "writes"> = {
  owner_list: ({ list }) => ({ list }),
  shared_list: ({ share }) => ({ share: share.slice(3) }),
  password_score: () => ({ name: "x", email: "x@example.org", password: "seven quiet otters hum" }),
  ...Object.fromEntries(
    [
      "contact",
      "sign_up", "confirm_code", "resend_code", "sign_in", "sign_out", "ask_reset", "reset_password", "set_language",
      "second_step", "sign_in_again", "name_address",
      "rename", "change_password", "ask_email_change", "confirm_email_change", "drop_email_change", "undo_email_change", "unlink",
      "make_token", "revoke_token",
      "make_webhook", "change_webhook", "remove_webhook", "rotate_webhook", "test_webhook", "replay_delivery",
      "tick_thanks", "send_thanks", "let_go", "choose_owner_mails", "stop_mails",
      "end_session", "end_other_sessions", "turn_on_second_step", "renew_recovery_codes", "turn_off_second_step", "delete_account",
      "sign_user_out", "suspend_user", "let_user_back", "export_user", "erase_user",
      "retry_mail", "retry_mails", "drop_mail", "make_backup", "verify_backup", "download_backup",
      "create_list", "edit_list", "share_list", "rotate_share", "close_list", "reopen_list", "set_surprise",
      "set_passcode", "remove_passcode", "enter_passcode",
      "invite_by_mail", "invite_by_link", "take_back_invitation", "join_list", "remove_co_owner", "leave_list",
      "find_gift", "add_idea", "want_one_more", "remove_cover", "undo_saved",
      "fetch_product", "promote_product", "merge_product", "decline_product", "create_product", "edit_product",
      "add_gift", "edit_gift", "move_gift", "place_gift", "set_arrived", "remove_gift", "restore_gift",
      "reserve", "change_quantity", "purchase", "undo_purchase", "cancel_reservation", "confirm_address",
      "copy_list", "import_gifts", "delete_list", "restore_list", "erase_list",
      "set_giving", "set_reminder", "erase_giver", "mail_links",
    ].map((name) => [name, "writes" as const]),
  ),
};

interface World {
  owner: Client;
  person: Person;
  /** Somebody who looks after the list with its owner. */
  coOwner: Client;
  partner: Person;
  /** What they reserved under another address before they did. */
  partnersPromise: string;
  /** The path of an invitation to do so that waits. */
  join: string;
  list: string;
  share: string;
  gifts: Record<string, string>;
  /** Where the train is sold. */
  link: string;
  /** The form that a link filled which is on the list already. */
  found: string;
  /** The page that asks to which list a product of an article is added. */
  idea: string;
  /** What is in a file that was sent and waits to be added. */
  sent: string;
  /** What is no page: pictures, the ways to a shop, and what goes out about the list. */
  besides: string[];
  /** A program of the owner, and one of the co-owner. */
  program: Reader;
  partnersProgram: Reader;
}

async function makeWorld(): Promise<World> {
  const owner = await Client.open();
  const person = await owner.signUp("Hanna");
  const train = wholeThing("Train");
  const list = await owner.makeList({ title: "Ida is one", occasion: "birthday", surprise: "keep", welcome: "Come", date: "2031-06-14" }, [
    { name: "Train", wanted: "4", price: "34.90", currency: "EUR", link: train.link },
    { name: "Lamp" },
    { name: "Anything", any_number: "on" },
  ]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const lamp = `/lists/${list}/gifts/${gifts["Lamp"]}`;
  expect((await owner.postWith(photo(), "edit_gift", { list, gift: gifts["Lamp"]!, name: "Lamp", wanted: "1" }, lamp)).status()).toBe(303);
  const pictures = (await (await owner.get(lamp)).text()).match(/\/pictures\/[0-9a-f]{64}-\d+\.webp/g) ?? [];
  expect(pictures.length, "the picture stands on the gift's page").toBeGreaterThan(0);
  const shops = [`${share}/${gifts["Train"]}/shop`, `/lists/${list}/gifts/${gifts["Train"]}/shop`, `${share}/${gifts["Lamp"]}/shop`];
  const sent = await owner.sendGifts(list, "name,link\nTrain,\nVase,\n");
  const files = ["/admin/figures.csv", `/lists/${list}/export.csv`, `/lists/${list}/export.json`, `${share}/date.ics`, `${share}/preview.png`, `${share}/qr.svg`, `/lists/${list}/qr.svg`, `/lists/${list}/qr.png`];
  const idea = /\/ideas\/add\/[0-9a-f]{32}\?from=baby-shower/.exec(await (await owner.get("/ideas/baby-shower")).text())?.[0];
  expect(idea, "products stand in an article").toBeTruthy();
  const coOwner = await Client.open();
  const partner = await coOwner.signUp("Jonas");
  const atWork = someone("Jonas at work");
  const partnersPromise = await coOwner.reserve(share, gifts["Train"]!, atWork);
  await atWork.mailbox.next(around("mail.reservation_made.subject"));
  await coOwner.done("join_list", { token: (await owner.invite(list)).slice("/join/".length) });
  const join = await owner.invite(list);
  await person.mailbox.next(around("people.mail.joined.subject"));
  const named = { list, share, link: train.link, join };
  const [program, partnersProgram] = [await makeReader(owner, person, named), await makeReader(coOwner, partner, named)];
  return { owner, person, sent, coOwner, partner, partnersPromise, join, list, share, gifts, program, partnersProgram, link: train.link, found: await owner.find(list, train.link), idea: idea!, besides: [...shops, ...files, ...new Set(pictures)] };
}

const PAGES: Record<string, (world: World) => string[]> = {
  "/": () => ["/"],
  ...Object.fromEntries(
    ["/how-it-works", "/about", "/faq", "/contact", "/contact/sent", "/terms", "/privacy", "/cookies", "/offline"].map((path) => [path, () => [path]]),
  ),
  "/sign-up": () => ["/sign-up"],
  "/sign-up/code": () => ["/sign-up/code"],
  "/sign-in": () => ["/sign-in"],
  "/reset": () => ["/reset"],
  "/reset/sent": () => ["/reset/sent"],
  "/reset/:token": () => ["/reset/x"],
  "/sign-up/address": () => ["/sign-up/address"],
  "/sign-in/second": () => ["/sign-in/second"],
  "/sign-in/again": () => ["/sign-in/again"],
  "/sign-in/ended": () => ["/sign-in/ended"],
  "/account": () => ["/account"],
  "/account/email": () => ["/account/email"],
  "/account/password": () => ["/account/password"],
  "/account/ways": () => ["/account/ways"],
  "/account/two-step": () => ["/account/two-step"],
  "/account/apps": () => ["/account/apps", "/account/apps?made=x"],
  "/account/webhooks": () => ["/account/webhooks"],
  "/account/webhooks/new": () => ["/account/webhooks/new"],
  "/account/webhooks/:webhook": ({ program }) => [`/account/webhooks/${program.webhook}`],
  "/account/webhooks/:webhook/change": ({ program }) => [`/account/webhooks/${program.webhook}/change`],
  "/account/data": () => ["/account/data"],
  "/account/delete": () => ["/account/delete"],
  "/goodbye": () => ["/goodbye"],
  "/email-undo/done": () => ["/email-undo/done"],
  "/email-undo/:token": () => ["/email-undo/x"],
  "/giving": () => ["/giving"],
  "/giving/by-mail": () => ["/giving/by-mail", "/giving/by-mail?sent=1"],
  "/facebook/data-deletion": () => ["/facebook/data-deletion", "/facebook/data-deletion?code=x"],
  "/admin": () => ["/admin"],
  "/admin/users": () => ["/admin/users"],
  "/admin/users/:person": ({ list }) => [`/admin/users/${list}`],
  "/admin/log": () => ["/admin/log"],
  "/admin/mails": () => ["/admin/mails"],
  "/admin/backups": () => ["/admin/backups", "/admin/backups/x/file?ticket=x"],
  "/admin/system": () => ["/admin/system"],
  "/admin/settings": () => ["/admin/settings"],
  "/admin/figures": () => ["/admin/figures", "/admin/figures?range=90"],
  "/admin/queue": () => ["/admin/queue"],
  "/admin/queue/:product": ({ list }) => [`/admin/queue/${list}`],
  "/admin/catalogue": () => ["/admin/catalogue", "/admin/catalogue?search=train"],
  "/admin/catalogue/new": () => ["/admin/catalogue/new"],
  "/admin/catalogue/:product": ({ list }) => [`/admin/catalogue/${list}`],
  "/add": () => ["/add", "/add?title=Train&text=https%3A%2F%2Ftinyoak.example%2Fa"],
  "/bookmarklet": () => ["/bookmarklet"],
  "/ideas": () => ["/ideas"],
  "/ideas/category/:category": () => ["/ideas/category/baby"],
  "/ideas/add/:product": ({ idea, list }) => [idea, `${idea}&to=${list}`],
  "/ideas/:slug": () => ["/ideas/baby-shower"],
  "/lists": () => ["/lists"],
  "/lists/new": () => ["/lists/new"],
  "/lists/bin": () => ["/lists/bin"],
  "/lists/:list/import": ({ list, sent }) => [`/lists/${list}/import`, `/lists/${list}/import?read=x`, sent],
  "/lists/:list/delete": ({ list }) => [`/lists/${list}/delete`],
  "/lists/:list": ({ list, gifts }) =>
    ["", `?removed=${gifts["Lamp"]}`, "?taken=gone", "?price=with&sort=price-up", "?sort=most-wished"].map((query) => `/lists/${list}${query}`),
  "/lists/:list/add": ({ list, found }) => [`/lists/${list}/add`, found],
  "/lists/:list/taken": ({ list }) => ["", "?ask=reveal", "?lifted=1", "?done=let_go"].map((query) => `/lists/${list}/taken${query}`),
  "/lists/:list/thanks": ({ list }) => [`/lists/${list}/thanks`, `/lists/${list}/thanks?show=open`],
  "/stop/:token": () => ["/stop/x"],
  "/lists/:list/settings": ({ list }) => [`/lists/${list}/settings`],
  "/lists/:list/qr": ({ list }) => [`/lists/${list}/qr`],
  "/lists/:list/people": ({ list }) => ["", "?done=mailed"].map((query) => `/lists/${list}/people${query}`),
  "/join/:token": ({ join }) => [join, "/join/x"],
  "/lists/:list/gifts/:gift": ({ list, gifts }) => Object.values(gifts).map((gift) => `/lists/${list}/gifts/${gift}`),
  "/l/:share": ({ share }) =>
    ["", "?filter=all", "?filter=available", "?filter=taken", "?sort=most-wished", "?sort=price-up", "?sort=price-down", "?most=20", "?print=1"].map((query) => share + query),
  "/l/:share/:gift": ({ share, gifts }) => Object.values(gifts).map((gift) => `${share}/${gift}`),
  "/r/:token": ({ partnersPromise }) => ["/r/x", `/r/${partnersPromise}`],
};

/** One answer as bytes, without what is new in every rendering: nonces, ids of requests and forms, tickets, the time. */
function masked(status: number, headers: Record<string, string>, body: string): string {
  const rest = Object.entries(headers)
    .filter(([name]) => !["date", "x-request-id", "server-timing", "ratelimit-remaining", "ratelimit-reset"].includes(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}: ${value.replaceAll(/'nonce-[^']+'/g, "'nonce'").replaceAll(/undo=[\w-]+/g, "undo")}`);
  const bytes = body
    .replaceAll(/(nonce|crossorigin)="[^"]*"/g, '$1=""')
    .replaceAll(/name="form_key" value="[^"]*"/g, 'name="form_key"')
    .replaceAll(/DTSTAMP:\w+/g, "DTSTAMP");
  return [status, ...rest, "", bytes].join("\n");
}

/** Everything that an owner can fetch, or a co-owner. */
async function everything(world: World, client = world.owner): Promise<Map<string, string>> {
  const recorded = new Map<string, string>();
  // They are listened to while the rest is asked for.
  const heard: [string, Listener][] = [];
  for (const route of streams()) {
    const path = STREAMS[route]?.(world);
    if (!path) throw new Error(`${route} is new: say above how an owner listens to it`);
    heard.push([path, await listen(client, path)]);
  }
  for (const route of routes()) {
    const paths = PAGES[route];
    if (!paths) throw new Error(`${route} is new: say above how an owner asks for it`);
    for (const path of paths(world)) {
      const answer = await client.get(path);
      recorded.set(`GET ${path}`, masked(answer.status(), answer.headers(), await answer.text()));
    }
  }
  for (const path of world.besides) {
    const answer = await client.get(path);
    recorded.set(`GET ${path}`, masked(answer.status(), answer.headers(), (await answer.body()).toString("latin1")));
  }
  for (const endpoint of endpoints()) {
    const read = READS[endpoint];
    if (!read) throw new Error(`${endpoint} is new: say above how an owner reads it, or that it writes`);
    if (read === "writes") continue;
    const answer = await client.post(endpoint, read(world), "/", { Accept: "application/json" });
    recorded.set(`POST ${endpoint}`, masked(answer.status(), answer.headers(), await answer.text()));
  }
  for (const path of [...PAGES["/l/:share"]!(world), `/r/${world.partnersPromise}`]) {
    recorded.set(`GET ${path} signed out`, await signedOut(client, path));
  }
  for (const [path, listener] of heard) {
    const { status, headers, text } = await listener.said();
    recorded.set(`GET ${path}`, `${status} ${headers["content-type"]}\n${text}`);
  }
  const program = client === world.owner ? world.program : world.partnersProgram;
  for (const [what, bytes] of await everyRead(program, masked)) recorded.set(what, bytes);
  return recorded;
}

/** All that is kept of the owner, to take along. It is handed out only so often. */
async function download(world: World): Promise<string> {
  const answer = await world.owner.get("/account/data.json");
  expect(answer.status()).toBe(200);
  return masked(answer.status(), answer.headers(), await answer.text());
}

/** What the owner's browser is shown when nobody is signed in in it. */
async function signedOut(client: Client, path: string): Promise<string> {
  const { cookies } = await client.http.storageState();
  const kept = cookies.filter(({ name }) => name !== "__Host-session").map(({ name, value }) => `${name}=${value}`);
  const headers = { Accept: "text/html", "Accept-Language": "en", Cookie: kept.join("; ") };
  const answer = await fetch(site() + path, { headers, redirect: "manual" });
  return masked(answer.status, Object.fromEntries(answer.headers), await answer.text());
}

/** Listens to a stream as an open page of theirs does. */
async function listen(client: Client, path: string): Promise<Listener> {
  const { cookies } = await client.http.storageState();
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return new Listener(path, Cookie ? { Cookie } : {});
}

test("no byte that an owner can fetch differs because of a giver's act", async () => {
  test.setTimeout(240_000);
  const world = await makeWorld();
  const { share, gifts } = world;
  const giver = await Client.open();
  const person = someone("Karl");
  // What anybody sees who is not to be surprised, on the page and on its stream, to prove that there is something to see.
  const anybody = await Client.open();
  const shown = async (): Promise<string> => masked(0, {}, await (await anybody.get(share)).text());
  const first = await shown();
  expect(await shown(), "what nobody did").toBe(first);
  // The first mails of the world are gone before anything is recorded.
  await everythingCame();
  const before = await everything(world);
  const partners = await everything(world, world.coOwner);
  const downloaded = await download(world);
  const mails = () => Promise.all([world.person, world.partner].map(async ({ mailbox }) => (await mailbox.all()).length));
  const mailsBefore = await mails();
  const stream = share.replace("/l/", "/live/share/");
  const still = await Promise.all([
    listen(world.owner, `/live/list/${world.list}`),
    listen(world.owner, stream),
    listen(world.coOwner, `/live/list/${world.list}`),
  ]);
  const told = await listen(anybody, stream);
  for (const listener of [...still, told]) await listener.heard(1);

  let token = "";
  const acts: [string, () => Promise<unknown>][] = [
    ["reserves", async () => (token = await giver.reserve(share, gifts["Train"]!, person, 1))],
    ["changes", () => giver.done("change_quantity", { token, quantity: "3" })],
    ["reserves the last one", () => giver.reserve(share, gifts["Lamp"]!, person)],
    ["reserves any number", () => giver.reserve(share, gifts["Anything"]!, person, 7)],
    ["purchases a part", () => giver.done("purchase", { token, quantity: "1" })],
    ["purchases", () => giver.done("purchase", { token })],
    ["takes it back", () => giver.done("undo_purchase", { token })],
    ["cancels", () => giver.done("cancel_reservation", { token })],
    ["erases their name", () => giver.done("erase_giver", { token })],
  ];
  for (const [turn, [act, doIt]] of acts.entries()) {
    await doIt();
    if (turn % 3 === 1) expect(await download(world), `the download, after a giver ${act}`).toBe(downloaded);
    const after = await everything(world);
    expect([...after.keys()], `after a giver ${act}`).toEqual([...before.keys()]);
    for (const [what, bytes] of before) expect(after.get(what), `${what}, after a giver ${act}`).toBe(bytes);
  }
  const partnersAfter = await everything(world, world.coOwner);
  for (const [what, bytes] of partners) expect(partnersAfter.get(what), `${what}, for a co-owner`).toBe(bytes);
  await everythingCame();
  expect(await mails(), "mails to the owners").toEqual(mailsBefore);
  // Others saw and heard of it.
  expect(await shown(), "what a giver did").not.toBe(first);
  await told.heard(2);
  expect((await told.said()).status).toBe(200);
  expect(told.events, "the revision at the start, and news").toBeGreaterThan(1);
  for (const listener of still) {
    expect((await listener.said()).status).toBe(200);
    expect(listener.events, "one event, the revision at the start").toBe(1);
  }
  await anybody.close();
  await giver.close();
  await world.coOwner.close();
  await world.owner.close();
});

test("an owner's forms answer the same, whatever givers did", async () => {
  test.setTimeout(120_000);
  const [touched, untouched] = [await makeWorld(), await makeWorld()];
  const giver = await Client.open();
  const token = await giver.reserve(touched.share, touched.gifts["Train"]!, someone("Karl"), 3);
  await giver.reserve(touched.share, touched.gifts["Lamp"]!, someone("Karl"), 1);
  // Whoever knows the id of a promise is answered as if nobody had made it.
  const anybody = await Program.open();
  const { reservationId } = (await anybody.ask("GET", `/lists/reservation/${token}`)).body as { reservationId: string };
  await anybody.close();
  for (const client of [touched.owner, touched.coOwner]) {
    const letGo = async (reservation: string) => {
      const answer = await client.post("let_go", { reservation }, `/lists/${touched.list}/taken`);
      expect(answer.status()).toBe(404);
      return masked(answer.status(), answer.headers(), await answer.text());
    };
    expect(await letGo(reservationId), "let_go").toBe(await letGo(crypto.randomUUID()));
    for (const [action, form] of [["tick_thanks", { tick: "received", on: "on" }], ["send_thanks", { note: "Thank you" }]] as [string, Fields][]) {
      const noted = async (reservation: string) => {
        const answer = await client.post(action, { list: touched.list, reservation, ...form }, "/", { Accept: "application/json" });
        expect(answer.status(), action).toBe(404);
        return masked(answer.status(), answer.headers(), await answer.text());
      };
      expect(await noted(reservationId), action).toBe(await noted(crypto.randomUUID()));
    }
  }
  const acts = ({ list, gifts }: World): [string, Fields][] => [
    ["edit_gift", { list, gift: gifts["Train"]!, name: "Train", wanted: "1" }],
    ["edit_gift", { list, gift: gifts["Lamp"]!, name: "Lamp", wanted: "2", hidden: "on" }],
    ["edit_gift", { list, gift: gifts["Anything"]!, name: "Anything", any_number: "on", section: "Toys", tags: "wood", further_1: "https://other.example/x" }],
    ["move_gift", { list, gift: gifts["Lamp"]!, way: "top" }],
    ["place_gift", { list, gift: gifts["Lamp"]!, after: gifts["Anything"]!, section: "Toys" }],
    ["set_arrived", { list, gift: gifts["Train"]!, received: "on" }],
    ["remove_gift", { list, gift: gifts["Train"]! }],
    ["restore_gift", { list, gift: gifts["Train"]! }],
    ["edit_list", { list, title: "Ida is two", occasion: "birthday" }],
    ["want_one_more", { list, gift: gifts["Lamp"]! }],
    ["remove_cover", { list }],
    ["set_giving", { list, confirm_first: "on", remind: "on" }],
    ["set_passcode", { list, passcode: "seven lambs" }],
    ["remove_passcode", { list }],
    ["delete_list", { list, title: "Ida is two" }],
    ["restore_list", { list }],
  ];
  const names = ({ list, share, gifts, link }: World, text: string): string =>
    [list, share, link, ...Object.values(gifts)].reduce((all, id, index) => all.replaceAll(id, `ID${index}`), text);
  const [first, second] = [acts(touched), acts(untouched)];
  for (const [index, [action, form]] of first.entries()) {
    const one = await touched.owner.post(action, form, `/lists/${touched.list}`);
    const other = await untouched.owner.post(action, second[index]![1], `/lists/${untouched.list}`);
    const bytes = async (world: World, answer: typeof one) => names(world, masked(answer.status(), answer.headers(), await answer.text()));
    expect(await bytes(touched, one), action).toBe(await bytes(untouched, other));
    const pages = await Promise.all([touched, untouched].map(async (world) => {
      const answer = await world.owner.post("owner_list", { list: world.list }, "/", { Accept: "application/json" });
      return names(world, masked(answer.status(), answer.headers(), await answer.text()));
    }));
    expect(pages[0], `the list after ${action}`).toBe(pages[1]);
  }
  await giver.close();
  for (const { owner, coOwner } of [touched, untouched]) await Promise.all([owner.close(), coOwner.close()]);
});
