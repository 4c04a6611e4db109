// The main journey without a mouse: by Tab, Enter, Space, arrows and typing alone (R9.3).

import { EditorPage } from "../pages/editor-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { IdeasPage } from "../pages/ideas-page.ts";
import { Keyboard } from "../support/keyboard.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { label, words } from "../support/words.ts";

// Without smooth scrolling, so that what has the focus is at once where it will be.
test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: "reduce" } });

test("an owner makes and shares a list, and a giver gives, by keyboard alone", async ({ page, js, client, another }) => {
  test.setTimeout(120_000);
  const owner = await client.signUp("Hanna");
  const keys = new Keyboard(page);
  const main = page.getByRole("main");
  const field = (key: string) => main.getByLabel(label(key));
  const button = (key: string) => main.getByRole("button", { name: words(key), exact: true });

  await visit(page, "/sign-in", js);
  await keys.type(field("account.email"), owner.email);
  await keys.type(field("account.password"), owner.password);
  await page.keyboard.press("Enter");
  await keys.arrived(words("lists.dashboard.heading"));
  await keys.press(main.getByRole("link", { name: words("lists.dashboard.empty.start") }));

  await keys.arrived(words("lists.new.heading"));
  await keys.type(field("lists.new.name"), "By the canal");
  const occasion = main.getByRole("radio", { name: words("common.occasions.birthday") });
  await keys.to(occasion);
  await page.keyboard.press("ArrowRight");
  await expect(occasion).not.toBeChecked();
  const shown = main.getByRole("radio", { name: words("lists.new.show") });
  const kept = main.getByRole("radio", { name: words("lists.new.keep") });
  await keys.to((await shown.isChecked()) ? shown : kept);
  if (!(await shown.isChecked())) await page.keyboard.press("ArrowUp");
  await expect(shown).toBeChecked();
  await keys.press(button("lists.new.submit"));

  await expect(page).toHaveURL(/\/lists\/[0-9a-f]{32}$/);
  const editor = new EditorPage(page, js);
  for (const name of ["One", "Two"]) {
    await keys.press(main.getByRole("link", { name: words("editor.find.without") }));
    await keys.arrived(words("editor.add.heading"));
    await keys.type(field("editor.gift.name"), name);
    await keys.press(main.locator("summary", { hasText: words("editor.add.more") }), "Space");
    await keys.type(field("editor.gift.wanted"), "2");
    await keys.press(button("editor.add.submit"), "Space");
    await expect(editor.row(name)).toBeVisible();
  }
  const down = page.getByRole("button", { name: words("editor.rows.down", { name: "One" }) });
  await keys.press(down);
  await expect.poll(() => editor.names()).toEqual(["Two", "One"]);
  await expect(down).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await keys.to(button("editor.draft.share"), "Shift+Tab");
  await page.keyboard.press("Enter");
  const share = await editor.shareLink();

  // The giver comes to the page as it is opened.
  const giver = someone("Ilse");
  const theirs = await another();
  await theirs.emulateMedia({ reducedMotion: "reduce" });
  const hands = new Keyboard(theirs);
  const there = theirs.getByRole("main");
  const of = (key: string) => there.getByLabel(label(key));
  const act = (key: string) => there.getByRole("button", { name: words(key), exact: true });
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await hands.to(theirs.getByRole("link", { name: words("common.shell.skip") }));
  await theirs.keyboard.press("Enter");
  await hands.press(shared.reserveLink("One"));
  await hands.arrived(words("giving.reserve.heading"));
  await hands.type(of("giving.reserve.name"), giver.name);
  // What is wrong is said where the focus is.
  await theirs.keyboard.press("Enter");
  await expect(of("giving.reserve.email")).toBeFocused();
  await expect(of("giving.reserve.email")).toHaveAccessibleDescription(new RegExp(words("problems.missing.email")));
  await theirs.keyboard.type(giver.email);
  await hands.type(of("giving.reserve.quantity"), "2");
  await theirs.keyboard.press("Enter");
  await hands.arrived(words("giving.reserved.heading"));
  await hands.press(there.getByRole("link", { name: words("giving.gift.change"), exact: true }));

  await hands.arrived(words("giving.manage.heading"));
  await hands.to(of("giving.manage.quantity"));
  await theirs.keyboard.press("ArrowDown");
  await hands.press(act("giving.manage.change"));
  await expect(there).toContainText(words("giving.manage.done.changed"));
  // The question has the focus that asks for an answer, and whoever says no is where they were.
  await hands.press(there.getByRole("link", { name: words("giving.manage.cancel") }));
  await expect(there.getByRole("heading", { name: words("giving.manage.sure.heading") })).toBeFocused();
  await hands.press(there.getByRole("link", { name: words("giving.manage.sure.no") }));
  await expect(act("giving.manage.buy")).toBeVisible();
  await hands.press(act("giving.manage.buy"));
  await expect(there).toContainText(words("giving.manage.done.purchased"));
  await hands.press(act("giving.manage.undo"));
  await expect(there).toContainText(words("giving.manage.done.undone"));
});

test("a dialog keeps the focus, and gives it back", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  await client.makeList({ title: "By the canal" });
  const keys = new Keyboard(page);
  const ideas = new IdeasPage(page, js);
  await ideas.open("/ideas/play-room-ideas");
  const add = page.getByRole("main").locator("a[data-adds]").first();
  await keys.press(add);
  const dialog = page.getByRole("dialog");
  await expect(dialog.locator(":focus")).toHaveCount(1);
  for (const key of ["Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    await expect(page.locator("body > :not(:has(dialog)) :focus, main > :not(dialog) :focus"), "nothing behind it has the focus").toHaveCount(0);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(add).toBeFocused();
});

test("the menu opens by key, and folds when one leaves it", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/lists", js);
  const keys = new Keyboard(page);
  const menu = page.getByRole("banner").locator("details.menu");
  const summary = menu.locator("summary");
  await keys.press(summary);
  await expect(menu).toHaveAttribute("open");
  await keys.to(page.getByRole("button", { name: words("common.shell.sign_out") }));
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open");
  await expect(summary).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(menu).toHaveAttribute("open");
  await keys.to(page.getByRole("main").getByRole("link").first());
  await expect(menu).not.toHaveAttribute("open");
});
