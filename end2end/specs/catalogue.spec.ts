// What admins do with products, and what owners and givers see of it (R6.1, R6.2).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { ProductPages } from "../pages/product-pages.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { Upload } from "../pages/upload.ts";
import { standApart, type Apart } from "../support/apart.ts";
import { Client, type Fields } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { askedFor } from "../support/shop.ts";
import { BRAND, PRICE, wholeThing, type Thing } from "../support/shop/shelves.ts";
import { expect, test, visit } from "../support/test.ts";
import { drawing } from "../support/uploads.ts";
import { around, words } from "../support/words.ts";

// The queue shows what everybody added, so this has a site of its own.
test.describe.configure({ mode: "serial" });
let apart: Apart;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  apart = await standApart();
});
test.afterAll(() => apart.stop());

const asGift = (thing: Thing, name: string): Fields => ({ name, link: thing.link });

// R4.5, R4.7: what the catalogue says is not the owner's, and its price has a day.
test("an admin empties the queue: one is promoted, one merged, one declined", async ({ page, js, client, another }) => {
  test.setTimeout(150_000);
  const owner = await client.signUp("Hanna");
  const train = wholeThing("Wooden train");
  const other = wholeThing("Train of wood");
  const vague = wholeThing("Something");
  const gifts = [asGift(train, "The train"), asGift(other, "That train"), asGift(vague, "Some thing")];
  const list = await client.makeList({ title: "Before", occasion: "wedding" }, gifts);
  const share = await client.share(list);
  const ids = await client.gifts(share);
  const giver = await Client.open();
  const person = someone("Karl");
  const token = await giver.reserve(share, ids["The train"]!, person);
  await giver.reserve(share, ids["That train"]!, person);

  const desk = await another();
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  await ruler.lend(desk.context());
  const products = new ProductPages(desk, js);
  await products.openQueue();
  await expect(products.main.getByRole("listitem").filter({ hasText: "train" })).toHaveCount(2);

  // Read anew and taken into the catalogue, with a day for its price.
  await products.openWaiting("The train");
  await expect(products.main).toContainText("Before");
  await expect(products.main).not.toContainText("Karl");
  await products.fetchAgain();
  await expect(products.field("promote_product", "name")).toHaveValue(train.name);
  await expect(products.field("promote_product", "brand")).toHaveValue(BRAND);
  await expect(products.field("promote_product", "price")).toHaveValue(PRICE.amount);
  await products.field("promote_product", "name").fill("Wooden train, five wagons");
  await products.field("promote_product", "price_on").fill("2025-03-01");
  await products.promote();

  // What is the same in truth gives way to it.
  await products.openWaiting("That train");
  if ((await products.main.locator('form[action="/fn/merge_product"]').count()) === 0) {
    await products.main.locator('a[href*="/admin/catalogue?merge="]').click();
  }
  await products.mergeInto("Wooden train, five wagons");

  await products.openWaiting("Some thing");
  await products.decline("We could not tell what it is.");
  await expect(products.main.locator('a[href^="/admin/queue/"]')).toHaveCount(0);
  // The log leads back to it, and from there it could still be taken in.
  await visit(desk, "/admin/log?act=product_declined", js);
  await products.main.getByRole("link", { name: "Some thing" }).click();
  await products.main.getByRole("heading", { level: 1, name: "Some thing" }).waitFor();
  await expect(products.field("promote_product", "name")).toBeVisible();

  // Givers still give what they promised, in the catalogue's words.
  const theirs = await another();
  await giver.lend(theirs.context());
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  const now = shared.gift("Wooden train, five wagons");
  await expect(now).toHaveCount(2);
  await expect(now.first()).toContainText(words("giving.gift.yours"));
  await expect(now.last()).toContainText(words("giving.gift.yours"));
  await expect(now.first()).toContainText("1 March 2025");
  await new ManagePage(theirs, js).open(`/r/${token}`);
  await expect(theirs.getByRole("main")).toContainText("Wooden train, five wagons");

  // The owner reads them too, and changes what is their own; the note stands with the third.
  await client.lend(page.context());
  const editor = new EditorPage(page, js);
  await editor.open(list, `/gifts/${ids["The train"]}`);
  const form = page.getByRole("main").locator('form[action="/fn/edit_gift"]');
  for (const name of ["name", "link", "price", "shop"]) {
    await expect(form.locator(`[name="${name}"]:not([type="hidden"])`), name).toHaveCount(0);
  }
  await form.locator('[name="wanted"]').fill("3");
  await page.getByRole("button", { name: words("editor.edit.save"), exact: true }).click();
  await expect(editor.row("Wooden train, five wagons").first()).toContainText(words("editor.rows.wanted", { count: 3 }));
  const forged = { list, gift: ids["The train"]!, name: "My own words", link: "https://evil.example/", wanted: "3" };
  await client.post("edit_gift", forged, `/lists/${list}`);
  await editor.open(list);
  await expect(editor.row("My own words")).toHaveCount(0);
  await editor.open(list, `/gifts/${ids["Some thing"]}`);
  await expect(page.getByRole("main")).toContainText("We could not tell what it is.");
  const mail = await owner.mailbox.next(around("mail.product_declined.subject"));
  expect(mail.text).toContain("We could not tell what it is.");

  // Whoever pastes the link from now on gets the catalogue's product, and the shop is not asked.
  const asked = (await askedFor(train.slug)).length;
  const next = await client.makeList({ title: "After" });
  await editor.open(next);
  const found = await editor.paste(`${train.link}?utm_source=x`);
  await expect(page.getByRole("main")).toContainText("Wooden train, five wagons");
  await found.submit();
  await expect(editor.row("Wooden train, five wagons")).toContainText(PRICE.shown);
  expect((await askedFor(train.slug)).length, "times that the shop was asked").toBe(asked);
  await giver.close();
  await ruler.close();
});

