import type { Locator, Page } from "@playwright/test";
import { expect, visit } from "../support/test.ts";
import { label, words, type Language } from "../support/words.ts";

/** The giver's own page for one reservation. */
export class ManagePage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  private words(key: string): string {
    return words(key, {}, this.language);
  }

  async open(path: string): Promise<void> {
    await visit(this.page, path, this.js);
  }

  button(key: string): Locator {
    return this.page.getByRole("button", { name: this.words(key), exact: true });
  }

  async changeTo(quantity: number): Promise<void> {
    await this.page.getByLabel(label("giving.manage.quantity", this.language)).fill(String(quantity));
    await this.button("giving.manage.change").click();
    await this.expectNotice("giving.manage.done.changed");
  }

  /** Marks all of it as bought. */
  async buy(several = false): Promise<void> {
    await this.button(several ? "giving.manage.buy_some" : "giving.manage.buy").click();
    await this.expectNotice("giving.manage.done.purchased");
  }

  async undo(): Promise<void> {
    await this.button("giving.manage.undo").click();
    await this.expectNotice("giving.manage.done.undone");
  }

  async cancel(): Promise<void> {
    await this.page.getByRole("link", { name: this.words("giving.manage.cancel") }).click();
    await this.button("giving.manage.sure.yes").click();
    await expect(this.page.getByRole("heading", { name: this.words("giving.manage.cancelled.heading") })).toBeVisible();
  }

  async expectNotice(key: string): Promise<void> {
    await expect(this.page.getByRole("main")).toContainText(this.words(key));
  }
}
