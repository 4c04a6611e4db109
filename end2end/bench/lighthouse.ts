// Lighthouse's measures of a page, as on a phone of the middle class.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

export interface Measures {
  /** From 0 to 100, by category: performance, accessibility, best-practices, seo. */
  scores: Record<string, number>;
  /** Milliseconds until the largest thing on the page was painted. */
  largestPaint: number;
  /** How much moved while the page came, without unit. */
  shift: number;
  /** Milliseconds for which the page could not have answered, at a processor four times slower. */
  blocked: number;
  /** What was found wanting, by the name of the audit. */
  wanting: string[];
}

/** Measures a page in a browser of its own. Audits that a page means to fail are left out. */
export async function measured(url: string, without: string[] = []): Promise<Measures> {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  });
  try {
    const result = await lighthouse(url, { port: chrome.port, output: "json", logLevel: "error", skipAudits: without });
    if (!result) throw new Error(`nothing was measured at ${url}`);
    const { categories, audits } = result.lhr;
    const number = (audit: string): number => audits[audit]?.numericValue ?? Number.NaN;
    return {
      scores: Object.fromEntries(Object.entries(categories).map(([id, category]) => [id, Math.round((category.score ?? 0) * 100)])),
      largestPaint: number("largest-contentful-paint"),
      shift: number("cumulative-layout-shift"),
      blocked: number("total-blocking-time"),
      wanting: Object.values(audits).filter((audit) => audit.score !== null && audit.score < 0.9).map((audit) => audit.id),
    };
  } finally {
    chrome.kill();
  }
}
