// A list is deleted by its title, lies in the bin, and comes back as it was (R3.10).

import { EditorPage } from "../pages/editor-page.ts";
import { Client } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, label, words } from "../support/words.ts";

test("a deleted list is gone for everybody, and comes back with what was promised", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  await client.signUp("Hanna");
  await client.lend(page.context());
  const title = "By the <b>canal</b> 🎈";
  const list = await client.makeList({ title, occasion: "wedding", surprise: "keep" }, [{ name: "Lamp" }]);
  const share = await client.share(list);
  const giver = someone("Karl");
  const browser = await Client.open();
  const token = await browser.reserve(share, (await browser.gifts(share))["Lamp"]!, giver);
  const link = linkIn(await giver.mailbox.next(around("mail.reservation_made.subject")), "/r/");

  await new EditorPage(page, js).open(list, "/settings");
  await page.getByRole("link", { name: words("bin.settings.open") }).click();
  const typed = page.getByLabel(label("bin.delete.label"));
  const submit = page.getByRole("button", { name: words("bin.delete.submit") });
  await typed.fill(title.toLowerCase());
  await submit.click();
  await expect(typed).toHaveAttribute("aria-invalid", "true");
  await expect(typed).toHaveValue(title.toLowerCase());
  await typed.fill(` ${title} `);
  await submit.click();
  await expect(page).toHaveURL(/\/lists\/bin/);
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row).toContainText(words("bin.left_other", { count: 30 }));
  await visit(page, "/lists", js);
  await expect(page.getByRole("heading", { name: title })).toHaveCount(0);

  // Nobody opens it, and its giver knows.
  for (const path of [share, `/lists/${list}`, `/lists/${list}/settings`, `/live/list/${list}`]) {
    expect((await client.get(path)).status(), path).toBe(404);
  }
  expect((await browser.get(share)).status()).toBe(404);
  await giver.mailbox.next(around("mail.list_deleted.subject"));
  const theirs = await another();
  await visit(theirs, link, js);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("giving.manage.gone.heading"));
  await expect(theirs.getByRole("button", { name: words("giving.manage.buy") })).toHaveCount(0);
  expect((await browser.post("purchase", { token }, `/r/${token}`)).status()).toBe(409);

  await visit(page, "/lists", js);
  await page.getByRole("link", { name: words("bin.link_one", { count: 1 }) }).click();
  // Whoever hears only the buttons of a bin with several lists hears which is which.
  await row.getByRole("button", { name: title }).click();
  await expect(page).toHaveURL(new RegExp(`/lists/${list}`));
  await giver.mailbox.next(around("bin.mail.restored.subject"));
  expect((await browser.get(share)).status()).toBe(200);
  await visit(theirs, link, js);
  await expect(theirs.getByRole("button", { name: words("giving.manage.buy") })).toBeVisible();

  // And for good.
  await client.done("delete_list", { list, title }, `/lists/${list}/delete`);
  await visit(page, "/lists/bin", js);
  await page.locator("summary", { hasText: words("bin.erase.open") }).click();
  await page.getByRole("button", { name: words("bin.erase.confirm") }).click();
  await expect(page.getByRole("heading", { name: words("bin.empty.heading") })).toBeVisible();
  expect((await client.post("restore_list", { list }, "/lists/bin")).status()).toBe(404);
  await browser.close();
});
