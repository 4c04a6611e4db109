// What admins do with products is for nobody else (R6.1, R6.2).

import { Client, type Fields } from "../support/forms.ts";
import { admin } from "../support/people.ts";
import { wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";

// R2.12
test("for everybody else there is nothing", async () => {
  const owner = await Client.open();
  await owner.signUp("Mallory");
  const ruler = await Client.open();
  await ruler.signIn(admin());
  const made = await ruler.done("create_product", { name: "Clock", link: wholeThing("Clock").link }, "/admin/catalogue/new");
  const product = made.replace("/admin/catalogue/", "").replace(/\?.*/, "");
  for (const path of ["/admin/queue", `/admin/queue/${product}`, "/admin/catalogue", "/admin/catalogue?search=clock", `/admin/catalogue/${product}`, "/admin/catalogue/new"]) {
    expect((await owner.get(path)).status(), path).toBe(404);
  }
  const acts: [string, Fields][] = [
    ["fetch_product", { product }],
    ["promote_product", { product, name: "Mine", link: "https://evil.example/a" }],
    ["merge_product", { product, into: product }],
    ["decline_product", { product, note: "no" }],
    ["create_product", { name: "Mine", link: "https://evil.example/a" }],
    ["edit_product", { product, name: "Mine", link: "https://evil.example/a" }],
  ];
  for (const [action, form] of acts) {
    const answer = await owner.post(action, form, "/", { Accept: "application/json" });
    expect(answer.status(), action).toBe(404);
  }
  expect(await (await ruler.get(`/admin/catalogue/${product}`)).text()).not.toContain("Mine");
  await owner.close();
  await ruler.close();
});
