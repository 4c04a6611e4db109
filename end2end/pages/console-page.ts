import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

/** The console of admins: people, mails, backups, how the site is, and the log. */
export class ConsolePage extends FormPage {
  async open(below = ""): Promise<void> {
    await this.visit(`/admin${below}`);
  }

  /** Goes to another page of the console by its name. */
  async go(key: string): Promise<void> {
    const pages = this.page.getByRole("navigation", { name: this.words("admin.pages") });
    const link = pages.getByRole("link", { name: this.words(key) });
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
  }

  /** Looks somebody up and opens them. */
  async find(email: string, name: string): Promise<void> {
    await this.go("admin.users.tab");
    await this.field("admin.users.search").fill(email);
    await this.main.getByRole("button", { name: this.words("admin.users.submit") }).click();
    await this.main.getByRole("link", { name }).click();
    await this.main.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** The form of an act; in one row, where there are several. */
  act(action: string, place = this.main): Locator {
    return place.locator(`form[action="/fn/${action}"]`);
  }

  /** Unfolds an act, if it is folded. */
  private async unfold(action: string, place: Locator): Promise<Locator> {
    const form = this.act(action, place);
    if (!(await form.isVisible())) {
      await place.locator("details").filter({ has: this.page.locator(`form[action="/fn/${action}"]`) }).locator("summary").click();
    }
    await expect(form).toBeVisible();
    return form;
  }

  /** Does something that asks why, and for some of it for an address. */
  async send(action: string, why: string, email?: string, place = this.main): Promise<void> {
    const form = await this.unfold(action, place);
    if (email !== undefined) await form.locator('[name="email"]').fill(email);
    await form.locator('[name="why"]').fill(why);
    await form.getByRole("button").click();
  }

  /** The same where a file comes of it; answers its bytes. */
  async take(action: string, why: string, email?: string, place = this.main): Promise<Buffer> {
    const arriving = this.page.waitForEvent("download");
    await this.send(action, why, email, place);
    return readFileSync(await (await arriving).path());
  }

  async expectDone(key: string): Promise<void> {
    await expect(this.main.getByRole("status").filter({ hasText: this.words(key) })).toBeVisible();
  }
}
