import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

/** Who looks after a list, and who is invited to. */
export class PeoplePage extends FormPage {
  async open(list: string): Promise<void> {
    await this.visit(`/lists/${list}/people`);
  }

  /** Where an address is typed. */
  get email(): Locator {
    return this.field("people.invite.email");
  }

  async inviteByMail(email: string): Promise<void> {
    await this.email.fill(email);
    await this.button("people.invite.mail").click();
  }

  /** Makes a link, and answers its path. */
  async inviteByLink(): Promise<string> {
    await this.button("people.invite.link").click();
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
    await this.button("people.join.submit").click();
  }
}
