// Pages for everybody, the ways between them, and writing to the team (R8.1, R8.2).

import type { Locator, Page } from "@playwright/test";
import { SharedPage } from "../pages/shared-page.ts";
import { Client, site } from "../support/forms.ts";
import { Mailbox } from "../support/mailbox.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { around, label, words } from "../support/words.ts";

/** Where each is, and what its heading says. */
const PAGES: Record<string, string> = {
  "/": "landing.hero.heading",
  "/how-it-works": "about.how.heading",
  "/about": "about.us.heading",
  "/faq": "about.faq.heading",
  "/contact": "contact.heading",
  "/terms": "legal.terms.title",
  "/privacy": "legal.privacy.title",
  "/cookies": "legal.cookies.title",
};

/** Who answers, as the settings say by themselves. */
const TEAM = new Mailbox("hello@ewelists.localhost");

test("every public page opens, and whatever it leads to is there", async ({ page, js, client }) => {
  test.setTimeout(90_000);
  const led = new Set<string>();
  for (const [path, heading] of Object.entries(PAGES)) {
    await visit(page, path, js);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words(heading));
    await expect(page).toHaveTitle(/. · ewelists \(test\)$/);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
    for (const link of links) led.add(link);
  }
  for (const path of [...Object.keys(PAGES), "/ideas", "/sign-in", "/sign-up"]) expect(led, "what pages lead to").toContain(path);
  for (const path of led) expect((await client.get(path)).status(), path).toBe(200);
});

// R8.1, R9.3
test("the first page shows a list that everybody can read, and says that it is an example", async ({ page, js }) => {
  await visit(page, "/", js);
  const sample = page.getByRole("region", { name: words("landing.sample.title") });
  await expect(sample.getByRole("heading", { level: 2, name: words("landing.sample.title") })).toBeVisible();
  await expect(sample).toContainText(words("landing.sample.example"));
  const gifts = sample.getByRole("listitem");
  await expect(gifts).toHaveCount(4);
  await expect(gifts.first()).toContainText(words("landing.sample.train"));
  await expect(gifts.first()).toContainText(words("landing.sample.taken"));
  await expect(sample.getByRole("link")).toHaveCount(0);
});

test("a visitor finds the way from the head of a page, and a question unfolds", async ({ page, js }) => {
  await visit(page, "/", js);
  const head = page.getByRole("banner");
  const menu = head.locator("summary", { hasText: words("common.shell.menu") });
  if (await menu.isVisible()) await menu.click();
  await head.getByRole("link", { name: words("common.shell.how") }).click();
  await expect(page).toHaveURL(/\/how-it-works$/);
  await page.getByRole("main").getByRole("link", { name: words("about.how.questions") }).click();
  await expect(page).toHaveURL(/\/faq$/);
  const answer = page.getByText(words("about.faq.start.cost_answer"), { exact: true });
  await expect(answer).toBeHidden();
  await page.getByRole("heading", { name: words("about.faq.start.cost") }).click();
  await expect(answer).toBeVisible();
  // An address that names a question shows its answer, on the page that is open and on another.
  if (!js) return;
  const lost = page.getByText(words("about.faq.give.lost_answer"), { exact: true });
  await expect(lost).toBeHidden();
  await page.evaluate(() => void (location.hash = "lost"));
  await expect(lost).toBeVisible();
  await visit(page, "/", js);
  await visit(page, "/faq#lost", js);
  await expect(lost).toBeVisible();
});

test("pages for visitors lead on to an account, and from what is not there to somebody who answers", async ({ page, js }) => {
  const main = page.getByRole("main");
  for (const [path, key] of [["/", "landing.hero.start"], ["/how-it-works", "about.how.start"]] as const) {
    await visit(page, path, js);
    await main.getByRole("link", { name: words(key), exact: true }).first().click();
    await expect(page).toHaveURL(`${site()}/sign-up`);
  }
  for (const [key, path] of [["problems.page.home", "/"], ["problems.page.write", "/contact"]] as const) {
    await visit(page, "/nothing-here", js);
    await main.getByRole("link", { name: words(key), exact: true }).click();
    await expect(page).toHaveURL(site() + path);
  }
});

