// The real program, on a database of its own on disk.

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, until } from "./port.ts";

const root = join(import.meta.dirname, "../..");

export interface Server {
  url: string;
  folder: string;
  pid: number;
  /** Ends it and starts it again on the same data; answers the milliseconds until it was ready. */
  restart(): Promise<number>;
  /** Ends it, does this at the command line on its data, and starts it again. */
  restartAfter(command: string[]): Promise<void>;
  /** Ends it as a deployment would, and answers its exit code. */
  stop(): Promise<number | null>;
}

/** Where cargo puts the program. */
function program(): string {
  const cache = process.env.EWELISTS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "ewelists");
  const target = process.env.CARGO_TARGET_DIR ?? join(cache, "target");
  const found = process.env.EWELISTS_PROGRAM ?? join(target, "debug/ewelists");
  if (!existsSync(found)) throw new Error(`${found} is missing: run scripts/test, or cargo build`);
  return found;
}

/** Limits per network address would count all tests as one visitor. */
const LIMITED = ["SIGN_IN", "SIGN_UP", "CODE", "RESEND_CODE", "RESET", "ELSEWHERE", "ACCOUNT", "RESERVE", "LINKS", "PASSWORD_SCORE", "FIND", "UPLOAD", "CONTACT", "POST", "API_TOKEN", "API_NETWORK", "API_WRONG_TOKEN"];

/** Who owns the sample lists, as the program says. */
export function sampleOwner(): { email: string; password: string } {
  const source = readFileSync(join(root, "server/src/cli/seed.rs"), "utf8");
  const constant = (name: string) => new RegExp(`const ${name}: &str = "([^"]+)"`).exec(source)![1]!;
  return { email: constant("EMAIL"), password: constant("PASSWORD") };
}

/** A control group of 1 GiB and where its limits are read, if this machine lets us make one: the store fits itself to the memory there is. */
function smallMemory(): { group: string; root: string } | undefined {
  for (const [root, limit] of [["/sys/fs/cgroup/memory", "memory.limit_in_bytes"], ["/sys/fs/cgroup", "memory.max"]] as const) {
    if (!existsSync(join(root, "cgroup.procs"))) continue;
    try {
      const group = join(root, `ewelists-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
      mkdirSync(group);
      writeFileSync(join(group, limit), String(1 << 30));
      return { group, root };
    } catch {
      console.log("    no control group of 1 GiB could be made: memory is measured on the whole machine");
    }
  }
  return undefined;
}

export interface Options {
  smtpPort: number;
  /** The port to listen on, where it has to be known before; else any. */
  port?: number;
  /** The settings file, instead of that of the repository. */
  config?: string;
  /** Whether there is a sample account with lists from the start. */
  sample?: boolean;
  variables?: Record<string, string>;
  /** More of them, until it is started again. */
  atFirst?: Record<string, string>;
}

export async function startServer(options: Options): Promise<Server> {
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), "ewelists-"));
  // By this name rather than a number, so that cookies marked Secure are kept without TLS.
  const url = `http://localhost:${port}`;
  const limits = LIMITED.map((row) => [`EWELISTS__LIMITS__${row}__BURST`, "100000000"]);
  // The programs write into it themselves: a reader between would take time of the machine that is measured.
  const log = openSync(join(root, "end2end/.run.log"), "a");
  const variables = {
    EWELISTS__SITE__ENVIRONMENT: "test",
    EWELISTS__SITE__PUBLIC_URL: url,
    EWELISTS__SERVER__LISTEN: `127.0.0.1:${port}`,
    // All tests come from one network address.
    EWELISTS__SERVER__MAX_CONNECTIONS_PER_NETWORK: "2000",
    EWELISTS__SERVER__MAX_STREAMS_PER_NETWORK: "1000",
    EWELISTS__STORE__URL: `rocksdb://${folder}/db?sync=every`,
    EWELISTS__STORE__SECRET_FILE: `${folder}/secret.key`,
    EWELISTS__MAIL__SMTP_URL: `smtp://127.0.0.1:${options.smtpPort}`,
    EWELISTS__MAIL__GIFT_PAUSE: "0",
    // What admins are told of the site stands in no journey; server/tests asks for it.
    EWELISTS__WATCH__MAILS: "false",
    // Programs that are told listen on this machine.
    EWELISTS__WEBHOOKS__PRIVATE: "true",
    EWELISTS__WEBHOOKS__TIMEOUT: "2",
    ...Object.fromEntries(limits),
    ...(options.config && { EWELISTS_CONFIG: options.config }),
    ...options.variables,
  };

  const launch = async (command: string[], more: Record<string, string> = {}): Promise<{ child: ChildProcess; ended: Promise<number | null> }> => {
    const small = process.env.FIGURES ? smallMemory() : undefined;
    // As in a container: the group is all that the program sees of groups.
    const enter = small && `echo $$ > ${small.group}/cgroup.procs && mount --bind ${small.group} ${small.root} && exec "$0" "$@"`;
    const [file, ...before] = enter ? ["unshare", "-m", "/bin/sh", "-c", enter, program()] : [program()];
    const child = spawn(file!, [...before, ...command], {
      cwd: root,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...variables, ...more },
    });
    if (small) child.once("exit", () => rmdirSync(small.group));
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    await until("the server", async () => {
      if (child.exitCode !== null) throw new Error("the server ended at once: see end2end/.run.log");
      return fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok, () => false);
    }, 60);
    return { child, ended };
  };
  const end = async (): Promise<number | null> => {
    running.child.kill("SIGTERM");
    return running.ended;
  };

  const atCommandLine = async (command: string[]): Promise<void> => {
    const child = spawn(program(), command, { cwd: root, stdio: ["ignore", log, log], env: { ...process.env, ...variables } });
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (code !== 0) throw new Error(`ewelists ${command.join(" ")} ended with ${code}: see end2end/.run.log`);
  };

  let running = await launch(options.sample ? ["serve", "--sample"] : ["serve"], options.atFirst);
  return {
    url,
    folder,
    get pid() {
      return running.child.pid!;
    },
    async restart() {
      await end();
      const began = performance.now();
      running = await launch(["serve"]);
      return Math.round(performance.now() - began);
    },
    async restartAfter(command) {
      await end();
      await atCommandLine(command);
      running = await launch(["serve"]);
    },
    async stop() {
      const code = await end();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
