// Handing a list on: the ways to do so, its code, its paper, and the passcode before it (R3.7).

import { EditorPage } from "../pages/editor-page.ts";
import { SharedPage } from "../pages/shared-page.ts";
import { PasscodePage, SharingPanel } from "../pages/sharing-pages.ts";
import { site } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

test("a passcode is set, typed once, changed, and taken away", async ({ page, js, owner, another }) => {
  await owner.lend(page.context());
  const list = await owner.makeList({ title: "Behind a passcode", occasion: "wedding" }, [{ name: "Glasses", wanted: "3" }]);
  const share = await owner.share(list);
  const gift = (await owner.gifts(share))["Glasses"]!;
  const editor = new EditorPage(page, js);
  const panel = new SharingPanel(page);
  await editor.open(list, "/settings");
  // Phones leave its letters as they are.
  await expect(panel.passcode).toHaveAttribute("autocapitalize", "none");
  await panel.setPasscode("abc");
  await expect(panel.passcode).toHaveAccessibleDescription(new RegExp(words("problems.field.too_short", { min: 4 })));
  await panel.setPasscode("seven lambs");
  await expect(page.getByRole("main").getByText(words("sharing.passcode.done"))).toBeVisible();

  // A guest, from a link to one gift: wrong, right, and on to that gift.
  const theirs = await another();
  const asking = new PasscodePage(theirs, js);
  const shared = new SharedPage(theirs, js);
  const answer = await theirs.goto(`${share}/${gift}`);
  expect(answer?.status()).toBe(403);
  await asking.open(`${share}/${gift}`);
  await expect(asking.heading).toBeVisible();
  await expect(theirs.getByRole("main")).not.toContainText("Glasses");
  await expect(asking.passcode).toHaveAttribute("autocapitalize", "none");
  await asking.enter("seven wolves");
  await expect(asking.passcode).toHaveAccessibleDescription(new RegExp(words("problems.field.wrong_passcode")));
  await expect(asking.passcode).toHaveValue("");
  await asking.enter("seven lambs");
  await expect(theirs.getByRole("heading", { level: 1, name: words("giving.reserve.heading") })).toBeVisible();
  await expect(theirs).toHaveURL(`${site()}${share}/${gift}`);

  // It is remembered, until there is another one.
  await shared.open(share);
  await shared.reserve("Glasses", someone("Karl"));
  await editor.open(list, "/settings");
  await panel.setPasscode("eight lambs");
  await expect(page.getByRole("main").getByText(words("sharing.passcode.done"))).toBeVisible();
  await asking.open(share);
  await expect(asking.heading).toBeVisible();
  await asking.enter("eight lambs");
  await shared.expectLeft("Glasses", 2);

  await editor.open(list, "/settings");
  await panel.removePasscode();
  await expect(page.getByRole("main").getByText(words("sharing.passcode.removed"))).toBeVisible();
  const open = new SharedPage(await another(), js);
  await open.open(share);
  await open.expectLeft("Glasses", 2);
});

test("a list is handed on by mail, by messages, as a code and on paper", async ({ page, js, owner }) => {
  await owner.lend(page.context());
  const title = "Größe & <b>Co</b> 🎂";
  const list = await owner.makeList({ title, occasion: "wedding", for_whom: "Ida" }, [{ name: "Glasses", price: "9.90", currency: "EUR", shop: "Glashaus" }]);
  const share = await owner.share(list);
  const link = `${site()}${share}`;
  const editor = new EditorPage(page, js);
  const panel = new SharingPanel(page);
  await editor.open(list, "/settings");

  await expect(page.getByRole("link", { name: words("editor.share.look") })).toHaveAttribute("href", share);
  const href = async (name: string): Promise<URL> => new URL((await panel.way(name).getAttribute("href"))!, site());
  const mail = await href("mail");
  expect(mail.protocol).toBe("mailto:");
  expect(mail.searchParams.get("subject")).toBe(words("sharing.message.subject", { title }));
  expect(mail.searchParams.get("body")).toBe(`${words("sharing.message.words", { title })}\r\n\r\n${link}`);
  const whatsapp = await href("whatsapp");
  expect(whatsapp.origin + whatsapp.pathname).toBe("https://wa.me/");
  expect(whatsapp.searchParams.get("text")).toBe(`${words("sharing.message.words", { title })} ${link}`);
  await expect(panel.way("whatsapp")).toHaveAttribute("rel", "noreferrer");
  const messenger = page.locator('a[href^="fb-messenger:"]');
  expect(new URL((await messenger.getAttribute("href"))!).searchParams.get("link")).toBe(link);
  await expect(messenger).toHaveAttribute("rel", "noreferrer");

  await panel.way("qr").click();
  await expect(page).toHaveURL(`${site()}/lists/${list}/qr`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const code = page.getByRole("img", { name: words("sharing.qr.alt") });
  await expect.poll(() => code.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0))).toBeGreaterThan(100);
  await expect(page.getByRole("main")).toContainText(link);
  const print = page.getByRole("button", { name: words("sharing.qr.print") });
  if (js) {
    // The script came along with the page.
    await page.evaluate(() => Object.assign(window, { print: () => document.body.setAttribute("data-printed", "") }));
    await expect(async () => {
      await print.click();
      await expect(page.locator("body[data-printed]")).toBeAttached({ timeout: 500 });
    }).toPass();
  }

  await editor.open(list, "/settings");
  await panel.way("print").click();
  await expect(page).toHaveURL(`${link}?print=1`);
  await expect(page.getByRole("heading", { level: 2, name: "Glasses" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("main")).toContainText(link);
  await expect(page.getByRole("link", { name: words("sharing.sheet.back") })).toBeHidden();
  await expect(page.getByRole("navigation")).toBeHidden();
});
