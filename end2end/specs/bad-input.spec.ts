// What careless and hostile people type: a clear message beside the field, what was typed kept.

import type { Locator, Page } from "@playwright/test";
import { AccountPage } from "../pages/account-page.ts";
import { AccountPages } from "../pages/account-pages.ts";
import { AddPage } from "../pages/add-page.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { someone } from "../support/people.ts";
import { expect, ready, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

const html = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script></textarea>`;

/** The field is marked wrong, and is described by these words. */
async function expectProblem(field: Locator, words: string): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
}

async function refusedWith(page: Page, action: string, status: number, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith(`/fn/${action}`));
  await act();
  expect((await answer).status()).toBe(status);
}

// R2.1, R9.5
test("an empty sign-up names every field", async ({ page, js }) => {
  const pages = new AccountPages(page, js);
  await visit(page, "/sign-up", js);
  for (const path of ["/terms", "/privacy"]) await expect(page.getByRole("main").locator(`a[href="${path}"]`)).toBeVisible();
  await refusedWith(page, "sign_up", 422, () => pages.button("account.sign_up.submit").click());
  await expectProblem(pages.field("account.name"), words("problems.missing.name"));
  await expectProblem(pages.field("account.email"), words("problems.missing.email"));
  await expectProblem(pages.field("account.password"), words("problems.missing.password"));
  await expect(page.getByRole("alert").first()).toBeVisible();
});

// R9.5
test("an empty sign-in names what is missing, and keeps the address", async ({ page, js }) => {
  const pages = new AccountPages(page, js);
  await visit(page, "/sign-in", js);
  await refusedWith(page, "sign_in", 422, () => pages.button("account.sign_in.submit").click());
  await expectProblem(pages.field("account.email"), words("problems.missing.email"));
  await pages.field("account.email").fill("hanna@example.org");
  await refusedWith(page, "sign_in", 422, () => pages.button("account.sign_in.submit").click());
  await expectProblem(pages.field("account.password"), words("problems.missing.password"));
  await expect(pages.field("account.email")).toHaveValue("hanna@example.org");
});

// R2.2: hard to guess.
test("a wrong address and a weak password are told apart, and the rest is kept", async ({ page, js }) => {
  const pages = new AccountPages(page, js);
  const person = { ...someone("Hanna"), email: "hanna@lindgarten", password: "password1" };
  await refusedWith(page, "sign_up", 422, () => pages.askForAccount(person));
  await expectProblem(pages.field("account.email"), words("problems.field.not_an_email"));
  await expect(pages.field("account.name")).toHaveValue("Hanna");
  await expect(pages.field("account.email")).toHaveValue("hanna@lindgarten");
  await pages.field("account.email").fill(someone("Hanna").email);
  await pages.field("account.password").fill("password1");
  await refusedWith(page, "sign_up", 422, () => pages.button("account.sign_up.submit").click());
  await expectProblem(pages.field("account.password"), words("problems.field.weak_password"));
  await expect(pages.field("account.password")).toHaveValue("");
});

// R3.1, R3.4: what is refused is said beside the field.
test("a list without a title, or with one that is too long, is not made", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const lists = new ListsPage(page, js);
  const submit = page.getByRole("button", { name: words("lists.new.submit") });
  await visit(page, "/lists/new", js);
  await lists.field("lists.new.welcome").fill("Kept\nas typed");
  await refusedWith(page, "create_list", 422, () => submit.click());
  await expectProblem(lists.field("lists.new.name"), words("problems.missing.title"));
  await expect(lists.field("lists.new.welcome")).toHaveValue("Kept\nas typed");
  const long = "x".repeat(101);
  await lists.field("lists.new.name").fill(long);
  await refusedWith(page, "create_list", 422, () => submit.click());
  await expectProblem(lists.field("lists.new.name"), words("problems.field.too_long", { max: 100 }));
  await expect(lists.field("lists.new.name")).toHaveValue(long);
  expect(await (await client.get("/lists")).text()).toContain(words("lists.dashboard.empty.heading"));
});

// R3.1, R9.7: characters are counted as people count them, and no browser cuts any off.
test("a title of eighty families stays whole, where it is made and where it is changed", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const families = "👨‍👩‍👧‍👦".repeat(80);
  const list = await new ListsPage(page, js).make({ title: families });
  await new EditorPage(page, js).open(list);
  const title = page.getByRole("textbox", { name: words("editor.head.title") });
  await expect(title).toHaveValue(families);
  await title.fill(`${families}ไทย`);
  if (js) {
    await title.blur();
    await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
  } else {
    await page.getByRole("button", { name: words("editor.head.save"), exact: true }).click();
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${families}ไทย`);
  await new EditorPage(page, js).open(list);
  await expect(title).toHaveValue(`${families}ไทย`);
});

