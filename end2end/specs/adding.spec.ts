// A gift from any shop: pasted, shared from another app, or made by hand (R4.2, R4.3, R6).

import { AccountPages } from "../pages/account-pages.ts";
import { AddPage } from "../pages/add-page.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Cover, Upload } from "../pages/upload.ts";
import { Client } from "../support/forms.ts";
import { askedFor } from "../support/shop.ts";
import { bareThing, BRAND, hopeless, PRICE, wholeThing } from "../support/shop/shelves.ts";
import { expect, test, visit } from "../support/test.ts";
import { drawing, photo, script } from "../support/uploads.ts";
import { words } from "../support/words.ts";

// R4.2, R4.3, R6.5: the link is cleaned, and the way to the shop is ours and disclosed.
test("a pasted link fills the form, and givers get to the shop by way of us", async ({ page, js, owner, another }) => {
  test.setTimeout(90_000);
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Pasted", occasion: "wedding" });
  const thing = wholeThing("Wooden train");
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const found = await editor.paste(`Look what I found: ${thing.link}?utm_source=app&fbclid=abc. Lovely!`);
  await expect(found.field("name")).toHaveValue(thing.name);
  await expect(found.field("link")).toHaveValue(thing.link);
  await expect(found.field("brand")).toHaveValue(BRAND);
  await expect(found.field("price")).toHaveValue(PRICE.amount);
  await expect(found.field("currency")).toHaveValue(PRICE.currency);
  await expect(found.field("wanted")).toHaveValue("1");
  await expect(found.picture).toBeVisible();
  await found.submit();
  await expect(editor.row(thing.name)).toContainText(PRICE.shown);

  // It can be taken back at once, and that too.
  await expect(page).toHaveURL(/[?&]added=/);
  await page.getByRole("status").locator('form[action="/fn/remove_gift"]').getByRole("button").click();
  await expect(editor.row(thing.name)).toHaveCount(0);
  await page.getByRole("button", { name: words("editor.removed.undo") }).click();
  await expect(editor.row(thing.name)).toBeVisible();

  const share = await owner.share(list);
  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await expect(theirs.getByText(words("giving.disclosure"))).toBeVisible();
  const picture = shared.gift(thing.name).locator("img");
  await expect(picture).toHaveAttribute("src", /^\/pictures\/[0-9a-f]{64}-320\.webp$/);
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const link = shared.gift(thing.name).locator('a[href$="/shop"]');
  await expect(link).toHaveAttribute("rel", /\bsponsored\b/);
  const before = (await askedFor(thing.slug)).length;
  const opening = theirs.context().waitForEvent("page");
  await link.click();
  const opened = await opening;
  await expect(opened).toHaveURL(thing.link);
  const asked = await askedFor(thing.slug);
  expect(asked.length, "the giver came to the shop").toBeGreaterThan(before);
  for (const { headers, host } of asked) {
    expect(headers.cookie, host).toBeUndefined();
    expect(headers.referer, host).toBeUndefined();
  }
});

// R4.3, R4.5
test("what the shop's page does not tell is left to the owner", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Partly" });
  const thing = bareThing("Paper lantern");
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const found = await editor.paste(thing.link);
  await expect(found.field("name")).toHaveValue(thing.name);
  await expect(found.field("price")).toHaveValue("");
  await expect(found.picture).toHaveCount(0);
  await found.fill({ name: "A lantern", price: "7.50", wanted: "2" });
  await found.submit();
  await expect(editor.row("A lantern")).toContainText("€7.50");
  await expect(editor.row("A lantern")).toContainText(words("editor.rows.wanted", { count: 2 }));
});

// R4.3: not a second time by accident.
test("the same thing again offers one more of it, and can be added all the same", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Again" });
  const thing = wholeThing("Moon lamp");
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await (await editor.paste(thing.link)).submit();
  await expect(editor.row(thing.name)).toHaveCount(1);
  const twice = await editor.paste(`${thing.link}?utm_medium=mail`);
  await twice.wantOneMore();
  await expect(editor.row(thing.name)).toContainText(words("editor.rows.wanted", { count: 2 }));
  const again = await editor.paste(thing.link);
  await again.addAgain();
  await expect(editor.row(thing.name)).toHaveCount(2);
});

// R2.7, R4.2, R8.4
test("who shares a link from another app signs in first, and finds it filled in", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.makeList({ title: "For the kitchen" });
  const list = await client.makeList({ title: "For the garden" });
  const thing = wholeThing("Watering can");
  const query = new URLSearchParams({ title: "Tiny Oak", text: `See this ${thing.link}` });
  await visit(page, `/add?${query}`, js);
  await expect(page).toHaveURL(/\/sign-in/);
  await new AccountPages(page, js).fillSignIn(person);
  await expect(page).toHaveURL(/\/add\?/);
  const adding = new AddPage(page, js);
  await adding.addTo("For the garden");
  await expect(page).toHaveURL(new RegExp(`/lists/${list}/add`));
  await expect(adding.field("name")).toHaveValue(thing.name);
  await expect(adding.field("link")).toHaveValue(thing.link);
  await adding.submit();
  await expect(new EditorPage(page, js).row(thing.name)).toBeVisible();
});

