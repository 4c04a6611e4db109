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

/** A script by which connections pause between their requests, so that all together ask about so often. */
function steady(perSecond: number, connections: number, script: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "wrk-")), "steady.lua");
  const pause = Math.round((connections / perSecond) * 1000);
  writeFileSync(file, `${script}\nfunction delay() return ${pause} end\n`);
  return file;
}

/** How long answers take at about this rate: the 99th percentile in ms. */
export async function p99(url: string, perSecond: number, seconds: number, script = ""): Promise<number> {
  const connections = Math.max(8, Math.min(128, Math.round(perSecond / 8)));
  const file = steady(perSecond, connections, script);
  const { stdout } = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-s", file, url]);
  const found = /\b99%\s+([\d.]+)(us|ms|s)\b/.exec(stdout);
  if (!found || /Non-2xx/.test(stdout)) throw new Error(stdout);
  return Number(found[1]) * { us: 0.001, ms: 1, s: 1000 }[found[2] as "us" | "ms" | "s"];
}

/** Asks about so often, whatever is answered; answers how many answers a second came. */
export async function offer(url: string, perSecond: number, seconds: number, script: string): Promise<number> {
  const connections = 100;
  const file = steady(perSecond, connections, script);
  const { stdout } = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", file, url]);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}
