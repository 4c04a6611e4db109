import type { Locator, Page } from "@playwright/test";
import { expect, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** The thank-you board of a list, in its owner's hands. */
export class ThanksPage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
  ) {}

  async open(list: string, show = ""): Promise<void> {
    await visit(this.page, `/lists/${list}/thanks${show}`, this.js);
  }

  /** What one giver gave. */
  entry(giver: string): Locator {
    const heading = this.page.getByRole("heading", { level: 3, name: giver, exact: true });
    return this.page.getByRole("listitem").filter({ has: heading });
  }

  tickOf(giver: string, tick: "received" | "thanked"): Locator {
    return this.entry(giver).getByRole("button", { name: new RegExp(`^${words(`thanks.${tick}`)}`) });
  }

  /** Ticks something off; the button says so from then on. */
  async tick(giver: string, tick: "received" | "thanked"): Promise<void> {
    await this.tickOf(giver, tick).click();
    await expect(this.tickOf(giver, tick)).toHaveAttribute("aria-pressed", "true");
  }

  /** The way to where it can be let go. */
  letGo(giver: string): Locator {
    return this.entry(giver).getByRole("link", { name: new RegExp(`^${words("editor.taken.let_go.open")}`) });
  }

  /** Sends a few words by mail; they stand on the board from then on. */
  async write(giver: string, note: string): Promise<void> {
    await this.entry(giver).locator("summary").click();
    await this.entry(giver).getByLabel(words("thanks.note"), { exact: true }).fill(note);
    await this.submit(giver);
  }

  async submit(giver: string): Promise<void> {
    await this.entry(giver).getByRole("button", { name: words("thanks.note_submit") }).click();
  }

  async expectProgress(thanked: number, count: number): Promise<void> {
    await expect(this.page.getByRole("main")).toContainText(words("thanks.progress", { thanked, count }));
  }
}
