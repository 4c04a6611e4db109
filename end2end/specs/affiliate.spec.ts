// Shops that pay for visitors (R6.5, R9.6). That going to one is counted, and of no one, is asked of the
// store in server/tests/http/shops.rs; what admins see of it once a day is over, and that they see nothing
// before, in server/tests/http/kpis.rs.

import { SharedPage } from "../pages/shared-page.ts";
import { askedFor } from "../support/shop.ts";
import { PAYS, payingThing, wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

const TAG = `${PAYS.parameter}=${PAYS.value}`;
const REL = "sponsored nofollow noopener";

test("a giver comes to a shop that pays by way of us, which is disclosed, and brings nothing but the tag", async ({ page, js, owner }) => {
  const [train, lamp] = [payingThing("Wooden train"), wholeThing("Moon lamp")];
  const share = await owner.share(
    await owner.makeList({ title: "Paid", occasion: "wedding" }, [
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
