// What the shops of the tests sell, and how those behave that are no shops. The names of hosts stand
// in the file `hosts` too.

import type { ServerResponse } from "node:http";
import { createGzip } from "node:zlib";
import { pictureAt } from "./pictures.ts";

export interface Asked {
  host: string;
  path: string;
}

/** A thing in a shop, at an address that only one test knows. */
export interface Thing {
  /** What its page calls it. */
  name: string;
  /** Its page, without anything that tracks. */
  link: string;
  /** The word in its address, by which requests for it are found. */
  slug: string;
}

export const PRICE = { amount: "34.90", currency: "EUR", shown: "€34.90" };
export const BRAND = "Tiny Oak Works";

/** The shop that pays for visitors, and by which parameter of its addresses it knows whose they are. */
export const PAYS = { host: "kindling.example", parameter: "tag", value: "ours-21" };
/** The same as the settings say it. */
export const paying = `
[[affiliate]]
shop = "${PAYS.host}"
parameter = "${PAYS.parameter}"
value = "${PAYS.value}"
`;

/** Words as they stand in an address, and back. */
const slugOf = (name: string): string => name.toLowerCase().replaceAll(" ", "-");
const nameOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll("-", " ");

let count = 0;
function unique(name: string, address: (slug: string) => string): Thing {
  const slug = slugOf(`${name} ${process.pid.toString(36)}${Date.now().toString(36)}${(count += 1)}`);
  return { name: nameOf(slug), link: address(slug), slug };
}

/** A thing whose page tells everything: name, brand, price, currency, picture. */
export const wholeThing = (name: string): Thing => unique(name, (slug) => `http://tinyoak.example/products/${slug}`);
/** A thing whose page has a title and nothing else. */
export const bareThing = (name: string): Thing => unique(name, (slug) => `http://papercrane.example/things/${slug}`);
/** A thing in a shop that pays for visitors. */
export const payingThing = (name: string): Thing => unique(name, (slug) => `http://${PAYS.host}/things/${slug}`);
/** A link that leads to a whole thing. */
export const shortened = (thing: Thing): string => `http://short.example/${thing.slug}`;

/** Addresses by which no page is had, each for another reason. */
export function hopeless(): Record<string, string> {
  const slug = unique("page", () => "").slug;
  return {
    slow: `http://slow.example/${slug}`,
    bomb: `http://bomb.example/${slug}`,
    loop: `http://loop.example/${slug}`,
    gone: `http://gone.example/${slug}`,
    refused: `http://refused.example/${slug}`,
    unknown: `http://nobody-has-this.example/${slug}`,
    "redirect to loopback": `http://inside.example/to-loopback/${slug}`,
    "redirect to a name of loopback": `http://inside.example/to-name/${slug}`,
    "redirect within": `http://inside.example/to-intranet/${slug}`,
    "redirect to metadata": `http://inside.example/to-metadata/${slug}`,
    "redirect to another scheme": `http://inside.example/to-file/${slug}`,
    "name of loopback": `http://within.example/${slug}`,
    "name of metadata": `http://metadata.example/${slug}`,
  };
}

/** A thing whose page is well, and whose picture stands on our own machine. */
export const thingWithPictureInside = (name: string): Thing => unique(name, (slug) => `http://inside.example/products/${slug}`);

const INSIDE: Record<string, string> = {
  "to-loopback": "http://127.0.0.1/",
  "to-name": "http://within.example/",
  "to-intranet": "http://10.0.0.10/",
  "to-metadata": "http://169.254.169.254/latest/meta-data/",
  "to-file": "file:///etc/passwd",
};

function page(response: ServerResponse, head: string, body = ""): void {
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html);
}

function whole(response: ServerResponse, slug: string, picture: string): void {
  const name = nameOf(slug);
  const told = {
    "@context": "https://schema.org/",
    "@type": "Product",
    name,
    image: [picture],
    brand: { "@type": "Brand", name: BRAND },
    offers: { "@type": "Offer", price: PRICE.amount, priceCurrency: PRICE.currency, availability: "http://schema.org/InStock" },
  };
  const head = `<title>${name} – Tiny Oak</title><meta property="og:site_name" content="Tiny Oak"><meta property="og:image" content="${picture}">
<script type="application/ld+json">${JSON.stringify(told)}</script>`;
  page(response, head, `<h1>${name}</h1><p class="price">${PRICE.shown}</p>`);
}

function redirect(response: ServerResponse, to: string, status = 302): void {
  response.writeHead(status, { Location: to }).end();
}

/** One byte a second, and never the last one. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  const dripping = setInterval(() => response.write("<"), 1_000);
  response.on("close", () => clearInterval(dripping));
}

/** Packed zeros without end. */
function bomb(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip" });
  const packed = createGzip({ level: 1 });
  const zeros = Buffer.alloc(1 << 20);
  const feed = (): void => {
    while (!packed.destroyed && packed.write(zeros));
  };
  packed.on("drain", feed);
  packed.pipe(response);
  response.on("close", () => packed.destroy());
  feed();
}

/** Answers for the shops that are named here; says whether there is one. */
export function answerAsShop({ host, path }: Asked, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(`http://${host}${path}`);
  const parts = pathname.split("/").filter(Boolean);
  const slug = parts.at(-1) ?? "";
  switch (host) {
    case "tinyoak.example":
      whole(response, slug, `//cdn.tinyoak.example/${slug}.jpg`);
      return true;
    case "cdn.tinyoak.example": {
      const { type, body } = pictureAt(`http://${host}${path}`);
      response.writeHead(200, { "Content-Type": type }).end(body);
      return true;
    }
    case "papercrane.example":
    case PAYS.host:
      page(response, `<title>${nameOf(slug)}</title>`);
      return true;
    case "short.example":
      redirect(response, `http://tinyoak.example/products/${slug}`, 301);
      return true;
    case "slow.example":
      drip(response);
      return true;
    case "bomb.example":
      bomb(response);
      return true;
    case "loop.example":
      redirect(response, `${pathname}?turn=${Number(searchParams.get("turn") ?? 0) + 1}`);
      return true;
    case "gone.example":
      response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" }).end("<title>Not found</title><h1>Not found</h1>");
      return true;
    case "inside.example":
      if (parts[0] === "products") whole(response, slug, "http://127.0.0.1/picture.png");
      else redirect(response, INSIDE[parts[0] ?? ""] ?? "/");
      return true;
    default:
      return false;
  }
}
