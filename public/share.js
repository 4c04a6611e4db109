// Offers the device's own share sheet, where there is one. The button says what is shared.

function wake() {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-share]");
  if (!button) return;
  const { share: url, title, text } = button.dataset;
  // Refused is also what closing it without a choice is called.
  navigator.share({ url, title, text }).catch(() => {});
});

// `navigation.js` put another page, or the same one anew, in place.
document.addEventListener("ewelists:shown", wake);
wake();
