import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

export interface NewList {
  title: string;
  occasion?: string;
  date?: string;
  forWhom?: string;
  welcome?: string;
  surprise?: boolean;
}

/** The dashboard, and the page on which a list is made. */
export class ListsPage extends FormPage {
  async open(): Promise<void> {
    await this.visit("/lists");
  }

  card(title: string): Locator {
    return this.page.getByRole("article").filter({ has: this.page.getByRole("link", { name: title }) });
  }

  /** Makes a list and lands in its editor; answers the list's id. */
  async make(list: NewList): Promise<string> {
    await this.visit("/lists/new");
    await this.field("lists.new.name").fill(list.title);
    if (list.occasion) await this.page.getByRole("radio", { name: this.words(`common.occasions.${list.occasion}`) }).check();
    if (list.date) await this.field("lists.new.date").fill(list.date);
    if (list.forWhom) await this.field("lists.new.for_whom").fill(list.forWhom);
    if (list.welcome) await this.field("lists.new.welcome").fill(list.welcome);
    if (list.surprise !== undefined) {
      const choice = this.words(list.surprise ? "lists.new.keep" : "lists.new.show");
      await this.page.getByRole("radio", { name: choice }).check();
    }
    await this.page.getByRole("button", { name: this.words("lists.new.submit") }).click();
    await expect(this.page).toHaveURL(/\/lists\/[0-9a-f]{32}$/);
    return this.page.url().replace(/.*\/lists\//, "");
  }
}
