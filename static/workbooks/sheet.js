// Says that files are too large before they are sent, and how much of them has been sent.

import { find } from "../pages/app.js";

/** @param {HTMLInputElement} input */
function checkSize(input) {
  const { maxBytes, tooLarge = "" } = input.dataset;
  const size = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(size > Number(maxBytes) ? tooLarge : "");
  return input.reportValidity();
}

// The form is sent by XMLHttpRequest, which alone tells how much has gone out; the page that comes back is shown as usual.
/** @param {HTMLFormElement} form @param {HTMLProgressElement} bar */
function send(form, bar) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    bar.hidden = false;
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else form.submit(); // refused: the browser shows the page that says why
  });
  request.addEventListener("error", () => {
    bar.hidden = true;
    find(form, "[data-dropped]", Element).textContent = form.dataset.wordLost ?? "";
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  });
  request.send(new FormData(form));
}

/** @type {HTMLInputElement | null} */
const input = document.querySelector("input[type=file][data-max-bytes]");
const form = input?.form;
if (input && form) {
  input.addEventListener("change", () => checkSize(input));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!checkSize(input)) return;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    send(form, find(form, "progress", HTMLProgressElement));
  });
}
