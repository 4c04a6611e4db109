// What owners do with gifts and settings.

import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { label, words } from "../support/words.ts";

// R4.4, R4.5, R4.6
test("a gift is changed, moved, removed and put back", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Editing" }, ["One", "Two", "Three"].map((name) => ({ name })));
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await editor.row("Three").getByRole("button", { name: words("editor.rows.top", { name: "Three" }) }).click();
  await expect.poll(() => editor.names()).toEqual(["Three", "One", "Two"]);
  // Without a script it is still the gift that is looked at (R9.3).
  if (!js) await expect(page).toHaveURL(/#gift-[0-9a-f]+$/);
  await editor.row("One").getByRole("link", { name: words("editor.rows.edit", { name: "One" }) }).click();
  const field = (key: string) => page.getByRole("main").getByLabel(label(key));
  await expect(field("editor.gift.name")).toHaveValue("One");
  // A phone shows digits for it.
  await expect(field("editor.gift.wanted")).toHaveAttribute("inputmode", "numeric");
  await field("editor.gift.name").fill("One and a half");
  await field("editor.gift.wanted").fill("4");
  await field("editor.gift.notes").fill("In any colour.");
  await page.getByRole("checkbox", { name: words("editor.gift.hidden") }).check();
  await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: words("editor.autosave.saved") }).first()).toBeVisible();
  await expect(page).toHaveURL(/#gift-/);
  await expect(editor.row("One and a half")).toContainText(words("editor.rows.wanted", { count: 4 }));
  await expect(editor.row("One and a half")).toContainText(words("editor.rows.hidden"));
  await expect(editor.row("One and a half")).toContainText("In any colour.");
  await page.getByRole("button", { name: words("editor.autosave.undo"), exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: words("editor.autosave.undone") }).first()).toBeVisible();
  await expect(editor.row("One")).not.toContainText("In any colour.");
  await expect(editor.row("One")).not.toContainText(words("editor.rows.hidden"));
  await editor.row("Two").getByRole("button", { name: words("editor.rows.remove", { name: "Two" }) }).click();
  await expect(editor.row("Two")).toHaveCount(0);
  await page.getByRole("button", { name: words("editor.removed.undo") }).click();
  await expect(editor.row("Two")).toBeVisible();
});

// R4.4
test("whoever changes or removes a gift of a part of a list comes back to that part", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const glasses = ["One", "Two", "Three"].map((name) => ({ name, tags: "glass & cups" }));
  const list = await owner.makeList({ title: "In parts" }, [...glasses, { name: "Four" }]);
  const editor = new EditorPage(page, js);
  const undo = (key: string) => page.getByRole("button", { name: words(key), exact: true }).click();
  const shows = async (names: string[]): Promise<void> => {
    await expect.poll(() => editor.names()).toEqual(names);
    expect(new URL(page.url()).searchParams.get("tag")).toBe("glass & cups");
  };
  await editor.open(list, "?tag=glass+%26+cups");
  await editor.row("Two").getByRole("button", { name: words("editor.rows.remove", { name: "Two" }) }).click();
  await shows(["One", "Three"]);
  await undo("editor.removed.undo");
  await shows(["One", "Two", "Three"]);
  await editor.row("One").getByRole("link", { name: words("editor.rows.edit", { name: "One" }) }).click();
  const name = page.getByRole("main").getByLabel(label("editor.gift.name"));
  await name.fill("First");
  await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
  await shows(["First", "Two", "Three"]);
  await undo("editor.autosave.undo");
  await shows(["One", "Two", "Three"]);
  await editor.row("Three").getByRole("link", { name: words("editor.rows.edit", { name: "Three" }) }).click();
  await page.getByRole("button", { name: words("editor.edit.remove"), exact: true }).click();
  await shows(["One", "Two"]);
});

