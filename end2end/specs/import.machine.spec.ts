// What else is sent in the place of a file of gifts: refused in words, or read for what it says (R3.9).

import { Client, site } from "../support/forms.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

/** What the page says that a file led to. */
const said = async (client: Client, path: string): Promise<string> => (await client.get(path)).text();

/** The names of the gifts in the order of the list, from its file. */
async function names(client: Client, list: string): Promise<string[]> {
  const file = (await (await client.get(`/lists/${list}/export.json`)).json()) as { gifts: { name: string }[] };
  return file.gifts.map(({ name }) => name);
}

test("a file is read in whatever encoding it is, and what looks like a formula stays a name", async ({ owner }) => {
  const list = await owner.makeList({ title: "Files" });
  const text = "name;größe\nZug “rot”;Größe L\n";
  const wide = Buffer.from(`\ufeff${text}`, "utf16le");
  const files = {
    "UTF-8": Buffer.from(text),
    "UTF-16, little end first": wide,
    "UTF-16, big end first": Buffer.from(wide).swap16(),
    "of a program on Windows": Buffer.from(text.replace("“", "\x93").replace("”", "\x94"), "latin1"),
  };
  for (const [encoding, bytes] of Object.entries(files)) {
    expect(await said(owner, await owner.sendGifts(list, bytes)), encoding).toContain("Zug “rot”");
  }
  const formulas = ["=HYPERLINK(\"http://evil.example\";\"Lamp\")", "@SUM(1+1)", "+49 441 12", "-1 or more", "＝1", "'=1+1"];
  const cells = formulas.map((formula) => `"${formula.replaceAll('"', '""')}"`);
  const looked = await owner.sendGifts(list, ["name;shop", ...cells].join("\n"));
  expect(await said(owner, looked)).not.toContain("href=\"http://evil.example");
  const added = await owner.addRows(list, looked, formulas.map((_, n) => n + 2));
  expect(added.headers().location).toBe(`/lists/${list}?imported=${formulas.length}`);
  // An apostrophe in front of one is what spreadsheets write to keep it from being one.
  expect(await names(owner, list)).toEqual(formulas.map((formula) => formula.replace(/^'/, "")));
  const table = await (await owner.get(`/lists/${list}/export.csv`)).text();
  for (const row of table.slice(1).trim().split("\r\n")) expect(row).not.toMatch(/^"?[=+\-@＝\t]/);
});

test("too much, and what is no file, changes nothing", async ({ owner }) => {
  const list = await owner.makeList({ title: "Files" }, [{ name: "Lamp" }]);
  const path = `/lists/${list}/import`;
  const rows = Array.from({ length: 10_000 }, (_, n) => `Gift ${n},${n}`);
  const many = await owner.get(await owner.sendGifts(list, ["name,price", ...rows].join("\n")));
  expect(many.status()).toBe(422);
  expect(await many.text()).toContain(words("exchange.problem.too_many", { rows: 10_000, most: 500 }));
  const image = await owner.get(await owner.sendGifts(list, Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")));
  expect(await image.text()).toContain(words("exchange.problem.not_text"));
  const own = { Origin: site(), Referer: site() + path, "Sec-Fetch-Site": "same-origin" };
  const sent = async (body: string | Buffer, headers: Record<string, string>): Promise<number> => {
    const answer = await owner.http.post(path, { data: body, headers: { ...own, ...headers }, maxRedirects: 0, timeout: 20_000 });
    return answer.status();
  };
  const multipart = (boundary: string) => ({ "Content-Type": `multipart/form-data; boundary=${boundary}` });
  for (const [body, headers] of [
    ["name\nLamp", { "Content-Type": "text/csv" }],
    ["{", { "Content-Type": "application/json" }],
    ["--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nname", multipart("x")],
    ["", multipart("")],
    [Buffer.alloc(2 << 20, "x"), multipart("x")],
  ] as const) {
    const status = await sent(body, headers);
    expect(status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
    expect(status, JSON.stringify(headers)).toBeLessThan(500);
  }
  const good = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\nVase\r\n--x--\r\n";
  expect(await sent(good, { ...multipart("x"), Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" })).toBe(403);
  expect(await sent(good, multipart("x"))).toBe(303);
  expect(await names(owner, list)).toEqual(["Lamp"]);
});

test("the same gifts are told, sent many times at once they are added once, and a list is full at 500", async ({ owner }) => {
  const list = await owner.makeList({ title: "Files" }, [{ name: "Lamp" }, { name: "Train", link: "https://tinyoak.example/train" }]);
  const file = "name,link\nLAMP,\nAnother name,http://www.tinyoak.example/train?utm_source=mail\nVase,\nvase,\n";
  const looked = await owner.sendGifts(list, file);
  const page = await said(owner, looked);
  expect(page.split(words("exchange.preview.on_list")), "two are on the list").toHaveLength(3);
  expect(page).toContain(words("exchange.preview.as_row", { row: 4 }));
  const answers = await Promise.all(Array.from({ length: 6 }, () => owner.addRows(list, looked, [4])));
  for (const answer of answers) expect([303, 409, 503], `${answer.status()}`).toContain(answer.status());
  expect(await names(owner, list)).toEqual(["Lamp", "Train", "Vase"]);
  // Another's rows, and rows that were never there.
  const stranger = await Client.open();
  await stranger.signUp("Mallory");
  const own = await stranger.makeList({ title: "Mine" });
  const fresh = await owner.sendGifts(list, "name\nBowl\n");
  expect((await stranger.addRows(own, fresh, [2], { Accept: "application/json" })).status()).toBe(422);
  expect((await owner.addRows(list, fresh, [2, 3])).status()).toBe(422);
  // As many as there is room for: of 500 rows three are too many.
  const rows = Array.from({ length: 500 }, (_, n) => `Gift ${n}`);
  const whole = await owner.sendGifts(list, ["name", ...rows].join("\n"));
  expect(await said(owner, whole)).toContain(words("exchange.preview.full", { room: 497 }));
  const all = rows.map((_, n) => n + 2);
  expect((await owner.addRows(list, whole, all)).status()).toBe(409);
  expect((await owner.addRows(list, whole, all.slice(3))).status()).toBe(303);
  expect(await names(owner, list)).toHaveLength(500);
  expect((await owner.post("add_gift", { list, name: "One more" }, `/lists/${list}/add`)).status()).toBe(409);
  await stranger.close();
});
