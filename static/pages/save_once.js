// A form that takes long, or whose answer is shown only once, is sent once: a second press would throw that answer away.
// The form says by data-save-once what its button then reads.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.saveOnce === undefined) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  const button = event.submitter;
  if (button instanceof HTMLInputElement) button.value = form.dataset.saveOnce;
  else if (button) button.textContent = form.dataset.saveOnce;
  button?.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory may be sent again: the server refuses what was saved already.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
});
