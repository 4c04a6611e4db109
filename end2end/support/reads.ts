// Everything that a program of an owner can fetch: each GET of the document that describes the API, so
// that a new one can not be forgotten.

import { expect } from "@playwright/test";
import { Client, site } from "./forms.ts";
import { makeToken } from "./program.ts";
import type { Person } from "./people.ts";
import { Listener } from "./streams.ts";
import { around } from "./words.ts";

/** A program of somebody who looks after a list, and what it can name. */
export interface Reader {
  token: string;
  list: string;
  share: string;
  /** By what the gifts of the list are named. */
  gifts: string[];
  /** Where one of them is sold. */
  link: string;
  /** The token of an invitation that waits. */
  join: string;
  /** What is told of everything that happens to the list. */
  webhook: string;
}

/** How an answer is written down. */
type Written = (status: number, headers: Record<string, string>, body: string) => string;

/** A shop that is known to refuse, so that none is asked. */
const REFUSING = "https://www.amazon.co.uk/dp/B01H24LM58";

const bearer = (token: string) => ({ Authorization: `Bearer ${token}`, "Accept-Language": "en" });

/** Makes such a program. What its token did first is written down by then. */
export async function makeReader(client: Client, person: Person, of: Pick<Reader, "list" | "share" | "link" | "join">): Promise<Reader> {
  const token = await makeToken(client);
  await person.mailbox.next(around("mail.token_made.subject"));
  const read = await fetch(`${site()}/api/v1/lists/${of.list}`, { headers: bearer(token) });
  expect(read.status).toBe(200);
  const { order } = (await read.json()) as { order: string[] };
  const events = ["list.created", "gift.added", "reservation.created", "reservation.changed", "reservation.cancelled", "reservation.purchased"];
  const body = JSON.stringify({ url: "https://tinyoak.example/hook", events });
  const made = await fetch(`${site()}/api/v1/webhooks`, { method: "POST", headers: bearer(token), body });
  expect(made.status, await made.clone().text()).toBe(200);
  const { id } = (await made.json()) as { id: string };
  return { token, gifts: order, webhook: id, ...of, share: of.share.replace("/l/", ""), join: of.join.replace("/join/", "") };
}

/** What may stand for a parameter of a path. */
function values(path: string, name: string, { list, share, gifts, link, join, webhook }: Reader): string[] {
  if (name === "productid") return gifts;
  if (name === "token") return [join];
  if (name === "url") return [path.includes("metadata") ? REFUSING : link];
  if (name !== "id") throw new Error(`{${name}} of ${path} is new: say above what an owner puts there`);
  if (/^\/(products|notfound|tools|catalogue)\//.test(path)) return gifts.slice(0, 1);
  if (path.startsWith("/webhooks/")) return [webhook];
  if (/^\/lists\/\{id\}\/(shared|events)$/.test(path)) return [list, share];
  return [list];
}

/** Every path of a template. */
function paths(template: string, reader: Reader): string[] {
  const name = /\{([^}]+)\}/.exec(template)?.[1];
  if (!name) return [template];
  return values(template, name, reader).flatMap((value) => paths(template.replace(`{${name}}`, encodeURIComponent(value)), reader));
}

/** Fetches all of it. */
export async function everyRead(reader: Reader, written: Written): Promise<Map<string, string>> {
  const recorded = new Map<string, string>();
  // Streams are listened to while the rest is fetched.
  const heard: [string, Listener][] = [];
  const document = (await (await fetch(`${site()}/api/v1/openapi.json`)).json()) as { paths: Record<string, { get?: { responses: Record<string, { content?: Record<string, unknown> }> } }> };
  for (const [template, { get }] of Object.entries(document.paths)) {
    if (!get) continue;
    const isStream = "text/event-stream" in (get.responses["200"]?.content ?? {});
    for (const path of paths(template, reader)) {
      const what = `GET /api/v1${path}`;
      if (isStream) heard.push([what, new Listener(`/api/v1${path}`, bearer(reader.token))]);
      else recorded.set(what, await read(path, reader.token, written));
    }
  }
  for (const [what, listener] of heard) {
    const { status, headers, text } = await listener.said();
    recorded.set(what, written(status, headers, text));
  }
  expect(recorded.size, "reads of the API").toBeGreaterThan(20);
  return recorded;
}

async function read(path: string, token: string, written: Written): Promise<string> {
  const answer = await fetch(`${site()}/api/v1${path}`, { headers: bearer(token), redirect: "manual" });
  return written(answer.status, Object.fromEntries(answer.headers), await answer.text());
}
