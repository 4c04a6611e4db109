import { AccountPages } from "../pages/account-pages.ts";
import { cookieSite } from "../support/forms.ts";
import { codeIn, linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

const codeMail = around("mail.confirm_code.subject");

// R2.1: a code is good for 5 tries, and another can be asked for.
test("a wrong code is refused beside its field, and after five tries only a new one helps", async ({ page, js }) => {
  const person = someone("Hanna");
  const pages = new AccountPages(page, js);
  await pages.askForAccount(person);
  await expect(page).toHaveURL(/\/sign-up\/code/);
  const code = codeIn(await person.mailbox.next(codeMail));
  const wrong = code === "000000" ? "000001" : "000000";
  // The right one is one try too many.
  for (const tried of [wrong, wrong, wrong, wrong, wrong, code]) {
    const refused = page.waitForResponse((answer) => answer.url().endsWith("/fn/confirm_code"));
    await pages.enterCode(tried);
    expect((await refused).status()).toBe(422);
    if (tried === wrong) await expect(pages.field("account.code.label")).toHaveAttribute("aria-invalid", "true");
  }
  await visit(page, "/sign-up/code", js);
  await expect(page.getByText(words("account.code.spent"))).toBeVisible();
  await pages.button("account.code.again").click();
  await expect(page.getByText(words("account.code.sent_again")).first()).toBeVisible();
  const fresh = codeIn(await person.mailbox.next(codeMail));
  await expect(page.getByText(words("account.code.spent"))).toHaveCount(0);
  await pages.enterCode(fresh);
  await expect(page).toHaveURL(/\/lists$/);
  await person.mailbox.next(around("mail.welcome.subject"));
});

// R2.1: who leaves the page and comes back goes on where they were.
test("leaving the page with the code and coming back goes on", async ({ page, js }) => {
  const person = someone("Hanna");
  const pages = new AccountPages(page, js);
  await pages.askForAccount(person);
  await expect(page).toHaveURL(/\/sign-up\/code/);
  const mail = await person.mailbox.next(codeMail);
  const code = codeIn(mail);
  await visit(page, "/", js);
  for (const path of ["/sign-up", "/sign-in"]) {
    await visit(page, path, js);
    await page.getByRole("main").getByRole("link", { name: words("account.code.go_on") }).click();
    await expect(page).toHaveURL(/\/sign-up\/code$/);
  }
  await visit(page, linkIn(mail, "/sign-up/"), js);
  await expect(page.getByText(person.email)).toBeVisible();
  await pages.enterCode(code);
  await expect(page).toHaveURL(/\/lists$/);
});

// R2.1: in the browser in which the sign-up began.
test("another browser can not enter the code", async ({ page, js, another }) => {
  const person = someone("Hanna");
  await new AccountPages(page, js).askForAccount(person);
  await person.mailbox.next(codeMail);
  const other = await another();
  await visit(other, "/sign-up/code", js);
  await expect(other.getByText(words("account.code.none"))).toBeVisible();
});

// R2.4: sign-in shows the same whether or not an address has an account.
test("signing in wrongly says the same for a known and an unknown address, and keeps what was typed", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const pages = new AccountPages(page, js);
  const said: string[] = [];
  for (const email of [person.email, someone("Nobody").email]) {
    await pages.signIn({ email, password: "not the password at all" });
    const notice = page.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") });
    await expect(notice).toBeVisible();
    await expect(pages.field("account.email")).toHaveValue(email);
    await expect(pages.field("account.password")).toHaveValue("");
    said.push(await notice.innerText());
  }
  expect(said[0]).toBe(said[1]);
});

// R2.4: the person behind it learns by mail.
test("an address that has an account is told so by mail, and by nothing else", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const pages = new AccountPages(page, js);
  await pages.askForAccount({ ...someone("Hanna"), email: person.email });
  await expect(page).toHaveURL(/\/sign-up\/code/);
  await expect(page.getByText(person.email)).toBeVisible();
  await person.mailbox.next(around("mail.existing_account.subject"));
});

