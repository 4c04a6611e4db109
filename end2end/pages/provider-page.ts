import { LABELS, type ProviderId } from "../support/providers.ts";
import { expect } from "../support/test.ts";
import { OurPage } from "./our-page.ts";

/** Signing in with a provider: its button, and the page there. */
export class ProviderPage extends OurPage {
  /** Goes there from a page with its button. */
  async go(id: ProviderId): Promise<void> {
    const name = this.words("account.go_on_with", { provider: LABELS[id] });
    await this.main.getByRole("link", { name, exact: true }).click();
  }

  /** Says there who it is. */
  async say(login: string): Promise<void> {
    await expect(this.page).not.toHaveURL(/\/\/localhost/);
    await this.page.getByLabel("Login").fill(login);
    await this.page.getByRole("button", { name: "Continue" }).click();
  }

  async enter(id: ProviderId, login: string, from = "/sign-in"): Promise<void> {
    await this.visit(from);
    await this.go(id);
    await this.say(login);
  }
}
