// Somebody without a mouse: goes from control to control, and always sees where they are.

import type { Locator, Page } from "@playwright/test";
import { expect } from "./test.ts";

/** So many controls stand between two others at most. */
const MOST = 90;

export class Keyboard {
  constructor(readonly page: Page) {}

  /** Goes on to a control, or back to it; on every one that is passed the focus can be seen. */
  async to(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expect(target).toHaveCount(1);
    for (let passed = 0; passed < MOST; passed += 1) {
      await this.page.keyboard.press(key);
      expect(await this.unseen(), "the focus can be seen").toBe("");
      if (await target.evaluate((it) => it === document.activeElement)) return;
    }
    throw new Error(`${MOST} presses of ${key} do not lead to ${target}`);
  }

  async press(target: Locator, key = "Enter"): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press(key);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }

  /** A new page has begun: its name has the focus, or nothing has, and Tab begins at its start. */
  async arrived(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(heading);
    const at = () => this.page.evaluate(() => document.activeElement?.tagName);
    await expect.poll(at, "the focus is at the start of the page").toMatch(/^(H1|BODY)$/);
  }

  /** Says what is wrong with how the focus is shown; nothing, if one sees it. */
  private unseen(): Promise<string> {
    return this.page.evaluate(() => {
      const it = document.activeElement;
      // Past the last control, in what surrounds the page.
      if (!it || it === document.body) return "";
      const name = `${it.tagName} ${it.id || it.getAttribute("name") || it.textContent?.trim().slice(0, 40)}`;
      let marked: Element | null = it;
      const outlined = (at: Element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      };
      // A choice or a card is outlined in the place of what is in it.
      while (marked && !outlined(marked)) marked = marked.parentElement;
      if (!marked) return `${name} has no outline`;
      const { left, right, top, bottom, width, height } = marked.getBoundingClientRect();
      if (width < 2 || height < 2) return `${name} has no size`;
      if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return `${name} is outside of the screen`;
      // The middle of as much of it as is on the screen.
      const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
      const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
      const over = document.elementFromPoint(x, y);
      return over && (marked.contains(over) || over.contains(marked)) ? "" : `${name} is behind ${over?.tagName}.${over?.className}`;
    });
  }
}
