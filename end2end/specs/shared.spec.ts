// The shared page: complete as it comes, small, and alone (R5.1, R9.6).

import { get } from "node:http";
import { SharedPage } from "../pages/shared-page.ts";
import { Client, site } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** How many bytes of a body travel to a browser. */
function served(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(site() + path, { headers: { Accept: "text/html", "Accept-Encoding": "br" } }, (answer) => {
      expect(answer.headers["content-encoding"], path).toBe("br");
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}

test("HTML and CSS of a list of 50 gifts are at most 25 KB", async ({ client }) => {
  await client.signUp("Hanna");
  const things = ["Wooden train", "Moon lamp", "Stoneware mug", "Linen cloth", "Picture book"];
  const gifts = Array.from({ length: 50 }, (_, n) => ({
    name: `${things[n % 5]} number ${n + 1}`,
    link: `https://shop-${n % 7}.example/things/${n}`,
    price: `${(n * 3.7 + 5).toFixed(2)}`,
    currency: "EUR",
    notes: n % 3 ? "" : "Something like it is fine, in any colour but grey.",
    wanted: String((n % 4) + 1),
  }));
  const list = await client.makeList({ title: "Fifty", occasion: "wedding", date: "2031-06-14", welcome: "Come." }, gifts);
  const share = await client.share(list);
  const giver = await Client.open();
  const html = await (await giver.get(share)).text();
  const style = /href="(\/pkg\/[^"]+\.css)"/.exec(html)?.[1];
  const sizes = { html: await served(share), css: await served(style!) };
  test.info().annotations.push({ type: "bytes", description: JSON.stringify(sizes) });
  console.log(`    shared page of 50 gifts: HTML ${sizes.html}, CSS ${sizes.css} bytes`);
  expect(sizes.html + sizes.css).toBeLessThanOrEqual(25_000);
  await giver.close();
});

// R3.7
test("it has what link previews need, and search engines stay out", async ({ client }) => {
  await client.signUp("Hanna");
  const list = await client.makeList({ title: "Preview <&>", occasion: "wedding", for_whom: "Ida" }, [{ name: "Lamp" }]);
  const share = await client.share(list);
  const giver = await Client.open();
  const answer = await giver.get(share);
  const html = await answer.text();
  expect(html).toContain('property="og:title" content="Preview &lt;&amp;&gt;"');
  expect(html).toContain(`property="og:image" content="${site()}${share}/preview.png"`);
  expect(html).toMatch(/property="og:description" content="[^"]+"/);
  expect(`${answer.headers()["x-robots-tag"]} ${html}`).toContain("noindex");
  expect(answer.headers()["referrer-policy"]).toBe("same-origin");
  await giver.close();
});

test("filter and order stand in the address", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  const list = await client.makeList({ title: "Filter", occasion: "wedding" }, [
    { name: "Dear", price: "90", currency: "EUR" },
    { name: "Cheap", price: "9", currency: "EUR" },
    { name: "Gone", price: "50", currency: "EUR" },
    { name: "Wished", price: "20", currency: "EUR", priority: "must" },
  ]);
  const share = await client.share(list);
  const giver = await Client.open();
  await giver.reserve(share, (await client.gifts(share))["Gone"]!, someone("Karl"));
  await giver.close();
  const shared = new SharedPage(page, js);
  await shared.open(share);
  const names = () => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  expect(await names()).toEqual(["Dear", "Cheap", "Gone", "Wished"]);
  await page.getByText(words("giving.shared.filter.available"), { exact: true }).click();
  await page.getByRole("combobox", { name: words("giving.shared.filter.order") }).selectOption("price-up");
  const show = page.getByRole("button", { name: words("giving.shared.filter.submit"), exact: true });
  if (await show.isVisible()) await show.click();
  await expect.poll(names).toEqual(["Cheap", "Wished", "Dear"]);
  await expect(page).toHaveURL(/filter=available/);
  await expect(page).toHaveURL(/sort=price-up/);
  await page.reload();
  expect(await names()).toEqual(["Cheap", "Wished", "Dear"]);
  await visit(page, `${share}?filter=available`, js);
  await page.getByRole("combobox", { name: words("giving.shared.filter.order") }).selectOption(words("giving.shared.filter.most_wished"));
  if (await show.isVisible()) await show.click();
  await expect.poll(names).toEqual(["Wished", "Dear", "Cheap"]);
  await visit(page, `${share}?filter=taken`, js);
  expect(await names()).toEqual(["Gone"]);

  // Of few gifts there is nothing to choose, unless something is chosen already.
  const short = await client.share(await client.makeList({ title: "Short", occasion: "wedding" }, [{ name: "Lamp" }]));
  const form = page.getByRole("form", { name: words("giving.shared.filter.label") });
  await visit(page, short, js);
  await expect(form).toHaveCount(0);
  await visit(page, `${short}?filter=taken`, js);
  await expect(form).toBeVisible();
});

// R5.3
test("an unverified giver holds at most five reservations on a list", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  const names = ["A", "B", "C", "D", "E", "F"];
  const list = await client.makeList({ title: "Many", occasion: "wedding" }, names.map((name) => ({ name })));
  const share = await client.share(list);
  const gifts = await client.gifts(share);
  const giver = await Client.open();
  const person = someone("Karl");
  for (const name of names.slice(0, 5)) await giver.reserve(share, gifts[name]!, person);
  await giver.lend(page.context());
  const shared = new SharedPage(page, js);
  await visit(page, `${share}/${gifts["F"]}`, js);
  await shared.fillReserve(person);
  await shared.submitReserve();
  await expect(page.getByRole("alert").filter({ hasText: words("problems.refused.too_many_unverified") })).toBeVisible();
  await giver.close();
});
