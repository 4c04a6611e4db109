// Webhooks: made on the account page, with a secret that is shown once, tried, told, changed and removed.

import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { AccountPage } from "../pages/account-page.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** A program that listens, and answers with the status that it is given. */
async function listen() {
  const told: { headers: IncomingHttpHeaders; body: string }[] = [];
  const program = { told, status: 500, url: "", close: () => {} };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      told.push({ headers: request.headers, body });
      response.writeHead(program.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  program.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
  program.close = () => server.close();
  return program;
}

// R10.10, R10.12, R10.13
test("a program is told what happens, and can tell who told it", async ({ page, js, client }) => {
  const program = await listen();
  await client.signUp("Hanna");
  await client.lend(page.context());
  await visit(page, "/account", js);
  const account = new AccountPage(page, js);
  await account.follow("webhooks.open");
  await expect(page.getByText(words("webhooks.none"))).toBeVisible();
  await account.follow("webhooks.make");

  // What was chosen stays when something is missing.
  const added = page.getByRole("checkbox", { name: words("webhooks.event.gift_added") });
  await added.check();
  await account.field("webhooks.form.url").fill("nowhere");
  await account.button("webhooks.form.submit").click();
  await expect(account.field("webhooks.form.url")).toHaveAttribute("aria-invalid", "true");
  await expect(account.field("webhooks.form.url")).toHaveValue("nowhere");
  await expect(added).toBeChecked();
  await account.field("webhooks.form.url").fill(program.url);
  await account.button("webhooks.form.submit").click();
  await account.expectDone("webhooks.one.made");
  const secret = await account.field("webhooks.one.secret_label").inputValue();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);

  // A test that is not taken says so, and can be sent once more.
  const messages = page.getByRole("region", { name: words("webhooks.delivery.heading") });
  const come = (text: string) =>
    expect(async () => {
      await page.reload();
      await expect(messages).toContainText(text, { timeout: 500 });
    }).toPass({ timeout: 15_000 });
  await account.button("webhooks.one.test").click();
  await account.expectDone("webhooks.one.tested");
  await come(words("webhooks.delivery.status", { status: 500 }));
  await expect(messages).toContainText(words("webhooks.delivery.failed"));
  program.status = 204;
  await messages.getByRole("button", { name: words("webhooks.delivery.replay") }).click();
  await account.expectDone("webhooks.one.replayed");
  await come(words("webhooks.delivery.took", { status: 204 }));

  // What happens is told, signed by the secret.
  await client.makeList({ title: "Ida is one" }, [{ name: "Lamp" }]);
  // The test that was not taken may have been sent once more by itself.
  const ofGift = () => program.told.find(({ body }) => (JSON.parse(body) as { type: string }).type === "gift.added");
  await expect.poll(ofGift, { timeout: 15_000 }).toBeTruthy();
  const { headers, body } = ofGift()!;
  expect(JSON.parse(body)).toMatchObject({ type: "gift.added", data: { gifts: [{ name: "Lamp" }] } });
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  expect(headers["webhook-signature"]).toBe(`v1,${signed.digest("base64")}`);

  // Switched off it is told no more; then it goes.
  await account.follow("webhooks.one.change");
  await page.getByRole("checkbox", { name: words("webhooks.form.on") }).uncheck();
  await account.button("webhooks.form.save").click();
  await account.expectDone("webhooks.one.saved");
  await expect(page.getByText(words("webhooks.one.off_asked"))).toBeVisible();
  await account.follow("webhooks.one.change");
  await account.button("webhooks.change.remove").click();
  await account.expectDone("webhooks.removed");
  await expect(page.getByText(words("webhooks.none"))).toBeVisible();
  program.close();
});
