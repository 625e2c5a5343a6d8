// A file dropped anywhere on the page is chosen and read at once. Without this script it is chosen with the button.

import { find } from "../pages/app.js";

/** @param {HTMLFormElement} form @param {FileList | undefined} files */
function submitFirst(form, files) {
  const file = files?.[0];
  if (!file) return;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  find(form, 'input[type="file"]', HTMLInputElement).files = chosen.files;
  form.requestSubmit();
}

/** @param {HTMLFormElement} form @param {Element} area */
function listenForFiles(form, area) {
  const highlight = (/** @type {boolean} */ over) => area.classList.toggle("is-over", over);
  // Anywhere on the page: missing the field must not make the browser leave the page for the file.
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      highlight(true);
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) highlight(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    highlight(false);
    submitFirst(form, event.dataTransfer?.files);
  });
  form.addEventListener("submit", () => {
    find(form, "[data-dropped]", Element).textContent = form.dataset.wordReading ?? "";
  });
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-bring]");
const area = form?.querySelector("[data-drop]");
if (form && area) listenForFiles(form, area);
