// From page to page without loading all anew: nothing flashes, and focus and scroll are where one expects them (R9.2, R9.3).

import type { Page } from "@playwright/test";
import { Upload } from "../pages/upload.ts";
import { site } from "../support/forms.ts";
import { expect, ready, test, visit } from "../support/test.ts";
import { photo } from "../support/uploads.ts";
import { words } from "../support/words.ts";

/** A link in the foot of the page. */
const more = (page: Page, key: string) => page.getByRole("contentinfo").getByRole("link", { name: words(`common.shell.${key}`), exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY));

/** Scrolls by the wheel, and waits until it has come to rest and is noted. */
async function scrollBy(page: Page, pixels: number): Promise<void> {
  // A page that has just come lands once more with the next frame.
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
  await page.mouse.wheel(0, pixels);
  await expect.poll(() => page.evaluate(() => (history.state as { y?: number } | null)?.y)).toBe(pixels);
}

/** Notes for every way that the browser draws what has the focus when the new page is first seen. */
async function noteDrawn(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    const start = document.startViewTransition.bind(document);
    document.startViewTransition = (change) => {
      const passing = start(change);
      void passing.updateCallbackDone.then(() => drawn.push(document.activeElement?.tagName ?? ""));
      return passing;
    };
    Object.assign(window, { drawn });
  });
  return () => page.evaluate(() => (window as unknown as { drawn: string[] }).drawn);
}

test("the way to the next page is drawn, with focus and scroll in place at once", async ({ page, js }) => {
  const drawn = await noteDrawn(page);
  await visit(page, "/", js);
  const before = await heading(page).textContent();
  // By keyboard, while the page still glides to what has the focus.
  await more(page, "about").press("Enter");
  await expect(heading(page)).not.toHaveText(before!);
  await expect(heading(page)).toBeFocused();
  expect(await drawn()).toEqual(["H1"]);
  await expect.poll(() => scrolled(page)).toBe(0);
  // Who wants less motion has the page at once.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await more(page, "questions").click();
  await expect(page).toHaveURL(/\/faq$/);
  await expect(heading(page)).toBeFocused();
  expect(await drawn()).toHaveLength(1);
});

test("back and forward lead to where one was, and to what had the focus", async ({ page, js }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit(page, "/", js);
  await more(page, "questions").click();
  await expect(page).toHaveURL(/\/faq$/);
  await expect(heading(page)).toBeFocused();
  await scrollBy(page, 300);
  await more(page, "privacy").focus();
  const left = await scrolled(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/privacy$/);
  expect(await scrolled(page)).toBe(0);
  await scrollBy(page, 250);
  await page.goBack();
  await expect(page).toHaveURL(/\/faq$/);
  await expect(more(page, "privacy")).toBeFocused();
  expect(await scrolled(page)).toBe(left);
  await page.goForward();
  await expect(page).toHaveURL(/\/privacy$/);
  await expect.poll(() => scrolled(page)).toBe(250);
});

// R9.5: when the network is back, what was missed is made up for.
test("going back without a network leads there once there is one, and forward again from there", async ({ page, js }) => {
  await visit(page, "/faq", js);
  const questions = (await heading(page).textContent())!;
  await more(page, "privacy").click();
  await expect(page).toHaveURL(/\/privacy$/);
  await expect(heading(page)).toBeFocused();
  const privacy = (await heading(page).textContent())!;
  await page.context().setOffline(true);
  await page.goBack();
  await expect(page).toHaveURL(/\/faq$/);
  await expect(page.getByText(words("common.network.offline"))).toBeVisible();
  await expect(heading(page)).toHaveText(privacy);
  await page.context().setOffline(false);
  await expect(heading(page)).toHaveText(questions);
  await page.goForward();
  await expect(page).toHaveURL(/\/privacy$/);
  await expect(heading(page)).toHaveText(privacy);
});

