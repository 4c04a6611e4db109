import { codeIn } from "../support/mailbox.ts";
import type { Person } from "../support/people.ts";
import { expect } from "../support/test.ts";
import { around } from "../support/words.ts";
import { FormPage } from "./our-page.ts";

/** Sign-up, the code, sign-in and reset. */
export class AccountPages extends FormPage {
  async askForAccount(person: Person, from = "/sign-up"): Promise<void> {
    await this.visit(from);
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
    await this.visit(from);
    await this.fillSignIn(person);
  }

  async fillSignIn(person: Pick<Person, "email" | "password">): Promise<void> {
    await this.field("account.email").fill(person.email);
    await this.field("account.password").fill(person.password);
    await this.button("account.sign_in.submit").click();
  }

  async signOut(): Promise<void> {
    await (await this.openMenu()).getByRole("button", { name: this.words("common.shell.sign_out") }).click();
    await expect(this.page).toHaveURL(/\/$/);
  }
}
