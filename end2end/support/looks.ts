// What a page must not do to its words, to those who asked for less motion, and to those whom axe speaks for.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds, by its rules about colours alone where the rest was looked at before. */
export async function violations(page: Page, coloursOnly = false): Promise<string[]> {
  // Where the rest was looked at before, the page has axe already, and is handed nothing in its place.
  const axe = new AxeBuilder(coloursOnly ? { page, axeSource: "void 0" } : { page });
  // Ours have no frames of other sites, for which it would open a page of its own each time.
  axe.setLegacyMode();
  // What is well need not be told.
  axe.options({ resultTypes: ["violations"] });
  if (coloursOnly) axe.withRules(["color-contrast", "link-in-text-block"]);
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** By how many pixels the page is wider than the screen. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Writes every word with accents and two letters more for every five, as another language might. */
export function lengthen(page: Page): Promise<void> {
  return page.evaluate(() => {
    const accented: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Å", E: "É", I: "Î", O: "Ø", U: "Û" };
    const longer = (word: string): string => {
      if (/[\d@/]|:\/\//.test(word)) return word;
      let more = Math.round(word.length * 0.4);
      const letters = [...word].map((letter) => {
        const other = accented[letter] ?? letter;
        if (!more || other === letter) return other;
        more -= 1;
        return other + other.toLowerCase();
      });
      return letters.join("") + "ë".repeat(more);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (texts.nextNode()) found.push(texts.currentNode as Text);
    for (const text of found) {
      if (!text.data.trim() || text.parentElement?.closest("script, style, template, textarea, code")) continue;
      text.data = text.data.replace(/\S+/g, longer);
    }
  });
}

/** Words that are cut off by what they stand in, or stand out of their button: each with where it is. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // What is not laid out until it is looked at has the height that was guessed.
    const all = new CSSStyleSheet();
    all.replaceSync("* { content-visibility: visible !important; }");
    document.adoptedStyleSheets = [all];
    const cuts = /hidden|clip/;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const wrong = new Set<string>();
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      if (!text.data.trim() || !text.parentElement?.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      for (let around: Element | null = text.parentElement; around && boxes.length; around = around.parentElement) {
        const style = getComputedStyle(around);
        // For those who listen, or scrolled by whoever looks.
        if (style.clipPath !== "none" || /auto|scroll/.test(style.overflowX)) break;
        const box = around.getBoundingClientRect();
        const framed = around.matches(".button, button, summary, .chip");
        const aside = boxes.some(({ left, right }) => left < box.left - 1 || right > box.right + 1);
        const above = boxes.some(({ top, bottom }) => top < box.top - 2 || bottom > box.bottom + 2);
        if ((aside && (framed || cuts.test(style.overflowX))) || (above && cuts.test(style.overflowY))) {
          wrong.add(`${around.tagName.toLowerCase()}.${around.className}: ${text.data.trim().slice(0, 40)}`);
          break;
        }
      }
    }
    return [...wrong];
  });
}

/** What moves all the same: each transition that moves, turns or sizes something. */
export function moves(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const motion = /^(all|rotate|translate|scale|transform|inset.*|top|left|right|bottom|width|height|margin.*)$/;
    const wrong = new Set<string>();
    for (const it of document.body.querySelectorAll("*")) {
      const { transitionProperty, transitionDuration } = getComputedStyle(it);
      const lasting = transitionDuration.split(", ").some((duration) => parseFloat(duration) > 0);
      if (lasting && transitionProperty.split(", ").some((property) => motion.test(property))) {
        wrong.add(`${it.tagName.toLowerCase()}.${it.getAttribute("class") ?? ""}: ${transitionProperty}`);
      }
    }
    return [...wrong];
  });
}
