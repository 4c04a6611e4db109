// What every spec starts from: pages that know whether scripts run, people, and a watch over what
// no page may do.

import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { Client, site, type Kept } from "./forms.ts";

/** Where a link to a shop may lead a browser; nothing on these pages asks for anything more. */
const SHOPS = ["http://tinyoak.example", "http://papercrane.example", "http://kindling.example"];

interface Fixtures {
  /** Whether the browser runs scripts. */
  js: boolean;
  /** A client of its own, closed at the end. */
  client: Client;
  /** Hanna's, who has an account and is signed in. She is the same person for all tests of a worker, so that they ask no
   * more of her than to have lists: no mails, no password, and nothing that tells how many lists she has. */
  owner: Client;
  /** Opens a page in another browser, with cookies of its own. */
  another: (options?: Parameters<Browser["newContext"]>[0]) => Promise<Page>;
}

interface Shared {
  /** A browser in which Hanna signed up. */
  session: Kept;
}

export const test = base.extend<Fixtures, Shared>({
  baseURL: async ({}, use) => use(site()),
  js: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  context: async ({ context }, use) => {
    const check = watchOver(context);
    await use(context);
    check();
  },
  client: async ({}, use) => {
    const client = await Client.open();
    await use(client);
    await client.close();
  },
  session: [
    async ({}, use) => {
      const client = await Client.open();
      await client.signUp("Hanna");
      const session = await client.http.storageState();
      await client.close();
      await use(session);
    },
    { scope: "worker" },
  ],
  owner: async ({ session }, use) => {
    const owner = await Client.open({}, site(), session);
    await use(owner);
    await owner.close();
  },
  another: async ({ browser }, use) => {
    const contexts: { context: BrowserContext; check: () => void }[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push({ context, check: watchOver(context) });
      return context.newPage();
    });
    for (const { context, check } of contexts) {
      check();
      await context.close();
    }
  },
});

/** No request leaves the site, no script fails, and nothing breaks the site's own policy (R9.6). The
 * browser itself may be sent to a provider of sign-ins, and to a shop. */
function watchOver(context: BrowserContext): () => void {
  const wrong: string[] = [];
  const providers = process.env.EWELISTS_PROVIDERS?.split(" ") ?? [];
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const goesThere = request.isNavigationRequest() && (providers.includes(origin) || SHOPS.includes(origin));
    if (protocol.startsWith("http") && origin !== site() && !goesThere) wrong.push(`request to ${request.url()}`);
  });
  context.on("weberror", (error) => wrong.push(`script failed: ${error.error().message}`));
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) wrong.push(`console: ${text}`);
  });
  return () => expect(wrong, "what no page may do").toEqual([]);
}

/** Waits until the page is awake, where scripts run. The wasm is fetched once there is nothing better to do, and compiled:
 * on a machine that is busy with something else, either may take long. */
export async function ready(page: Page, js: boolean): Promise<void> {
  if (js) await expect(page.locator("html[data-hydrated]"), "the page is awake").toBeAttached({ timeout: 20_000 });
}

export async function visit(page: Page, path: string, js: boolean): Promise<void> {
  await page.goto(path.startsWith("http") ? path : site() + path);
  await ready(page, js);
}

export { expect };