// R9.7: names, notes and titles may be in any script.
test("any script, emoji, both directions and HTML are shown as they were typed", async ({ page, js, client, another }) => {
  await client.signUp("حنّة 🎁");
  await client.lend(page.context());
  const lists = new ListsPage(page, js);
  const editor = new EditorPage(page, js);
  const title = "عيد ميلاد إيدا 👨‍👩‍👧‍👦 <b>&amp;";
  const list = await lists.make({ title, occasion: "wedding", welcome: html });
  await editor.add({ name: "🚂 קטר <i>", notes: html });
  const share = await editor.share();
  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  for (const [where, path] of [[page, `/lists/${list}`], [page, `/lists/${list}/settings`], [page, "/lists"], [theirs, share]] as const) {
    await visit(where, path, js);
    await expect(where).not.toHaveTitle(/owned/);
    await expect(where.locator("img[src=x]")).toHaveCount(0);
  }
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(shared.gift("🚂 קטר <i>")).toContainText(html);
  await shared.reserve("🚂 קטר <i>", { name: html.slice(0, 60), email: someone("Karl").email });
  await visit(page, `/lists/${list}/taken`, js);
  await expect(page.getByText(html.slice(0, 60), { exact: true }).first()).toBeVisible();
  await expect(page).not.toHaveTitle(/owned/);
});

// R4.1, R9.5
test("a gift's wrong fields are told beside them, and the form stays open", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Wrong" });
  const adding = new AddPage(page, js);
  await adding.open(list);
  await adding.fill({ name: "Lamp", link: "javascript:alert(1)", price: "much", wanted: "1000", notes: "Keep me" });
  await refusedWith(page, "add_gift", 422, () => adding.submit());
  await expectProblem(adding.field("link"), words("problems.field.not_a_link"));
  await expectProblem(adding.field("price"), words("problems.field.not_a_price"));
  await expectProblem(adding.field("wanted"), words("problems.field.not_a_number", { min: 1, max: 999 }));
  await expect(adding.field("notes")).toHaveValue("Keep me");
  await expect(adding.field("notes")).toBeVisible();
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await expect(editor.row("Lamp")).toHaveCount(0);
});

// R5.2: a name, an address and a number.
test("a giver's wrong fields are told beside them", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Wrong", occasion: "wedding" }, [{ name: "Glasses", wanted: "4" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const shared = new SharedPage(page, js);
  await visit(page, `${share}/${gift}`, js);
  await shared.fillReserve({ name: "", email: "ilse.mail.example" }, 0);
  await refusedWith(page, "reserve", 422, () => shared.submitReserve());
  await expectProblem(shared.field("giving.reserve.name"), words("problems.missing.name"));
  await expectProblem(shared.field("giving.reserve.email"), words("problems.field.not_an_email"));
  await expectProblem(shared.field("giving.reserve.quantity"), words("problems.field.not_a_number", { min: 1, max: 999 }));
  await expect(shared.field("giving.reserve.email")).toHaveValue("ilse.mail.example");
  await shared.fillReserve(someone("Ilse"), 5);
  await refusedWith(page, "reserve", 409, () => shared.submitReserve());
  await expect(page.getByRole("alert").filter({ hasText: words("problems.refused.taken_in_part", { left: 4 }) })).toBeVisible();
  await expect(shared.field("giving.reserve.name")).toHaveValue("Ilse");
});

