// Without a network: a word at once, a page that says so, and all is well again by itself (R8.4, R9.5).

import { site } from "../support/forms.ts";
import { KEPT } from "../support/kept.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

test.use({ serviceWorkers: "allow" });

interface Kept {
  caches: number;
  paths: string[];
  page: string;
}

test("a page says that there is no network, and nobody's pages are kept", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const list = await client.makeList({ title: "Kept by nobody" }, [{ name: "Train" }]);
  await client.lend(page.context());
  await visit(page, `/lists/${list}`, js);
  await visit(page, "/account", js);
  const kept = await page.evaluate(async (): Promise<Kept> => {
    await navigator.serviceWorker.ready;
    const names = await caches.keys();
    const open = await Promise.all(names.map((name) => caches.open(name)));
    const requests = await Promise.all(open.map((cache) => cache.keys()));
    const offline = await caches.match("/offline", { ignoreVary: true });
    return {
      caches: names.length,
      paths: requests.flat().map(({ url }) => new URL(url).pathname),
      page: (await offline?.text()) ?? "",
    };
  });
  expect(kept.caches).toBe(1);
  expect(kept.paths).toContain("/offline");
  expect(kept.paths.filter((path) => !KEPT.test(path)), "what is kept besides").toEqual([]);
  for (const hers of [person.email, "Kept by nobody", "/lists"]) expect(kept.page).not.toContain(hers);

  await page.context().setOffline(true);
  const said = page.getByText(words("common.network.offline"));
  await expect(said).toBeVisible();
  await page.goto(`${site()}/lists`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("about.offline.heading"));
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("lists.dashboard.heading"));
  await expect(page.getByRole("main")).toContainText("Kept by nobody");
});

test("a lost network is said at once, and heals without anything lost", async ({ page, js }) => {
  await visit(page, "/contact", js);
  const message = page.locator("[name=message]");
  await message.fill("Half a thought");
  await page.context().setOffline(true);
  const said = page.getByText(words("common.network.offline"));
  await expect(said).toBeVisible();
  await page.getByRole("button", { name: words("contact.submit") }).click();
  await expect(message).toHaveValue("Half a thought");
  await page.context().setOffline(false);
  await expect(said).toBeHidden();
  await expect(message).toHaveValue("Half a thought");
});

// R9.5: nothing that was typed is lost.
test("what is gone to from the page for when there is no network is left alone", async ({ page, js }) => {
  await visit(page, "/offline", js);
  await page.getByRole("banner").getByRole("link").click();
  await expect(page).toHaveURL(`${site()}/`);
  await page.evaluate(() => document.body.setAttribute("data-kept", ""));
  // Longer than until that page looks for the network again.
  await page.waitForTimeout(4000);
  await expect(page.locator("body[data-kept]")).toBeAttached();
});

// R9.3: the focus stays where people left it.
test("whoever closes the word about the network by keyboard is back where they were", async ({ page, js }) => {
  await visit(page, "/contact", js);
  const message = page.locator("[name=message]");
  await message.focus();
  await page.context().setOffline(true);
  const said = page.getByText(words("common.network.offline"));
  await expect(said).toBeVisible();
  await page.getByRole("button", { name: words("common.network.close") }).press("Enter");
  await expect(said).toBeHidden();
  await expect(message).toBeFocused();
  await page.context().setOffline(false);
});
