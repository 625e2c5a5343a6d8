// The form of a target shows only the fields that its measure, direction and frequency need. The server empties the hidden
// ones.

import { findAll } from "../pages/app.js";

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-fitting]");

/** Whether a list of words contains a value. @param {string | undefined} words @param {string | undefined} value */
const includes = (words, value) => (words ?? "").split(" ").includes(value ?? "");

/**
 * The value chosen in a field; of a field that the form does not have, the value of the target as it is.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function chosenValue(form, name) {
  const field = form.elements.namedItem(name);
  const hasValue =
    field instanceof RadioNodeList || field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
  return hasValue ? field.value : form.dataset[name];
}

/** @param {HTMLFormElement} form */
function showFields(form) {
  const measure = chosenValue(form, "measure");
  const direction = measure === "milestone" ? "at_least" : chosenValue(form, "direction");
  for (const part of findAll(form, ".fit", HTMLElement)) {
    part.hidden = !(includes(part.dataset.measures, measure) && includes(part.dataset.directions, direction));
  }
  for (const part of findAll(form, "[data-frequencies]", HTMLElement)) {
    part.hidden = !includes(part.dataset.frequencies, chosenValue(form, "frequency"));
  }
}

if (form) {
  form.addEventListener("change", ({ target }) => {
    if (target instanceof Element && /^(measure|direction|frequency)$/.test(target.getAttribute("name") ?? "")) {
      showFields(form);
    }
  });
  showFields(form);
}
