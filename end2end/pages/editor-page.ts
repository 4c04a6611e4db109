import type { Locator, Page } from "@playwright/test";
import { expect, visit } from "../support/test.ts";
import { label, words, type Language } from "../support/words.ts";

export interface NewGift {
  name: string;
  link?: string;
  price?: string;
  wanted?: string;
  notes?: string;
}

/** A list in its owner's hands: gifts, what is taken, settings. */
export class EditorPage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  private words(key: string, gaps: Record<string, string> = {}): string {
    return words(key, gaps, this.language);
  }

  async open(list: string, tab = ""): Promise<void> {
    await visit(this.page, `/lists/${list}${tab}`, this.js);
  }

  /** The form for a new gift. */
  get adding(): Locator {
    return this.page.getByRole("form", { name: this.words("editor.add.heading") });
  }

  row(name: string): Locator {
    const heading = this.page.getByRole("heading", { level: 3, name, exact: true });
    return this.page.getByRole("listitem").filter({ has: heading });
  }

  /** The names of the gifts, in order. */
  async names(): Promise<string[]> {
    return this.page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  }

  async fill(gift: NewGift): Promise<void> {
    if (gift.link !== undefined) await this.adding.getByLabel(label("editor.add.link", this.language)).fill(gift.link);
    await this.adding.getByLabel(label("editor.gift.name", this.language)).fill(gift.name);
    if (gift.price === undefined && gift.wanted === undefined && gift.notes === undefined) return;
    const more = this.adding.locator("details", { hasText: this.words("editor.add.more") });
    if ((await more.getAttribute("open")) === null) await this.adding.getByText(this.words("editor.add.more")).click();
    if (gift.price !== undefined) await this.adding.getByLabel(label("editor.gift.price", this.language)).fill(gift.price);
    if (gift.wanted !== undefined) await this.adding.getByLabel(label("editor.gift.wanted", this.language)).fill(gift.wanted);
    if (gift.notes !== undefined) await this.adding.getByLabel(label("editor.gift.notes", this.language)).fill(gift.notes);
  }

  async submit(): Promise<void> {
    await this.adding.getByRole("button", { name: this.words("editor.add.submit") }).click();
  }

  async add(gift: NewGift): Promise<void> {
    await this.fill(gift);
    await this.submit();
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

  /** Unfolds an act of the settings and confirms it. */
  async act(which: "rotate" | "close"): Promise<void> {
    const open = this.page.locator("summary", { hasText: this.words(`settings.${which}.open`) });
    await open.click();
    await this.page.getByRole("button", { name: this.words(`settings.${which}.confirm`) }).click();
  }
}
