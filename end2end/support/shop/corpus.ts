// The pages of shops that the tests of the crate `shop` read too, served as those shops do.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CORPUS = join(import.meta.dirname, "../../../shop/corpus");

export interface Kept {
  type: string;
  body: Buffer;
}

/** The pages and the pictures that the corpus speaks of, by host and path. */
export interface Corpus {
  pages: Map<string, Kept>;
  pictures: Set<string>;
}

/** Every address in a value of JSON. */
function addressesIn(value: unknown): string[] {
  if (typeof value === "string") return /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value) ? [value] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(addressesIn);
}

/** Host, path and query: what a shop is asked for. */
export function keyOf(address: string): string {
  const { host, pathname, search } = new URL(address);
  return host + pathname + search;
}

/** What the tests ask for and get has no TLS. The length of texts changes, which no page minds. */
export function withoutTls(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1").replaceAll(/https:(\\?\/\\?\/)/g, "http:$1").replaceAll(/https%3A%2F%2F/gi, "http%3A%2F%2F");
  return Buffer.from(text, "latin1");
}

interface About {
  url?: unknown;
  content_type?: unknown;
}

/** Reads a folder of pages, each with a file of JSON beside it that says where it comes from. */
export function readCorpus(folder = CORPUS): Corpus {
  const corpus: Corpus = { pages: new Map(), pictures: new Set() };
  if (!existsSync(folder)) return corpus;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((file) => file.endsWith(".html"))) {
    const beside = join(folder, file.replace(/\.html$/, ".json"));
    if (!existsSync(beside)) continue;
    const about = JSON.parse(readFileSync(beside, "utf8")) as About;
    const { url, content_type: type = "text/html; charset=utf-8", ...rest } = about;
    if (typeof url !== "string" || !URL.canParse(url)) continue;
    corpus.pages.set(keyOf(url), { type: String(type), body: withoutTls(readFileSync(join(folder, file))) });
    for (const address of addressesIn(rest)) corpus.pictures.add(keyOf(address));
  }
  return corpus;
}

/** Links to pages of well-known kinds of shops, as they can be asked for here. */
export function corpusLinks(): string[] {
  const known = readCorpus(join(CORPUS, "known"));
  return [...known.pages.keys()].map((key) => `http://${key}`);
}
