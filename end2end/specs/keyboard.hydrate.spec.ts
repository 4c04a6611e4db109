// Every act by keyboard, and the focus where one expects it (R9.3).

import { EditorPage } from "../pages/editor-page.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

test("the first Tab leads past the header", async ({ page, js }) => {
  await visit(page, "/sign-in", js);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: words("common.shell.skip") });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.locator("main :focus")).toHaveCount(1);
});

// R4.4
test("gifts are put in order by keyboard, and the focus stays with the gift", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Order" }, ["One", "Two", "Three"].map((name) => ({ name })));
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const button = (way: string, name: string) => page.getByRole("button", { name: words(`editor.rows.${way}`, { name }) });
  // Shown at once, and sent behind it.
  const sent = () => page.waitForResponse((answer) => answer.url().endsWith("/fn/move_gift"));
  await button("down", "One").focus();
  const first = sent();
  await page.keyboard.press("Enter");
  await expect.poll(() => editor.names()).toEqual(["Two", "One", "Three"]);
  await expect(button("down", "One")).toBeFocused();
  await first;
  const second = sent();
  await button("top", "Three").press("Enter");
  await expect.poll(() => editor.names()).toEqual(["Three", "Two", "One"]);
  await second;
  await page.reload();
  expect(await editor.names()).toEqual(["Three", "Two", "One"]);
});

// R9.3: the focus stays where people left it.
test("whoever ticks or removes a gift by keyboard stays among the gifts", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Fewer" }, ["One", "Two", "Three"].map((name) => ({ name })));
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const arrived = page.getByRole("button", { name: words("gifts.arrived.toggle", { name: "Two" }) });
  for (const pressed of ["true", "false"]) {
    await arrived.press("Enter");
    await expect(arrived).toHaveAttribute("aria-pressed", pressed);
    await expect(arrived).toBeFocused();
  }
  // The next one is in its place, and after the last the one before.
  for (const [name, beside] of [["Two", "Three"], ["Three", "One"]] as const) {
    await page.getByRole("button", { name: words("editor.rows.remove", { name }) }).press("Enter");
    await expect(editor.row(name)).toHaveCount(0);
    await expect(editor.row(beside).locator(":focus")).toHaveCount(1);
  }
});

// R3.4: each key makes another day, and none of those is meant.
test("a day that is typed is saved once it is typed, and undone to the one before", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Typed", occasion: "wedding", date: "2031-05-01" });
  await new EditorPage(page, js).open(list);
  let saves = 0;
  page.on("request", (request) => void (saves += Number(request.url().endsWith("/fn/edit_list"))));
  const date = page.getByLabel(words("editor.head.date"), { exact: true });
  const saved = page.getByText(words("editor.autosave.saved"));
  await date.focus();
  await page.keyboard.type("10102032", { delay: 50 });
  await expect(date).toHaveValue("2032-10-10");
  await date.blur();
  await expect(saved).toBeVisible();
  expect(saves).toBe(1);
  await page.getByRole("button", { name: words("editor.autosave.undo") }).click();
  await expect(date).toHaveValue("2031-05-01");
  await expect(saved).toBeHidden();
  // Whoever stays in the field has it saved, too.
  await date.blur();
  await date.focus();
  await page.keyboard.type("0606", { delay: 50 });
  await expect(saved).toBeVisible();
  await expect(date).toHaveValue("2031-06-06");
  await expect(date).toBeFocused();
  expect(saves).toBe(3);
});

test("going on by link puts the focus at the new page's start and tells its name", async ({ page, js }) => {
  await visit(page, "/sign-in", js);
  await page.getByRole("link", { name: words("account.sign_in.new_here") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("account.sign_up.heading"));
  await expect(page).toHaveTitle(new RegExp(words("account.sign_up.title")));
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("account.sign_in.heading"));
});

// R2.2: they may be pasted, and a meter shows how hard they are to guess.
test("the strength of a password is told while it is typed", async ({ page, js }) => {
  await visit(page, "/sign-up", js);
  const field = page.getByLabel(words("account.password"), { exact: true });
  const mayPaste = await field.evaluate((input) => input.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true })));
  expect(mayPaste, "nothing stands in the way of pasting").toBe(true);
  await field.pressSequentially("password1");
  await expect(page.getByText(words("account.strength.level0")).or(page.getByText(words("account.strength.level1")))).toBeVisible();
  await field.fill("seven quiet otters hum");
  await expect(page.getByText(words("account.strength.level4")).or(page.getByText(words("account.strength.level3")))).toBeVisible();
});
