import type { Locator } from "@playwright/test";
import type { Person } from "../support/people.ts";
import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

/** A shared list in a giver's hands. */
export class SharedPage extends FormPage {
  async open(share: string): Promise<void> {
    await this.visit(share);
  }

  gift(name: string): Locator {
    const heading = this.page.getByRole("heading", { level: 3, name, exact: true });
    return this.page.getByRole("article").filter({ has: heading });
  }

  reserveLink(name: string): Locator {
    return this.gift(name).getByRole("link", { name: this.words("giving.gift.reserve") });
  }

  async expectLeft(name: string, left: number): Promise<void> {
    await expect(this.gift(name)).toContainText(this.words("giving.gift.left", { left }));
  }

  async expectTaken(name: string): Promise<void> {
    await expect(this.gift(name)).toContainText(this.words("giving.gift.taken"));
    await expect(this.reserveLink(name)).toHaveCount(0);
  }

  async fillReserve(giver: Pick<Person, "name" | "email">, quantity?: number): Promise<void> {
    await this.field("giving.reserve.name").fill(giver.name);
    await this.field("giving.reserve.email").fill(giver.email);
    if (quantity !== undefined) await this.field("giving.reserve.quantity").fill(String(quantity));
  }

  async submitReserve(): Promise<void> {
    await this.page.getByRole("button", { name: this.words("giving.reserve.submit") }).click();
  }

  /** Reserves a gift of the open list. */
  async reserve(name: string, giver: Pick<Person, "name" | "email">, quantity?: number): Promise<void> {
    await this.reserveLink(name).click();
    await expect(this.page.getByRole("heading", { level: 1, name: this.words("giving.reserve.heading") })).toBeVisible();
    await this.fillReserve(giver, quantity);
    await this.submitReserve();
    await expect(this.page.getByRole("heading", { level: 1, name: this.words("giving.reserved.heading") })).toBeVisible();
  }
}
