import type { Locator, Page } from "@playwright/test";
import { words } from "../support/words.ts";
import { FormPage } from "./our-page.ts";

/** What stands before a list that asks for a passcode. */
export class PasscodePage extends FormPage {
  async open(share: string): Promise<void> {
    await this.visit(share);
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1, name: this.words("sharing.asking.heading") });
  }

  get passcode(): Locator {
    return this.field("sharing.asking.label");
  }

  async enter(passcode: string): Promise<void> {
    await this.passcode.fill(passcode);
    await this.page.getByRole("button", { name: this.words("sharing.asking.submit") }).click();
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
