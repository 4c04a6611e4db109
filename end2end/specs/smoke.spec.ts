// Against a running site, wherever it is: `make smoke URL=https://example.org`. Who acts there, and what
// of it is left out if nobody is named, stands in support/smoke.ts. What is made is erased again, whatever
// becomes of the test.

import type { BrowserContext } from "@playwright/test";
import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { site } from "../support/forms.ts";
import { Program } from "../support/program.ts";
import * as smoke from "../support/smoke.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** Pages for everybody. */
const PAGES = ["/", "/how-it-works", "/about", "/faq", "/contact", "/terms", "/privacy", "/cookies", "/sign-up", "/sign-in", "/reset", "/ideas", "/offline"];

test("it is up, and says so", async ({ request }) => {
  expect(await (await request.get(`${site()}/healthz`)).text()).toContain("ok");
  const ready = await request.get(`${site()}/readyz`);
  expect(ready.status(), await ready.text()).toBe(200);
  expect(await (await request.get(`${site()}/status.html`)).text()).toContain("Status");
});

test("every page for everybody is there, under its policy", async ({ request }) => {
  for (const path of PAGES) {
    const answer = await request.get(site() + path, { headers: { Accept: "text/html" } });
    expect(answer.status(), path).toBe(200);
    const headers = answer.headers();
    expect(headers["content-type"], path).toContain("text/html");
    expect(headers["content-security-policy"], path).toContain("default-src 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    if (site().startsWith("https:")) expect(headers["strict-transport-security"], path).toBeTruthy();
  }
});

test("what the pages are made of is kept for good", async ({ request }) => {
  const page = await (await request.get(`${site()}/`)).text();
  const files = [...new Set(page.match(/\/pkg\/[\w.-]+\.(?:css|js|wasm)/g))];
  expect(files.map((file) => file.replace(/.*\./, "")).sort()).toEqual(["css", "js", "wasm"]);
  for (const file of files) {
    const answer = await request.get(site() + file);
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()["cache-control"], file).toContain("immutable");
    expect(file, "its name changes with what is in it").toMatch(/\.[\w-]{16,}\./);
  }
  for (const path of ["/icons.svg", "/navigation.js", "/service-worker.js", "/sitemap.xml", "/manifest.webmanifest"]) {
    expect((await request.get(site() + path)).status(), path).toBe(200);
  }
});

test("search engines are let in where it is the real site, and nowhere else", async ({ request }) => {
  const robots = await (await request.get(`${site()}/robots.txt`)).text();
  const page = await request.get(`${site()}/`);
  const isOpen = /^Sitemap: /m.test(robots);
  expect(robots.includes("Disallow: /\n"), robots).toBe(!isOpen);
  expect(page.headers()["x-robots-tag"]?.includes("noindex") ?? false).toBe(!isOpen);
  const environment = smoke.environment();
  if (environment) expect(isOpen, robots).toBe(environment === "production");
});

