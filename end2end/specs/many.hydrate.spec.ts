// The longest list there is: 500 gifts scroll smoothly, for those who give and for those who wish (R4.3).

import type { Browser, Page } from "@playwright/test";
import { Client, site } from "../support/forms.ts";
import { expect, ready, test } from "../support/test.ts";

// What is noted of every step, or of what is expected and not there yet, lays out all that the page leaves out.
test.use({ trace: "off" });

/** A list of 500 gifts, all from one file; answers its id and the path of its share link. */
async function longest(client: Client): Promise<{ list: string; share: string }> {
  await client.signUp("Hanna");
  const list = await client.makeList({ title: "Five hundred", occasion: "wedding" });
  const rows = Array.from({ length: 500 }, (_, n) => `Gift number ${n + 1},${n % 90}.50,${(n % 4) + 1},${n % 3 ? "" : "In any colour but grey."},${n < 250 ? "" : "Kitchen"}`);
  const looked = await client.sendGifts(list, ["name,price,wanted,notes,section", ...rows].join("\n"));
  const added = await client.addRows(list, looked, rows.map((_, n) => n + 2));
  expect(added.headers().location).toBe(`/lists/${list}?imported=500`);
  return { list, share: await client.share(list) };
}

/** What a trace notes of a task, in microseconds; of its own time, and not of what others of the machine took. */
interface Traced {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  tdur?: number;
}

/** Scrolls up and down from the middle, as quickly as a hand can; answers how many tasks the page had, and the
 * milliseconds of those that were too long. */
async function scroll(browser: Browser, page: Page): Promise<{ tasks: number; long: number[] }> {
  await browser.startTracing(page, { categories: ["blink.user_timing", "disabled-by-default-devtools.timeline"] });
  await page.evaluate(async () => {
    const go = async (pixels: number, frames: number): Promise<void> => {
      for (let frame = 0; frame < frames; frame += 1) {
        scrollBy({ top: pixels, behavior: "instant" });
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    await go(document.documentElement.scrollHeight / 2, 3);
    performance.mark("scrolling");
    await go(150, 60);
    await go(-150, 90);
    performance.mark("scrolled");
  });
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] };
  const at = (mark: string) => events.find(({ name }) => name === mark)!;
  const [from, to] = [at("scrolling"), at("scrolled")];
  const tasks = events.filter(({ name, pid, tid, ts }) => name === "RunTask" && pid === from.pid && tid === from.tid && ts > from.ts && ts < to.ts);
  const took = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return { tasks: tasks.length, long: took.filter((milliseconds) => milliseconds > 50) };
}

test("five hundred gifts scroll without a halt", async ({ page, js, client, another, browser }) => {
  test.setTimeout(120_000);
  const { list, share } = await longest(client);
  await client.lend(page.context());
  const theirs = await another();
  for (const [at, path] of [[theirs, share], [page, `/lists/${list}`]] as const) {
    await at.goto(site() + path);
    await ready(at, js);
    await expect(at.locator("main li h3")).toHaveCount(500);
    const { tasks, long } = await scroll(browser, at);
    expect(tasks, "tasks that were watched").toBeGreaterThan(150);
    expect(long, "tasks of more than 50 milliseconds while scrolling").toEqual([]);
  }
});
