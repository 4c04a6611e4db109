// Goes from page to page of ours without loading the document anew: fetches the page, swaps what is
// between header and footer, wakes its islands, and moves focus as a new page would. Everything
// here is a convenience: links and forms work the same without it, and where anything is unusual
// it steps back and lets the browser do it. `data-plain` on a link or form keeps it out.

const root = document.documentElement;
const here = () => location.pathname + location.search;

let shown = here(); // what is on the page now; history moves `here()` before the page follows
let turn = 0; // the last navigation wins
let pending = 0; // requests under way
let stale = false; // a refresh was asked for while it could not be done
let pressed; // a timer, while a pointer is down on what it is about to click
let line; // to the server, which says on it that something changed
let islands; // those of the wasm, by name, once it is there
let fetching; // the promise of them
let tries = 0; // how often they were fetched
const woken = new WeakSet(); // no island is woken twice
const sending = new WeakSet(); // forms on their way: nothing is sent twice

history.scrollRestoration = "manual";
const rememberPlace = () => history.replaceState({ ...history.state, y: scrollY, at: focused() }, "");
const scrollToY = (top) => scrollTo({ top, behavior: "instant" });
addEventListener("pagehide", rememberPlace);
// So that going forward again leads there, too. Browsers do not take that too often.
let rest; // a timer, since a hand scrolls again and again
addEventListener("scrollend", () => {
  clearTimeout(rest);
  rest = setTimeout(() => here() === shown && rememberPlace(), 150);
});
if (history.state?.y && !location.hash) scrollToY(history.state.y);

addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download") || "plain" in link.dataset) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.relList.contains("external")) return;
  if (url.hash && url.pathname + url.search === here()) return unfold(url.hash); // the browser jumps
  event.preventDefault();
  open(url, { push: url.href !== location.href });
});

addEventListener("submit", (event) => {
  typedDay = clearTimeout(typedDay); // with the rest of its form
  const form = event.target;
  const button = event.submitter;
  // getAttribute, since a field named "action" would shadow the property.
  const of = (name) => button?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const method = (of("method") || "get").toLowerCase();
  const url = new URL(of("action") || location.href, document.baseURI);
  if (event.defaultPrevented || of("target") || "plain" in form.dataset) return;
  if (url.origin !== location.origin || (method !== "get" && method !== "post")) return;
  // A form that is nothing but a file is for the browser.
  if (of("enctype")?.startsWith("multipart") && !url.pathname.startsWith("/fn/")) return;
  event.preventDefault();
  if (sending.has(form)) return;
  const typed = new FormData(form);
  if (button?.name) typed.append(button.name, button.value);
  // Without a file it is as any other form.
  const brings = [...typed.values()].some((it) => it.size);
  const fields = brings ? typed : new URLSearchParams([...typed].filter(([, it]) => typeof it === "string"));
  if (method === "get") {
    url.search = fields;
    open(url, { form, push: url.href !== location.href });
  } else {
    send(url, fields, form, button);
  }
});

addEventListener("popstate", ({ hasUAVisualTransition: drawn }) => {
  if (here() !== shown) comeTo(drawn);
});

addEventListener("hashchange", () => unfold(location.hash));

// The menu folds when it is left: by Escape, by going on, by a click beside it.
const menu = () => document.querySelector(".menu[open]");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu()) return;
  menu().querySelector("summary").focus();
  menu().open = false;
});
for (const way of ["focusin", "pointerdown"]) {
  addEventListener(way, ({ target }) => menu()?.contains(target) || menu()?.removeAttribute("open"));
}

// The network is gone: said at once, and not only when something is asked for.
addEventListener("offline", () => notice("offline"));

// The network is back: what may have been missed is fetched, and the page for when there is none
// gives way to the one that was asked for.
const away = () => document.querySelector("[data-away]");
addEventListener("online", () => {
  if (away()) return location.reload();
  notice();
  refresh();
});

// So it does where the network was back before this was listened for, or the server was away; not once
// another page stands in its place.
if (away()) {
  const looking = setInterval(async () => {
    if (!away()) return clearInterval(looking);
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok && away() && location.pathname !== "/offline") location.reload();
  }, 3000);
}

// Keeps that page, in this language. Some browsers do not, and nothing depends on it.
addEventListener("load", () => {
  navigator.serviceWorker?.register(`/service-worker.js?language=${root.lang}`).catch(() => {});
});

// Opens the page at which history has arrived, as it was left.
function comeTo(drawn) {
  const { y = 0, at } = history.state ?? {};
  return open(new URL(location.href), { y, at, drawn });
}

