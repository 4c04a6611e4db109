// Shared lists, and what givers promised.

import { PasscodePage } from "../../pages/sharing-pages.ts";
import { past } from "../past.ts";
import { expect, visit } from "../test.ts";
import { words } from "../words.ts";
import type { Scene } from "./scene.ts";
import { anybody, givers, owners, saying, type Stop } from "./stop.ts";

/** Pages for givers, in every state. */
export function giving({
  shared, gifts, glasses, mailed, mugs, cancelled, kept, closedShare, blanket, emptyShare,
  lockedShare, withdrawn, carefulShare, lake, waiting, nameless, kettle, unread,
}: Scene): Stop[] {
  const { lapsed, lapsedByMail } = past();
  return [
    owners("shared-owner", shared),
    owners("shared-owner-surprise", kept),
    givers("shared", shared),
    givers("shared-free", `${shared}?filter=available`),
    givers("shared-none-taken", `${kept}?filter=taken`),
    givers("shared-budget", `${shared}?most=5`),
    anybody("shared-budget-wrong", `${shared}?most=much`),
    anybody("reserve-confirm", `${carefulShare}/${lake["Bench"]}`),
    givers("reserved-waits", `/r/${waiting}?new=1`),
    givers("manage-waits", `/r/${waiting}`),
    givers("manage-erase", `/r/${waiting}?ask=erase`),
    givers("manage-erased", `/r/${nameless}?done=erased`),
    anybody("by-mail", "/giving/by-mail"),
    anybody("by-mail-sent", "/giving/by-mail?sent=1"),
    givers("shared-closed", closedShare),
    givers("shared-empty", emptyShare),
    givers("shared-unknown", "/l/unknown"),
    givers("shared-paper", `${shared}?print=1`),
    anybody("passcode", lockedShare),
    {
      name: "passcode-refused",
      as: "nobody",
      go: async (page, js, language) => {
        const asking = new PasscodePage(page, js, language);
        await asking.open(lockedShare);
        await asking.enter("seven wolves");
        await expect(asking.passcode).toHaveAttribute("aria-invalid", "true");
      },
    },
    anybody("reserve", `${shared}/${gifts["Glasses"]}`),
    {
      name: "reserve-refused",
      as: "nobody",
      go: async (page, js, language) => {
        await visit(page, `${shared}/${gifts["Glasses"]}`, js);
        await page.getByRole("button", { name: words("giving.reserve.submit", {}, language) }).click();
        await expect(page.getByRole("alert").first()).toBeVisible();
      },
    },
    anybody("reserve-taken", `${shared}/${gifts["Stoneware mugs"]}`),
    givers("reserve-mine", `${shared}/${gifts["Glasses"]}`),
    givers("reserved", `/r/${glasses}?new=1`),
    givers("manage", `/r/${glasses}`),
    anybody("manage-from-mail", mailed),
    saying("giving.mail.refused.heading", anybody("reserved-mail-refused", `/r/${unread}?new=1`)),
    saying("giving.mail.refused.heading", anybody("manage-mail-refused", `/r/${unread}`)),
    saying("givers.lapsed.heading", anybody("manage-lapsed", lapsed)),
    saying("givers.lapsed.confirm", anybody("manage-lapsed-from-mail", lapsedByMail)),
    givers("manage-cancel", `/r/${glasses}?ask=cancel`),
    givers("manage-bought", `/r/${mugs}?done=purchased`),
    givers("manage-cancelled", `/r/${cancelled}?done=cancelled`),
    givers("manage-withdrawn", `/r/${withdrawn}`),
    givers("manage-closed", `/r/${blanket}`),
    givers("manage-gone", `/r/${kettle}`),
    givers("manage-unknown", "/r/unknown"),
  ];
}
