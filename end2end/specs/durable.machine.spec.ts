// What was answered with success is on the disk: between a request that changes something and its
// answer the program has synced its database at least once.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Client } from "../support/forms.ts";
import { freePort, until } from "../support/port.ts";
import { sampleOwner, startServer } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

const TIMES = 20;

/** When each sync of a running program ended, in seconds since 1970. */
async function watchSyncs(pid: number, file: string): Promise<{ stop(): Promise<number[]> }> {
  const strace = spawn("strace", ["-f", "-ttt", "-e", "trace=fsync,fdatasync", "-o", file, "-p", String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  strace.stderr.on("data", (text) => (said += text));
  await until("strace", () => /attached/.test(said));
  return {
    async stop() {
      const ended = new Promise((resolve) => strace.once("exit", resolve));
      strace.kill("SIGINT");
      await ended;
      const lines = readFileSync(file, "utf8").split("\n");
      // A call that another thread interrupted is told in two lines, of which the second ends it.
      return lines.filter((line) => /(fsync|fdatasync).* = 0$/.test(line)).map((line) => Number(line.split(/\s+/)[1]));
    },
  };
}

test("nothing is answered with success before it is on the disk", async () => {
  test.setTimeout(120_000);
  // A server of its own, on which nothing else happens; its mails go nowhere, and no products come with it.
  const variables = { EWELISTS__IDEAS__CATALOGUE: "false" };
  const server = await startServer({ smtpPort: await freePort(), sample: true, variables });
  const owner = await Client.open({}, server.url);
  await owner.done("sign_in", sampleOwner(), "/sign-in");
  const list = await owner.makeList({ title: "Durable", occasion: "wedding" });

  const watch = await watchSyncs(server.pid, test.info().outputPath("syncs.txt"));
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const during = async (act: () => Promise<unknown>): Promise<[number, number]> => {
    const began = now();
    await act();
    return [began, now()];
  };
  const writes: [number, number][] = [];
  const reads: [number, number][] = [];
  for (let turn = 0; turn < TIMES; turn += 1) {
    writes.push(await during(() => owner.done("add_gift", { list, name: `Gift ${turn}` })));
    reads.push(await during(() => owner.get("/lists")));
  }
  const syncs = await watch.stop();
  await owner.close();
  await server.stop();

  const synced = ([began, ended]: [number, number]) => syncs.some((at) => began <= at && at <= ended);
  expect(writes.filter(synced)).toHaveLength(TIMES);
  // Proof that this tells one from the other: what only reads has no sync of its own.
  expect(reads.filter(synced).length).toBeLessThan(TIMES / 2);
});
