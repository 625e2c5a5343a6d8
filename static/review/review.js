// The reviewer's keys: j and k (or the arrows) go from row to row, Enter goes into it, s begins the review, a asks whether
// to accept, t whether to send back, n goes to the next return.

import "./send_back.js";
import { findAll, isComposing, isTextControl, targetOf } from "../pages/app.js";

const ROW = "table[data-rows] tbody > tr";
const rows = findAll(document, ROW, HTMLTableRowElement);
/** @type {Record<string, number>} */
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

for (const row of rows) row.tabIndex = -1;

/** @param {number} step @param {HTMLTableRowElement | null} from the current row; null: from the start or the end */
function moveBy(step, from) {
  const index = from ? rows.indexOf(from) : -1;
  const row = rows[index < 0 ? (step > 0 ? 0 : rows.length - 1) : index + step];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** Goes into the row: to the reason for sending it back, or to its page. @param {Element} row */
function enterRow(row) {
  /** @type {HTMLElement | null} */
  const reason = row.querySelector(".why");
  /** @type {HTMLElement | null} */
  const link = row.querySelector("th a");
  if (reason) reason.focus();
  else link?.click();
}

/** @param {string} selector */
function click(selector) {
  /** @type {HTMLElement | null} */
  const button = document.querySelector(selector);
  button?.click();
}

document.addEventListener("keydown", (event) => {
  const { key } = event;
  const target = targetOf(event);
  if (isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  /** @type {HTMLTableRowElement | null} */
  const row = target.closest(ROW);
  if (isTextControl(target)) {
    if (key === "Escape" && target.matches(".why")) row?.focus();
    return;
  }
  const step = STEPS[key];
  if (step && (!key.startsWith("Arrow") || row === target)) {
    // arrows scroll the page until a row is chosen
    event.preventDefault();
    moveBy(step, row);
  } else if (key === "Enter" && row === target) {
    event.preventDefault();
    enterRow(target);
  } else if (key === "s") click('[data-key="s"]');
  else if (key === "t" || key === "n") click(`[data-key="${key}"]`);
  else if (key === "a") click('[data-dialog="accept"], [data-dialog="accept-plain"]');
});
