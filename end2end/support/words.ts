// The words of the pages, from the locale files that the pages take them from.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../locales");
type Words = { [key: string]: string | Words };

function load(language: string): Words {
  const files = readdirSync(join(root, language)).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -".json".length),
      JSON.parse(readFileSync(join(root, language, file), "utf8")) as Words,
    ]),
  );
}

export type Language = "en" | "de" | "fr" | "es";
const languages: Record<Language, Words> = { en: load("en"), de: load("de"), fr: load("fr"), es: load("es") };

/** Those that are named in a setting such as `en, fr`. */
export function languagesIn(setting: string): Language[] {
  const named = setting.split(/[\s,]+/).filter(Boolean);
  const unknown = named.filter((name) => !Object.hasOwn(languages, name));
  if (unknown.length > 0) throw new Error(`no words in ${unknown.join(", ")}: there are ${Object.keys(languages).join(", ")}`);
  return named as Language[];
}

/** The text under a key such as `account.sign_up.submit`, with its gaps filled. */
export function words(key: string, gaps: Record<string, string | number> = {}, language: Language = "en"): string {
  const found = key.split(".").reduce<string | Words | undefined>(
    (at, part) => (typeof at === "object" ? at[part] : undefined),
    languages[language],
  );
  if (typeof found !== "string") throw new Error(`no words under ${key} in ${language}`);
  return found.replace(/\{\{ *(\w+) *\}\}/g, (_, gap: string) => {
    const value = gaps[gap];
    if (value === undefined) throw new Error(`${key} needs ${gap}`);
    return String(value);
  });
}

/** Matches the text as a whole, also where it says that the field may stay empty. */
export function label(key: string, language: Language = "en"): RegExp {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^\\s*${escaped(words(key, {}, language))}(\\s*${escaped(words("common.optional", {}, language))})?\\s*$`);
}

/** Matches the words wherever they stand, with any text in their gaps. */
export function around(key: string, language: Language = "en"): RegExp {
  const text = languages[language] && wordsWithGaps(key, language);
  return new RegExp(text.split(/\{\{ *\w+ *\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]+"));
}

function wordsWithGaps(key: string, language: Language): string {
  const gaps = new Proxy({}, { get: (_, name) => `{{ ${String(name)} }}` });
  return words(key, gaps as Record<string, string>, language);
}
