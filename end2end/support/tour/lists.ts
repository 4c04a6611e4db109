// Lists in the hands of their owners, and what leads to them.

import { AddPage } from "../../pages/add-page.ts";
import { EditorPage } from "../../pages/editor-page.ts";
import { IdeasPage } from "../../pages/ideas-page.ts";
import { PeoplePage } from "../../pages/people-page.ts";
import { SharingPanel } from "../../pages/sharing-pages.ts";
import { Upload } from "../../pages/upload.ts";
import { expect, visit } from "../test.ts";
import { script } from "../uploads.ts";
import { words } from "../words.ts";
import type { Scene } from "./scene.ts";
import { anybody, of, owners, type Stop } from "./stop.ts";

/** Pages of lists and of what is found for them, in every state. */
export function lists({
  wedding, gifts, surprise, draft, closed, thankful, book, stop, locked, removing, vase, preview,
  fresh, partner, used, invited, train, found, ledge,
}: Scene): Stop[] {
  return [
    of("lists-empty", fresh, "/lists"),
    owners("lists", "/lists"),
    owners("bin", "/lists/bin?done=deleted"),
    of("bin-empty", fresh, "/lists/bin"),
    owners("delete", `/lists/${draft}/delete`),
    {
      name: "delete-refused",
      as: "owner",
      go: async (page, js, language) => {
        await visit(page, `/lists/${draft}/delete`, js);
        await page.getByRole("button", { name: words("bin.delete.submit", {}, language) }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("import", `/lists/${wedding}/import`),
    owners("import-gone", `/lists/${wedding}/import?read=nobodys`),
    owners("import-preview", preview),
    owners("new-list", "/lists/new"),
    {
      name: "new-list-refused",
      as: "owner",
      go: async (page, js, language) => {
        await visit(page, "/lists/new", js);
        await page.getByRole("button", { name: words("lists.new.submit", {}, language) }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("editor", `/lists/${wedding}`),
    owners("editor-filtered", `/lists/${wedding}?tag=glass`),
    owners("editor-filtered-none", `/lists/${wedding}?tag=nothing`),
    owners("editor-draft", `/lists/${draft}`),
    owners("editor-surprise", `/lists/${surprise}`),
    owners("editor-closed", `/lists/${closed}`),
    owners("editor-removed", `/lists/${removing}?removed=${vase}`),
    owners("editor-added", `/lists/${wedding}?added=${gifts["Glasses"]}`),
    owners("add", `/lists/${wedding}/add`),
    ...Object.entries(found).map(([name, path]) => owners(`add-${name}`, path)),
    owners("add-gone", `/lists/${wedding}/add?found=nobodys`),
    owners("add-closed", `/lists/${closed}/add`),
    owners("add-shared", `/add?${new URLSearchParams({ title: train.name, text: train.link })}`),
    owners("add-shared-nothing", "/add"),
    of("add-shared-no-list", fresh, "/add?text=https%3A%2F%2Ftinyoak.example%2Fa"),
    anybody("bookmarklet", "/bookmarklet"),
    anybody("ideas", "/ideas"),
    anybody("ideas-category", "/ideas/category/play"),
    anybody("idea", "/ideas/play-room-ideas"),
    owners("idea-owner", "/ideas/gifts-that-are-not-things"),
    {
      name: "idea-add",
      as: "owner",
      go: async (page, js, language) => {
        const ideas = new IdeasPage(page, js, language);
        await ideas.open("/ideas/play-room-ideas");
        await ideas.ask(await ideas.someName());
      },
    },
    {
      name: "idea-add-no-list",
      as: "nobody",
      client: fresh,
      go: async (page, js, language) => {
        const ideas = new IdeasPage(page, js, language);
        await ideas.open("/ideas/play-room-ideas");
        await ideas.ask(await ideas.someName());
      },
    },
    // With JavaScript the two above are dialogs over the article.
    owners("idea-add-page", ledge),
    of("idea-add-page-no-list", fresh, ledge),
    owners("gift-picture", `/lists/${wedding}/gifts/${gifts["Something for the journey"]}`),
    {
      name: "gift-picture-refused",
      as: "owner",
      go: async (page, js, language) => {
        await visit(page, `/lists/${wedding}/gifts/${gifts["Glasses"]}`, js);
        await new Upload(page).choose(script());
        await page.getByRole("button", { name: words("editor.edit.save", {}, language), exact: true }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    {
      name: "add-refused",
      as: "owner",
      go: async (page, js, language) => {
        const adding = new AddPage(page, js, language);
        await adding.open(wedding);
        await adding.fill({ name: "", link: "nowhere", price: "much" });
        await adding.submit();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    owners("gift-off-list", `/lists/${removing}/gifts/${vase}`),
    owners("gift", `/lists/${wedding}/gifts/${gifts["Linen table cloth"]}`),
    owners("taken", `/lists/${wedding}/taken`),
    {
      name: "taken-let-go",
      as: "owner",
      go: async (page, js, language) => {
        const editor = new EditorPage(page, js, language);
        await editor.open(wedding, "/taken");
        await editor.askLetGo("Karl");
      },
    },
    owners("taken-lifted", `/lists/${wedding}/taken?lifted=1`),
    owners("thanks", `/lists/${closed}/thanks`),
    owners("thanks-open", `/lists/${wedding}/thanks?show=open`),
    owners("thanks-none", `/lists/${draft}/thanks`),
    owners("thanks-surprise", `/lists/${surprise}/thanks`),
    {
      name: "thanks-refused",
      as: "owner",
      go: async (page, js, language) => {
        await visit(page, `/lists/${wedding}/thanks`, js);
        const karls = page.getByRole("listitem").filter({ hasText: "Karl" });
        await karls.locator("summary").click();
        await karls.getByRole("button", { name: words("thanks.note_submit", {}, language) }).click();
        await expect(karls.getByLabel(words("thanks.note", {}, language))).toHaveAttribute("aria-invalid", "true");
      },
    },
    of("manage-thanked", thankful, `/r/${book}`),
    anybody("stop", stop),
    anybody("stop-unknown", "/stop/unknown"),
    owners("taken-surprise", `/lists/${surprise}/taken`),
    owners("taken-ask", `/lists/${surprise}/taken?ask=reveal`),
    owners("settings", `/lists/${wedding}/settings`),
    owners("settings-draft", `/lists/${draft}/settings`),
    owners("settings-closed", `/lists/${closed}/settings`),
    owners("people", `/lists/${wedding}/people`),
    owners("people-alone", `/lists/${draft}/people`),
    {
      name: "people-refused",
      as: "owner",
      go: async (page, js, language) => {
        const people = new PeoplePage(page, js, language);
        await people.open(wedding);
        await people.inviteByMail("nora@lindgarten");
        await expect(people.email).toHaveAttribute("aria-invalid", "true");
      },
    },
    of("people-co-owner", partner, `/lists/${wedding}/people`),
    of("lists-together", partner, "/lists"),
    of("join", fresh, invited),
    anybody("join-account-first", invited),
    owners("join-mine", invited),
    anybody("join-used", used),
    anybody("join-unknown", "/join/x"),
    owners("settings-passcode", `/lists/${locked}/settings`),
    {
      name: "settings-passcode-refused",
      as: "owner",
      go: async (page, js) => {
        await visit(page, `/lists/${locked}/settings`, js);
        await new SharingPanel(page).setPasscode("abc");
        await expect(new SharingPanel(page).passcode).toHaveAttribute("aria-invalid", "true");
      },
    },
    owners("qr", `/lists/${wedding}/qr`),
    owners("qr-draft", `/lists/${draft}/qr`),
  ];
}
