// After the surprise: who gave what, thanks that reach whoever confirmed, and mails that can be stopped (R3.6, R5.9, R7.7, R7.8).

import { EditorPage } from "../pages/editor-page.ts";
import { ManagePage } from "../pages/manage-page.ts";
import { ThanksPage } from "../pages/thanks-page.ts";
import { Client, site } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

test("an owner lifts the surprise, ticks off what came, and thanks; the giver reads it; mails stop at a click", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  const owner = await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Ida’s first birthday", occasion: "birthday", date: "2031-12-12" }, [{ name: "Wooden train" }, { name: "Glasses", wanted: "6" }]);
  const share = await client.share(list);
  const gifts = await client.gifts(share);
  const editor = new EditorPage(page, js);
  const board = new ThanksPage(page, js);

  // One giver confirms the address and buys; another does neither.
  const [karl, ilse] = [someone("Karl"), someone("Ilse")];
  const theirs = await Client.open();
  await theirs.reserve(share, gifts["Wooden train"]!, karl);
  const mailed = linkIn(await karl.mailbox.next(around("mail.reservation_made.subject")), "/r/");
  await theirs.done("purchase", { token: mailed.replace("/r/", "") }, mailed);
  await theirs.reserve(share, gifts["Glasses"]!, ilse, 2);

  await board.open(list);
  await expect(page.getByRole("heading", { name: words("thanks.kept.heading") })).toBeVisible();
  await expect(page.getByText("Karl")).toHaveCount(0);

  await editor.open(list, "/taken");
  await page.getByRole("link", { name: words("editor.taken.show") }).click();
  await page.getByRole("button", { name: words("editor.taken.ask_confirm") }).click();
  await expect(page.getByRole("heading", { name: words("thanks.reveal.heading") })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(words("thanks.reveal.taken_other", { count: 3 }));
  await page.getByRole("main").getByRole("link", { name: words("thanks.reveal.submit"), exact: true }).first().click();

  await board.expectProgress(0, 2);
  await board.tick("Karl", "received");
  await expect(board.entry("Ilse")).toContainText(words("thanks.unconfirmed"));
  await board.tick("Ilse", "thanked");
  await board.expectProgress(1, 2);

  // What is wrong is said beside the field, and nothing that was typed is lost.
  const note = "Lieber Karl,\n\nIda fährt jeden Tag damit. <b>Danke!</b>";
  await board.write("Karl", "");
  const field = board.entry("Karl").getByLabel(words("thanks.note"), { exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill(note);
  await board.submit("Karl");
  await expect(board.entry("Karl")).toContainText("<b>Danke!</b>");
  await board.expectProgress(2, 2);
  await board.open(list, "?show=open");
  await expect(page.getByRole("heading", { name: words("thanks.all_done.heading") })).toBeVisible();

  const mail = await karl.mailbox.next(around("thanks.mail.subject"));
  expect(mail.text).toContain("Ida fährt jeden Tag damit. <b>Danke!</b>");
  const elsewhere = await another();
  await new ManagePage(elsewhere, js).open(mailed);
  await expect(elsewhere.getByRole("region", { name: words("thanks.words.heading") })).toContainText("Ida fährt jeden Tag damit.");
  expect(await ilse.mailbox.hasNone(around("thanks.mail.subject"))).toBe(true);

  // From now on every act is mailed, until a mail program stops it: no page, no cookie.
  await theirs.reserve(share, gifts["Glasses"]!, someone("Jonas"));
  const stop = linkIn(await owner.mailbox.next(around("mail.gift_reserved.subject")), "/stop/");
  await visit(elsewhere, stop, js);
  await expect(elsewhere.getByRole("button", { name: words("notices.stop.owner.submit") })).toBeVisible();
  const clicked = await fetch(site() + stop, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }), headers: { Origin: "https://mail.example" }, redirect: "manual" });
  expect(clicked.status).toBe(200);
  await visit(page, "/account", js);
  await expect(page.getByRole("radio", { name: words("notices.choice.off") })).toBeChecked();
  await page.getByRole("radio", { name: words("notices.choice.daily") }).check();
  await page.getByRole("region", { name: words("notices.heading") }).getByRole("button", { name: words("notices.submit") }).click();
  // Where they are, and not only at the head of the page.
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: words("notices.saved") })).toBeInViewport();
  await theirs.close();
});
