// Two who look after one list (R1, R3.8): invited, joined, edited together, removed, left.

import { AccountPages } from "../pages/account-pages.ts";
import { EditorPage } from "../pages/editor-page.ts";
import { ListsPage } from "../pages/lists-page.ts";
import { PeoplePage } from "../pages/people-page.ts";
import { Client } from "../support/forms.ts";
import { linkIn } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, words } from "../support/words.ts";

test("who is invited by mail joins, edits, can not delete, and is out once removed", async ({ page, js, client, another }) => {
  test.setTimeout(90_000);
  const hanna = await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Hanna & Jonas", occasion: "wedding" }, [{ name: "Glasses" }]);
  await client.share(list);
  const people = new PeoplePage(page, js);
  await visit(page, `/lists/${list}/settings`, js);
  await page.getByRole("link", { name: words("people.panel.open") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("people.heading"));
  await people.inviteByMail("jonas@nowhere");
  await expect(people.email).toHaveAttribute("aria-invalid", "true");
  await expect(people.email).toHaveValue("jonas@nowhere");
  await people.inviteByMail(hanna.email);
  await expect(people.email).toHaveAccessibleDescription(new RegExp(words("people.invite.yourself")));
  const jonas = someone("Jonas");
  await people.inviteByMail(jonas.email);
  await expect(people.waiting).toContainText(jonas.email);

  // He has no account yet, makes one, and comes back to the invitation.
  const link = linkIn(await jonas.mailbox.next(around("people.mail.invitation.subject")), "/join/");
  const theirs = await another();
  await visit(theirs, link, js);
  await expect(theirs.getByText("Hanna & Jonas", { exact: true })).toBeVisible();
  await expect(theirs.getByText(words("people.join.not_reserve"))).toBeVisible();
  const signUp = await theirs.getByRole("link", { name: words("people.join.sign_up") }).getAttribute("href");
  await new AccountPages(theirs, js).signUp(jonas, signUp!);
  await expect(theirs).toHaveURL(new RegExp(`${link}$`));
  await new PeoplePage(theirs, js).join();
  await expect(theirs).toHaveURL(new RegExp(`/lists/${list}\\?joined=1$`));
  await expect(theirs.getByRole("status").filter({ hasText: words("people.done.joined") }).first()).toBeVisible();
  await hanna.mailbox.next(around("people.mail.joined.subject"));

  // Both edit it; what one changes stands on the other's page.
  const editor = new EditorPage(page, js);
  await editor.open(list);
  await new EditorPage(theirs, js).add({ name: "Vase" });
  if (!js) await editor.open(list);
  await expect(editor.row("Vase")).toBeVisible();
  const title = (of: typeof page) => of.getByRole("textbox", { name: words("editor.head.title") });
  await title(theirs).fill("Ours");
  if (js) await title(theirs).blur();
  else await theirs.getByRole("button", { name: words("editor.head.save"), exact: true }).click();
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Ours");
  if (!js) await editor.open(list);
  await expect(title(page)).toHaveValue("Ours");

  // His lists say whose it is; deleting it is not his to do.
  await new ListsPage(theirs, js).open();
  await expect(new ListsPage(theirs, js).card("Ours")).toContainText(words("people.dashboard.with", { name: "Hanna" }));
  const his = await Client.open();
  await his.signIn(jonas);
  expect((await his.post("delete_list", { list, title: "Ours" }, `/lists/${list}/settings`)).status()).toBe(404);

  await people.open(list);
  await people.remove("Jonas");
  await expect(people.member("Jonas")).toHaveCount(0);
  await jonas.mailbox.next(around("people.mail.removed.subject"));
  expect((await his.get(`/lists/${list}`)).status()).toBe(404);
  await his.close();
});

test("a link works once, can be taken back, and who joined by it can leave", async ({ page, js, client, another }) => {
  await client.signUp("Hanna");
  await client.lend(page.context());
  const list = await client.makeList({ title: "Together", occasion: "birthday" });
  const people = new PeoplePage(page, js);
  await people.open(list);
  const first = await people.inviteByLink();
  await people.takeBack(people.waiting.first());
  await expect(people.waiting).toHaveCount(0);
  const second = await people.inviteByLink();

  const partner = await Client.open();
  await partner.signUp("Ilse");
  const theirs = await another();
  await partner.lend(theirs.context());
  const gone = await theirs.goto(first);
  expect(gone?.status()).toBe(410);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText(words("people.join.over.taken_back"));
  await visit(theirs, second, js);
  await new PeoplePage(theirs, js).join();
  await expect(theirs).toHaveURL(new RegExp(`/lists/${list}\\?joined=1$`));
  const used = await (await Client.open()).get(second);
  expect(used.status()).toBe(410);
  await visit(page, second, js);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("people.join.mine.heading"));

  await new PeoplePage(theirs, js).open(list);
  await new PeoplePage(theirs, js).leave("Ilse");
  await expect(theirs).toHaveURL(/\/lists\?left=1$/);
  await visit(page, `/lists/${list}/settings`, js);
  await expect(page.getByRole("region", { name: words("people.acts.heading") })).toContainText(words("people.acts.left", { name: "Ilse" }));
  await partner.close();
});
