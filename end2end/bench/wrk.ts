// Debian's wrk, and what it says.

import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Requests a second, answered as they should be. */
export async function requestsPerSecond(url: string, options: { connections?: number; seconds?: number; script?: string } = {}): Promise<number> {
  const args = ["-t2", `-c${options.connections ?? 32}`, `-d${options.seconds ?? 5}s`];
  if (options.script) {
    const file = join(mkdtempSync(join(tmpdir(), "wrk-")), "script.lua");
    writeFileSync(file, options.script);
    args.push("-s", file);
  }
  const { stdout } = await run("wrk", [...args, url]);
  const wrong = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1];
  if (wrong) throw new Error(`${wrong} requests to ${url} were refused\n${stdout}`);
  const found = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  if (!found) throw new Error(stdout);
  return Number(found);
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export async function medianOfFive(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) values.push(await measure());
  return median(values);
}

/** How long answers take at a steady rate, whatever the answers before them took: the 99th percentile in ms. */
export async function p99(url: string, perSecond: number, seconds: number): Promise<number> {
  const { Agent, get } = await import("node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const taken: number[] = [];
  const began = performance.now();
  const all: Promise<void>[] = [];
  const count = Math.floor(perSecond * seconds);
  for (let n = 0; n < count; n += 1) {
    const due = began + (n / perSecond) * 1000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(
      new Promise((resolve, reject) => {
        get(url, { agent, headers: { Accept: "text/html" } }, (answer) => {
          answer.resume();
          answer.on("end", () => {
            taken.push(performance.now() - due);
            resolve();
          });
        }).on("error", reject);
      }),
    );
  }
  await Promise.all(all);
  agent.destroy();
  return taken.sort((a, b) => a - b)[Math.floor(taken.length * 0.99)]!;
}
