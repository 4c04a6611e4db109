import type { Locator, Page } from "@playwright/test";
import { codeIn } from "../support/mailbox.ts";
import type { Person } from "../support/people.ts";
import { expect, visit } from "../support/test.ts";
import { around, label, words, type Language } from "../support/words.ts";

/** Sign-up, the code, sign-in and reset. */
export class AccountPages {
  constructor(
    readonly page: Page,
    readonly js: boolean,
    readonly language: Language = "en",
  ) {}

  field(key: string): Locator {
    return this.page.getByRole("main").getByLabel(label(key, this.language));
  }

  button(key: string): Locator {
    return this.page.getByRole("main").getByRole("button", { name: words(key, {}, this.language), exact: true });
  }

  async askForAccount(person: Person, from = "/sign-up"): Promise<void> {
    await visit(this.page, from, this.js);
    await this.field("account.name").fill(person.name);
    await this.field("account.email").fill(person.email);
    await this.field("account.password").fill(person.password);
    await this.button("account.sign_up.submit").click();
  }

  async enterCode(code: string): Promise<void> {
    await this.field("account.code.label").fill(code);
    await this.button("account.code.submit").click();
  }

  /** Makes an account, by way of the mailed code. */
  async signUp(person: Person, from = "/sign-up"): Promise<void> {
    await this.askForAccount(person, from);
    await expect(this.page).toHaveURL(/\/sign-up\/code/);
    const mail = await person.mailbox.next(around("mail.confirm_code.subject", this.language));
    await this.enterCode(codeIn(mail));
    await expect(this.page).not.toHaveURL(/\/sign-up/);
  }

  async signIn(person: Pick<Person, "email" | "password">, from = "/sign-in"): Promise<void> {
    await visit(this.page, from, this.js);
    await this.fillSignIn(person);
  }

  async fillSignIn(person: Pick<Person, "email" | "password">): Promise<void> {
    await this.field("account.email").fill(person.email);
    await this.field("account.password").fill(person.password);
    await this.button("account.sign_in.submit").click();
  }

  async signOut(): Promise<void> {
    const menu = words("common.shell.account", {}, this.language);
    await this.page.getByRole("banner").locator("summary", { hasText: menu }).click();
    await this.page.getByRole("button", { name: words("common.shell.sign_out", {}, this.language) }).click();
    await expect(this.page).toHaveURL(/\/$/);
  }
}
