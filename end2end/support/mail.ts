// A real SMTP server that keeps what it is handed, for tests to read.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { freePort, until } from "./port.ts";

export interface MailServer {
  smtpPort: number;
  url: string;
  stop(): Promise<void>;
}

export async function startMail(): Promise<MailServer> {
  const smtpPort = await freePort();
  const webPort = await freePort();
  const program = join(import.meta.dirname, "../node_modules/maildev/dist/bin/maildev.js");
  const options = ["--smtp", smtpPort, "--ip", "127.0.0.1", "--web", webPort, "--web-ip", "127.0.0.1", "--silent"];
  const child = spawn(process.execPath, [program, ...options.map(String)], { stdio: "inherit" });
  const url = `http://127.0.0.1:${webPort}`;
  const answers = () => fetch(`${url}/api/email`).then((answer) => answer.ok, () => false);
  await until("the mail catcher", answers);
  return {
    smtpPort,
    url,
    async stop() {
      child.kill();
    },
  };
}
