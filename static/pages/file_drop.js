// Files dropped anywhere on the page are chosen and sent at once: one, or all where the field takes several. Without this
// script they are chosen with the button.

import { find } from "./app.js";

/** @param {HTMLFormElement} form @param {FileList | undefined} files */
function submitFiles(form, files) {
  const input = find(form, 'input[type="file"]', HTMLInputElement);
  const dropped = [...(files ?? [])].slice(0, input.multiple ? undefined : 1);
  if (!dropped.length) return;
  const chosen = new DataTransfer();
  for (const file of dropped) chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
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
    submitFiles(form, event.dataTransfer?.files);
  });
  form.addEventListener("submit", () => {
    find(form, "[data-dropped]", Element).textContent = form.dataset.wordReading ?? "";
  });
}

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-bring]");
const area = form?.querySelector("[data-drop]");
if (form && area) listenForFiles(form, area);
