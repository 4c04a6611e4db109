import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { OurPage } from "./our-page.ts";

/** What admins do with products: those that wait, and those of the catalogue. */
export class ProductPages extends OurPage {
  private act(action: string): Locator {
    return this.main.locator(`form[action="/fn/${action}"]`);
  }

  async openQueue(): Promise<void> {
    await this.visit("/admin/queue");
  }

  /** Opens a product that waits. */
  async openWaiting(name: string): Promise<void> {
    await this.openQueue();
    await this.main.getByRole("link", { name }).click();
    await this.main.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** Opens a product of the catalogue. */
  async open(path: string): Promise<void> {
    await this.visit(path);
  }

  /** Opens the catalogue with what is found for these words, or this link. */
  async search(words: string): Promise<void> {
    await this.visit("/admin/catalogue");
    const form = this.main.locator("form").filter({ has: this.page.locator('[name="search"]') });
    await form.locator('[name="search"]').fill(words);
    await form.getByRole("button").click();
    await this.page.waitForURL(/[?&]search=/);
  }

  result(name: string): Locator {
    return this.main.getByRole("link", { name });
  }

  /** A field of the form by which a product is promoted or changed. */
  field(action: "promote_product" | "edit_product", name: string): Locator {
    return this.act(action).locator(`[name="${name}"]`);
  }

  async promote(): Promise<void> {
    await this.act("promote_product").getByRole("button").last().click();
    await this.page.waitForURL(/\/admin\/queue\?done=promoted/);
  }

  async save(): Promise<void> {
    await this.act("edit_product").getByRole("button").last().click();
    await this.page.waitForURL(/done=saved/);
  }

  /** Saves what is refused, and says so in these words. */
  async saveInVain(why: string): Promise<void> {
    await this.act("edit_product").getByRole("button").last().click();
    await expect(this.main.getByRole("alert")).toContainText(why);
  }

  /** The fields that somebody else changed, and what they say now. */
  changed(): Locator {
    return this.main.getByRole("region", { name: this.words("admin.edit.meanwhile.heading") });
  }

  async fetchAgain(): Promise<void> {
    await this.act("fetch_product").getByRole("button").click();
    await this.page.waitForURL(/[?&](found|nothing)=/);
  }

  /** Puts a product of the catalogue in the place of the one that waits. */
  async mergeInto(name: string): Promise<void> {
    const row = this.main.getByRole("listitem").filter({ hasText: name });
    await row.locator('form[action="/fn/merge_product"]').getByRole("button").click();
    await this.page.waitForURL(/done=merged/);
  }

  async decline(note: string): Promise<void> {
    const form = this.act("decline_product");
    if (!(await form.locator('[name="note"]').isVisible())) {
      await this.main.locator("details").filter({ has: this.page.locator('[name="note"]') }).locator("summary").click();
    }
    await form.locator('[name="note"]').fill(note);
    await form.getByRole("button").last().click();
    await this.page.waitForURL(/done=declined/);
  }
}
