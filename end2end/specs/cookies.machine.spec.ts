// The page about cookies names every cookie that the program knows (R9.6).

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../support/test.ts";

const root = join(import.meta.dirname, "../..");

/** The names of all cookies, as they stand in the program. */
function cookies(): Set<string> {
  const sources = ["app/src", "server/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".rs") && !file.includes("pages/legal"))
      .map((file) => readFileSync(join(root, folder, file), "utf8")),
  );
  return new Set(sources.flatMap((source) => source.match(/__Host-[a-z]+(-[a-z]+)*/g) ?? []));
}

test("every cookie is named, in every language", async ({ client }) => {
  const names = cookies();
  expect(names.size).toBeGreaterThan(6);
  for (const language of ["en", "de", "fr", "es"]) {
    const page = await (await client.get("/cookies", { "Accept-Language": language })).text();
    for (const name of names) expect(page, `${name} in ${language}`).toContain(name);
  }
});