test("the catalogue is searched by words and by link, and a product is changed and hidden", async ({ page, js }) => {
  test.setTimeout(60_000);
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  const thing = wholeThing("Globe lamp");
  const form = { name: "Globe lamp, blue", brand: "Lichtwerk", link: thing.link, price: "59.00", currency: "EUR", price_on: "2025-02-03" };
  const path = await ruler.done("create_product", form, "/admin/catalogue/new");
  await ruler.lend(page.context());
  const products = new ProductPages(page, js);
  for (const words of ["globe", "lichtwerk", `${thing.link}?utm_source=x`]) {
    await products.search(words);
    await expect(products.result("Globe lamp, blue"), words).toBeVisible();
  }
  await products.search("nobody has this");
  await expect(products.result("Globe lamp, blue")).toHaveCount(0);
  await products.search("globe");
  await expect(products.main).toContainText("3 February 2025");
  await products.result("Globe lamp, blue").click();
  await expect(page).toHaveURL(new RegExp(path.replace(/\?.*/, "")));
  // With a picture of the admin's, which goes along with what is typed.
  await new Upload(page).choose(drawing());
  await products.field("edit_product", "price").fill("49.00");
  await products.field("edit_product", "hidden").check();
  await products.save();
  await expect(new Upload(page).shown).toBeVisible();
  await expect(products.field("edit_product", "price")).toHaveValue("49.00");

  // A hidden one is not found by those who look for it.
  const owner = await Client.open();
  await owner.signUp("Hanna");
  const list = await owner.makeList({ title: "Hidden" });
  const found = await (await owner.get(await owner.find(list, thing.link))).text();
  expect(found).not.toContain("Globe lamp, blue");
  await owner.close();
  await ruler.close();
});

// R6.1
test("of two admins who change a product the later is told what the other changed, and saves all the same", async ({ page, js }) => {
  test.setTimeout(60_000);
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  const form = { name: "Rope ladder", link: wholeThing("Rope ladder").link };
  const made = await ruler.done("create_product", form, "/admin/catalogue/new");
  const path = made.replace(/\?.*/, "");
  const meanwhile = (fields: Fields) => ruler.done("edit_product", { product: path.replace("/admin/catalogue/", ""), ...form, ...fields }, path);
  await ruler.lend(page.context());
  const products = new ProductPages(page, js);
  const field = (name: string) => products.field("edit_product", name);
  const line = (before: string, now: string) => words("admin.edit.meanwhile.line", { before, now });
  const told = words("admin.edit.meanwhile.words");
  await products.open(path);
  await field("name").fill("Long rope ladder");
  await meanwhile({ brand: "Seilwerk", hidden: "on" });
  await products.saveInVain(told);
  await expect(products.changed().getByRole("term")).toHaveText([words("admin.product.brand"), words("admin.product.hide")]);
  await expect(products.changed()).toContainText(line(words("admin.edit.meanwhile.nothing"), "Seilwerk"));
  await expect(products.changed()).toContainText(line(words("admin.user.no"), words("admin.user.yes")));
  await expect(field("name")).toHaveValue("Long rope ladder");
  await expect(field("brand")).toHaveValue("");

  // What is changed once more is not overlooked for something else that is wrong.
  await meanwhile({ brand: "Taue", hidden: "on" });
  await field("price").fill("much");
  await products.saveInVain(words("problems.look_below"));
  await expect(products.changed()).toHaveCount(0);
  await field("price").fill("");
  await products.saveInVain(told);
  await expect(products.changed().getByRole("term")).toHaveText([words("admin.product.brand")]);
  await expect(products.changed()).toContainText(line("Seilwerk", "Taue"));

  // Told of all of it, they mean what they save.
  await products.save();
  await expect(field("name")).toHaveValue("Long rope ladder");
  await expect(field("brand")).toHaveValue("");
  await expect(field("hidden")).not.toBeChecked();
  await ruler.close();
});
