// What comes of links and pictures that mean harm, and what machines see of ours: uploads, pictures,
// the way to the shop (R4.2, R4.3, R6.3 to R6.5).

import type { APIResponse } from "@playwright/test";
import { Client, site, unknownId, type Fields, type Picture } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { askedFor, ledInside } from "../support/shop.ts";
import { corpusLinks } from "../support/shop/corpus.ts";
import { hopeless, shortened, thingWithPictureInside, wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";
import { CAMERA, drawing, photo, refused, tooBig } from "../support/uploads.ts";

const PICTURE = /\/pictures\/[0-9a-f]{64}-(320|640|1280)\.webp/;

/** The value of a field in a page. */
function valueOf(page: string, name: string): string {
  const field = new RegExp(`<input[^>]*\\bname="${name}"[^>]*>`).exec(page)?.[0] ?? "";
  return /\bvalue="([^"]*)"/.exec(field)?.[1]?.replaceAll("&amp;", "&") ?? "";
}

/** Browsers are led back to the page of the form, with the reason, or shown it; machines are told a status. */
function expectRefused(answer: APIResponse, what: string): void {
  if (answer.status() === 303) expect(answer.headers().location, what).toMatch(/[?&]picture=(not_a_picture|too_big|too_small|missing)/);
  else expect([413, 422], what).toContain(answer.status());
}

async function newList(owner: Client, gifts: Fields[] = []): Promise<string> {
  return owner.makeList({ title: "Machine", occasion: "wedding" }, gifts);
}

// R6.3: it fails in the same words whatever it was.
test("whatever is wrong with a page, the words are the same, in time, and nobody is led inside", async ({ owner }) => {
  test.setTimeout(180_000);
  const list = await newList(owner);
  const look = async ([what, link]: [string, string]): Promise<[string, string]> => {
    const began = Date.now();
    const path = await owner.find(list, link);
    expect(Date.now() - began, `milliseconds for ${what}`).toBeLessThan(12_000);
    const page = await (await owner.get(path)).text();
    expect(valueOf(page, "link"), what).toBe(link);
    expect(valueOf(page, "name"), what).toBe("");
    const host = new URL(link).hostname;
    const same = page
      .replaceAll(/(nonce|crossorigin)="[^"]*"/g, "")
      .replaceAll(/name="form_key" value="[^"]*"/g, "")
      .replaceAll(link, "LINK")
      .replaceAll(encodeURIComponent(link), "LINK")
      .replaceAll(host, "HOST")
      .replaceAll(path.replace(/.*found=/, ""), "TICKET");
    return [what, same];
  };
  const pages: [string, string][] = [];
  for (const each of Object.entries(hopeless())) pages.push(await look(each));
  const [, first] = pages[0]!;
  for (const [what, page] of pages) expect(page, what).toBe(first);
  expect(await ledInside(), "connections to where nobody may be led").toBe(0);
});

test("a picture that stands inside is not fetched, and the rest of the page is read", async ({ owner }) => {
  const list = await newList(owner);
  const thing = thingWithPictureInside("Crib mobile");
  const page = await (await owner.get(await owner.find(list, thing.link))).text();
  expect(valueOf(page, "name")).toBe(thing.name);
  expect(valueOf(page, "picture")).toBe("");
  expect(page).not.toContain("127.0.0.1/picture");
  expect(await ledInside()).toBe(0);
});