// R9.2: phones of 360 px first.
test("no word in the head of a page is broken, in German either", async ({ another, js, client }) => {
  await client.signUp("Hanna");
  for (const signedIn of [false, true]) {
    const page = await another({ locale: "de-DE", javaScriptEnabled: js, viewport: { width: 360, height: 740 } });
    if (signedIn) await client.lend(page.context());
    await visit(page, signedIn ? "/lists" : "/", js);
    const buttons = page.getByRole("banner").locator(".button:visible");
    expect(await buttons.count()).toBeGreaterThan(1);
    for (const button of await buttons.all()) {
      const { width, height } = (await button.boundingBox())!;
      expect(height, await button.innerText()).toBeLessThan(56);
      expect(width).toBeGreaterThanOrEqual(44);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider).toBeLessThanOrEqual(0);
  }
});

// R9.2: less motion where asked.
test("nothing in a form moves for those who asked for less motion", async ({ page, js }) => {
  await visit(page, "/sign-up", js);
  const moving = () =>
    page.locator("main").locator("*").evaluateAll((all) => all.filter((each) => parseFloat(getComputedStyle(each).transitionDuration) > 0).length);
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toBe(0);
});

test("a message reaches the team, who can answer it, and its writer is told", async ({ page, js }) => {
  const writer = someone("Karl");
  const said = "Where is the <b>sheep</b>? 🎁\nשלום";
  const form = contactForm(page);
  await visit(page, "/contact", js);
  await form.send.click();
  for (const field of [form.name, form.email, form.message]) await expect(field).toHaveAttribute("aria-invalid", "true");
  await form.name.fill(writer.name);
  await form.email.fill("karl@nowhere");
  await form.message.fill(said);
  await form.send.click();
  await expect(form.email).toHaveAttribute("aria-invalid", "true");
  await expect(form.message).toHaveValue(said);
  await expect(form.name).not.toHaveAttribute("aria-invalid", "true");
  await form.email.fill(writer.email);
  await form.send.click();

  await expect(page).toHaveURL(/\/contact\/sent\?reference=EW-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const reference = new URL(page.url()).searchParams.get("reference")!;
  await expect(page.getByRole("main")).toContainText(reference);
  const receipt = await writer.mailbox.next(around("contact.mail.receipt.subject"));
  expect(receipt.text).toContain(reference);
  expect(receipt.text, "a receipt repeats nothing").not.toContain("sheep");
  const mail = await TEAM.next(new RegExp(reference));
  expect(mail.text).toContain("Where is the <b>sheep</b>? 🎁");
  expect(mail.html).not.toContain("<b>sheep</b>");
  const source = await (await fetch(`${process.env.EWELISTS_MAIL}/api/email/${mail.id}/source`)).text();
  expect(source).toMatch(new RegExp(`^Reply-To: ${writer.email}\\r?$`, "m"));
});

test("somebody who is signed in need not say who they are", async ({ page, js, client }) => {
  const person = await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/contact", js);
  await expect(contactForm(page).name).toHaveValue(person.name);
  await expect(contactForm(page).email).toHaveValue(person.email);
  const owner = await Client.open();
  await owner.signUp("Jonas");
  const share = await owner.share(await owner.makeList({ title: "By the canal", occasion: "wedding" }, [{ name: "Glasses" }]));
  const gift = (await owner.gifts(share))["Glasses"]!;
  await owner.close();
  await visit(page, `${share}/${gift}`, js);
  const shared = new SharedPage(page, js);
  await expect(shared.field("giving.reserve.name")).toHaveValue(person.name);
  await expect(shared.field("giving.reserve.email")).toHaveValue(person.email);
});

function contactForm(page: Page): Record<"name" | "email" | "message" | "send", Locator> {
  const main = page.getByRole("main");
  return {
    name: main.getByLabel(label("contact.name")),
    email: main.getByLabel(label("contact.email")),
    message: main.getByLabel(label("contact.message")),
    send: main.getByRole("button", { name: words("contact.submit") }),
  };
}
