// What installed apps and search engines ask for: small, there, and of nobody (R8.3, R8.4).

import { get } from "node:http";
import { Client, site } from "../support/forms.ts";
import { KEPT } from "../support/kept.ts";
import { expect, test } from "../support/test.ts";

/** All of it, as it goes over the wire. */
const MOST_BYTES = 400_000;

/** How many bytes an answer has, compressed as a browser asks for it. */
function transferred(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { Accept: "text/html,*/*", "Accept-Encoding": "br" };
    const asked = get(site() + path, { headers }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${path} answers ${answer.statusCode}`));
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("end", () => resolve(bytes));
    });
    asked.on("error", reject);
  });
}

test("what browsers keep is little, and no page of anybody", async ({ client }) => {
  const answer = await client.get("/service-worker.js");
  expect(answer.headers()["cache-control"]).toBe("no-cache");
  const files = JSON.parse(/const FILES = (\[.*\]);/.exec(await answer.text())![1]!) as string[];
  for (const ending of [".css", ".js", ".wasm", ".woff2"]) {
    expect(files.some((file) => file.endsWith(ending)), `a file that ends in ${ending}`).toBe(true);
  }
  let bytes = 0;
  for (const path of ["/offline", ...files]) {
    expect(path).toMatch(KEPT);
    bytes += await transferred(path);
  }
  test.info().annotations.push({ type: "bytes kept for when there is no network", description: String(bytes) });
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  const page = await client.get("/offline");
  expect(page.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie")).toEqual([]);
});

test("whatever the manifest names is there", async ({ client }) => {
  await client.signUp("Hanna");
  const page = await (await client.get("/lists")).text();
  const path = /<link[^>]*href="(\/manifest\.webmanifest[^"]*)"/.exec(page)![1]!;
  const manifest = (await (await client.get(path)).json()) as {
    start_url: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
    shortcuts: { url: string }[];
    share_target: { action: string };
  };
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await client.get(src);
    expect([icon.status(), icon.headers()["content-type"]], src).toEqual([200, type]);
    if (type !== "image/png") continue;
    const bytes = await icon.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
  }
  expect(new Set(manifest.icons.map(({ purpose }) => purpose))).toEqual(new Set(["any", "maskable"]));
  for (const url of [manifest.start_url, manifest.share_target.action, ...manifest.shortcuts.map(({ url }) => url)]) {
    expect((await client.get(url)).status(), url).toBe(200);
  }
  expect((await client.get("/apple-touch-icon.png")).status()).toBe(200);
});

test("every page that the sitemap names is there", async () => {
  const visitor = await Client.open();
  const map = await (await visitor.get("/sitemap.xml")).text();
  const places = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, place]) => place!);
  expect(places.length).toBeGreaterThan(8);
  for (const place of places) {
    expect(place.startsWith(site())).toBe(true);
    expect((await visitor.get(place)).status(), place).toBe(200);
  }
  await visitor.close();
});
