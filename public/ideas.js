// Adds a product to a list without leaving the page on which it stands: what the page that asks for
// which list shows stands in a dialog then. Words and lists come from that page; whatever is unusual
// is left to it.

let page; // the address of the page that asks

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-adds], dialog.adding a[data-closes]");
  if (!link) return;
  event.preventDefault();
  if ("closes" in link.dataset) link.closest("dialog").close();
  else if (!link.hasAttribute("aria-busy")) ask(link);
});

document.addEventListener("submit", (event) => {
  const dialog = event.target.closest("dialog.adding");
  if (!dialog || event.defaultPrevented) return;
  event.preventDefault();
  if (!dialog.hasAttribute("aria-busy")) send(dialog, event.target, event.submitter);
});

async function ask(link) {
  link.setAttribute("aria-busy", "true");
  page = link.href;
  const answer = await load(page);
  link.removeAttribute("aria-busy");
  if (!answer) return location.assign(page);
  const dialog = document.createElement("dialog");
  dialog.className = "adding";
  dialog.setAttribute("aria-label", answer.heading);
  dialog.addEventListener("close", () => dialog.remove());
  // Within <main>, so that it goes when another page comes.
  document.querySelector("main").append(dialog);
  show(dialog, answer.part);
  dialog.showModal();
}

async function send(dialog, form, button) {
  const busy = [dialog, button];
  for (const it of busy) it?.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  // What is refused comes back as the page that asks, and not as the one behind the dialog.
  const answer = await load(form.getAttribute("action"), { method: "POST", body, referrer: page });
  for (const it of busy) it?.removeAttribute("aria-busy");
  if (!answer) return location.assign(page);
  show(dialog, answer.part);
  const said = dialog.querySelector("[role=status], [role=alert]");
  if (said) said.tabIndex = -1;
  said?.focus();
}

// Puts what was fetched into the dialog, and marks the product on the page if a list has it now.
function show(dialog, part) {
  dialog.replaceChildren(part);
  const { adding, wished } = part.dataset;
  for (const it of document.querySelectorAll(`[data-product="${adding}"]`)) {
    it.toggleAttribute("data-wished", wished !== undefined);
  }
}

// Answers nothing where the network failed, or where what came is another page, to sign in for one.
async function load(url, options) {
  try {
    const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
    const text = await answer.text();
    const whole = new DOMParser().parseFromString(text, "text/html");
    const part = whole.querySelector("[data-adding]");
    return part && { part: document.adoptNode(part), heading: whole.querySelector("h1").textContent };
  } catch {
    return null;
  }
}
