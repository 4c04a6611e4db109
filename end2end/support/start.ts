// Before the first test: the real program on a fresh database on disk, and a real mail catcher.
// After the last: both are ended.

import { startMail } from "./mail.ts";
import { startServer } from "./server.ts";

export default async function start(): Promise<(() => Promise<void>) | void> {
  if (process.env.EWELISTS_URL) return;
  const mail = await startMail();
  const server = await startServer({ smtpPort: mail.smtpPort });
  Object.assign(process.env, {
    EWELISTS_STARTED: "1",
    EWELISTS_URL: server.url,
    EWELISTS_MAIL: mail.url,
    EWELISTS_PID: String(server.pid),
  });
  return async () => {
    await server.stop();
    await mail.stop();
  };
}