// R2.7: the page asked for is kept.
test("the page asked for is kept through sign-in and through sign-up", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  const pages = new AccountPages(page, js);
  await visit(page, "/lists/new?occasion=wedding", js);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  // R2.3: capitals make no difference.
  await pages.fillSignIn({ ...person, email: person.email.toUpperCase() });
  await expect(page).toHaveURL(/\/lists\/new\?occasion=wedding$/);
  await pages.signOut();
  await visit(page, "/lists/new?occasion=christmas", js);
  await page.getByRole("link", { name: words("account.sign_in.new_here") }).click();
  await expect(page).toHaveURL(/\/sign-up\?next=/);
  const fresh = someone("Jonas");
  await pages.field("account.name").fill(fresh.name);
  await pages.field("account.email").fill(fresh.email);
  await pages.field("account.password").fill(fresh.password);
  await pages.button("account.sign_up.submit").click();
  await pages.enterCode(codeIn(await fresh.mailbox.next(codeMail)));
  await expect(page).toHaveURL(/\/lists\/new\?occasion=christmas$/);
});

// R2.9: opening the page uses nothing up.
test("a password is set anew by mail, once, and ends the other sessions", async ({ page, js, client, another }) => {
  const person = await client.signUp("Hanna");
  const pages = new AccountPages(page, js);
  await visit(page, "/reset", js);
  await pages.field("account.email").fill(person.email.toUpperCase());
  await pages.button("account.reset.submit").click();
  await expect(page.getByRole("heading", { name: words("account.reset.sent.heading") })).toBeVisible();
  const link = linkIn(await person.mailbox.next(around("mail.reset.subject")), "/reset/");

  // Opening it, as a mail scanner does, uses nothing up.
  expect((await client.get(link)).status()).toBe(200);
  await visit(page, link, js);
  await pages.field("account.new_password").fill("password1");
  await pages.button("account.reset.choose.submit").click();
  await expect(pages.field("account.new_password")).toHaveAttribute("aria-invalid", "true");
  await pages.field("account.new_password").fill("nine loud herons dive");
  await pages.button("account.reset.choose.submit").click();
  await expect(page).toHaveURL(/\/lists$/);
  expect((await client.get("/lists")).status(), "the old session is over").toBe(303);

  const again = await client.get(link);
  expect(again.status()).toBe(404);
  const other = await another();
  await new AccountPages(other, js).signIn({ email: person.email, password: "nine loud herons dive" });
  await expect(other).toHaveURL(/\/lists$/);
});

// R2.4
test("asking for a reset says the same for an address without an account", async ({ page, js }) => {
  const pages = new AccountPages(page, js);
  const nobody = someone("Nobody");
  await visit(page, "/reset", js);
  await pages.button("account.reset.submit").click();
  await expect(pages.field("account.email")).toHaveAttribute("aria-invalid", "true");
  await pages.field("account.email").fill(nobody.email);
  await pages.button("account.reset.submit").click();
  await expect(page.getByRole("heading", { name: words("account.reset.sent.heading") })).toBeVisible();
  expect(await nobody.mailbox.hasNone(/./)).toBe(true);
});

// R2.10: signing out ends the session on the server.
test("signing out ends the session on the server", async ({ page, js }) => {
  const person = someone("Hanna");
  const pages = new AccountPages(page, js);
  await pages.signUp(person);
  const before = await page.context().cookies();
  const session = before.find((cookie) => cookie.name === "__Host-session");
  expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax", path: "/" });
  await pages.signOut();
  // Whoever kept the cookie has nothing of it.
  await page.context().addCookies([{ name: session!.name, value: session!.value, url: cookieSite(), secure: true }]);
  await page.goto("/lists");
  await expect(page).toHaveURL(/\/sign-in/);
});