test("a page that lets wait is announced by a thin bar, and the last click counts", async ({ page, js }) => {
  await visit(page, "/", js);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/about", async (route) => {
    await answered;
    await route.continue();
  });
  await more(page, "about").click();
  const bar = () => page.evaluate(() => new DOMMatrix(getComputedStyle(document.documentElement, "::before").transform).a);
  expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement, "::before").animationDelay)), "seconds until it is seen").toBeGreaterThanOrEqual(0.2);
  await expect.poll(bar).toBeGreaterThan(0.05);
  await more(page, "questions").click();
  await expect(page).toHaveURL(/\/faq$/);
  answer();
  await expect(page.locator("html[data-loading]")).toHaveCount(0);
  await expect(page).toHaveURL(/\/faq$/);
  // In haste: what is not drawn to its end breaks nothing.
  await page.evaluate(async () => {
    for (const path of ["/privacy", "/terms", "/cookies", "/about", "/faq"]) {
      document.querySelector<HTMLElement>(`.site-footer a[href="${path}"]`)?.click();
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  });
  await expect(page).toHaveURL(/\/faq$/);
  await expect(page.locator("html[data-loading]")).toHaveCount(0);
  await expect(heading(page)).toHaveCount(1);
});

// R9.3: else what stands below it would go from under the pointer that takes the focus away.
test("a heading for those who listen stays out of sight when it gets the focus", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/account", js);
  const head = page.getByRole("banner");
  const start = page.getByRole("link", { name: words("lists.dashboard.empty.start") });
  await head.getByRole("link", { name: words("common.shell.my_lists"), exact: true }).click();
  await expect(start).toBeVisible();
  await expect(heading(page)).toBeFocused();
  expect((await heading(page).boundingBox())?.height).toBeLessThanOrEqual(1);
  await start.scrollIntoViewIfNeeded();
  // Nothing of it moves any more.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  const { x, y, width, height } = (await start.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page).toHaveURL(/\/lists\/new$/);
  await page.goto(`${site()}/account`);
  await ready(page, js);
  await head.locator("summary").last().click();
  await head.getByRole("link", { name: words("common.shell.giving") }).click();
  await expect(page).toHaveURL(/\/giving$/);
  await expect(heading(page)).toBeFocused();
  expect((await heading(page).boundingBox())?.height).toBeLessThanOrEqual(1);
});

// R3.4, R9.5: a page is not lively before the wasm is there, and loses nothing until then.
test("islands that did not come are asleep, lose nothing, and come with the next page", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Before" });
  const gone = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".wasm"));
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(`${site()}/lists/${list}`);
  await gone;
  const title = page.getByRole("textbox", { name: words("editor.head.title") });
  await title.fill("After");
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/fn/edit_list"));
  await title.blur();
  expect((await saved).status()).toBe(303);
  await expect(title).toHaveValue("After");
  await expect(page.locator("html[data-hydrated]")).toHaveCount(0);
  await page.unroute("**/*.wasm");
  await more(page, "about").click();
  await ready(page, js);
  await page.goBack();
  await expect(title).toHaveValue("After");
});

// R9.5: nothing that was typed is lost, nor what was chosen.
test("what was typed and chosen stays while another form of the page is sent", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Pictures" }, [{ name: "Vase" }]);
  const gift = (await owner.gifts(await owner.share(list)))["Vase"]!;
  await visit(page, `/lists/${list}/gifts/${gift}`, js);
  const main = page.getByRole("main");
  await main.locator('[name="name"]').fill("Tall vase");
  await new Upload(page).choose(photo());
  await main.locator('form[action="/fn/set_arrived"]').getByRole("button").click();
  await expect(main).toContainText(words("gifts.arrived.is_here"));
  await expect(main.locator('[name="name"]')).toHaveValue("Tall vase");
  await expect(main.locator('[name="own_picture"]')).toHaveValue(/photo\.jpg$/);
  await main.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
  await expect(main.locator('img[src^="/pictures/"]').first()).toBeVisible();
});
