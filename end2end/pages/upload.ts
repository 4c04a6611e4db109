import type { Locator, Page } from "@playwright/test";
import { expect } from "../support/test.ts";
import type { Picture } from "../support/forms.ts";

/** The field for a picture of one's own in the form of a gift or a product. */
export class Upload {
  constructor(readonly page: Page) {}

  /** The picture of our own that the page shows. */
  get shown(): Locator {
    return this.page.getByRole("main").locator('img[src^="/pictures/"]').first();
  }

  /** Chooses a file, which goes along when the form is sent. */
  async choose(picture: Picture): Promise<void> {
    await this.page.locator('input[type="file"][name="own_picture"]').setInputFiles(picture);
  }
}

/** The form by which an own picture is put on top of a list. */
export class Cover extends Upload {
  get form(): Locator {
    return this.page.getByRole("main").locator('form[enctype="multipart/form-data"][action$="/cover"]');
  }

  async send(picture: Picture): Promise<void> {
    const field = this.form.locator('input[type="file"][name="picture"]');
    const folded = this.page.locator("details:not([open])").filter({ has: this.page.locator('input[type="file"]') });
    if (await folded.count()) await folded.locator("summary").first().click();
    await field.setInputFiles(picture);
    await this.form.getByRole("button").last().click();
  }

  async sendWell(picture: Picture): Promise<void> {
    await this.send(picture);
    await expect(this.shown).toBeVisible();
    await expect.poll(() => this.shown.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  }
}
