import type { Locator, Page } from "@playwright/test";
import { expect, visit } from "../support/test.ts";
import { label, words, type Language } from "../support/words.ts";

/** Who looks after a list, and who is invited to. */
export class PeoplePage {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  private words(key: string): string {
    return words(key, {}, this.language);
  }

  private get main(): Locator {
    return this.page.getByRole("main");
  }

  async open(list: string): Promise<void> {
    await visit(this.page, `/lists/${list}/people`, this.js);
  }

  /** Where an address is typed. */
  get email(): Locator {
    return this.main.getByLabel(label("people.invite.email", this.language));
  }

  async inviteByMail(email: string): Promise<void> {
    await this.email.fill(email);
    await this.main.getByRole("button", { name: this.words("people.invite.mail"), exact: true }).click();
  }

  /** Makes a link, and answers its path. */
  async inviteByLink(): Promise<string> {
    await this.main.getByRole("button", { name: this.words("people.invite.link"), exact: true }).click();
    const field = this.main.getByRole("textbox", { name: this.words("people.waiting.link_label") });
    await expect(field).toHaveValue(/\/join\//);
    return new URL(await field.inputValue()).pathname;
  }

  /** The invitations that wait. */
  get waiting(): Locator {
    return this.page.getByRole("region", { name: this.words("people.waiting.heading"), exact: true }).getByRole("listitem");
  }

  async takeBack(waiting: Locator): Promise<void> {
    await waiting.getByRole("button", { name: new RegExp(`^${this.words("people.waiting.take_back")}`) }).click();
  }

  /** The line of somebody who looks after the list. */
  member(name: string): Locator {
    const together = [this.words("people.together.heading"), this.words("people.together.alone")].join("|");
    const people = this.page.getByRole("region", { name: new RegExp(`^(${together})$`) });
    return people.getByRole("listitem").filter({ hasText: name });
  }

  async remove(name: string): Promise<void> {
    const member = this.member(name);
    await member.locator("summary").click();
    await member.getByRole("button", { name: this.words("people.together.remove_confirm") }).click();
  }

  async leave(name: string): Promise<void> {
    const member = this.member(name);
    await member.locator("summary").click();
    await member.getByRole("button", { name: this.words("people.together.leave_confirm") }).click();
  }

  async join(): Promise<void> {
    await this.main.getByRole("button", { name: this.words("people.join.submit"), exact: true }).click();
  }
}
