// Against a running site, wherever it is: `make smoke URL=https://example.org`. Nothing is left
// behind there.

import { AccountPages } from "../pages/account-pages.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

test("it is up, and says so", async ({ request, baseURL }) => {
  expect((await request.get(`${baseURL}/healthz`)).status()).toBe(200);
  expect((await request.get(`${baseURL}/readyz`)).status()).toBe(200);
});

test("the first page wakes up and leads on", async ({ page, js }) => {
  await visit(page, "/", js);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("landing.hero.heading"));
  await page.getByRole("main").getByRole("link", { name: words("landing.hero.start") }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("account.sign_up.heading"));
});

test("signing in wrongly is refused in words", async ({ page, js }) => {
  await new AccountPages(page, js).signIn({ email: "nobody@example.org", password: "not a password" });
  await expect(page.getByRole("alert").filter({ hasText: words("account.sign_in.wrong_before") })).toBeVisible();
});

test("what is not there is 404, and every answer has its headers", async ({ request, baseURL }) => {
  for (const path of ["/nothing-here", "/l/unknown", "/r/unknown"]) {
    const answer = await request.get(baseURL + path);
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()["content-security-policy"], path).toBeTruthy();
  }
  const foreign = await request.post(`${baseURL}/fn/sign_out`, { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" } });
  expect(foreign.status()).toBe(403);
});
