import type { Locator } from "@playwright/test";
import { expect, ready } from "../support/test.ts";
import { OurPage } from "./our-page.ts";

/** The fields of a gift, as they are named in its form. */
export interface NewGift {
  name: string;
  link?: string;
  price?: string;
  wanted?: string;
  notes?: string;
}

/** The page on which a gift is added: with nothing known of it yet, or with what was found. */
export class AddPage extends OurPage {
  /** The form by which it is added, as far as its owner may fill it in. */
  get form(): Locator {
    const fields = this.page.locator('[name="wanted"]:not([type="hidden"])');
    return this.main.locator('form[action="/fn/add_gift"]').filter({ has: fields });
  }

  /** Opens the empty form. */
  async open(list: string): Promise<void> {
    await this.visit(`/lists/${list}/add`);
  }

  /** Waits for the form; a shop may take its time. */
  async arrived(): Promise<void> {
    await expect(this.form).toBeVisible({ timeout: 15_000 });
    await ready(this.page, this.js);
  }

  /** A field by its name, whether it is folded away or not, or is not to be seen at all. */
  field(name: string): Locator {
    return this.form.locator(`[name="${name}"]`);
  }

  async fill(gift: Partial<NewGift>): Promise<void> {
    for (const [name, value] of Object.entries(gift)) {
      if (value === undefined) continue;
      await this.unfold(name);
      await this.field(name).fill(value);
    }
  }

  /** Opens what the field is folded into. */
  private async unfold(name: string): Promise<void> {
    if (await this.field(name).isVisible()) return;
    const folded = this.form.locator("details:not([open])").filter({ has: this.page.locator(`[name="${name}"]`) });
    await folded.locator("summary").first().click();
  }

  async submit(): Promise<void> {
    await this.form.getByRole("button").last().click();
  }

  /** What it is already on the list: its number is raised instead. */
  async wantOneMore(): Promise<void> {
    await this.main.locator('form[action="/fn/want_one_more"]').getByRole("button").click();
  }

  /** What it is already on the list, and is wished for once more all the same. */
  async addAgain(): Promise<void> {
    await expect(this.field("again")).toHaveValue("on");
    await this.submit();
  }

  /** On the page to which apps and the bookmarklet lead: says for which list it is, and looks it up. */
  async addTo(title: string): Promise<void> {
    const form = this.main.locator('form[action="/fn/find_gift"]').filter({ hasText: title });
    const choice = form.getByRole("radio", { name: title });
    // It stands below the choice, which is there then if there is one: who has one list is not asked which.
    const button = form.getByRole("button");
    await expect(button).toBeVisible();
    if (await choice.count()) await choice.check();
    await button.click();
    await this.arrived();
  }

  /** The picture that was found. */
  get picture(): Locator {
    return this.main.locator('img[src^="/pictures/"]').first();
  }
}
