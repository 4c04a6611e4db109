import type { Locator } from "@playwright/test";
import { site } from "../support/forms.ts";
import { expect, ready } from "../support/test.ts";
import { OurPage } from "./our-page.ts";

/** Articles, and the products in them. */
export class IdeasPage extends OurPage {
  async open(path = "/ideas"): Promise<void> {
    await this.visit(path);
  }

  /** Goes to an article by way of its category. */
  async read(category: string, title: string): Promise<void> {
    await this.main.getByRole("navigation").getByRole("link", { name: this.words(`ideas.categories.${category}`), exact: true }).click();
    await expect(this.page).toHaveURL(new RegExp(`/ideas/category/${category}$`));
    await this.main.getByRole("link", { name: title, exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(title);
    await ready(this.page, this.js);
    if (this.js) await this.scripted();
  }

  /** Waits for the page's own script, which comes after a page that did not load the document anew. */
  private async scripted(): Promise<void> {
    const script = `${site()}/ideas.js`;
    await this.page.waitForFunction((url) => performance.getEntriesByName(url).length > 0, script);
    // It has come. Whoever imports it once more waits until it has run.
    await this.page.evaluate(`import(${JSON.stringify(script)}).then(() => undefined)`);
  }

  product(name: string): Locator {
    return this.page.getByRole("article").filter({ has: this.page.getByRole("heading", { level: 3, name, exact: true }) }).last();
  }

  /** What one of the products that stand here is called, in the language that is read. */
  async someName(): Promise<string> {
    const product = this.page.getByRole("article").filter({ has: this.page.locator('a[href^="/ideas/add/"]') }).last();
    return (await product.getByRole("heading", { level: 3 }).textContent())!.trim();
  }

  /** Whether it says that a list of mine has it. */
  wished(name: string): Locator {
    return this.product(name).getByText(this.words("ideas.product.wished"), { exact: true });
  }

  /** Asks for which list: in a dialog, or on a page of its own. */
  async ask(name: string): Promise<Locator> {
    await this.product(name).getByRole("link", { name: this.words("ideas.product.add") }).click();
    if (!this.js) await expect(this.page).toHaveURL(/\/ideas\/add\//);
    const place = this.js ? this.page.getByRole("dialog") : this.main;
    await expect(place.getByRole("heading", { level: 2, name, exact: true })).toBeVisible();
    return place;
  }

  /** The row of a list among those that something can be added to. */
  list(place: Locator, title: string): Locator {
    return place.getByRole("listitem").filter({ hasText: title });
  }

  async addTo(place: Locator, title: string): Promise<void> {
    await this.list(place, title).getByRole("button").click();
    await expect(place.getByRole("status")).toContainText(title);
    await expect(this.list(place, title)).toContainText(this.words("ideas.add.has"));
  }

  /** Back to what was read. */
  async goBack(place: Locator): Promise<void> {
    await place.getByRole("link", { name: this.words("ideas.add.back"), exact: true }).click();
    if (this.js) await expect(this.page.getByRole("dialog")).toHaveCount(0);
  }
}
