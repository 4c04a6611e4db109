// For those who see less, or otherwise: text twice as large (R9.2), and colours of their own (R9.3).

import type { Page } from "@playwright/test";
import { Client } from "../support/forms.ts";
import { Keyboard } from "../support/keyboard.ts";
import { cutOff, tooWide } from "../support/looks.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";

/** The main pages of somebody who has a list, and in another browser those of somebody who gave something on it. */
async function pages(page: Page, client: Client, another: () => Promise<Page>): Promise<[Page, string[]][]> {
  await client.signUp("Hanna");
  const list = await client.makeList({ title: "Our place by the canal", occasion: "wedding", date: "2031-06-14", for_whom: "Hanna & Jonas" }, [
    { name: "Stoneware mugs", wanted: "6", price: "38", currency: "EUR", shop: "Ton & Glut", notes: "Something like it is fine.", priority: "must", tags: "table" },
    { name: "Linen table cloth", price: "64.50", currency: "EUR", size: "140 × 240", section: "For the kitchen" },
  ]);
  const share = await client.share(list);
  const gifts = await client.gifts(share);
  const giver = await Client.open();
  const token = await giver.reserve(share, gifts["Stoneware mugs"]!, someone("Ilse"), 2);
  const own = ["/lists", "/lists/new", `/lists/${list}`, `/lists/${list}/add`, `/lists/${list}/thanks`, `/lists/${list}/settings`];
  const theirs = ["/", "/sign-up", "/ideas/play-room-ideas", `${share}?filter=available`, `${share}/${gifts["Linen table cloth"]}`, `/r/${token}`];
  await client.lend(page.context());
  const other = await another();
  await giver.lend(other.context());
  return [[page, own], [other, theirs]];
}

// WCAG 1.4.4: without loss, whether all is enlarged or the text alone.
test("text twice as large stays on the page, and is whole", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  for (const [at, paths] of await pages(page, client, another)) {
    const session = await at.context().newCDPSession(at);
    const enlarge = async (standard: number, width: number): Promise<void> => {
      await session.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
      await at.setViewportSize({ width, height: 800 });
      const size = () => at.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
      await expect.poll(size).toBeGreaterThan(standard);
    };
    for (const path of paths) {
      await visit(at, path, js);
      await enlarge(32, 1280);
      expect.soft(await tooWide(at), `${path} is wider than the screen`).toBe(0);
      expect.soft(await cutOff(at), `words that are cut off on ${path}`).toEqual([]);
      // On a phone half as large again.
      await enlarge(24, 360);
      expect.soft(await tooWide(at), `${path} is wider than a phone`).toBe(0);
    }
  }
});

test("with colours of one's own edges, focus and choices are seen", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  for (const [at, paths] of await pages(page, client, another)) {
    await at.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    for (const path of paths) {
      await visit(at, path, js);
      expect.soft(await indistinct(at), `what is not told apart on ${path}`).toEqual([]);
    }
    const keys = new Keyboard(at);
    await keys.to(at.getByRole("main").locator("a, button").first());
  }
});

/** Controls without an edge, choices that look like what was not chosen, and drawings that keep colours of ours. */
function indistinct(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const edge = (it: Element): string => {
      const { borderBottomStyle, borderBottomWidth, borderBottomColor } = getComputedStyle(it);
      return borderBottomStyle === "none" ? "" : `${borderBottomWidth} ${borderBottomColor}`;
    };
    const visible = (it: Element) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !it.closest(".unseen, .skip");
    const name = (it: Element) => `${it.tagName}.${it.className} ${it.textContent?.trim().slice(0, 30)}`;
    const plain = "[type=radio], [type=checkbox], [type=hidden], .languages button";
    for (const it of document.querySelectorAll(`button, .button, input:not(${plain}), select, textarea`)) {
      if (visible(it) && !it.matches(plain) && !parseFloat(edge(it))) wrong.push(`no edge: ${name(it)}`);
    }
    const choices = [[".choice:has(:checked)", ".choice"], [".segments label:has(:checked)", "label"], [".tabs [aria-current]", "a"], [".segments [aria-current]", "a"], [".pills [aria-current]", "a"], [".categories [aria-current]", "a"]] as const;
    for (const [chosen, kind] of choices) {
      for (const it of document.querySelectorAll(chosen)) {
        const beside = [...(it.closest("ul, fieldset, nav, div")?.querySelectorAll(kind) ?? [])].find((other) => other !== it && !other.matches(chosen));
        if (beside && edge(it) === edge(beside)) wrong.push(`looks as if not chosen: ${name(it)}`);
      }
    }
    for (const it of document.querySelectorAll(".icon")) {
      const { stroke, color } = getComputedStyle(it);
      if (visible(it) && stroke !== color) wrong.push(`a colour of ours: ${it.innerHTML}`);
    }
    return wrong;
  });
}
