// Within the second every other open copy of the page shows the new count (R5.2).

import type { Page } from "@playwright/test";
import { EditorPage } from "../pages/editor-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** Notes in the page when it shows these words for the first time: whoever asks it again and again learns of it late. */
async function note(page: Page, shown: string): Promise<void> {
  await page.evaluate((shown) => {
    const noted = Object.assign(window, { shownAt: 0 });
    const watching = new MutationObserver(() => {
      if (!document.querySelector("main")?.textContent?.includes(shown)) return;
      noted.shownAt = Date.now();
      watching.disconnect();
    });
    watching.observe(document.body, { childList: true, characterData: true, subtree: true });
  }, shown);
}

/** When that was, in milliseconds since 1970; 0 as long as it is not. */
const notedIn = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { shownAt: number }).shownAt);

test("every open copy shows the new count within a second", async ({ page, js, owner, another }) => {
  const list = await owner.makeList({ title: "Live", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const copies = [page, await another(), await another()];
  for (const copy of copies) {
    await new SharedPage(copy, js).open(share);
    await new SharedPage(copy, js).expectLeft("Glasses", 6);
  }
  const owners = await another();
  await owner.lend(owners.context());
  await visit(owners, `/lists/${list}`, js);

  const slowest: number[] = [];
  for (const left of [4, 3, 2]) {
    for (const copy of copies) await note(copy, words("giving.gift.left", { left }));
    const giver = await Client.open();
    await giver.reserve(share, gift, someone("Karl"), left === 4 ? 2 : 1);
    const acknowledged = Date.now();
    for (const copy of copies) await new SharedPage(copy, js).expectLeft("Glasses", left);
    const shown = await Promise.all(copies.map(notedIn));
    expect(Math.min(...shown), "when each copy showed it").toBeGreaterThan(0);
    slowest.push(Math.max(...shown) - acknowledged);
    await giver.close();
  }
  test.info().annotations.push({ type: "milliseconds until shown", description: slowest.join(", ") });
  // Shared machines have slow moments: one of three may fall into such.
  const [, usual] = slowest.sort((a, b) => a - b);
  expect(usual, `milliseconds from the answer to the last open copy: ${slowest}`).toBeLessThan(1_000);
  await expect(owners.getByRole("main")).toContainText(words("editor.rows.taken", { count: 4 }));
});

// R9.5: nothing that was typed is lost.
test("what is typed stays while the count changes", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Live", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }, { name: "Cloth" }]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await shared.reserveLink("Cloth").focus();
  const giver = await Client.open();
  await giver.reserve(share, gifts["Glasses"]!, someone("Karl"), 1);
  await shared.expectLeft("Glasses", 5);
  await expect(shared.reserveLink("Cloth")).toBeFocused();
  await giver.close();
});

// R3.4, R9.5: half a sentence is neither saved nor taken away.
test("who is amid a sentence is not disturbed by what another changes", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const theirs = await another();
  await owner.lend(theirs.context());
  const list = await owner.makeList({ title: "Before" });
  const title = (of: typeof page) => of.getByRole("textbox", { name: words("editor.head.title") });
  const welcome = (of: typeof page) => of.getByRole("textbox", { name: words("editor.head.welcome") });
  for (const one of [page, theirs]) await new EditorPage(one, js).open(list);
  const rename = async (to: string) => {
    const heard = page.waitForResponse((answer) => answer.url().endsWith("/fn/owner_list"));
    await title(theirs).fill(to);
    await title(theirs).blur();
    await heard;
    await expect(title(theirs)).toHaveValue(to);
  };
  await welcome(page).pressSequentially("Come & s");
  await rename("After");
  await new EditorPage(theirs, js).open(list);
  await expect(welcome(theirs)).toHaveValue("");
  await expect(welcome(page)).toBeFocused();
  await welcome(page).pressSequentially("ee.");
  await welcome(page).blur();
  await expect(welcome(theirs)).toHaveValue("Come & see.");
  await expect(title(page)).toHaveValue("After");
  await expect(welcome(page)).toHaveValue("Come & see.");

  // It is made good also where nothing came of the sentence.
  await welcome(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await rename("Ours");
  await expect(title(page)).toHaveValue("After");
  await page.keyboard.press("Backspace");
  await welcome(page).blur();
  await expect(title(page)).toHaveValue("Ours");
});

// R5.2, R9.5: what was missed is made good.
test("what happened while there was no network is shown once it is back", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Live", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await shared.expectLeft("Glasses", 6);
  await page.context().setOffline(true);
  await expect(page.getByText(words("common.network.offline"))).toBeVisible();
  const giver = await Client.open();
  await giver.reserve(share, gift, someone("Karl"), 2);
  await giver.close();
  await shared.expectLeft("Glasses", 6);
  await page.context().setOffline(false);
  await expect(shared.gift("Glasses")).toContainText(words("giving.gift.left", { left: 4 }), { timeout: 10_000 });
});
