// Every page that is open heals itself: what others do shows on it, and nothing that was typed is lost
// (R5.2, R9.5).

import type { Page } from "@playwright/test";
import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { ThanksPage } from "../pages/thanks-page.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

const main = (page: Page) => page.getByRole("main");
const title = (page: Page) => page.getByRole("textbox", { name: words("editor.head.title") });

/** A shared list that shows who gives what, with six glasses on it. */
async function glasses(owner: Client) {
  const list = await owner.makeList({ title: "Live", occasion: "wedding" }, [{ name: "Glasses", wanted: "6" }]);
  const share = await owner.share(list);
  return { list, share, gift: (await owner.gifts(share))["Glasses"]! };
}

/** Somebody gives, in a browser of their own; answers the path of their page. */
async function give(share: string, gift: string, quantity = 1, name = "Karl"): Promise<string> {
  const giver = await Client.open();
  const token = await giver.reserve(share, gift, someone(name), quantity);
  await giver.close();
  return `/r/${token}`;
}

test("where the line breaks although there is a network, that is said, and what was missed is made good", async ({ page, js, owner }) => {
  test.setTimeout(90_000);
  const { list, share, gift } = await glasses(owner);
  await owner.lend(page.context());
  let taken = 0;
  for (const [path, key] of [[share, "giving.shared.reconnecting"], [`/lists/${list}`, "editor.rows.reconnecting"]] as const) {
    await page.route("**/live/**", (route) => route.abort("connectionrefused"));
    await visit(page, path, js);
    const said = main(page).getByText(words(key)).first();
    await expect(said).toBeVisible();
    await give(share, gift);
    taken += 1;
    await page.unroute("**/live/**");
    // The longer it was away, the longer the next try lets wait.
    await expect(said).toBeHidden({ timeout: 30_000 });
    const shows = path === share ? words("giving.gift.left", { left: 6 - taken }) : words("editor.rows.taken", { count: taken });
    await expect(main(page)).toContainText(shows);
  }
});

