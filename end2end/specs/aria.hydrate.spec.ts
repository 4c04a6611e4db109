// What those hear who do not see the pages: headings, lists, and the names of what can be done (R9.3).

import { Client } from "../support/forms.ts";
import { someone } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";
import { words } from "../support/words.ts";

/** Words as they are named in a snapshot. */
const named = (key: string, gaps: Record<string, string | number> = {}): string => JSON.stringify(words(key, gaps));

test("the pages by which gifts are wished for and given are told in order", async ({ page, js, owner, another }) => {
  const list = await owner.makeList({ title: "By the canal", occasion: "wedding", for_whom: "Ida" }, [
    { name: "Lamp", price: "27", currency: "EUR", shop: "Lillehus" },
    { name: "Mugs", wanted: "6", section: "Kitchen", notes: "Any colour." },
  ]);
  const share = await owner.share(list);
  const gifts = await owner.gifts(share);
  const giver = await Client.open();
  const token = await giver.reserve(share, gifts["Mugs"]!, someone("Karl"), 2);
  const theirs = await another();
  await giver.lend(theirs.context());
  const there = theirs.getByRole("main");

  // On a list of few gifts the filter stands where something is chosen.
  await visit(theirs, `${share}?filter=available`, js);
  await expect(there).toMatchAriaSnapshot(`
    - heading "By the canal" [level=1]
    - list:
      - listitem: /Ida/
    - region ${named("givers.mine.heading")}:
      - heading ${named("givers.mine.heading")} [level=2]
      - list:
        - listitem:
          - link /Mugs/
    - form ${named("giving.shared.filter.label")}:
      - group ${named("giving.shared.filter.show")}:
        - radio ${named("giving.shared.filter.all")}
        - radio ${named("giving.shared.filter.available")} [checked]
        - radio ${named("giving.shared.filter.taken")}
      - textbox ${named("givers.budget.label")}
      - combobox ${named("giving.shared.filter.order")}
      - button ${named("giving.shared.filter.submit")}
    - heading ${named("giving.shared.gifts")} [level=2]
    - list:
      - listitem:
        - article:
          - heading "Lamp" [level=3]
          - paragraph: /27/
          - paragraph: ${named("giving.gift.left", { left: 1 })}
          - link "${words("giving.gift.reserve")} Lamp"
      - listitem:
        - heading "Kitchen" [level=2]
      - listitem:
        - article:
          - heading "Mugs" [level=3]
          - link "${words("giving.gift.change")} Mugs"
          - paragraph: ${named("giving.gift.left", { left: 4 })}
    - status
  `);

  await visit(theirs, `${share}/${gifts["Lamp"]}`, js);
  await expect(there).toMatchAriaSnapshot(`
    - paragraph:
      - link "${words("giving.reserve.back")} By the canal"
    - heading ${named("giving.reserve.heading")} [level=1]
    - heading "Lamp" [level=2]
    - textbox ${named("giving.reserve.name")}
    - textbox ${named("giving.reserve.email")}
    - button ${named("giving.reserve.submit")}
  `);

  await visit(theirs, `/r/${token}`, js);
  await expect(there).toMatchAriaSnapshot(`
    - paragraph:
      - link "By the canal"
    - heading ${named("giving.manage.heading_for", { whom: "Ida" })} [level=1]
    - heading "Mugs" [level=2]
    - term: ${named("giving.manage.how_many")}
    - definition: "2"
    - spinbutton ${named("giving.manage.quantity")}: "2"
    - button ${named("giving.manage.change")}
    - spinbutton ${named("giving.manage.buy_quantity")}: "2"
    - button ${named("giving.manage.buy_some")}
    - paragraph:
      - link ${named("giving.manage.cancel")}
  `);

  await owner.lend(page.context());
  await visit(page, `/lists/${list}`, js);
  const main = page.getByRole("main");
  await expect(main).toMatchAriaSnapshot(`
    - form ${named("editor.head.form")}:
      - heading "By the canal" [level=1]
      - textbox ${named("editor.head.title")}
      - list:
        - listitem:
          - textbox ${named("editor.head.for_whom")}
        - listitem:
          - textbox ${named("editor.head.date")}
      - textbox ${named("editor.head.welcome")}
    - navigation ${named("editor.tabs.label")}
    - region ${named("editor.add.heading")}:
      - heading ${named("editor.add.heading")} [level=2]
      - form ${named("editor.find.link")}:
        - textbox ${named("editor.find.link")}
        - button ${named("editor.find.submit")}
    - region /${words("editor.rows.heading")}/
    - complementary:
      - region ${named("editor.share.heading")}:
        - heading ${named("editor.share.heading")} [level=2]
        - textbox ${named("editor.share.link")}
        - list ${named("sharing.ways.label")}
  `);
  const row = (name: string): string => `
        - heading "${name}" [level=3]
        - list
        - button ${named("editor.rows.up", { name })} [disabled]
        - button ${named("editor.rows.down", { name })} [disabled]
        - button ${named("editor.rows.top", { name })} [disabled]
        - link ${named("editor.rows.edit", { name })}
        - button ${named("gifts.arrived.toggle", { name })}
        - button ${named("editor.rows.remove", { name })}`;
  await expect(main.getByRole("region", { name: words("editor.rows.heading") })).toMatchAriaSnapshot(`
    - heading /${words("editor.rows.heading")}/ [level=2]
    - list:
      - listitem:${row("Lamp")}
      - listitem:
        - heading "Kitchen" [level=2]
      - listitem:${row("Mugs")}
    - status
  `);
});