// R3.4: edited where it is read, saved at once, and undone.
test("title, welcome and settings are changed where they stand", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Before" });
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const title = page.getByRole("textbox", { name: words("editor.head.title") });
  const welcome = page.getByRole("textbox", { name: words("editor.head.welcome") });
  await title.fill("After");
  if (js) {
    await title.blur();
    await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
    // The tab is called as the list is.
    await expect(page).toHaveTitle(/^After · /);
    await page.getByRole("button", { name: words("editor.autosave.undo"), exact: true }).click();
    await expect(page.getByText(words("editor.autosave.undone"))).toBeVisible();
    await expect(title).toHaveValue("Before");
    await expect(page).toHaveTitle(/^Before · /);
    // A tab, as in what is copied from a spreadsheet, is a space.
    await welcome.fill("Ida\t123");
    await welcome.blur();
    await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
    await page.getByRole("button", { name: words("editor.autosave.undo"), exact: true }).click();
    await expect(page.getByText(words("editor.autosave.undone"))).toBeVisible();
    await expect(welcome).toHaveValue("");
    await title.fill("After");
    await title.blur();
    await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
    const saved = page.waitForResponse((answer) => answer.url().endsWith("/fn/edit_list"));
    await welcome.fill("Come & see.");
    await welcome.blur();
    await saved;
  } else {
    await welcome.fill("Come & see.");
    await page.getByRole("button", { name: words("editor.head.save"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("After");
  }
  const tabs = page.getByRole("navigation", { name: words("editor.tabs.label") });
  await expect(tabs.getByRole("link", { name: words("editor.tabs.settings") })).toHaveAttribute("href", `/lists/${list}/settings`);
  await editor.open(list, "/settings");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("After");
  await expect(page.getByText("Come & see.", { exact: true })).toBeVisible();
  await page.getByLabel(label("settings.about.occasion")).selectOption("wedding");
  await page.getByLabel(label("settings.about.delivery")).fill("Am Kanal 4");
  await page.getByLabel(label("settings.about.date")).fill("2031-05-01");
  await page.getByRole("button", { name: words("settings.save"), exact: true }).first().click();
  await expect(page).toHaveURL(/\/settings\?done=saved&undo=/);
  // What was said is not said again when the page is loaded anew.
  if (js) await expect(page).toHaveURL(/\/settings$/);
  await editor.open(list, "/settings");
  await expect(page.getByLabel(label("settings.about.occasion"))).toHaveValue("wedding");
  await expect(page.getByLabel(label("settings.about.delivery"))).toHaveValue("Am Kanal 4");
  await expect(page.getByLabel(label("settings.about.date"))).toHaveValue("2031-05-01");
});

// R3.4
test("what was saved in the settings, or in the head without a script, is undone", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Before" });
  const editor = new EditorPage(page, js);
  const undo = async (): Promise<void> => {
    await page.getByRole("button", { name: words("editor.autosave.undo"), exact: true }).click();
    await expect(page.getByRole("main").getByText(words("editor.autosave.undone"), { exact: true })).toBeVisible();
  };
  await editor.open(list, "/settings");
  await page.getByLabel(label("settings.about.occasion")).selectOption("wedding");
  await page.getByLabel(label("settings.about.delivery")).fill("Am Kanal 4");
  await page.getByRole("button", { name: words("settings.save"), exact: true }).first().click();
  await undo();
  await expect(page.getByLabel(label("settings.about.occasion"))).toHaveValue("birthday");
  await expect(page.getByLabel(label("settings.about.delivery"))).toHaveValue("");
  const remind = editor.giving.getByLabel(words("givers.settings.remind"));
  await remind.uncheck();
  await editor.saveGiving();
  await expect(remind).not.toBeChecked();
  await undo();
  await expect(remind).toBeChecked();
  await editor.open(list);
  const title = page.getByRole("textbox", { name: words("editor.head.title") });
  await title.fill("After");
  if (js) await title.blur();
  else await page.getByRole("button", { name: words("editor.head.save"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("After");
  await undo();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Before");
});

// R3.1: a day ends where the one is who set it, whatever their language.
test("a day that is set in the head or in the settings takes the browser's zone", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const editor = new EditorPage(page, js);
  const zone = page.getByLabel(label("common.zone.label"));
  // Without a script nobody knows better than the language does; the settings ask once there is a day.
  const expected = js ? "Europe/Berlin" : "Europe/London";
  const inHead = await client.makeList({ title: "In the head" });
  let saves = 0;
  page.on("request", (request) => void (saves += Number(request.url().endsWith("/fn/edit_list"))));
  await editor.open(inHead);
  const date = page.getByLabel(words("editor.head.date"), { exact: true });
  await date.fill("2031-05-01");
  if (js) {
    await date.blur();
    await expect(page.getByText(words("editor.autosave.saved"))).toBeVisible();
  } else {
    await page.getByRole("button", { name: words("editor.head.save"), exact: true }).click();
    await expect(date).toHaveValue("2031-05-01");
  }
  expect(saves, "the zone alone is nothing to save").toBe(1);
  await editor.open(inHead, "/settings");
  await expect(zone).toHaveValue(expected);
  const inSettings = await client.makeList({ title: "In the settings" });
  await editor.open(inSettings, "/settings");
  const later = page.getByText(words("settings.about.zone_later"));
  await expect(later).toBeVisible();
  await expect(zone).toHaveCount(0);
  const save = async (field: () => Promise<unknown>, shown: string): Promise<void> => {
    await field();
    await page.getByRole("button", { name: words("settings.save"), exact: true }).first().click();
    await expect(page).toHaveURL(/\/settings\?done=saved/);
    await editor.open(inSettings, "/settings");
    await expect(zone).toHaveValue(shown);
  };
  await save(() => page.getByLabel(label("settings.about.date")).fill("2031-05-01"), expected);
  await expect(later).toHaveCount(0);
  await save(() => zone.selectOption("Asia/Tokyo"), "Asia/Tokyo");
});

// R3.1
test("a new list is asked for no zone before it has a day, and keeps the one that is chosen then", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const lists = new ListsPage(page, js);
  const zone = lists.field("common.zone.label");
  const make = page.getByRole("button", { name: words("lists.new.submit") });
  await visit(page, "/lists/new", js);
  await expect(zone).toHaveCount(0);
  await lists.field("lists.new.date").fill("2031-05-01");
  // Without a title it is not made yet.
  await make.click();
  await expect(zone).toHaveValue(js ? "Europe/Berlin" : "Europe/London");
  await zone.selectOption("Asia/Tokyo");
  await lists.field("lists.new.name").fill("Far away");
  await make.click();
  await expect(page).toHaveURL(/\/lists\/[0-9a-f]{32}$/);
  await new EditorPage(page, js).open(page.url().replace(/.*\/lists\//, ""), "/settings");
  await expect(zone).toHaveValue("Asia/Tokyo");
});

// R3.2
test("a list has the picture of its occasion, or another of ours", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Pictured", occasion: "wedding" });
  const share = await owner.share(list);
  const editor = new EditorPage(page, js);
  for (const [choice, shown, gone] of [["common.occasions.birthday", "birthday", "wedding"], ["settings.about.cover_usual", "wedding", "birthday"]] as const) {
    await editor.open(list, "/settings");
    await editor.chooseCover(choice);
    await expect(page.getByRole("button", { name: words("editor.autosave.undo"), exact: true })).toBeVisible();
    const html = await (await owner.get(share)).text();
    expect(html, choice).toContain(`/covers/${shown}.svg`);
    expect(html, choice).not.toContain(`/covers/${gone}.svg`);
  }
});

// R4.1
test("fewer than are taken is refused where the list shows it, and nowhere else", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const editor = new EditorPage(page, js);
  const giver = await Client.open();
  for (const [surprise, refused] of [["show", true], ["keep", false]] as const) {
    const list = await owner.makeList({ title: surprise, surprise }, [{ name: "Glasses", wanted: "6" }]);
    const share = await owner.share(list);
    const gift = (await owner.gifts(share))["Glasses"]!;
    await giver.reserve(share, gift, someone("Karl"), 4);
    await editor.open(list, `/gifts/${gift}`);
    await page.getByLabel(label("editor.gift.wanted")).fill("2");
    await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
    if (refused) {
      await expect(page.getByLabel(label("editor.gift.wanted"))).toHaveAccessibleDescription(words("problems.refused.below_taken", { taken: 4 }));
      await expect(page.getByLabel(label("editor.gift.wanted"))).toHaveValue("2");
    } else {
      await expect(editor.row("Glasses")).toContainText(words("editor.rows.wanted", { count: 2 }));
    }
  }
  await giver.close();
});

// R3.6: whatever ends a surprise is asked for once more.
test("moving the date so that the surprise ends asks first", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Date", occasion: "birthday", date: "2031-05-01" }, [{ name: "Lamp" }]);
  await owner.share(list);
  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  const move = async (date: string) => {
    await page.getByLabel(label("settings.about.date")).fill(date);
    await page.getByRole("button", { name: words("settings.save"), exact: true }).first().click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(words("editor.reveal.words"));
    await page.getByRole("button", { name: words("editor.reveal.confirm") }).click();
  };
  // It holds on, and ends earlier than guests were told.
  await move("2031-04-01");
  await expect(page).toHaveURL(/\/settings\?done=saved/);
  await editor.open(list, "/taken");
  await expect(page.getByRole("heading", { name: words("editor.taken.none_heading") })).toHaveCount(0);
  await editor.open(list, "/settings");
  await move("2020-05-01");
  // What was kept is shown at once.
  await expect(page).toHaveURL(/\/taken\?lifted=1$/);
  await expect(page.getByRole("heading", { name: words("thanks.reveal.heading") })).toBeVisible();
  await expect(page.getByRole("heading", { name: words("editor.taken.none_heading") })).toBeVisible();
});

// R3.3
test("the dashboard shows what is open before what is closed, with progress", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const open = await client.makeList({ title: "Open one", occasion: "wedding", date: "2031-05-01" }, [{ name: "Glasses", wanted: "4" }]);
  const share = await client.share(open);
  await client.makeList({ title: "Draft one" });
  const closed = await client.makeList({ title: "Closed one", occasion: "wedding" }, [{ name: "Lamp" }]);
  await client.share(closed);
  await client.done("close_list", { list: closed });
  const giver = await Client.open();
  await giver.reserve(share, (await client.gifts(share))["Glasses"]!, someone("Karl"), 3);
  await giver.close();
  const lists = new ListsPage(page, js);
  await lists.open();
  await expect(lists.card("Open one")).toContainText(words("lists.card.taken_other", { taken: 3, count: 4 }));
  for (const [title, list] of [["Open one", open], ["Closed one", closed]] as const) {
    await expect(lists.card(title).getByRole("link", { name: title })).toHaveAttribute("href", `/lists/${list}`);
  }
  await expect(lists.card("Draft one")).toContainText(words("lists.card.draft"));
  const titles = await page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  expect(titles.at(-1)).toBe("Closed one");
});
