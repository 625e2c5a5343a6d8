// Adding what was not recognized: the words that are selected in the text, by their position in it.

import { find, post } from "../pages/app.js";

/** Text of a part of the document, without the signs that the page put in. @param {Range} range */
function textOf(range) {
  const part = range.cloneContents();
  for (const flag of part.querySelectorAll("[data-flag]")) flag.remove();
  return part.textContent ?? "";
}

/** The length as the server counts it: code points, not UTF-16 units. @param {string} text */
const lengthOf = (text) => [...text].length;

/** How many characters of the document are before a point. @param {Node} root @param {Node} node @param {number} offset */
function countBefore(root, node, offset) {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, offset);
  return lengthOf(textOf(range));
}

/**
 * The selection without blanks at its ends.
 * @param {Element} root the text of the document
 * @returns {{start: number, end: number, text: string} | null} null when nothing of the text is selected
 */
function readSelection(root) {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const text = textOf(range);
  if (!text.trim()) return null;
  const start = countBefore(root, range.startContainer, range.startOffset);
  const end = countBefore(root, range.endContainer, range.endOffset);
  const leading = lengthOf(text) - lengthOf(text.trimStart());
  const trailing = lengthOf(text) - lengthOf(text.trimEnd());
  return { start: start + leading, end: end - trailing, text: text.trim() };
}

/**
 * Fills the form of the panel from the selection, and sends it.
 * @param {Element} text the text of the document
 * @param {HTMLElement | null} panel a `<details>` with the form
 * @param {(status: number) => string} describeFailure
 */
export function addFromSelection(text, panel, describeFailure) {
  if (!(panel instanceof HTMLDetailsElement)) return;
  const form = find(panel, "form", HTMLFormElement);
  const quote = find(form, "[name=quote]", HTMLTextAreaElement);
  const start = find(form, "[name=start]", HTMLInputElement);
  const end = find(form, "[name=end]", HTMLInputElement);
  document.addEventListener("selectionchange", () => {
    const selected = readSelection(text);
    if (!selected) return;
    panel.open = true;
    quote.value = selected.text;
    start.value = String(selected.start);
    end.value = String(selected.end);
  });
  quote.addEventListener("input", () => {
    start.value = "";
    end.value = "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    data.set("kind", event.submitter instanceof HTMLButtonElement ? event.submitter.value : "target");
    /** @type {import("../pages/app.js").Answer<{to: string}, {message?: string}>} */
    const answer = await post(form.action, data);
    if (answer.ok) location.assign(answer.data.to);
    else find(form, "[data-said]", Element).textContent = answer.data?.message ?? describeFailure(answer.status);
  });
}