// R6.5: shops that refuse are known by name, and are not asked.
test("a shop that answers no programs is called by its name, and not asked", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Refusing" });
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const found = await editor.paste("https://www.amazon.de/Kettle-Steel-Red/dp/B0CRAFTED1/ref=sr_1_1?keywords=kettle&tag=somebody-21");
  await expect(page.getByRole("main")).toContainText("Amazon");
  await expect(found.field("link")).toHaveValue("https://www.amazon.de/dp/B0CRAFTED1");
  await found.fill({ name: "Red kettle", price: "29.00" });
  await found.submit();
  await expect(editor.row("Red kettle")).toBeVisible();
  expect(await askedFor("amazon"), "what Amazon was asked").toEqual([]);
});

test("a page that cannot be read leaves the link and the rest to the owner", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Nothing" });
  const link = hopeless()["gone"]!;
  const editor = new EditorPage(page, js);
  await editor.open(list);
  const found = await editor.paste(link);
  await expect(found.field("link")).toHaveValue(link);
  await expect(found.field("name")).toHaveValue("");
  await found.fill({ name: "By hand" });
  await found.submit();
  await expect(editor.row("By hand")).toBeVisible();
});

// R6.4
test("a gift has a picture of its owner's, until that is taken away", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Pictures", occasion: "wedding" }, [{ name: "Vase" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Vase"]!;
  const editor = new EditorPage(page, js);
  await editor.open(list, `/gifts/${gift}`);
  const upload = new Upload(page);
  const form = page.getByRole("main").locator('form[action="/fn/edit_gift"]');
  const save = page.getByRole("button", { name: words("editor.edit.save"), exact: true });
  // A picture that is not taken leaves what was typed beside it, and one that is goes with it.
  await form.locator('[name="name"]').fill("Tall vase");
  await upload.choose(script());
  await save.click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(form).toContainText(words("editor.picture.not_a_picture"));
  await expect(form.locator('[name="name"]')).toHaveValue("Tall vase");
  await upload.choose(photo());
  await save.click();
  await expect(editor.row("Tall vase")).toBeVisible();
  await editor.open(list, `/gifts/${gift}`);
  await expect.poll(() => upload.shown.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  const theirs = await another();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await expect(shared.gift("Tall vase").locator("img")).toHaveAttribute("src", /^\/pictures\//);
  await form.getByRole("radio", { name: words("editor.picture.none") }).check();
  await save.click();
  await expect(editor.row("Tall vase")).toBeVisible();
  await shared.open(share);
  await expect(shared.gift("Tall vase").locator("img")).toHaveAttribute("src", "/gift.svg");
});

// R4.2: without any link, with a picture of one's own from the start.
test("a new gift has a picture of its owner's", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Pictures" });
  const adding = new AddPage(page, js);
  await adding.open(list);
  await new Upload(page).choose(photo());
  // Refused for something else, the picture is kept with what was typed.
  await adding.fill({ price: "12.50" });
  await adding.submit();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(adding.picture).toBeVisible();
  await expect(adding.field("price")).toHaveValue("12.50");
  await adding.fill({ name: "Bowl" });
  await adding.submit();
  await expect(new EditorPage(page, js).row("Bowl").locator("img")).toHaveAttribute("src", /^\/pictures\//);
});

// R3.2: an own picture, or one of ours.
test("a list has a cover of its owner's, until one of ours takes its place again", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Cover", occasion: "wedding" });
  const share = await owner.share(list);
  const editor = new EditorPage(page, js);
  await editor.open(list, "/settings");
  const upload = new Cover(page);
  await upload.sendWell(drawing());
  await upload.send(script());
  await expect(page.getByRole("alert").first()).toBeVisible();
  const giver = await Client.open();
  expect(await (await giver.get(share)).text()).toMatch(/<img[^>]+\/pictures\/[0-9a-f]{64}-\d+\.webp/);
  await editor.open(list, "/settings");
  await page.getByRole("main").locator('form[action="/fn/remove_cover"]').getByRole("button").click();
  await expect(page).toHaveURL(/done=cover_removed/);
  expect(await (await giver.get(share)).text()).toContain("/covers/wedding.svg");
  // R3.4
  await page.getByRole("button", { name: words("editor.autosave.undo"), exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: words("editor.autosave.undone") }).first()).toBeVisible();
  expect(await (await giver.get(share)).text()).toMatch(/<img[^>]+\/pictures\/[0-9a-f]{64}-\d+\.webp/);
  await giver.close();
});