// Opens a page. `y` is how far down it was left, and `at` what had the focus then; `drawn` says that
// the browser has drawn the way to it.
async function open(url, { push = false, form, ...place } = {}) {
  const mine = ++turn;
  const answer = await load(url);
  if (mine !== turn) return;
  if (!answer) return notice("offline");
  // Another build, a file, or not a page of ours: that is for the browser.
  if (!answer.page || isOtherBuild(answer.page)) return location.assign(answer.redirected ? answer.url : url);
  const target = answer.redirected ? new URL(answer.url) : url;
  if (!target.hash) target.hash = url.hash;
  await show(answer.page, { target, push, form, ...place });
}

// Sends a form. What comes back is the page to go on with, or the same page with what is wrong.
async function send(url, fields, form, button) {
  const mine = ++turn;
  const from = place(); // an island may take it away before the answer comes
  sending.add(form);
  // Not `disabled`, which would take the focus away.
  for (const name of ["aria-busy", "aria-disabled"]) button?.setAttribute(name, "true");
  const answer = await load(url, fields);
  sending.delete(form);
  for (const name of ["aria-busy", "aria-disabled"]) button?.removeAttribute(name);
  if (mine !== turn) return refresh(); // something else is shown; it may say what was before
  if (!answer) return notice("offline");
  if (!answer.redirected) {
    // Refused: the address stays that of the page with the form. It is never sent again to find
    // out more, so what is no page only gets a word.
    return answer.page ? show(answer.page, { refused: answer.status >= 400, form, from }) : notice("failed");
  }
  const target = new URL(answer.url);
  target.hash ||= url.hash; // which `fetch` does not tell
  if (!answer.page || isOtherBuild(answer.page)) return location.assign(target);
  await show(answer.page, { target, push: target.href !== location.href, form, from, said: true });
}

// Answers nothing where the network failed; `page` is absent where what came is no page of ours.
async function load(url, body) {
  root.toggleAttribute("data-loading", ++pending > 0);
  try {
    const headers = { Accept: "text/html", "Soft-Navigation": "1" };
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers });
    const { status, redirected, url: final } = answer;
    const isHtml = answer.headers.get("Content-Type")?.startsWith("text/html");
    const page = isHtml && new DOMParser().parseFromString(await answer.text(), "text/html");
    return { status, redirected, url: final, page: page && parts(page).length ? page : null };
  } catch {
    return null;
  } finally {
    root.toggleAttribute("data-loading", --pending > 0);
    if (!pending) setTimeout(() => stale && refresh());
  }
}

// Header, page and footer, with whatever stands between them.
function parts(page) {
  const all = [...page.body.children];
  const first = all.findIndex((it) => it.matches(".site-header"));
  const last = all.findIndex((it) => it.matches(".site-footer"));
  return first < 0 || !page.querySelector("main") ? [] : all.slice(first, last + 1);
}

const built = (page) => page.querySelector("script[data-wasm]")?.dataset ?? {};
const isOtherBuild = (page) => built(page).wasm !== built(document).wasm;

// Once there is nothing better to do: a page is read, and works, without it.
if (window.requestIdleCallback) requestIdleCallback(fetchIslands, { timeout: 2000 });
else setTimeout(fetchIslands);

// Fetches the wasm, unless it is on its way. What failed is tried again with the next page, or when the
// network is back.
function fetchIslands() {
  fetching ??= (async () => {
    const { script, wasm } = built(document);
    // Browsers remember a script that did not come by its address.
    const address = tries++ ? `${script}?${tries}` : script;
    const [module, answer] = await Promise.all([import(address), fetch(wasm)]);
    await module.default({ module_or_path: answer });
    module.hydrate();
    islands = module;
    wake();
  })().catch((error) => {
    fetching = null;
    console.warn(error);
  });
}

// Wakes the islands that are on the page, and says so on <html>. One that does not wake keeps no other
// from it, nor the page from being used.
function wake() {
  if (!islands) return fetchIslands();
  for (const island of document.querySelectorAll("leptos-island")) {
    if (woken.has(island)) continue;
    woken.add(island);
    try {
      islands[island.dataset.component]?.(island);
    } catch (error) {
      console.error(error);
    }
  }
  root.setAttribute("data-hydrated", "");
}

// What is saved as soon as its field is left is saved also while its island sleeps: as the form is
// without it.
addEventListener("focusout", ({ target }) => {
  if (!islands && target.closest?.("[data-autosave]") && isTyped(target)) target.form?.requestSubmit();
});

