// The device's own share sheet (R3.7), on every page that offers it and on none that can not.

import { EditorPage } from "../pages/editor-page.ts";
import { site } from "../support/forms.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

test("the share sheet is offered where there is one, whichever way the page came", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Sheet", occasion: "wedding" }, [{ name: "Glasses" }]);
  const share = await client.share(list);
  await page.addInitScript(() => {
    const shared: ShareData[] = [];
    Object.assign(window, { shared });
    Object.assign(navigator, { share: async (what: ShareData) => void shared.push(what) });
  });
  const editor = new EditorPage(page, js);
  await visit(page, "/lists", js);
  // Without loading the document anew.
  await page.getByRole("main").locator(`a[href="/lists/${list}"]`).first().click();
  const button = page.getByRole("button", { name: words("sharing.ways.sheet") });
  await expect(button).toBeVisible();
  await editor.open(list, "/settings");
  await button.click();
  const shared = await page.evaluate(() => (window as unknown as { shared: ShareData[] }).shared);
  expect(shared).toEqual([{ url: `${site()}${share}`, title: words("sharing.message.subject", { title: "Sheet" }), text: words("sharing.message.words", { title: "Sheet" }) }]);
});

// R3.7: the link is copied.
test("the link is copied at a press, and that is said", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Handed on", occasion: "wedding" });
  const share = await owner.share(list);
  await page.addInitScript(() => {
    const writeText = async (copied: string) => void Object.assign(window, { copied });
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText } });
  });
  await new EditorPage(page, js).open(list, "/settings");
  await page.getByRole("button", { name: words("common.copy.copy"), exact: true }).first().click();
  await expect(page.getByText(words("common.copy.copied"), { exact: true })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { copied: string }).copied)).toBe(`${site()}${share}`);
});
