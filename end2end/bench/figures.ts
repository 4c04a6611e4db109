// What the figures of pages and of the API have in common.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, until } from "../support/port.ts";

/** Where the programs are that figures are compared with. */
export const examples = join(process.env.EWELISTS_PROGRAM ?? "", "../examples");

/** Prints one line of the figures. */
export const tell = (line: string): void => console.log(`    ${line}`);

/** Writes these bytes to a file and serves it by a static route for as long as its address is measured. */
export async function fromStaticRoute(file: string, bytes: string | Buffer, measure: (url: string) => Promise<number>): Promise<number> {
  writeFileSync(file, bytes);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const child = spawn(join(examples, "static_page"), [file, `127.0.0.1:${port}`]);
  try {
    await until("the static route", () => fetch(url).then(() => true, () => false));
    return await measure(url);
  } finally {
    child.kill();
  }
}