// While a day is typed, each key makes another one. It has changed once typing rests, or its field is left.
let typedDay; // a timer, until then
function settleDay(field) {
  typedDay = clearTimeout(typedDay);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
addEventListener("change", (event) => {
  const { target, isTrusted } = event;
  if (!isTrusted || target.type !== "date" || !target.closest("[data-autosave]")) return;
  event.stopPropagation();
  clearTimeout(typedDay);
  typedDay = setTimeout(settleDay, 2000, target);
}, true);
addEventListener("focusout", ({ target }) => typedDay && target.type === "date" && settleDay(target));

// Shows a page that was fetched, as the browser would have.
async function show(page, { target, push, y, at, drawn, form, from, refused, said }) {
  stale = false; // by what has just come
  const samePlace = !target || target.pathname === new URL(shown, location.href).pathname;
  const left = samePlace && leave(form, from);
  const swap = () => {
    if (push) rememberPlace();
    if (target) history[push ? "pushState" : "replaceState"](push ? {} : history.state, "", target);
    shown = here();
    document.title = page.title;
    root.lang = page.documentElement.lang;
    replace(parts(document), parts(page));
    notice();
    settle({ target, y, at, left, refused });
    forgetSaid();
  };
  const moves = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  if (!samePlace && moves && !drawn && document.startViewTransition) {
    const passing = document.startViewTransition(swap);
    passing.ready.catch(() => {}); // nothing is drawn where the next page is quicker
    await passing.updateCallbackDone;
  } else {
    swap();
  }
  // Whoever asks for some of what a page shows stays where they asked, and hears how much that is.
  if (said) say(document.querySelector("main [role=status]")?.textContent ?? "");
  else if (samePlace && !refused) say(document.querySelector("main [data-found]")?.dataset.found ?? "");
}

// Puts elements in the place of others and wakes the islands among them.
function replace(old, fresh) {
  old[0].before(...fresh.map((it) => document.adoptNode(it)));
  for (const it of old) it.remove();
  follow();
  document.dispatchEvent(new CustomEvent("ewelists:shown"));
  // A script that came along is inert. It is fetched once, and from then on hears that event.
  for (const part of fresh) for (const it of part.querySelectorAll("script[src]")) import(it.src).catch(() => {});
  wake();
}

// Scroll and focus, as on a page that was just opened, or as they were on the same page.
function settle({ target, y, at, left, refused }) {
  const first = (selector) => document.querySelector(`main ${selector}`);
  const wrong = refused && (first("[aria-invalid=true]") ?? first("[role=alert]"));
  if (left) comeBack(left);
  if (wrong) return focus(wrong, {});
  const anchor = unfold(target?.hash);
  if (anchor) anchor.scrollIntoView({ behavior: "instant" });
  else if (y !== undefined || !left) land(y ?? 0);
  const start = named(FOCUSABLE).get(at) ?? (anchor || first("h1"));
  if (start && (!left || left.lost)) focus(start, { preventScroll: true });
}

// What an address points at, with what is folded around it unfolded.
function unfold(hash) {
  const it = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  it?.closest("details")?.setAttribute("open", "");
  return it;
}

// Twice, since a smooth scroll of the page before may go on for a frame.
function land(top) {
  scrollToY(top);
  requestAnimationFrame(() => scrollToY(top));
}

function focus(it, options) {
  if (!it.matches("a, button, input, select, textarea")) it.tabIndex = -1;
  it.focus(options);
}

// What has the focus, by its key.
function focused() {
  const active = document.activeElement;
  return active && active !== document.body ? key(active) : null;
}

// Where somebody is: a control, and where it stands in a row of a list, that row and those beside it, the next
// first.
function place() {
  const row = document.activeElement?.closest("main li[id]");
  const ids = row ? [...row.parentElement.children].map((it) => it.id) : [];
  const own = ids.indexOf(row?.id);
  const rows = [...ids.slice(own), ...ids.slice(0, Math.max(own, 0)).reverse()].filter(Boolean);
  const nth = row ? [...row.querySelectorAll(IN_ROWS)].indexOf(document.activeElement) : 0;
  return { at: focused(), rows, nth };
}

// What stands there once the control is gone: another one in its place, or the first of the row beside it.
function nearby({ rows, nth }) {
  const id = rows.find((id) => document.getElementById(id));
  const controls = id ? document.getElementById(id).querySelectorAll(IN_ROWS) : [];
  return controls[id === rows[0] ? nth : 0];
}

// What names a control on a page and on the same page later.
function key(it) {
  const choice = it.type === "radio" || it.type === "checkbox" || it.tagName === "BUTTON";
  const form = it.closest("form")?.getAttribute("action");
  const place = it.parentElement?.closest("[id]")?.id;
  return [it.tagName, it.id, it.name, choice && it.value, it.getAttribute("href"), form, place].join("|");
}

// By key; where two have the same, neither counts.
function named(selector) {
  const found = new Map();
  for (const it of document.querySelectorAll(selector)) found.set(key(it), found.has(key(it)) ? null : it);
  return found;
}

const CONTROLS = "main :is(input:not([type=hidden], [readonly]), textarea, select)";
const TICKED = ["radio", "checkbox"]; // whose value never changes
const IN_ROWS = "a, button, summary, select, textarea, input:not([type=hidden])";
const FOCUSABLE = ":is(header, main, footer) :is(a, button, summary, input, textarea, select)";

// Takes down what somebody did to the page: typed text, chosen files, what is unfolded, where they are. What
// stands in the form that was sent is the server's to say. Where nothing has the focus any more, they are where
// they were when it was sent.
function leave(sent, from) {
  const typed = new Map();
  for (const [name, it] of named(CONTROLS)) {
    if (!it || sent?.contains(it)) continue;
    const touched = it.tagName === "SELECT"
      ? [...it.options].some((option) => option.selected !== option.defaultSelected)
      : isTyped(it);
    if (touched) typed.set(name, { value: it.value, checked: it.checked, files: it.files });
  }
  const folds = [...named("main details")].filter(([, it]) => it).map(([name, it]) => [name, it.open]);
  const active = document.activeElement;
  const selection = active?.selectionStart == null ? null : [active.selectionStart, active.selectionEnd];
  const now = place();
  return { typed, folds, ...(now.at ? now : from ?? now), selection, y: scrollY, lost: false };
}

// The opposite of `leave`. `lost` then says whether what had the focus is no longer there. Nothing is folded
// that was, unless `fold` says so: an answer may have unfolded it.
function comeBack(left, fold) {
  const controls = named(CONTROLS);
  for (const [name, { value, checked, files }] of left.typed) {
    const it = controls.get(name);
    if (!it) continue;
    if (it.type === "file") it.files = files;
    else if (TICKED.includes(it.type)) it.checked = checked;
    else it.value = value;
  }
  const details = named("main details");
  for (const [name, open] of left.folds) if (open || fold) details.get(name)?.toggleAttribute("open", open);
  scrollToY(left.y); // browsers anchor to what was just removed
  if (!left.at || document.activeElement !== document.body) return;
  const same = named(FOCUSABLE).get(left.at);
  const again = same ?? nearby(left);
  left.lost = !again;
  again?.focus({ preventScroll: true });
  if (left.selection) same?.setSelectionRange?.(...left.selection);
}

// Shows the notice of this name, whose words the server wrote; without a name, none. Whoever closes it is
// back where they were.
function notice(name) {
  const before = document.activeElement;
  const region = document.querySelector("[data-offline]");
  const words = name && document.getElementById(`${name}-words`)?.content.cloneNode(true);
  words?.querySelector("button")?.addEventListener("click", () => {
    notice();
    before?.focus({ preventScroll: true });
  });
  region?.replaceChildren(...(words ? [words] : []));
}

// What the address had a page say has been said in a while: loaded anew, the page does not say it again.
const SAID = ["done", "added", "saved", "removed", "more", "joined", "left", "imported", "copied", "back", "undo", "undone"];
let saying; // a timer
function forgetSaid() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const url = new URL(location.href);
    const said = SAID.filter((name) => url.searchParams.has(name));
    if (!said.length || here() !== shown || !document.querySelector("main :is(.toast.passing, .notice.success)")) return;
    for (const name of said) url.searchParams.delete(name);
    history.replaceState(history.state, "", url);
    shown = here();
  }, 3000);
}

