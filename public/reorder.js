// Puts gifts in another order by their handles. A line shows where one would go; the row itself moves
// when the list, which follows the server, is in the new order, and stays where it was if that fails.
// By keyboard there are the buttons beside the handle.

const EDGE = 72; // so near to the top or bottom of the window the page scrolls along
const PATIENCE = 2000; // milliseconds until the gift is let go and the page fetched anew, should the list hear nothing

let drag; // what is being dragged

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-arrange] [data-handle]");
  if (!handle || event.button || drag) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const row = handle.closest("li");
  drag = { row, list: row.parentElement, from: event.clientY + scrollY, y: event.clientY };
  row.dataset.dragged = "";
  document.querySelector("[data-dragging] [role=alert]").hidden = true;
  follow();
});
document.addEventListener("pointermove", (event) => drag && (drag.y = event.clientY));
document.addEventListener("pointerup", () => drag && !drag.sent && drop(drag));
document.addEventListener("pointercancel", () => drag && !drag.sent && end(drag));
document.addEventListener("keydown", (event) => event.key === "Escape" && drag && !drag.sent && end(drag));

// Once for every frame, since the page scrolls while the pointer rests.
function follow() {
  if (!drag || drag.sent) return;
  const { row, list, y, from } = drag;
  const over = Math.max(EDGE - y, 0) - Math.max(y - innerHeight + EDGE, 0);
  if (over) scrollBy({ top: -over / 4, behavior: "instant" });
  row.style.translate = `0 ${y + scrollY - from}px`;
  const box = list.getBoundingClientRect();
  const inside = Math.min(Math.max(y, box.top + 1), box.bottom - 1);
  const found = document.elementFromPoint(box.left + box.width / 2, inside)?.closest("[data-arrange] > li");
  if (found && found !== row) {
    const { top, height } = found.getBoundingClientRect();
    mark(found, inside < top + height / 2 ? "above" : "below");
  }
  requestAnimationFrame(follow);
}

function mark(target, where) {
  delete drag.target?.dataset.drop;
  drag.target = target;
  target.dataset.drop = where;
}

async function drop(dragged) {
  const { row, list, target } = dragged;
  const rows = [...list.children].filter((it) => it !== row);
  const at = rows.indexOf(target) + (target?.dataset.drop === "below");
  const above = rows.slice(0, at);
  if (!target || (above.at(-1) ?? null) === row.previousElementSibling) return end(dragged);
  dragged.sent = true;
  row.style.translate = "";
  const head = above.findLast((it) => !it.id);
  const body = new URLSearchParams({
    list: list.dataset.arrange,
    gift: id(row),
    after: above.length && above.at(-1) !== head ? id(above.at(-1)) : "",
    section: head?.textContent ?? "",
  });
  // The list has heard of it, or the page is there anew.
  const changed = new Promise((done) => {
    dragged.watch = new MutationObserver(done);
    dragged.watch.observe(list, { childList: true });
    document.addEventListener("ewelists:shown", done, { once: true });
  });
  const sent = fetch("/fn/place_gift", { method: "POST", body, headers: { Accept: "application/json" } });
  if (!(await sent.then((answer) => answer.ok, () => false))) {
    end(dragged);
    document.querySelector("[data-dragging] [role=alert]").hidden = false;
    return;
  }
  const late = setTimeout(() => {
    letGo(dragged);
    window.ewelists?.refresh();
  }, PATIENCE);
  await changed;
  clearTimeout(late);
  end(dragged);
  say(row.id);
}

function end(dragged) {
  dragged.watch?.disconnect();
  letGo(dragged);
}

// Once it was let go, another gift may be dragged, or the same one again.
function letGo(dragged) {
  if (drag !== dragged) return;
  dragged.row.style.translate = "";
  delete dragged.row.dataset.dragged;
  delete dragged.target?.dataset.drop;
  drag = undefined;
}

// Says where a gift is, unless the page is another one by now.
function say(name) {
  const row = document.getElementById(name);
  const list = row?.closest("[data-arrange]");
  if (!list) return;
  const gifts = [...list.children].filter((it) => it.id);
  const told = { name: row.querySelector("h3").textContent, place: gifts.indexOf(row) + 1, count: gifts.length };
  const words = document.querySelector("[data-dragging]").dataset.dragging;
  window.ewelists?.say(words.replace(/\{(\w+)\}/g, (_, gap) => told[gap]));
}

const id = (row) => row.id.replace("gift-", "");
