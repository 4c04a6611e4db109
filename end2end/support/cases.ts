// Tables of what a program asks and what it is told, walked from top to bottom. `{name}` stands for
// what an earlier answer was kept as.

import { expect, test } from "./test.ts";
import type { Answer, Program } from "./program.ts";

export interface Case<Who extends string> {
  /** What is tried, in words. */
  says: string;
  as: Who;
  /** Such as `GET /lists/{list}`. */
  ask: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** 200, unless it is said; `"refused"` where any 4xx will do. */
  status?: number | "refused";
  /** What stands in the answer, among other things. */
  told?: unknown;
  /** The words and the word of a refusal. */
  error?: string;
  code?: string;
  /** What must not be there: keys, as in `list.eventDate`. */
  lacks?: string[];
  /** What of the answer is kept, and as what. */
  keep?: Record<string, string>;
}

export type Kept = Record<string, string>;

/** Fills in what was kept. */
function filled(value: unknown, kept: Kept, encode = (text: string) => text): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\{([a-z][A-Za-z0-9]*)\}/g, (_, name: string) => {
      if (kept[name] === undefined) throw new Error(`nothing was kept as ${name}`);
      return encode(kept[name]);
    });
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, kept, encode));
  // Matchers such as expect.any stay what they are.
  if (value && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [filled(key, kept), filled(inner, kept, encode)]));
  }
  return value;
}

const at = (body: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);

/** Walks a table; each case is a step of its own. */
export async function walk<Who extends string>(cases: Case<Who>[], programs: Record<Who, Program>, kept: Kept): Promise<void> {
  for (const { says, as, ask, body, headers, status = 200, told, error, code, lacks = [], keep = {} } of cases) {
    await test.step(`${as}: ${says}`, async () => {
      const [method, template] = ask.split(" ") as [string, string];
      const path = filled(template, kept, encodeURIComponent) as string;
      const sent = typeof body === "string" ? body : filled(body, kept);
      const answer: Answer = await programs[as].ask(method, path, sent, filled(headers ?? {}, kept) as Kept);
      const about = `${says}: ${ask} said ${answer.status} ${answer.text.slice(0, 400)}`;
      if (status === "refused") expect(Math.floor(answer.status / 100), about).toBe(4);
      else expect(answer.status, about).toBe(status);
      if (answer.status >= 400) {
        expect(Object.keys(answer.body ?? {}), about).toEqual(expect.arrayContaining(["error", "code"]));
      }
      if (told !== undefined) expect(answer.body, about).toMatchObject(filled(told, kept) as Record<string, unknown>);
      if (error !== undefined) expect(answer.body.error, about).toBe(filled(error, kept));
      if (code !== undefined) expect(answer.body.code, about).toBe(code);
      for (const key of lacks) expect(at(answer.body, filled(key, kept) as string), `${key} in ${about}`).toBeUndefined();
      for (const [name, key] of Object.entries(keep)) {
        const value = at(answer.body, key);
        expect(value, `${key} in ${about}`).toBeTruthy();
        kept[name] = String(value);
      }
    });
  }
}
