// What admins do in the console: looking after people, mails and backups, and seeing how the site is.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccountPages } from "../pages/account-pages.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { standApart, type Apart } from "../support/apart.ts";
import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { refuseMail, type Refusing } from "../support/refusing.ts";
import { expect, test } from "../support/test.ts";
import { around, words } from "../support/words.ts";

/** Whose private key nobody here has. */
const RECIPIENT = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

// The console shows what everybody did, so this has a site of its own.
test.describe.configure({ mode: "serial" });
let apart: Apart;
let mail: Refusing;
let folder: string;
test.beforeAll(async () => {
  test.setTimeout(150_000);
  folder = mkdtempSync(join(tmpdir(), "ewelists-backups-"));
  mail = await refuseMail("gone-");
  apart = await standApart({
    EWELISTS__MAIL__SMTP_URL: mail.url,
    EWELISTS__BACKUP__DIRECTORY: join(folder, "backups"),
    EWELISTS__BACKUP__SCRATCH: join(folder, "scratch"),
    EWELISTS__BACKUP__RECIPIENTS: RECIPIENT,
  });
});
test.afterAll(async () => {
  await apart.stop();
  mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

// R2.12, R2.13
test("an admin suspends somebody, lets them back, hands out their data and erases them", async ({ page, js, client, another }) => {
  test.setTimeout(150_000);
  const benno = await client.signUp("Benno");
  const list = await client.makeList({ title: "Benno moves", occasion: "housewarming" }, [{ name: "Kettle" }]);
  const share = await client.share(list);
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  await ruler.lend(page.context());
  const desk = new ConsolePage(page, js);
  await desk.open();

  // Nothing is done without a reason.
  await desk.find(benno.email, "Benno");
  await desk.send("suspend_user", " ");
  await expect(desk.act("suspend_user").locator('[name="why"]')).toHaveAttribute("aria-invalid", "true");
  await desk.send("suspend_user", "Sells things & <3");
  await desk.expectDone("console.user.done.suspended");
  await benno.mailbox.next(around("console.mail.suspended.subject"));
  expect(await client.isIn()).toBe(false);

  // They are told once they have shown who they are; their list is there for everybody else.
  const theirs = await another();
  const account = new AccountPages(theirs, js);
  await account.signIn(benno);
  await expect(theirs.getByRole("alert").filter({ hasText: words("problems.refused.suspended") })).toBeVisible();
  const shared = new SharedPage(theirs, js);
  await shared.open(share);
  await expect(shared.gift("Kettle")).toBeVisible();

  await desk.send("let_user_back", "A mistake");
  await desk.expectDone("console.user.done.let_back");
  await benno.mailbox.next(around("console.mail.restored.subject"));
  await client.signIn(benno);
  expect(await client.isIn()).toBe(true);

  // A wrong address hands out nothing; the right one a file without who gives what.
  await desk.send("export_user", "Asked for it", "x@example.org");
  await expect(desk.act("export_user").locator('[name="email"]')).toHaveAttribute("aria-invalid", "true");
  await expect(desk.act("export_user").locator('[name="why"]')).toHaveValue("Asked for it");
  const file = (await desk.take("export_user", "Asked for it", benno.email)).toString("utf8");
  expect(JSON.parse(file)).toMatchObject({ name: "Benno", email: benno.email });
  expect(file).not.toContain("reservations");

  await desk.find(benno.email, "Benno");
  await desk.send("erase_user", "Asked for it by letter", benno.email);
  await desk.expectDone("console.user.done.erased");
  expect(await client.isIn()).toBe(false);
  await desk.go("admin.log.tab");
  await desk.main.getByRole("combobox", { name: words("console.log.of_act") }).selectOption("user_erased");
  await desk.main.getByRole("button", { name: words("console.log.submit") }).click();
  await expect(desk.main.getByRole("listitem")).toHaveCount(1);
  await expect(desk.main.getByRole("listitem")).toContainText("Asked for it by letter");
});

// R2.12, R7
test("an admin sends mails once more that were given up, drops one, and signs somebody out", async ({ page, js, client }) => {
  test.setTimeout(150_000);
  const gone = [1, 2, 3, 4].map(() => someone("Gone"));
  for (const person of gone) {
    const visitor = await Client.open();
    await visitor.done("sign_up", { name: person.name, email: person.email, password: person.password }, "/sign-up");
    await visitor.close();
  }
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  await ruler.lend(page.context());
  const desk = new ConsolePage(page, js);
  const rows = desk.main.getByRole("listitem").filter({ has: page.locator('form[action="/fn/drop_mail"]') });
  await expect(async () => {
    await desk.open("/mails");
    await expect(rows).toHaveCount(4, { timeout: 1000 });
  }).toPass({ timeout: 30_000, intervals: [500] });
  await expect(rows.first()).toContainText(words("console.mails.why.refused"));
  await expect(desk.main).not.toContainText(gone[0]!.email);

  // The oldest comes first. None is dropped without a reason.
  await desk.send("drop_mail", " ", undefined, rows.first());
  await expect(desk.act("drop_mail", rows.first()).locator('[name="why"]')).toHaveAttribute("aria-invalid", "true");
  await desk.send("drop_mail", "Nobody lives there", undefined, rows.first());
  await desk.expectDone("console.mails.done.dropped");
  await expect(rows).toHaveCount(3);

  // The mailboxes are there after all.
  mail.relent();
  const code = around("mail.confirm_code.subject");
  await desk.act("retry_mail", rows.first()).getByRole("button").click();
  await desk.expectDone("console.mails.done.retried");
  await expect(rows).toHaveCount(2);
  // Each button says of which mail it is.
  await expect(desk.act("retry_mail", rows.first()).getByRole("button")).toContainText(words("console.kind.confirm_code"));
  await gone[1]!.mailbox.next(code);
  await desk.act("retry_mails").getByRole("button").click();
  await desk.expectDone("console.mails.done.all_retried");
  await expect(rows).toHaveCount(0);
  await gone[2]!.mailbox.next(code);
  await gone[3]!.mailbox.next(code);
  expect(await gone[0]!.mailbox.hasNone(code)).toBe(true);

  const cleo = await client.signUp("Cleo");
  await desk.find(cleo.email, "Cleo");
  await desk.send("sign_user_out", "A lost phone");
  await desk.expectDone("admin.user.done.signed_out");
  expect(await client.isIn()).toBe(false);
});

// R2.12
test("an admin sees how the site is, makes a backup and takes it along", async ({ page, js }) => {
  test.setTimeout(150_000);
  const ruler = await Client.open();
  await ruler.signIn(apart.admin);
  await ruler.lend(page.context());
  const desk = new ConsolePage(page, js);
  await desk.open();
  await desk.go("console.tab.mails");
  await expect(desk.main.getByText(words("console.mails.sent"))).toBeVisible();
  await expect(desk.main).not.toContainText(apart.admin.email);
  await desk.go("console.tab.system");
  await expect(desk.main).toContainText(words("system.safe.database"));
  await desk.main.getByRole("link", { name: words("system.settings.open") }).click();
  await expect(desk.main.getByRole("heading", { name: "backup" })).toBeVisible();
  await expect(desk.main).toContainText("***");

  // The daily one may be under way.
  await desk.go("console.tab.backups");
  await expect(async () => {
    await desk.open("/backups");
    await expect(desk.act("make_backup")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000, intervals: [1000] });
  await desk.send("make_backup", "Before the move");
  await desk.expectDone("backups.done.begun");
  const row = desk.main.getByRole("listitem").filter({ hasText: words("backups.by_hand") });
  await expect(async () => {
    await desk.open("/backups");
    await expect(row).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000, intervals: [1000] });
  await expect(row).toContainText(words("backups.encrypted"));
  await desk.act("verify_backup", row).getByRole("button").click();
  await desk.expectDone("backups.done.verified");
  const taken = await desk.take("download_backup", "A copy elsewhere", undefined, row);
  expect(taken.subarray(0, 19).toString("latin1")).toBe("age-encryption.org/");
});
