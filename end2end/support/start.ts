// Before the first test: the real program on a fresh database on disk, a real mail catcher, providers
// of sign-ins, shops, and some of what was made days ago. After the last: all are ended.

import { Client } from "./forms.ts";
import { startMail } from "./mail.ts";
import { daysAgo, makePast } from "./past.ts";
import { freePort } from "./port.ts";
import { startProviders } from "./providers.ts";
import { startServer, type Server } from "./server.ts";
import { startShop } from "./shop.ts";
import { paying } from "./shop/shelves.ts";

export default async function start(): Promise<(() => Promise<void>) | void> {
  if (process.env.EWELISTS_URL) return;
  // No shop is asked while figures are taken, and so no network of their own is needed for them.
  const shop = process.env.FIGURES ? undefined : await startShop();
  const mail = await startMail();
  const port = await freePort();
  const providers = await startProviders(`http://localhost:${port}`, paying);
  // The figures are those of a program that was started once, today.
  const atFirst = process.env.FIGURES ? {} : daysAgo(3);
  const server = await startServer({ port, smtpPort: mail.smtpPort, config: providers.config, atFirst });
  Object.assign(process.env, {
    EWELISTS_STARTED: "1",
    EWELISTS_URL: server.url,
    EWELISTS_MAIL: mail.url,
    EWELISTS_SMTP_PORT: String(mail.smtpPort),
    EWELISTS_PROVIDERS: providers.origins.join(" "),
    ...(shop && { EWELISTS_SHOP: shop.url }),
  });
  if (!process.env.FIGURES) {
    process.env.EWELISTS_PAST = JSON.stringify(await makePast(server.url));
    process.env.EWELISTS_ADMIN = await makeAdmin(server);
  }
  process.env.EWELISTS_PID = String(server.pid);
  return async () => {
    await server.stop();
    await providers.stop();
    await mail.stop();
    await shop?.stop();
  };
}

/** Makes an account whose person may use the console, and answers its address. From then on it is today. */
async function makeAdmin(server: Server): Promise<string> {
  const client = await Client.open({}, server.url);
  const { email } = await client.signUp("Ada");
  await client.close();
  await server.restartAfter(["admin", "grant", email]);
  return email;
}
