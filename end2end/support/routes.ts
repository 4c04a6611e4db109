// The route table, as it stands in the program.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Every path of it, such as `/lists/:list`. */
export function routes(): string[] {
  const table = readFileSync(join(import.meta.dirname, "../../app/src/app.rs"), "utf8");
  return [...table.matchAll(/path!\("([^"]+)"\)/g)].map(([, path]) => path!);
}

/** Which of them answers what is asked for: one that names it goes before one that would take any word. */
export function routeOf(asked: string, among = routes()): string | undefined {
  const parts = asked.replace(/[?#].*/, "").split("/");
  const fits = (route: string) => {
    const its = route.split("/");
    return its.length === parts.length && its.every((part, at) => part === parts[at] || (part.startsWith(":") && parts[at] !== ""));
  };
  const open = (route: string) => route.split(":").length;
  return among.filter(fits).sort((a, b) => open(a) - open(b))[0];
}
