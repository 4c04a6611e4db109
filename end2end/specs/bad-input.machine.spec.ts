// What only other programs send. Everything here is refused with a true status and changes nothing.

import { Client, site, unknownId } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

async function listWithGift(owner: Client): Promise<{ list: string; share: string; gift: string }> {
  const list = await owner.makeList({ title: "Machine", occasion: "wedding" }, [{ name: "Glasses", wanted: "5" }]);
  const share = await owner.share(list);
  return { list, share, gift: (await owner.gifts(share))["Glasses"]! };
}

test("nothing is changed from another origin", async ({ owner }) => {
  const { list, share, gift } = await listWithGift(owner);
  const forms: [string, Record<string, string>][] = [
    ["edit_list", { list, title: "Stolen", occasion: "wedding" }],
    ["add_gift", { list, name: "Stolen" }],
    ["want_one_more", { list, gift }],
    ["remove_gift", { list, gift }],
    ["close_list", { list }],
    ["rotate_share", { list }],
    ["set_surprise", { list, surprise: "keep" }],
    ["sign_out", {}],
    ["sign_up", { name: "x", email: someone("x").email, password: "seven quiet otters hum" }],
    ["sign_in", { email: "x@example.org", password: "x" }],
    ["set_language", { language: "de" }],
    ["reserve", { share: share.slice(3), gift, form_key: "x", name: "x", email: "x@example.org" }],
  ];
  const before = await (await owner.get(share)).text();
  for (const [action, form] of forms) {
    for (const headers of [
      { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
      { Origin: "https://evil.example", "Sec-Fetch-Site": "" },
      { Origin: "null", "Sec-Fetch-Site": "cross-site" },
      { Origin: `${site()}.evil.example`, "Sec-Fetch-Site": "same-site" },
    ]) {
      const answer = await owner.post(action, form, share, headers);
      expect(answer.status(), `${action} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
  expect(unsigned(await (await owner.get(share)).text())).toBe(unsigned(before));
  expect((await owner.get("/lists")).status()).toBe(200);
});

// R2.10: signing out is a POST.
test("forms are never taken by GET", async ({ owner }) => {
  const { list } = await listWithGift(owner);
  for (const action of ["sign_out", "close_list", "rotate_share", "reserve", "shared_list"]) {
    const answer = await owner.get(`/fn/${action}?list=${list}`);
    expect([403, 405], `${action}: ${answer.status()}`).toContain(answer.status());
  }
  expect((await owner.get("/lists")).status()).toBe(200);
});

// R1
test("another owner's list and one that never was answer the same", async ({ owner }) => {
  const { list, gift, share } = await listWithGift(owner);
  const stranger = await Client.open();
  await stranger.signUp("Mallory");
  const own = await stranger.makeList({ title: "Mine" });
  const pages = (id: string, of: string) => [`/lists/${id}`, `/lists/${id}/add`, `/lists/${id}/taken`, `/lists/${id}/settings`, `/lists/${id}/qr`, `/lists/${id}/qr.svg`, `/lists/${id}/people`, `/lists/${id}/gifts/${of}`, `/live/list/${id}`];
  const theirs = pages(list, gift);
  const nobodys = pages(unknownId(), unknownId());
  for (const [index, path] of theirs.entries()) {
    const [real, none] = [await stranger.get(path), await stranger.get(nobodys[index]!)];
    expect(real.status(), path).toBe(404);
    expect(none.status()).toBe(404);
    const hide = async (answer: typeof real) => unsigned((await answer.text()).replaceAll(/[0-9a-f]{32}/g, "ID"));
    expect(await hide(real)).toBe(await hide(none));
  }
  const forms = (id: string, of: string): [string, Record<string, string>][] => [
    ["edit_list", { list: id, title: "Stolen", occasion: "wedding" }],
    ["find_gift", { list: id, text: "https://ton-und-glut.example/mugs" }],
    ["add_gift", { list: id, name: "Stolen" }],
    ["want_one_more", { list: id, gift: of }],
    ["remove_cover", { list: id }],
    ["edit_gift", { list: id, gift: of, name: "Stolen" }],
    ["move_gift", { list: id, gift: of, way: "down" }],
    ["place_gift", { list: id, gift: of, section: "Stolen" }],
    ["set_arrived", { list: id, gift: of, received: "on" }],
    ["remove_gift", { list: id, gift: of }],
    ["restore_gift", { list: id, gift: of }],
    ["share_list", { list: id }],
    ["rotate_share", { list: id }],
    ["close_list", { list: id }],
    ["reopen_list", { list: id }],
    ["set_surprise", { list: id, surprise: "show", confirmed: "on" }],
    ["set_passcode", { list: id, passcode: "seven lambs" }],
    ["remove_passcode", { list: id }],
    ["invite_by_link", { list: id }],
    ["invite_by_mail", { list: id, email: someone("Eve").email }],
    ["remove_co_owner", { list: id, person: unknownId() }],
    ["leave_list", { list: id }],
    ["owner_list", { list: id }],
  ];
  const foreign = forms(list, gift);
  const unknown = forms(unknownId(), unknownId());
  const json = { Accept: "application/json" };
  for (const [index, [action, form]] of foreign.entries()) {
    const [real, none] = [await stranger.post(action, form, "/", json), await stranger.post(action, unknown[index]![1], "/", json)];
    expect(real.status(), action).toBe(404);
    expect(await real.text(), action).toBe(await none.text());
  }
  // A gift of somebody else's, named on a list of one's own.
  for (const action of ["want_one_more", "edit_gift", "remove_gift", "move_gift", "place_gift", "set_arrived", "restore_gift"]) {
    const answer = await stranger.post(action, { list: own, gift, name: "Stolen", way: "top" }, "/", json);
    expect(answer.status(), action).toBe(404);
  }
  expect(Object.keys(await owner.gifts(share))).toEqual(["Glasses"]);
  await stranger.close();
});

// R5.4: the link that the browser gets never confirms. R5.7: unknown.
test("changed and random links open nothing", async ({ owner }) => {
  const { share, gift } = await listWithGift(owner);
  const giver = await Client.open();
  const token = await giver.reserve(share, gift, someone("Karl"));
  const changed = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
  for (const path of [`/r/${changed}`, "/r/x", `/r/${"A".repeat(64)}`, "/l/x", `${share.slice(0, -2)}zz`, `${share}/${unknownId()}`, `/live/share/x`]) {
    expect((await giver.get(path)).status(), path).toBe(404);
  }
  for (const action of ["change_quantity", "purchase", "undo_purchase", "cancel_reservation", "confirm_address"]) {
    const answer = await giver.post(action, { token: changed, quantity: "1" }, "/", { Accept: "application/json" });
    expect(answer.status(), action).toBe(404);
  }
  // The browser's own token never confirms the address.
  const confirm = await giver.post("confirm_address", { token }, "/", { Accept: "application/json" });
  expect(confirm.status()).toBe(404);
  await giver.close();
});

test("a mebibyte is refused, for every form and every field", async ({ owner }) => {
  const { list, share, gift } = await listWithGift(owner);
  const huge = "x".repeat(1024 * 1024);
  for (const [action, form] of [
    ["sign_up", { name: huge, email: "x@example.org", password: "x" }],
    ["sign_in", { email: huge, password: "x" }],
    ["create_list", { title: huge, occasion: "wedding" }],
    ["edit_list", { list, title: huge, occasion: "wedding" }],
    ["add_gift", { list, name: "x", notes: huge }],
    ["reserve", { share: share.slice(3), gift, form_key: "x", name: huge, email: "x@example.org" }],
  ] as [string, Record<string, string>][]) {
    const answer = await owner.post(action, form, share);
    expect(answer.status(), action).toBe(413);
  }
  expect((await owner.get(`/lists/${"x".repeat(100_000)}`)).status()).toBeGreaterThanOrEqual(400);
});

// R2.1, R3.1, R3.4, R4.1, R5.2: the same rules hold on the server.
test("what machines are told about wrong fields", async ({ owner }) => {
  const { list, share, gift } = await listWithGift(owner);
  const json = { Accept: "application/json" };
  const fields = async (action: string, form: Record<string, string>): Promise<string[]> => {
    const answer = await owner.post(action, form, "/", json);
    expect(answer.status(), `${action} ${JSON.stringify(form).slice(0, 200)}`).toBe(422);
    const body = (await answer.json()) as { refused: { rule: { invalid: { fields: { field: string }[] } } } };
    return body.refused.rule.invalid.fields.map(({ field }) => field);
  };
  const long = (n: number) => "ä".repeat(n);
  expect(await fields("sign_up", { name: " \u200b", email: "a b@c", password: "short" })).toEqual(["name", "email", "password"]);
  expect(await fields("sign_up", { name: long(61), email: `${long(300)}@x.org`, password: long(129) })).toEqual(["name", "email", "password"]);
  expect(await fields("create_list", { title: "\u0000\u0007", occasion: "party", date: "2031-02-30", zone: "Mars/Base" })).toEqual(["title", "occasion", "date"]);
  expect(await fields("edit_list", { list, title: "x", occasion: "other", welcome: long(2001), for_whom: long(61), delivery: long(501) })).toEqual(["welcome", "for_whom", "delivery"]);
  for (const wanted of ["0", "-1", "1000", "1e3", "1.5", "NaN", "١"]) {
    expect(await fields("add_gift", { list, name: "x", wanted })).toEqual(["wanted"]);
  }
  for (const link of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"]) {
    expect(await fields("add_gift", { list, name: "x", link })).toEqual(["link"]);
  }
  expect(await fields("add_gift", { list, name: long(201), price: "-1", currency: "EUR", notes: long(501), priority: "urgent", size: long(61) })).toEqual(["name", "price", "notes", "priority", "size"]);
  expect(await fields("add_gift", { list, name: "x", tags: "a,b,c,d,e,f,g,h,i", section: long(41), further_2: "nowhere" })).toEqual(["further_2", "tags", "section"]);
  expect(await fields("place_gift", { list, gift, section: long(41) })).toEqual(["section"]);
  expect(await fields("reserve", { share: share.slice(3), gift, form_key: "k", name: "", email: "nobody", quantity: "0" })).toEqual(["name", "email", "quantity"]);
  expect(await fields("confirm_code", { code: "123456" })).toEqual(["code"]);
});

// R5.2
test("the same form sent twice at once makes one", async ({ owner }) => {
  const { share, gift } = await listWithGift(owner);
  const giver = await Client.open();
  await giver.post("sign_in", { email: "x@example.org", password: "x" });
  const form = { share: share.slice(3), gift, form_key: "the-same", name: "Karl", email: someone("Karl").email, quantity: "2" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => giver.post("reserve", form, share)));
  const places = new Set(answers.map((answer) => `${answer.status()} ${answer.headers().location}`));
  expect([...places]).toHaveLength(1);
  expect(answers[0]!.status()).toBe(303);
  const { gifts } = (await (await owner.post("shared_list", { share: share.slice(3) }, share, { Accept: "application/json" })).json()) as { gifts: { left: unknown }[] };
  expect(gifts).toHaveLength(1);
  const seen = (await (await giver.post("shared_list", { share: share.slice(3) }, share, { Accept: "application/json" })).json()) as { gifts: { left: { count: number } }[] };
  expect(seen.gifts[0]!.left).toEqual({ count: 3 });
  await giver.close();
});

// R1
test("what needs an account asks for it, as a page and as a machine", async () => {
  const nobody = await Client.open();
  const lists = ["/add", "/lists", "/lists/new", `/lists/${unknownId()}/add`, `/lists/${unknownId()}`, `/lists/${unknownId()}/settings`, `/lists/${unknownId()}/qr`, `/lists/${unknownId()}/taken`];
  const account = ["", "/email", "/password", "/ways", "/two-step", "/data", "/data.json", "/delete"].map((page) => `/account${page}`);
  for (const path of [...lists, ...account, "/giving"]) {
    const answer = await nobody.get(path);
    expect(answer.status(), path).toBe(303);
    expect(answer.headers().location).toMatch(/^\/sign-in\?next=|^\/sign-in$/);
  }
  for (const [action, form] of [
    ["create_list", { title: "x", occasion: "wedding" }],
    ["find_gift", { list: unknownId(), text: "https://ton-und-glut.example/mugs" }],
    ["add_gift", { list: unknownId(), name: "x" }],
    ["close_list", { list: unknownId() }],
    ["set_passcode", { list: unknownId(), passcode: "seven lambs" }],
    ["owner_list", { list: unknownId() }],
    ["rename", { name: "x" }],
    ["change_password", { current: "x", password: "seven quiet otters hum" }],
    ["ask_email_change", { email: "x@example.org" }],
    ["confirm_email_change", { code: "123456" }],
    ["drop_email_change", {}],
    ["unlink", { identity: "x" }],
    ["end_session", { session: "x" }],
    ["end_other_sessions", {}],
    ["turn_on_second_step", { code: "123456" }],
    ["renew_recovery_codes", {}],
    ["turn_off_second_step", {}],
    ["delete_account", { email: "x@example.org" }],
    ["sign_in_again", { password: "x" }],
  ] as [string, Record<string, string>][]) {
    const answer = await nobody.post(action, form, "/", { Accept: "application/json" });
    expect(answer.status(), action).toBe(401);
  }
  await nobody.close();
});

test("headers on every answer, errors and files included", async ({ owner }) => {
  for (const path of ["/", "/sign-in", "/lists", "/nothing-here", "/l/x", "/favicon.svg", "/icons.svg", "/navigation.js", "/fn/nothing", "/healthz"]) {
    const headers = (await owner.get(path)).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["content-security-policy"], path).toBeTruthy();
    expect(headers["x-frame-options"] ?? headers["content-security-policy"], path).toMatch(/DENY|frame-ancestors 'none'/);
  }
  expect((await owner.get("/lists")).headers()["cache-control"]).toContain("no-store");
  const page = await (await owner.get("/")).text();
  const assets = [...page.matchAll(/"(\/pkg\/[^"]+)"/g)].map(([, path]) => path!);
  expect(assets.length).toBeGreaterThan(1);
  for (const path of assets) {
    const answer = await owner.get(path, { "Accept-Encoding": "br" });
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()["cache-control"], path).toContain("immutable");
  }
});

/** A page without what is new in every rendering. */
function unsigned(page: string): string {
  return page.replaceAll(/(nonce|crossorigin)="[^"]*"/g, "").replaceAll(/name="form_key" value="[^"]*"/g, "");
}
