import type { Locator, Page } from "@playwright/test";
import { visit } from "../support/test.ts";
import { label, words, type Language } from "../support/words.ts";

/** A page of ours, or a few of them, in somebody's hands. */
export abstract class OurPage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  protected words(key: string, gaps: Record<string, string | number> = {}): string {
    return words(key, gaps, this.language);
  }

  protected async visit(path: string): Promise<void> {
    await visit(this.page, path, this.js);
  }

  get main(): Locator {
    return this.page.getByRole("main");
  }

  /** Unfolds the menu of somebody who is signed in. */
  async openMenu(): Promise<Locator> {
    const banner = this.page.getByRole("banner");
    await banner.locator("summary", { hasText: this.words("common.shell.account") }).click();
    return banner;
  }

  /** Goes by that menu to one of their pages. */
  async goByMenu(key: string): Promise<void> {
    await (await this.openMenu()).getByRole("link", { name: this.words(key) }).click();
  }

  /** What was said last to those who do not see what changed. */
  get said(): Locator {
    return this.page.locator("[data-said]");
  }

  button(key: string): Locator {
    return this.main.getByRole("button", { name: this.words(key), exact: true });
  }
}

/** One whose fields are found by what stands beside them. */
export abstract class FormPage extends OurPage {
  field(key: string): Locator {
    return this.main.getByLabel(label(key, this.language));
  }
}
