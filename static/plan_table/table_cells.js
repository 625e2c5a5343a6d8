// The cells of the table of a plan, and how many of them are changed as one step.

import { find, findAll, wordsOf } from "../pages/app.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Box */

export const form = find(document, "#plan-table", HTMLFormElement);
export const table = find(form, "table", HTMLTableElement);
export const gaps = find(document, "#gaps", HTMLElement);
export const word = wordsOf(form);

/** @param {Element | EventTarget | null} node @returns {node is Box} */
export function isBox(node) {
  return node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;
}

/** The cells by their ids, in the order of the page. @type {Map<string, Box>} */
export const boxes = new Map();
for (const node of table.querySelectorAll("[data-id]")) {
  if (isBox(node)) boxes.set(node.dataset.id ?? "", node);
}

/** What is typed in a box. A text that wraps is one line all the same. @param {Box} box */
export const read = (box) => box.value.replace(/\s*\n\s*/g, "").trim();

/** @param {string} text */
export const say = (text) => {
  for (const place of findAll(document, "[data-said]", HTMLElement)) place.textContent = text;
};

/** @param {number} status of an answer that is no success */
export const describeFailure = (status) => word(status === 0 ? "lost" : status === 401 ? "over" : "failed");

/**
 * The change that gives a cell a text; none for a cell that cannot be changed, or a choice that it does not have.
 * @param {string} id @param {string} text @returns {[Box, string][]}
 */
export function changeOf(id, text) {
  const box = boxes.get(id);
  if (!box || box.disabled) return [];
  if (!(box instanceof HTMLSelectElement)) return box.readOnly ? [] : [[box, text]];
  const option = [...box.options].find(({ value, text: label }) => value === text || label === text);
  return option ? [[box, option.value]] : [];
}

/** @param {[Box, string][]} changes */
export function fill(changes) {
  if (changes.length) table.dispatchEvent(new CustomEvent("grid:fill", { detail: { changes } }));
}
