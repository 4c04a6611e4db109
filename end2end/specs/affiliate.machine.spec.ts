// Where the way to a shop leads (R6.5).

import { Client, cookiesSet } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { PAYS, payingThing, wholeThing } from "../support/shop/shelves.ts";
import { expect, test } from "../support/test.ts";
import { words } from "../support/words.ts";

const TAG = `${PAYS.parameter}=${PAYS.value}`;

test("the way to a shop leads to what stands on the list, and nowhere else", async ({ owner }) => {
  const [train, lamp, kite] = [payingThing("Wooden train"), wholeThing("Moon lamp"), payingThing("Small kite")];
  const list = await owner.makeList({ title: "Paid", occasion: "wedding" }, [
    { name: "Train", link: train.link },
    { name: "Lamp", link: lamp.link, further_1: kite.link },
    { name: "Vase" },
  ]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const other = await owner.share(await owner.makeList({ title: "Another", occasion: "wedding" }, [{ name: "Book", link: lamp.link }]));
  const giver = await Client.open();
  const led = async (path: string, by = giver): Promise<string> => {
    const answer = await by.get(path);
    expect(cookiesSet(answer), path).toEqual([]);
    return `${answer.status()} ${answer.headers().location ?? ""}`;
  };

  const way = `${share}/${gifts["Train"]}/shop`;
  const paid = `302 ${train.link}?${TAG}`;
  expect(await led(way)).toBe(paid);
  expect(await led(`/lists/${list}/gifts/${gifts["Train"]}/shop`, owner)).toBe(paid);
  expect(await led(`/r/${await giver.reserve(share, gifts["Train"]!, someone("Karl"))}/shop`)).toBe(paid);
  expect(await led(`${share}/${gifts["Lamp"]}/shop`), "a shop that does not pay").toBe(`302 ${lamp.link}`);
  expect(await led(`${share}/${gifts["Lamp"]}/shop/1`)).toBe(`302 ${kite.link}?${TAG}`);

  // What is asked for besides changes nothing.
  for (const to of ["to", "url", "link", PAYS.parameter]) {
    expect(await led(`${way}?${to}=https://evil.example/`), to).toBe(paid);
  }
  const book = (await owner.gifts(other))["Book"];
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
    const html = await (await owner.get(`/lists/${list}/gifts/${gifts[name]}`)).text();
    expect(html.includes(words("gifts.sponsored")), name).toBe(pays);
  }
  await giver.close();
});