// Says what changed to those who do not see it; a region that is swapped in is not read out.
function say(words) {
  const region = document.querySelector("[data-said]");
  if (region) region.textContent = words;
}

// Fetches this page again and swaps what is between header and footer, keeping scroll, focus and typed
// text. What fails here is left to the next change.
async function refresh() {
  if (pending || waits()) return putOff();
  stale = false;
  // History has gone on, and there was no network then to follow it.
  if (here() !== shown) return comeTo();
  const mine = turn;
  const url = here();
  const answer = await load(url);
  if (mine !== turn || url !== here() || !answer?.page || answer.status >= 500) return;
  if (answer.redirected) return signedOut(answer.url);
  if (waits()) return putOff();
  if (isOtherBuild(answer.page)) return;
  const left = leave();
  const known = told();
  document.title = answer.page.title;
  replace(parts(document).slice(1, -1), parts(answer.page).slice(1, -1));
  comeBack(left, true);
  const top = left.lost && document.querySelector("main h1");
  if (top) focus(top, { preventScroll: true });
  const news = told().filter((words) => !known.includes(words)).join(" ");
  if (news) say(news);
}

// Says once that the session is over, if the page leads to where one signs in. It stays, with what was typed,
// and goes on once it can be followed again.
let out = false;
function signedOut(url) {
  if (out || new URL(url).pathname !== "/sign-in") return;
  out = true;
  notice("ended");
}

