// The people, lists and gifts that are looked at.

import { Client } from "../forms.ts";
import { linkIn } from "../mailbox.ts";
import { admin, someone, unreachable } from "../people.ts";
import { bareThing, hopeless, wholeThing } from "../shop/shelves.ts";
import { expect } from "../test.ts";
import { photo } from "../uploads.ts";
import { around, words } from "../words.ts";

export type Scene = Awaited<ReturnType<typeof makeScene>>;

/** Prepares all of it. */
export async function makeScene() {
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
  // A promise whose mail is refused.
  const astray = await Client.open();
  const unread = await astray.reserve(shared, gifts["Glasses"]!, unreachable("Tilda"));
  await expect
    .poll(async () => (await astray.get(`/r/${unread}`)).text(), { message: "the mail is refused", timeout: 15_000 })
    .toContain(words("giving.mail.refused.heading"));
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

  const ruler = await Client.open();
  await ruler.signIn(admin());
  // Somebody whose account was suspended.
  const seller = await (await Client.open()).signUp("Benno");
  const foundSeller = await (await ruler.get(`/admin/users?search=${encodeURIComponent(seller.email)}`)).text();
  const suspended = /\/admin\/users\/[0-9a-f]{32}/.exec(foundSeller)![0];
  await ruler.done("suspend_user", { person: suspended.slice("/admin/users/".length), why: "Sells things" }, suspended);

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
  // Of what waits now the oldest, and a product that comes with the site.
  const waitingProduct = await firstLink(ruler, "/admin/queue", /\/admin\/queue\/[0-9a-f-]{32,}/);
  const ledge = await firstLink(owner, "/ideas/play-room-ideas", /\/ideas\/add\/[0-9a-f]{32}\?from=play-room-ideas/);
  const journey = gifts["Something for the journey"]!;
  const as = { list: wedding, gift: journey, name: "Something for the journey", any_number: "on", notes: "Trains, mostly.", priority: "nice" };
  expect((await owner.postWith(photo(), "edit_gift", as, `/lists/${wedding}/gifts/${journey}`)).status()).toBe(303);

  return {
    owner, person, giver, wedding, shared, gifts, glasses, mailed, mugs, cancelled, surprise, kept,
    draft, closed, closedShare, blanket, thankful, book, stop, emptyShare, locked, lockedShare,
    removing, vase, withdrawn, carefulShare, lake, waiting, nameless, kettle, preview, fresh,
    partner, used, invited, ruler, suspended, product, train, found, unread, waitingProduct, ledge,
  };
}

/** The first link of this kind on a page. */
async function firstLink(client: Client, page: string, kind: RegExp): Promise<string> {
  const link = kind.exec(await (await client.get(page)).text())?.[0];
  expect(link, `a link ${kind} on ${page}`).toBeTruthy();
  return link!;
}