test("what is not there is 404, and what comes from elsewhere changes nothing", async ({ request }) => {
  for (const path of ["/nothing-here", "/l/unknown", "/r/unknown", "/admin", "/pkg/nothing.js"]) {
    const answer = await request.get(site() + path, { maxRedirects: 0 });
    // Whoever is not signed in is asked to, where there is something for some.
    expect([303, 404], path).toContain(answer.status());
    expect(answer.headers()["content-security-policy"], path).toBeTruthy();
    expect(answer.headers()["cache-control"], path).not.toContain("public");
  }
  for (const path of ["/l/unknown", "/nothing-here"]) expect((await request.get(site() + path)).status(), path).toBe(404);
  const foreign = await request.post(`${site()}/fn/sign_out`, { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" } });
  expect(foreign.status()).toBe(403);
});

test("whoever comes without TLS is sent on", async ({ request }) => {
  const url = new URL(site());
  test.skip(url.protocol !== "https:" || url.port !== "", "it is not at the usual address of a site with TLS");
  const answer = await request.get(`http://${url.host}/faq?a=b`, { maxRedirects: 0 }).catch(() => undefined);
  test.skip(!answer, "nothing answers without TLS");
  expect([301, 308]).toContain(answer!.status());
  expect(answer!.headers().location).toBe(`https://${url.host}/faq?a=b`);
});

test("the first page wakes up and leads on", async ({ page, js }) => {
  await visit(page, "/", js);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("landing.hero.heading"));
  await page.getByRole("main").getByRole("link", { name: words("landing.hero.start") }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("account.sign_up.heading"));
});

test("signing in wrongly is refused in words", async ({ page, js }) => {
  await new AccountPages(page, js).signIn({ email: "nobody@example.org", password: "not a password" });
  await expect(page.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") })).toBeVisible();
});

test("the API describes itself, and refuses strangers in its own way", async () => {
  const program = await Program.open();
  const document = await program.ask("GET", "/openapi.json");
  expect(document.status).toBe(200);
  expect(document.body.openapi).toMatch(/^3\.1/);
  const refused = await program.ask("GET", "/lists");
  expect(refused.status).toBe(401);
  expect(refused.body).toMatchObject({ error: expect.any(String), code: expect.any(String) });
  await program.close();
});

test("a list is made, shared, given to, and erased", async ({ page, js, another }) => {
  test.setTimeout(150_000);
  const owner = await smoke.account();
  test.skip(!owner, "SMOKE_EMAIL and SMOKE_PASSWORD name nobody who could make a list");
  const giver = smoke.giver(owner!);
  const title = `Smoke ${Date.now().toString(36)}`;
  await new AccountPages(page, js).signIn(owner!);
  await expect(page, "no second step is asked for").toHaveURL(/\/lists$/);
  let list: string | undefined;
  try {
    list = await new ListsPage(page, js).make({ title, occasion: "birthday", surprise: false });
    const editor = new EditorPage(page, js);
    await editor.add({ name: "Wooden train", wanted: "3" });
    const share = await editor.share();

    const theirs = await another();
    const shared = new SharedPage(theirs, js);
    const manage = new ManagePage(theirs, js);
    await shared.open(share);
    await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(title);
    await shared.reserve("Wooden train", giver, 2);
    await theirs.getByRole("link", { name: words("giving.gift.change") }).first().click();
    await manage.changeTo(1);
    await manage.buy();
    await editor.open(list, "/taken");
    await expect(page.getByRole("listitem").filter({ hasText: giver.name })).toContainText(words("editor.taken.bought"));
    await manage.undo();
    await manage.cancel();
    await shared.open(share);
    await shared.expectLeft("Wooden train", 3);

    // Once more, to be forgotten.
    await shared.reserve("Wooden train", giver);
    await theirs.getByRole("link", { name: words("giving.gift.change") }).first().click();
    await theirs.getByRole("link", { name: words("givers.erase.link") }).click();
    await manage.button("givers.erase.yes").click();
    await manage.expectNotice("givers.erased.heading");
  } finally {
    if (list) {
      expect.soft(await send(page.context(), "delete_list", { list, title }, `/lists/${list}/delete`)).toBe(303);
      expect.soft(await send(page.context(), "erase_list", { list }, "/lists/bin")).toBe(303);
    }
    await send(page.context(), "sign_out", {}, "/lists");
  }
});

test("a program makes a list, gives to it, and erases it", async () => {
  test.setTimeout(90_000);
  const named = await smoke.token();
  test.skip(!named, "SMOKE_TOKEN names no token");
  const owner = await Program.open(named!.token);
  const guest = await Program.open();
  const address = encodeURIComponent(named!.giver);
  const made = await owner.ask("POST", "/lists", { title: `Smoke ${Date.now().toString(36)}`, description: "", occasion: "Birthday", imageUrl: "" });
  expect(made.status, made.text).toBe(200);
  const { listId: list, shareToken: share } = made.body;
  let manage: string | undefined;
  try {
    const own = await owner.ask("POST", "/notfound", { brand: "Holzkiste", details: "Wooden train", url: `https://holzkiste.example/${list}` });
    expect(own.status, own.text).toBe(200);
    const product = own.body.productId;
    const put = await owner.ask("POST", `/lists/${list}/product/${product}`, { quantity: 2, productType: "notfound" });
    expect(put.status, put.text).toBe(200);
    const reserved = await guest.ask("POST", `/lists/${share}/reserve/${product}/email/${address}`, { name: "Karl", quantity: 1 });
    expect(reserved.status, reserved.text).toBe(200);
    manage = reserved.body.manage_token;
    const bought = await guest.ask("PUT", `/lists/purchase/${manage}/email/${address}`);
    expect(bought.body, bought.text).toMatchObject({ purchased: true });
    const seen = await guest.ask("GET", `/lists/reservation/${manage}`);
    expect(seen.body, seen.text).toMatchObject({ state: "purchased", quantity: 1 });
  } finally {
    if (manage) expect.soft((await guest.ask("DELETE", `/reservations/${manage}/giver`)).status).toBe(200);
    expect.soft((await owner.ask("DELETE", `/lists/${list}`)).status).toBe(200);
    expect.soft((await owner.ask("DELETE", `/bin/${list}`)).status).toBe(200);
    await owner.close();
    await guest.close();
  }
});

/** Sends a form as the browser would; answers the status. */
async function send(context: BrowserContext, action: string, form: Record<string, string>, from: string): Promise<number> {
  const headers = { Accept: "text/html", Origin: site(), Referer: site() + from, "Sec-Fetch-Site": "same-origin" };
  const answer = await context.request.post(`${site()}/fn/${action}`, { form, headers, maxRedirects: 0 });
  return answer.status();
}
