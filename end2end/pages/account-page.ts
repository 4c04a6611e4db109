import type { Locator } from "@playwright/test";
import { expect } from "../support/test.ts";
import { FormPage } from "./our-page.ts";

/** The account of somebody who is signed in: the page with everything, and those below it. */
export class AccountPage extends FormPage {
  /** Opens the page with everything, or one below it such as `/email`. */
  async open(below = ""): Promise<void> {
    await this.visit(`/account${below}`);
  }

  /** A part of the page with everything, by its heading. */
  part(key: string): Locator {
    return this.page.getByRole("region", { name: this.words(key), exact: true });
  }

  /** Follows a link of the page with everything to a page below it. */
  async follow(key: string): Promise<void> {
    await this.main.getByRole("link", { name: this.words(key), exact: true }).click();
  }

  async expectDone(key: string): Promise<void> {
    await expect(this.main.getByRole("status").filter({ hasText: this.words(key) })).toBeVisible();
  }

  async expectRefused(key: string): Promise<void> {
    await expect(this.main.getByRole("alert").filter({ hasText: this.words(key) })).toBeVisible();
  }

  /** Makes a token of that name for apps, which can do what is ticked already. */
  async makeToken(called: string): Promise<void> {
    await this.field("tokens.make.called").fill(called);
    await this.button("tokens.make.submit").click();
  }

  async rename(name: string): Promise<void> {
    await this.field("account.name").fill(name);
    await this.button("profile.name.submit").click();
  }

  async askEmailChange(email: string): Promise<void> {
    await this.open("/email");
    await this.field("profile.email.label").fill(email);
    await this.button("profile.email.submit").click();
    await expect(this.main.getByText(email)).toBeVisible();
  }

  async confirmEmailChange(code: string): Promise<void> {
    await this.field("account.code.label").fill(code);
    await this.button("profile.email.confirm").click();
  }

  async changePassword(current: string | undefined, password: string): Promise<void> {
    await this.open("/password");
    if (current !== undefined) await this.field("profile.password.current").fill(current);
    await this.field("account.new_password").fill(password);
    await this.button("profile.password.submit").click();
  }

  /** What is joined to the account, as the page below shows it. */
  way(provider: string): Locator {
    const heading = this.page.getByRole("heading", { level: 2, name: provider, exact: true });
    return this.main.locator("section").filter({ has: heading });
  }

  async join(provider: string): Promise<void> {
    await this.way(provider).getByRole("link", { name: this.words("profile.ways.join", { provider }) }).click();
  }

  removeOf(provider: string): Locator {
    return this.way(provider).getByRole("button", { name: new RegExp(`^${this.words("profile.ways.remove")}`) });
  }

  /** The rows that say where somebody is signed in. */
  get sessions(): Locator {
    return this.part("profile.sessions.heading").getByRole("listitem");
  }

  /** The key that an authenticator app is told by hand. */
  async secret(): Promise<string> {
    await this.open("/two-step");
    return this.main.getByRole("code").innerText();
  }

  async turnOnTwoSteps(digits: string): Promise<void> {
    await this.field("profile.two_step.label").fill(digits);
    await this.button("profile.two_step.turn_on").click();
  }

  async recoveryCodes(): Promise<string[]> {
    return this.part("profile.two_step.codes.heading").getByRole("listitem").allInnerTexts();
  }

  async delete(email: string): Promise<void> {
    await this.open("/delete");
    await this.field("profile.delete.label").fill(email);
    await this.button("profile.delete.submit").click();
  }
}
