import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { OurPage } from "./our-page.ts";

/** The thank-you board of a list, in its owner's hands. */
export class ThanksPage extends OurPage {
  async open(list: string, show = ""): Promise<void> {
    await this.visit(`/lists/${list}/thanks${show}`);
  }

  /** What one giver gave. */
  entry(giver: string): Locator {
    const heading = this.page.getByRole("heading", { level: 3, name: giver, exact: true });
    return this.page.getByRole("listitem").filter({ has: heading });
  }

  tickOf(giver: string, tick: "received" | "thanked"): Locator {
    return this.entry(giver).getByRole("button", { name: new RegExp(`^${this.words(`thanks.${tick}`)}`) });
  }

  /** Ticks something off; the button says so from then on. */
  async tick(giver: string, tick: "received" | "thanked"): Promise<void> {
    await this.tickOf(giver, tick).click();
    await expect(this.tickOf(giver, tick)).toHaveAttribute("aria-pressed", "true");
  }

  /** The way to where it can be let go. */
  letGo(giver: string): Locator {
    return this.entry(giver).getByRole("link", { name: new RegExp(`^${this.words("editor.taken.let_go.open")}`) });
  }

  /** Sends a few words by mail; they stand on the board from then on. */
  async write(giver: string, note: string): Promise<void> {
    await this.entry(giver).locator("summary").click();
    await this.entry(giver).getByLabel(this.words("thanks.note"), { exact: true }).fill(note);
    await this.submit(giver);
  }

  async submit(giver: string): Promise<void> {
    await this.entry(giver).getByRole("button", { name: this.words("thanks.note_submit") }).click();
  }

  async expectProgress(thanked: number, count: number): Promise<void> {
    await expect(this.main).toContainText(this.words("thanks.progress", { thanked, count }));
  }
}