// What a page tells of how things are.
const told = () => Array.from(document.querySelectorAll("main [role=status]"), (it) => it.textContent.trim());

// Whether somebody must not be disturbed: amid a click or a field, in a dialog, where they can undo what they
// did, or with a form that was refused, in which what was typed stands as if it were the page's own.
function waits() {
  const held = document.querySelector("main dialog[open], main[data-refused]");
  return pressed || held || offered() || isTyped(document.activeElement ?? {});
}
// That goes by itself, which nobody tells: one that passes stays, unseen. An island that follows knows what was
// saved here.
const OFFERS = "main[data-follow] :is([data-autosave] .toast:not(.long), .toast.passing:has(form))";
const offered = () =>
  [...document.querySelectorAll(OFFERS)].some((it) => it.checkVisibility?.({ checkVisibilityCSS: true }));
function putOff() {
  stale = true;
  if (offered()) later(0, () => stale && refresh());
}
const isTyped = ({ type, value, defaultValue, checked, defaultChecked }) =>
  TICKED.includes(type) ? checked !== defaultChecked : defaultValue !== undefined && value !== defaultValue;

// What kept a refresh waiting is over: a click, a dialog, whose closing does not bubble, or a field was left.
// Of what is saved when its field is left the server tells then.
for (const [way, pause] of [["pointerdown", 1000], ["pointerup", 0], ["pointercancel", 0]]) {
  addEventListener(way, () => {
    clearTimeout(pressed);
    pressed = setTimeout(release, pause);
  }, true);
}
addEventListener("close", () => stale && refresh(), true);
addEventListener("focusout", ({ target }) => {
  if (stale && !(isTyped(target) && target.closest("[data-autosave]"))) refresh();
});

// The click has been heard, or none came of it.
function release() {
  pressed = 0;
  if (stale) refresh();
}

// Opens the line. There is one, since browsers allow few of them to a site, and it is closed while nobody
// looks at the page. `tell` is called with each revision that is told, the present one at first, and
// without one where the page may have missed some; `stands` with whether the line is open.
function listen(path, tell, stands) {
  hangUp();
  line = { path, tell, stands, failures: 0 };
  connect();
}

function hangUp() {
  line?.source?.close();
  line = null;
}

// A browser mends a broken line itself, but gives up on one that the server refused. Then what the page
// shows may be gone: fetching it tells.
function connect() {
  line?.source?.close();
  if (!line || document.hidden) return;
  const mine = line;
  const source = (mine.source = new EventSource(mine.path));
  source.onopen = () => {
    mine.failures = 0;
    mine.stands?.(true);
    if (out) notice();
    out = false;
  };
  source.onmessage = ({ data }) => mine.tell(data);
  source.onerror = () => {
    mine.stands?.(false);
    if (source.readyState !== EventSource.CLOSED) return;
    later(++mine.failures, connect);
    mine.tell();
  };
}
document.addEventListener("visibilitychange", connect);

// Does something after a pause, longer with every failure, if the page has the same line then and is looked
// at. If it is not, it heals when it is seen again.
function later(failures, act) {
  const mine = line;
  setTimeout(() => mine && mine === line && !document.hidden && act(), 1000 * Math.min(2 ** failures, 60));
}

// Listens where the page says so, and fetches it anew when another revision is told than it shows. Where
// it says nothing, an island may listen.
function follow() {
  const path = document.querySelector("main")?.dataset.follow;
  if (path && path === line?.path && line.tell === heal) return;
  hangUp();
  if (path) listen(path, heal);
}
const heal = (revision) => revision === document.querySelector("main").dataset.revision || refresh();

// What islands and other scripts ask for. `again` tells, after a pause, that news may have been missed.
window.ewelists = { refresh, listen, say, again: (failures) => later(failures, () => line.tell()) };
follow();
forgetSaid();
unfold(location.hash);
