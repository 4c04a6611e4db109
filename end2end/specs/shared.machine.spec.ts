// The shared page as it is handed out: small, with what previews of links need, and for nobody who searches (R5.1).

import { get } from "node:http";
import { Client, site } from "../support/forms.ts";
import { expect, test } from "../support/test.ts";

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

test("HTML and CSS of a list of 50 gifts are at most 25 KB", async ({ owner }) => {
  const things = ["Wooden train", "Moon lamp", "Stoneware mug", "Linen cloth", "Picture book"];
  const gifts = Array.from({ length: 50 }, (_, n) => ({
    name: `${things[n % 5]} number ${n + 1}`,
    link: `https://shop-${n % 7}.example/things/${n}`,
    price: `${(n * 3.7 + 5).toFixed(2)}`,
    currency: "EUR",
    notes: n % 3 ? "" : "Something like it is fine, in any colour but grey.",
    wanted: String((n % 4) + 1),
  }));
  const list = await owner.makeList({ title: "Fifty", occasion: "wedding", date: "2031-06-14", welcome: "Come." }, gifts);
  const share = await owner.share(list);
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
test("it has what link previews need, and search engines stay out", async ({ owner }) => {
  const list = await owner.makeList({ title: "Preview <&>", occasion: "wedding", for_whom: "Ida" }, [{ name: "Lamp" }]);
  const share = await owner.share(list);
  const giver = await Client.open();
  const answer = await giver.get(share);
  const html = await answer.text();
  expect(html).toContain('property="og:title" content="Preview &lt;&amp;&gt;"');
  expect(html).toContain(`property="og:image" content="${site()}${share}/preview.png"`);
  expect(html).toMatch(/property="og:description" content="[^"]+"/);
  // The header is on every page of a site that is not the real one; this is there too.
  expect(html).toMatch(/<meta[^>]*name="robots"[^>]*content="noindex"/);
  expect(answer.headers()["referrer-policy"]).toBe("same-origin");
  await giver.close();
});
