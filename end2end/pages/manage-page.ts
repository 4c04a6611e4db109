import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

/** The giver's own page for one reservation. */
export class ManagePage extends FormPage {
  async open(path: string): Promise<void> {
    await this.visit(path);
  }

  async changeTo(quantity: number): Promise<void> {
    await this.field("giving.manage.quantity").fill(String(quantity));
    await this.button("giving.manage.change").click();
    await this.expectNotice("giving.manage.done.changed");
  }

  /** Marks all of it as bought. */
  async buy(several = false): Promise<void> {
    await this.button(several ? "giving.manage.buy_some" : "giving.manage.buy").click();
    await this.expectNotice("giving.manage.done.purchased");
  }

  /** Marks some of it as bought. */
  async buyPart(quantity: number): Promise<void> {
    await this.field("giving.manage.buy_quantity").fill(String(quantity));
    await this.button("giving.manage.buy_some").click();
    await this.expectNotice("giving.manage.done.purchased_part");
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
    await expect(this.main).toContainText(this.words(key));
  }
}
