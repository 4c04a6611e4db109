// Words in any script stand beside ours without disturbing them (R9.7).

import type { Page } from "@playwright/test";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";

const TITLE = "عيد ميلاد إيدا 🎁 (2031)";
const GIFT = "مصباح 🏮!";
const GIVER = "كريم 🎈";
const SHOP = "دكان 7";

/** Words in letters that run from right to left, in no element of their own that finds their direction. */
function exposed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const wrong: string[] = [];
    while (texts.nextNode()) {
      const around = texts.currentNode.parentElement!;
      if (!/\p{Script=Arabic}/u.test(texts.currentNode.textContent!) || around.closest("bdi, [dir=auto], script, template, textarea")) continue;
      wrong.push(`${around.tagName}.${around.className}: ${texts.currentNode.textContent}`);
    }
    return wrong;
  });
}

test("a title in Arabic with an emoji leaves the English beside it as it is", async ({ page, js, client, another }) => {
  await client.signUp("Hanna");
  const fields = { title: TITLE, occasion: "wedding", date: "2031-06-14", for_whom: GIVER, welcome: `${TITLE} Welcome.`, delivery: SHOP };
  const list = await client.makeList(fields, [
    { name: GIFT, price: "27", currency: "EUR", shop: SHOP, wanted: "6", notes: `${GIFT} Any.`, colour: SHOP, size: SHOP, tags: "مطبخ", section: "للمطبخ" },
    { name: "Lamp", further_1: "https://ton-und-glut.example/lamp" },
  ]);
  const share = await client.share(list);
  const gift = (await client.gifts(share))[GIFT]!;
  const giver = await Client.open();
  const token = await giver.reserve(share, gift, { ...someone("Karim"), name: GIVER }, 2);
  await giver.done("purchase", { token, quantity: "1" }, `/r/${token}`);
  await client.lend(page.context());
  const theirs = await another();
  await giver.lend(theirs.context());
  const nobody = await another();
  const own = ["", "/taken", "/thanks", "/settings", "/people", "/qr", "/add", "/delete", `/gifts/${gift}`].map((tab) => `/lists/${list}${tab}`);
  const visited = [
    ...["/lists", ...own].map((path) => [page, path] as const),
    ...[share, `${share}?print=1`, `/r/${token}`, `/r/${token}?ask=cancel`].map((path) => [theirs, path] as const),
    [nobody, `${share}/${gift}`] as const,
  ];
  for (const [at, path] of visited) {
    await visit(at, path, js);
    await expect.soft(at.getByRole("main"), path).toContainText(/\p{Script=Arabic}/u);
    expect.soft(await exposed(at), `not isolated on ${path}`).toEqual([]);
  }
  // What is beside it on a line stays in its order: the price before the shop, the number behind the name.
  await visit(theirs, share, js);
  const line = theirs.getByRole("article").filter({ hasText: GIFT });
  const left = async (text: string) => (await line.getByText(text, { exact: true }).first().boundingBox())!.x;
  expect(await left("€27.00")).toBeLessThan(await left(SHOP));
});