// R5.2: if a page misses a piece of news, the next one makes up for it.
test("what stands around the gifts and could not be fetched comes with the next news", async ({ page, js, owner }) => {
  const { list, share, gift } = await glasses(owner);
  await new SharedPage(page, js).open(share);
  const failed = page.waitForResponse((answer) => answer.status() === 503);
  await page.route(`**${share}`, (route) => route.fulfill({ status: 503, contentType: "text/html", body: "" }));
  await owner.done("edit_list", { list, title: "After", occasion: "wedding" }, `/lists/${list}`);
  await failed;
  await page.unroute(`**${share}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Live");
  await give(share, gift);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("After");
});

// R9.5
test("who was signed out elsewhere is told so on an open page, which goes on once they have signed in", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Open for days" });
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const link = editor.adding.locator('[name="text"]');
  await link.fill("Half a li");
  await title(page).focus();
  await client.done("sign_out", {});
  await client.signIn(person);
  await client.done("edit_list", { list, title: "While away", occasion: "birthday" }, `/lists/${list}`);
  const said = page.getByText(words("common.network.ended"));
  await expect(said).toBeVisible();
  await expect(page.locator("[data-offline]").getByRole("link")).toHaveAttribute("href", "/sign-in?next=/sign-in/ended");
  await expect(link).toHaveValue("Half a li");

  // As when they come back to the tab.
  await client.lend(page.context());
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(said).toBeHidden();
  await expect(title(page)).toHaveValue("While away");
  await expect(link).toHaveValue("Half a li");
});

// R3.6: what owners are told is counted in another way while a surprise holds.
test("who looks after a list sees a surprise begin and end where another turns it", async ({ page, js, owner, another }) => {
  const { list, share, gift } = await glasses(owner);
  await owner.lend(page.context());
  const partner = await Client.open();
  await partner.signUp("Jonas");
  await partner.done("join_list", { token: (await owner.invite(list)).slice("/join/".length) });
  await give(share, gift, 3);
  await new EditorPage(page, js).open(list);
  await expect(main(page)).toContainText(words("editor.rows.taken", { count: 3 }));
  const shared = await another();
  await owner.lend(shared.context());
  await new SharedPage(shared, js).open(share);
  const bar = shared.getByText(words("giving.shared.owner_bar.surprise"));

  await partner.done("set_surprise", { list, surprise: "keep" }, `/lists/${list}/settings`);
  await expect(main(page)).not.toContainText(words("editor.rows.taken", { count: 3 }));
  await expect(bar).toBeVisible();
  await new SharedPage(shared, js).expectLeft("Glasses", 6);
  await partner.done("edit_list", { list, title: "After", occasion: "wedding" }, `/lists/${list}`);
  await expect(title(page)).toHaveValue("After");

  await partner.done("set_surprise", { list, surprise: "show", confirmed: "on" }, `/lists/${list}/taken`);
  await expect(main(page)).toContainText(words("editor.rows.taken", { count: 3 }));
  await expect(bar).toBeHidden();
  await new SharedPage(shared, js).expectLeft("Glasses", 3);
  await partner.close();
});

test("an open form to reserve says what is left now, with what was typed in place", async ({ page, js, owner }) => {
  const { share, gift } = await glasses(owner);
  await visit(page, `${share}/${gift}`, js);
  const shared = new SharedPage(page, js);
  const [name, email] = [shared.field("giving.reserve.name"), shared.field("giving.reserve.email")];
  await expect(main(page)).toContainText(words("giving.gift.left", { left: 6 }));
  await name.pressSequentially("Onkel");
  await give(share, gift, 2);
  // Whoever is amid a field goes on typing in it; the rest waits until they leave it.
  await page.keyboard.type(" Tom");
  await page.keyboard.press("Tab");
  await expect(main(page)).toContainText(words("giving.gift.left", { left: 4 }));
  await expect(name).toHaveValue("Onkel Tom");
  await expect(email).toBeFocused();

  await give(share, gift, 4);
  const taken = page.getByRole("heading", { level: 1, name: words("giving.reserve.taken.heading") });
  await expect(taken).toBeVisible();
  await expect(taken).toBeFocused();
});

// R5.4, R5.7
test("the page of what was reserved says what became of the mail, and of the gift", async ({ page, js, owner, another }) => {
  const { list, share, gift } = await glasses(owner);
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await shared.reserve("Glasses", someone("Karl"), 2);
  await expect(main(page)).toContainText(words("giving.mail.sent.heading"));
  await page.getByRole("link", { name: words("giving.gift.change") }).first().click();
  const manage = new ManagePage(page, js);
  await expect(manage.button("giving.manage.change")).toBeVisible();
  await owner.done("remove_gift", { list, gift }, `/lists/${list}`);
  await manage.expectNotice("giving.manage.withdrawn.heading");

  // What was refused stays, whatever happens meanwhile.
  const theirs = new ManagePage(await another(), js);
  await owner.done("restore_gift", { list, gift }, `/lists/${list}`);
  await theirs.open(await give(share, gift, 2, "Ilse"));
  const quantity = main(theirs.page).locator("[name=quantity]").first();
  await quantity.fill("0");
  await theirs.button("giving.manage.change").click();
  await expect(quantity).toHaveAttribute("aria-invalid", "true");
  await owner.done("close_list", { list }, `/lists/${list}/settings`);
  await expect(main(page)).toContainText(words("giving.manage.closed.heading"));
  await expect(quantity).toHaveValue("0");
});

test("who gives what, and the board for thanks, follow while they are open", async ({ page, js, owner }) => {
  const { list, share, gift } = await glasses(owner);
  await owner.lend(page.context());
  await new EditorPage(page, js).open(list, "/taken");
  await give(share, gift);
  const karl = page.getByRole("listitem").filter({ hasText: "Karl" });
  await expect(karl).toBeVisible();
  // Who goes on hangs up.
  const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith(`/live/list/${list}`));
  await page.getByRole("navigation", { name: words("editor.tabs.label") }).getByRole("link", { name: words("editor.tabs.settings") }).click();
  await ended;

  const board = new ThanksPage(page, js);
  await board.open(list);
  await board.expectProgress(0, 1);
  await board.tickOf("Karl", "received").focus();
  await give(share, gift, 1, "Ilse");
  await board.expectProgress(0, 2);
  await expect(board.tickOf("Karl", "received")).toBeFocused();
  await expect(board.entry("Ilse")).toBeVisible();
});

// R3.4, R4.4
test("a part of a list follows what others do, stays that part, and takes nothing away that is typed or can be undone", async ({ page, js, owner }) => {
  test.setTimeout(60_000);
  const { list, share, gift } = await glasses(owner);
  await owner.lend(page.context());
  const editor = new EditorPage(page, js);
  const welcome = page.getByRole("textbox", { name: words("editor.head.welcome") });
  const filters = page.locator("details.filters");
  await editor.open(list, "?taken=free");
  await give(share, gift, 2);
  await expect(editor.row("Glasses")).toContainText(words("editor.rows.taken", { count: 2 }));
  // What was folded stays folded.
  await filters.locator("summary").click();
  await give(share, gift);
  await expect(editor.row("Glasses")).toContainText(words("editor.rows.taken", { count: 3 }));
  await expect(filters).not.toHaveAttribute("open");

  // Nobody is disturbed amid a sentence, nor while they are offered to undo what they saved of it.
  await welcome.pressSequentially("Come & s");
  await owner.done("add_gift", { list, name: "Vase" }, `/lists/${list}`);
  await owner.done("edit_list", { list, title: "After", occasion: "wedding" }, `/lists/${list}`);
  await welcome.pressSequentially("ee.");
  await welcome.blur();
  await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
  const undo = page.getByRole("button", { name: words("editor.autosave.undo"), exact: true });
  // What is pointed at stays, however long the rest takes.
  await undo.hover();
  await give(share, gift);
  await undo.click();
  await expect(page.getByText(words("editor.autosave.undone"))).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(editor.row("Vase")).toBeVisible({ timeout: 20_000 });
  await expect(title(page)).toHaveValue("After");
  await expect(welcome).toHaveValue("");

  await give(share, gift, 2);
  await expect(editor.row("Glasses")).toHaveCount(0);
  await expect(editor.row("Vase")).toBeVisible();
  await expect(page).toHaveURL(/\?taken=free$/);
});

// R4.4, R4.6
test("what was removed from a part of a list can be put back for as long as that is offered", async ({ page, js, owner }) => {
  test.setTimeout(60_000);
  const { list, share, gift } = await glasses(owner);
  for (const name of ["Vase", "Cloth"]) await owner.done("add_gift", { list, name }, `/lists/${list}`);
  await owner.lend(page.context());
  const editor = new EditorPage(page, js);
  const undo = page.getByRole("button", { name: words("editor.removed.undo"), exact: true });
  const remove = async (name: string): Promise<void> => {
    await editor.row(name).getByRole("button", { name: words("editor.rows.remove", { name }) }).click();
    await expect(editor.row(name)).toHaveCount(0);
    await expect(undo).toBeVisible();
  };
  await editor.open(list, "?taken=free");
  const began = Date.now();
  await remove("Vase");
  // What is pointed at stays.
  await page.mouse.move(0, 0);
  // Loaded anew from then on, the page would not offer it again.
  await expect(page).not.toHaveURL(/removed=/);
  await give(share, gift, 2);
  // The news waits until the offer is over, and then comes by itself.
  await expect(editor.row("Glasses")).toContainText(words("editor.rows.taken", { count: 2 }), { timeout: 20_000 });
  expect(Date.now() - began, "milliseconds until the offer is over").toBeGreaterThan(8_000);
  await expect(undo).toBeHidden();

  await remove("Cloth");
  await undo.hover();
  await expect(page).not.toHaveURL(/removed=/);
  await give(share, gift);
  await undo.click();
  await expect(editor.row("Cloth")).toBeVisible();
  await expect(editor.row("Glasses")).toContainText(words("editor.rows.taken", { count: 3 }));
});

// R3.4
test("what another changed once more is not undone", async ({ page, js, owner }) => {
  const { list } = await glasses(owner);
  await owner.lend(page.context());
  // A part of a list waits with news as long as something can be undone.
  await new EditorPage(page, js).open(list, "?taken=free");
  await title(page).fill("Mine");
  await title(page).blur();
  await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
  const undo = page.getByRole("button", { name: words("editor.autosave.undo"), exact: true });
  await undo.hover();
  await owner.done("edit_list", { list, title: "Theirs", occasion: "wedding" }, `/lists/${list}`);
  const answered = page.waitForResponse((answer) => answer.url().endsWith("/fn/edit_list"));
  await undo.click();
  expect((await answered).status()).toBe(409);
  await page.mouse.move(0, 0);
  await expect(title(page)).toHaveValue("Theirs", { timeout: 20_000 });
});
