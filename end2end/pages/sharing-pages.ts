import type { Locator, Page } from "@playwright/test";
import { visit } from "../support/test.ts";
import { label, words, type Language } from "../support/words.ts";

/** What stands before a list that asks for a passcode. */
export class PasscodePage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  async open(share: string): Promise<void> {
    await visit(this.page, share, this.js);
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1, name: words("sharing.asking.heading", {}, this.language) });
  }

  get field(): Locator {
    return this.page.getByRole("main").getByLabel(label("sharing.asking.label", this.language));
  }

  async enter(passcode: string): Promise<void> {
    await this.field.fill(passcode);
    await this.page.getByRole("button", { name: words("sharing.asking.submit", {}, this.language) }).click();
  }
}

/** The ways to hand a list on, and its passcode, in the settings. */
export class SharingPanel {
  constructor(readonly page: Page) {}

  way(name: string): Locator {
    return this.page.getByRole("list", { name: words("sharing.ways.label") }).getByRole("link", { name: words(`sharing.ways.${name}`) });
  }

  get passcode(): Locator {
    return this.page.locator('form[action="/fn/set_passcode"] input[name="passcode"]');
  }

  async setPasscode(passcode: string): Promise<void> {
    await this.passcode.fill(passcode);
    await this.page.locator('form[action="/fn/set_passcode"]').getByRole("button").click();
  }

  async removePasscode(): Promise<void> {
    await this.page.getByRole("button", { name: words("sharing.passcode.remove") }).click();
  }
}
