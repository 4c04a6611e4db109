// Shops that pay for visitors (R6.5, R9.6). That going to one is counted, and of no one, is asked of the
// store in server/tests/http/shops.rs; what admins see of it once a day is over, and that they see nothing
// before, in server/tests/http/kpis.rs.

import { SharedPage } from "../pages/shared-page.ts";
import { Client, cookiesSet } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { askedFor } from "../support/shop.ts";
import { PAYS, payingThing, wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

const TAG = `${PAYS.parameter}=${PAYS.value}`;
const REL = "sponsored nofollow noopener";

test("a giver comes to a shop that pays by way of us, which is disclosed, and brings nothing but the tag", async ({ page, js, client }) => {
  await client.signUp("Hanna");
  const [train, lamp] = [payingThing("Wooden train"), wholeThing("Moon lamp")];
  const share = await client.share(
    await client.makeList({ title: "Paid", occasion: "wedding" }, [
      { name: "Train", link: `${train.link}?size=2` },
      { name: "Lamp", link: lamp.link, further_1: payingThing("Moon lamp").link },
    ]),
  );
  const shared = new SharedPage(page, js);
  await shared.open(share);
  await expect(page.getByText(words("giving.disclosure"))).toBeVisible();
  const link = shared.gift("Train").locator('a[href$="/shop"]');
  await expect(link).toHaveAttribute("href", new RegExp(`^${share}/[0-9a-f]{32}/shop$`));
  for (const way of [link, shared.gift("Lamp").locator('a[href$="/shop"]'), shared.gift("Lamp").locator('a[href$="/shop/1"]')]) {
    await expect(way).toHaveAttribute("rel", REL);
  }
  // The tag is added on the way, and stands nowhere before.
  expect(await page.content()).not.toContain(PAYS.value);

  const opening = page.context().waitForEvent("page");
  await link.click();
  await expect(await opening).toHaveURL(`${train.link}?size=2&${TAG}`);
  const asked = await askedFor(train.slug);
  expect(asked.length, "times that the shop was asked").toBeGreaterThan(0);
  for (const { host, path, headers } of asked) {
    expect(host + path).toBe(`${train.link.replace("http://", "")}?size=2&${TAG}`);
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  }
});

test("the way to a shop leads to what stands on the list, and nowhere else", async ({ client }) => {
  await client.signUp("Hanna");
  const [train, lamp, kite] = [payingThing("Wooden train"), wholeThing("Moon lamp"), payingThing("Small kite")];
  const list = await client.makeList({ title: "Paid", occasion: "wedding" }, [
    { name: "Train", link: train.link },
    { name: "Lamp", link: lamp.link, further_1: kite.link },
    { name: "Vase" },
  ]);
  const share = await client.share(list);
  const gifts = await client.gifts(share);
  const other = await client.share(await client.makeList({ title: "Another", occasion: "wedding" }, [{ name: "Book", link: lamp.link }]));
  const giver = await Client.open();
  const led = async (path: string, by = giver): Promise<string> => {
    const answer = await by.get(path);
    expect(cookiesSet(answer), path).toEqual([]);
    return `${answer.status()} ${answer.headers().location ?? ""}`;
  };

  const way = `${share}/${gifts["Train"]}/shop`;
  const paid = `302 ${train.link}?${TAG}`;
  expect(await led(way)).toBe(paid);
  expect(await led(`/lists/${list}/gifts/${gifts["Train"]}/shop`, client)).toBe(paid);
  expect(await led(`/r/${await giver.reserve(share, gifts["Train"]!, someone("Karl"))}/shop`)).toBe(paid);
  expect(await led(`${share}/${gifts["Lamp"]}/shop`), "a shop that does not pay").toBe(`302 ${lamp.link}`);
  expect(await led(`${share}/${gifts["Lamp"]}/shop/1`)).toBe(`302 ${kite.link}?${TAG}`);

  // What is asked for besides changes nothing.
  for (const to of ["to", "url", "link", PAYS.parameter]) {
    expect(await led(`${way}?${to}=https://evil.example/`), to).toBe(paid);
  }
  const book = (await client.gifts(other))["Book"];
  const nowhere = {
    "a further shop that there is not": `${way}/1`,
    "a gift without a shop": `${share}/${gifts["Vase"]}/shop`,
    "a gift of another list": `${share}/${book}/shop`,
    "an address in place of the gift": `${share}/${encodeURIComponent("https://evil.example/")}/shop`,
    "a list that is not shared so": `/l/${"x".repeat(27)}/${gifts["Train"]}/shop`,
    "somebody else's editor": `/lists/${list}/gifts/${gifts["Train"]}/shop`,
  };
  for (const [what, path] of Object.entries(nowhere)) expect(await led(path), what).toBe("404 ");

  // Owners are told on the page of a gift whose shop pays.
  for (const [name, pays] of [["Train", true], ["Lamp", true], ["Vase", false]] as const) {
    const html = await (await client.get(`/lists/${list}/gifts/${gifts[name]}`)).text();
    expect(html.includes(words("gifts.sponsored")), name).toBe(pays);
  }
  await giver.close();
});