// R9.5: what was done before it is no answer to a form that is refused.
test("a page that says what was refused does not say that it is done", async ({ page, js, client, owner }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const account = new AccountPage(page, js);
  await account.open("?done=name");
  await account.expectDone("profile.done.name");
  await refusedWith(page, "rename", 422, () => account.rename(""));
  await account.expectRefused("problems.look_below");
  await expect(account.main.getByText(words("profile.done.name"))).toHaveCount(0);

  const list = await owner.makeList({ title: "Refused", occasion: "wedding" }, [{ name: "Glasses", wanted: "4" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const manage = new ManagePage(page, js);
  await manage.open(`/r/${await client.reserve(share, gift, someone("Ilse"), 2)}`);
  await manage.changeTo(3);
  await manage.field("giving.manage.quantity").fill("0");
  await refusedWith(page, "change_quantity", 422, () => manage.button("giving.manage.change").click());
  await expect(manage.field("giving.manage.quantity")).toHaveAttribute("aria-invalid", "true");
  await expect(manage.main.getByText(words("giving.manage.done.changed"))).toHaveCount(0);
  // Three are theirs, and one is left.
  await manage.field("giving.manage.quantity").fill("9");
  await refusedWith(page, "change_quantity", 409, () => manage.button("giving.manage.change").click());
  await expect(manage.main.getByText(words("giving.manage.at_most", { most: 4 }))).toBeVisible();
});

// R5.2: the same form sent twice makes one reservation.
test("a click too many reserves once", async ({ page, js, owner }) => {
  const list = await owner.makeList({ title: "Twice", occasion: "wedding" }, [{ name: "Glasses", wanted: "4" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const shared = new SharedPage(page, js);
  await visit(page, `${share}/${gift}`, js);
  await shared.fillReserve(someone("Ilse"), 1);
  await page.getByRole("button", { name: words("giving.reserve.submit") }).dblclick();
  await expect(page.getByRole("heading", { level: 1, name: words("giving.reserved.heading") })).toBeVisible();
  await shared.open(share);
  await shared.expectLeft("Glasses", 3);
});

// R9.5: nothing that was typed is lost.
test("an ended session keeps what was typed, and takes it once somebody has signed in", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Session" });
  const adding = new AddPage(page, js);
  await adding.open(list);
  await adding.fill({ name: "Lamp", notes: "Not the tall one" });
  await client.done("sign_out", {});
  await refusedWith(page, "add_gift", 401, () => adding.submit());
  await expect(page.getByRole("heading", { level: 1, name: words("account.ended.heading") })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main.getByRole("alert")).toHaveText(words("account.ended.words"));
  await expect(main.getByText("Not the tall one")).toBeVisible();

  // Signing in beside it leaves the page as it is.
  const opening = page.context().waitForEvent("page");
  await main.getByRole("link", { name: new RegExp(`^${words("account.sign_in.submit")}`) }).click();
  const beside = await opening;
  await ready(beside, js);
  await new AccountPages(beside, js).fillSignIn(person);
  await expect(beside.getByRole("heading", { level: 1, name: words("account.ended.back.heading") })).toBeVisible();
  await beside.close();
  await main.getByRole("button", { name: words("account.ended.send") }).click();
  await expect(page).toHaveURL(new RegExp(`/lists/${list}(?!/add)`));
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await expect(editor.row("Lamp")).toContainText("Not the tall one");
});

// R5.2: nothing is promised twice.
test("two signs of one reservation: the taken gift says so", async ({ page, js, owner, another }) => {
  const list = await owner.makeList({ title: "Rivals", occasion: "wedding" }, [{ name: "Clock" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Clock"]!;
  const rival = new SharedPage(await another(), js);
  await visit(page, `${share}/${gift}`, js);
  await visit(rival.page, `${share}/${gift}`, js);
  const mine = new SharedPage(page, js);
  await mine.fillReserve(someone("Ilse"));
  await rival.fillReserve(someone("Karl"));
  await rival.submitReserve();
  await expect(rival.page.getByRole("heading", { name: words("giving.reserved.heading") })).toBeVisible();
  await mine.submitReserve();
  await expect(page.getByRole("heading", { name: words("giving.reserve.taken.heading") })).toBeVisible();
});
