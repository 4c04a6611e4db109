import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { AddPage, type NewGift } from "./add-page.ts";
import { OurPage } from "./our-page.ts";

/** A list in its owner's hands: gifts, what is taken, settings. */
export class EditorPage extends OurPage {
  async open(list: string, tab = ""): Promise<void> {
    await this.visit(`/lists/${list}${tab}`);
  }

  /** The panel in which a link is pasted; a closed list has none. */
  get adding(): Locator {
    return this.main.locator('form[action="/fn/find_gift"]');
  }

  row(name: string): Locator {
    const heading = this.page.getByRole("heading", { level: 3, name, exact: true });
    return this.page.getByRole("listitem").filter({ has: heading });
  }

  /** The names of the gifts, in order. */
  async names(): Promise<string[]> {
    return this.main.getByRole("heading", { level: 3 }).allTextContents();
  }

  /** Looks up a link, or a text around one; lands on the form that it fills. */
  async paste(text: string): Promise<AddPage> {
    await this.adding.locator('[name="text"]').fill(text);
    await this.adding.getByRole("button").last().click();
    const found = new AddPage(this.page, this.js, this.language);
    await found.arrived();
    return found;
  }

  /** Goes to the form for a gift without a link, as it is before anything is known. */
  async goAdding(): Promise<AddPage> {
    const form = new AddPage(this.page, this.js, this.language);
    if (await form.form.isVisible()) return form;
    await this.main.getByRole("link", { name: this.words("editor.find.without") }).click();
    await form.arrived();
    return form;
  }

  /** Adds a gift by hand, from the editor and back to it. */
  async add(gift: NewGift): Promise<void> {
    const form = await this.goAdding();
    await form.fill(gift);
    await form.submit();
    await expect(this.row(gift.name)).toBeVisible();
  }

  /** Opens a draft to givers; answers the path of the share link. */
  async share(): Promise<string> {
    await this.page.getByRole("button", { name: this.words("editor.draft.share") }).click();
    return this.shareLink();
  }

  async shareLink(): Promise<string> {
    const field = this.page.getByRole("textbox", { name: this.words("editor.share.link") });
    await expect(field).toHaveValue(/\/l\//);
    return new URL(await field.inputValue()).pathname;
  }

  /** What somebody took, on the page that says who gives what. */
  taker(name: string): Locator {
    const everybody = this.page.getByRole("region", { name: this.words("editor.taken.heading"), exact: true });
    return everybody.getByRole("listitem").filter({ hasText: name });
  }

  /** Unfolds the question whether what somebody reserved shall be let go. */
  async askLetGo(name: string): Promise<void> {
    await this.taker(name).locator("summary").click();
  }

  /** Says yes to it. */
  async letGo(name: string): Promise<void> {
    await this.taker(name).getByRole("button", { name: this.words("editor.taken.let_go.confirm") }).click();
  }

  /** What the settings ask of givers. */
  get giving(): Locator {
    return this.main.getByRole("form", { name: this.words("givers.settings.heading") });
  }

  async saveGiving(): Promise<void> {
    await this.giving.getByRole("button", { name: this.words("settings.save") }).click();
  }

  /** Unfolds an act of the settings and confirms it. */
  async act(which: "rotate" | "close"): Promise<void> {
    await this.askFor(which);
    await this.page.getByRole("button", { name: this.words(`settings.${which}.confirm`) }).click();
  }

  /** Closes the list, and has nobody told by mail. */
  async closeUntold(): Promise<void> {
    await this.askFor("close");
    await this.page.getByRole("checkbox", { name: this.words("settings.close.tell") }).uncheck();
    await this.page.getByRole("button", { name: this.words("settings.close.confirm") }).click();
  }

  private async askFor(which: "rotate" | "close"): Promise<void> {
    await this.page.locator("summary", { hasText: this.words(`settings.${which}.open`) }).click();
  }

  /** Puts another picture of ours on top of the list, by what it is called in the settings. */
  async chooseCover(key: string): Promise<void> {
    await this.page.locator("summary", { hasText: this.words("settings.about.cover_choose") }).click();
    await this.page.getByRole("radio", { name: this.words(key), exact: true }).check();
    await this.page.getByRole("button", { name: this.words("settings.save"), exact: true }).first().click();
  }
}