test("a shop is asked with nothing of the person, and a short link is followed", async ({ owner }) => {
  const list = await newList(owner);
  const thing = wholeThing("Stacking cups");
  const page = await (await owner.get(await owner.find(list, shortened(thing)))).text();
  expect(valueOf(page, "name")).toBe(thing.name);
  expect(valueOf(page, "link")).toBe(thing.link);
  expect(valueOf(page, "picture")).toMatch(/^[0-9a-f]{64}$/);
  const asked = await askedFor(thing.slug);
  expect(asked.map(({ method, host }) => `${method} ${host}`)).toEqual(["GET short.example", "GET tinyoak.example", "GET cdn.tinyoak.example"]);
  for (const { host, headers } of asked) {
    for (const name of ["cookie", "referer", "authorization", "origin", "x-forwarded-for", "forwarded"]) {
      expect(headers[name], `${name} to ${host}`).toBeUndefined();
    }
    expect(headers["user-agent"], host).toBeTruthy();
    const { "user-agent": program, ...others } = headers;
    expect(program, "who asks, honestly").toMatch(/^ewelists\/\S+ \(\+http/);
    expect(JSON.stringify(others), host).not.toContain(new URL(site()).host);
  }
});

test("pages of real shops fill the form", async ({ owner }) => {
  test.setTimeout(120_000);
  const list = await newList(owner);
  const links = corpusLinks().slice(0, 6);
  expect(links.length, "pages of the corpus that can be asked for without TLS").toBeGreaterThan(2);
  for (const link of links) {
    const page = await (await owner.get(await owner.find(list, link))).text();
    expect(valueOf(page, "name"), link).not.toBe("");
  }
});

test("what was found is shown to who looked for it, on their list, and to nobody else", async ({ owner }) => {
  const list = await newList(owner);
  const other = await owner.makeList({ title: "Other" });
  const thing = wholeThing("Secret wish");
  const path = await owner.find(list, thing.link);
  const stranger = await Client.open();
  await stranger.signUp("Mallory");
  const theirs = await stranger.makeList({ title: "Theirs" });
  const ticket = path.replace(/.*found=/, "");
  for (const [who, at] of [[stranger, theirs], [owner, other]] as const) {
    const answer = await who.get(`/lists/${at}/add?found=${ticket}`);
    expect(answer.status()).toBeLessThan(500);
    expect(await answer.text()).not.toContain(thing.name);
  }
  expect((await stranger.get(path)).status()).toBe(404);
  const json = { Accept: "application/json" };
  expect((await stranger.post("find_gift", { list, text: thing.link }, "/", json)).status()).toBe(404);
  const nobody = await Client.open();
  expect((await nobody.post("find_gift", { list, text: thing.link }, "/", json)).status()).toBe(401);
  const before = await askedFor("foreign-form");
  const foreign = await owner.post("find_gift", { list, text: "http://tinyoak.example/products/foreign-form" }, "/", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" });
  expect(foreign.status()).toBe(403);
  expect(await askedFor("foreign-form")).toEqual(before);
  await stranger.close();
  await nobody.close();
});

// R6.5: one redirect that admits only the gift's own link.
test("the way to the shop leads to the gift's own link and nowhere else", async ({ owner }) => {
  const link = "https://ton-und-glut.example/mugs?colour=sand";
  const list = await newList(owner, [{ name: "Mugs", link, wanted: "2" }, { name: "No link" }]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  await owner.done("add_gift", { list, name: "Hidden", link: "https://secret.example/a", hidden: "on" });
  const giver = await Client.open();
  const token = await giver.reserve(share, gifts["Mugs"]!, someone("Karl"));
  const ways: [Client, string][] = [
    [giver, `${share}/${gifts["Mugs"]}/shop`],
    [giver, `${share}/${gifts["Mugs"]}/shop?url=https://evil.example/&to=https://evil.example/`],
    [giver, `/r/${token}/shop`],
    [owner, `/lists/${list}/gifts/${gifts["Mugs"]}/shop`],
  ];
  for (const [who, path] of ways) {
    const answer = await who.get(path);
    expect(answer.status(), path).toBe(302);
    expect(answer.headers().location, path).toBe(link);
    expect(answer.headers()["referrer-policy"], path).toMatch(/^(no-referrer|same-origin)$/);
    expect(answer.headers()["cache-control"], path).toContain("no-store");
    expect(answer.headers()["x-robots-tag"], path).toContain("noindex");
  }
  const editor = await (await owner.get(`/lists/${list}`)).text();
  const hidden = [...editor.matchAll(/id="gift-([0-9a-f-]{32,36})"/g)].map(([, id]) => id!).find((id) => !Object.values(gifts).includes(id))!;
  const nowhere: [Client, string][] = [
    [giver, `${share}/${gifts["No link"]}/shop`],
    [giver, `${share}/${hidden}/shop`],
    [giver, `${share}/${unknownId()}/shop`],
    [giver, `/l/unknown/${gifts["Mugs"]}/shop`],
    [giver, "/r/unknown/shop"],
    [owner, `/lists/${list}/gifts/${unknownId()}/shop`],
  ];
  for (const [who, path] of nowhere) {
    const answer = await who.get(path);
    expect(answer.status(), path).toBe(404);
    expect(answer.headers().location, path).toBeUndefined();
  }
  const stranger = await Client.open();
  expect((await stranger.get(`/lists/${list}/gifts/${gifts["Mugs"]}/shop`)).headers().location).not.toBe(link);
  await stranger.signUp("Mallory");
  expect((await stranger.get(`/lists/${list}/gifts/${gifts["Mugs"]}/shop`)).status()).toBe(404);
  await stranger.close();
  await giver.close();
});

// R3.2, R6.4
test("an uploaded picture is made anew, in three widths, and kept by everybody", async ({ owner }) => {
  const list = await newList(owner, [{ name: "Vase" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Vase"]!;
  const of = `/lists/${list}/gifts/${gift}`;
  for (const [from, answer] of [
    [of, await owner.postWith(photo(), "edit_gift", { list, gift, name: "Vase" }, of)],
    [`/lists/${list}/settings`, await owner.upload(`/lists/${list}/cover`, drawing())],
  ] as const) {
    expect(answer.status(), `${from}: ${(await answer.text()).slice(0, 300)}`).toBe(303);
    const page = await (await owner.get(from)).text();
    const shown = PICTURE.exec(page)?.[0];
    expect(shown, from).toBeTruthy();
    for (const width of [320, 640, 1280]) {
      const picture = await owner.get(shown!.replace(/-\d+\.webp/, `-${width}.webp`), { Accept: "image/*" });
      expect(picture.status(), String(width)).toBe(200);
      expect(picture.headers()["content-type"]).toBe("image/webp");
      expect(picture.headers()["cache-control"]).toContain("immutable");
      expect(picture.headers()["x-content-type-options"]).toBe("nosniff");
      const bytes = await picture.body();
      expect(bytes.subarray(0, 4).toString("latin1") + bytes.subarray(8, 12).toString("latin1")).toBe("RIFFWEBP");
      expect(bytes.includes(CAMERA), "where it was taken").toBe(false);
    }
    for (const wrong of [`/pictures/${"0".repeat(64)}-320.webp`, shown!.replace(/-\d+\.webp/, "-319.webp"), shown!.replace(/-\d+\.webp/, "-320.jpg"), "/pictures/../secret.key"]) {
      expect((await owner.get(wrong)).status(), wrong).toBe(404);
    }
  }
});

test("what is no picture is refused, and so is whoever may not", async ({ owner }) => {
  test.setTimeout(60_000);
  const list = await newList(owner, [{ name: "Vase" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Vase"]!;
  type Send = (as: Client, file: Picture, headers?: Record<string, string>) => Promise<APIResponse>;
  const cover = (of: string): Send => (as, file, headers) => as.upload(`/lists/${of}/cover`, file, `/lists/${of}/settings`, headers);
  const along = (of: string): Send => (as, file, headers) => as.postWith(file, "edit_gift", { list: of, gift, name: "Vase" }, `/lists/${of}/gifts/${gift}`, headers);
  for (const send of [cover(list), along(list)]) {
    for (const [what, file] of Object.entries(refused())) expectRefused(await send(owner, file), what);
    expectRefused(await send(owner, tooBig()), "too big");
    const foreign = await send(owner, photo(), { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" });
    expect(foreign.status()).toBe(403);
  }
  const stranger = await Client.open();
  for (const send of [cover(list), along(list)]) {
    const answer = await send(stranger, photo());
    expect([303, 401]).toContain(answer.status());
    if (answer.status() === 303) expect(answer.headers().location).toMatch(/^\/sign-in/);
  }
  await stranger.signUp("Mallory");
  const own = await stranger.makeList({ title: "Own" });
  const json = { Accept: "application/json" };
  for (const send of [cover(list), along(list), along(own), cover(unknownId())]) {
    expect((await send(stranger, photo(), json)).status()).toBe(404);
  }
  expect(await (await owner.get(share)).text()).not.toMatch(PICTURE);
  await stranger.close();
});
