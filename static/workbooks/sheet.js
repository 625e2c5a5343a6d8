// Says that files are too large before they are sent, and how much of them has been sent.

import { find } from "../pages/app.js";

/** @param {HTMLInputElement} input */
function checkSize(input) {
  const { maxBytes, tooLarge = "" } = input.dataset;
  const size = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(size > Number(maxBytes) ? tooLarge : "");
  return input.reportValidity();
}

// Refused: the page that comes back says why, and is shown in the place of what was refused before.
/** @param {string} text */
function showRefusal(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const reasons = page.querySelector(".findings, .form-errors, .note-bad");
  const place = find(document, "[data-refused]", HTMLElement);
  place.replaceChildren(...(reasons ? [reasons] : []));
  const shown = place.querySelector("[tabindex]");
  if (shown instanceof HTMLElement) shown.focus();
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
  const ready = (/** @type {string} */ text) => {
    bar.hidden = true;
    find(form, "[data-dropped]", Element).textContent = text;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  };
  request.addEventListener("load", () => {
    const place =
      request.getResponseHeader("Content-Type")?.includes("json") && JSON.parse(request.responseText).location;
    if (place || request.status < 400) location.assign(place || request.responseURL);
    else {
      showRefusal(request.responseText);
      ready("");
    }
  });
  request.addEventListener("error", () => ready(form.dataset.wordLost ?? ""));
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
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
