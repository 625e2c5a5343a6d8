// The remainder of each column while one types, the split of a column without leaving the page, and the panel that an adjustment
// needs. Sums are of whole numbers (BigInt) of the sixth decimal, never floats; what is saved is checked by the server.

import { findAll, findById, post, targetOf } from "../pages/app.js";
import { isBlank, readNumber } from "../pages/paste.js";

const PLACES = 6; // decimals of a share

/**
 * A number as typed, in millionths: "12.5" is 12500000n, and with its unit "12.5人" the same.
 * @param {string} text
 * @param {string} [unit]
 * @param {number} [places] the most decimals that it may have
 * @returns {bigint | null | undefined} null for blank; undefined when the server will not read it as a share
 */
export function parseMillionths(text, unit = "", places = PLACES) {
  if (isBlank(text)) return null;
  const [, whole = "", decimals = ""] = /^(\d*)\.?(\d*)$/.exec(readNumber(text, unit) ?? "-") ?? [];
  if (!(whole + decimals) || decimals.length > places) return undefined;
  return BigInt(whole + decimals.padEnd(PLACES, "0"));
}

/**
 * Millionths without their sign, with thousands: 12500000n is "12.5".
 * @param {bigint} value
 */
export function formatMillionths(value) {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, "0");
  const whole = digits.slice(0, -PLACES).replace(/\B(?=(\d{3})+$)/g, ",");
  const decimals = digits.slice(-PLACES).replace(/0+$/, "");
  return decimals ? `${whole}.${decimals}` : whole;
}

/** @param {Element} node a node inside a cell of the table */
const columnOf = (node) => node.closest("td")?.cellIndex ?? -1;

/** @param {HTMLTableElement} table @param {HTMLOutputElement} output */
function showRemainder(table, output) {
  const column = columnOf(output);
  const inputs = [...(table.tBodies[0]?.rows ?? [])].flatMap((row) => row.cells[column]?.querySelector("input") ?? []);
  const { unit, places = PLACES } = output.dataset;
  const shares = inputs.map((input) => parseMillionths(input.value, unit, Number(places)));
  const unread = shares.includes(undefined);
  let remainder = parseMillionths(output.dataset.whole ?? "") ?? 0n;
  for (const share of shares) remainder -= share ?? 0n;
  const { reserve, surplus, met = "", unread: unreadText = "" } = table.dataset;
  const text = remainder === 0n ? met : `${remainder > 0n ? reserve : surplus} ${formatMillionths(remainder)}`;
  output.value = unread ? unreadText : text;
  output.classList.toggle("surplus", !unread && remainder < 0n);
  output.classList.toggle("unread", unread);
}

/** @param {HTMLTableElement} table @param {GridEventDetail["inputs"]} changed */
function refresh(table, changed) {
  const inputs = changed.filter((input) => input instanceof HTMLInputElement);
  const columns = new Set(inputs.map(columnOf));
  for (const output of findAll(table, "[data-left]", HTMLOutputElement)) {
    if (columns.has(columnOf(output))) showRemainder(table, output);
  }
  for (const input of inputs) {
    input.classList.toggle("changed", input.value !== input.defaultValue);
    if (input.value !== input.defaultValue) clearError(input);
  }
  if (inputs.some((input) => input.dataset.given !== undefined && input.value !== input.defaultValue)) {
    document.getElementById("adjustment")?.setAttribute("open", "");
  }
  showChangedCount(table);
}

/** The server's error was about the text before: the next save checks the new one. @param {HTMLInputElement} input */
function clearError(input) {
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  const cell = input.closest("td");
  cell?.classList.remove("cell-bad");
  cell?.querySelector(".why")?.remove();
}

/** @param {HTMLTableElement} table */
function showChangedCount(table) {
  /** @type {HTMLOutputElement | null} */
  const output = document.querySelector("[data-changed]");
  const count = table.querySelectorAll("input.changed").length;
  if (output) output.value = count ? `${count} ${output.dataset.words}` : "";
}

/**
 * @param {HTMLFormElement} form
 * @param {"split" | "sure"} name
 * @param {string} code
 * @returns {Promise<import("../pages/app.js").Answer<{cells: Record<string, string>}, {message: string, asks: boolean}>>}
 */
function postSplit(form, name, code) {
  const data = new FormData(form);
  data.set(name, code);
  return post(form.action, data);
}

/** @param {HTMLFormElement} form @param {HTMLTableElement} table @param {HTMLButtonElement} button */
async function splitColumn(form, table, button) {
  button.disabled = true;
  let answer = await postSplit(form, "split", button.value);
  // Somebody would get nothing: the server asks first.
  if (!answer.ok && answer.data?.asks && window.confirm(answer.data.message)) {
    answer = await postSplit(form, "sure", button.value);
  }
  button.disabled = false;
  if (!answer.ok) {
    if (!answer.data?.asks) window.alert(answer.data?.message ?? table.dataset.failed);
    return;
  }
  const inputs = Object.entries(answer.data.cells).flatMap(([key, text]) => {
    const input = findById(`cell-${key}`, HTMLInputElement);
    if (input) input.value = text;
    return input ?? [];
  });
  form.dispatchEvent(new Event("input", { bubbles: true })); // unsaved work
  refresh(table, inputs);
  inputs[0]?.focus();
}

const form = findById("allocation", HTMLFormElement);
/** @type {HTMLTableElement | null} */
const table = form?.querySelector("table[data-grid]") ?? null;
if (form && table) {
  table.addEventListener("grid:input", (event) => refresh(table, event.detail.inputs));
  table.addEventListener("grid:change", (event) => refresh(table, event.detail.inputs));
  table.addEventListener("click", (event) => {
    /** @type {HTMLButtonElement | null} */
    const button = targetOf(event).closest("[data-split]");
    if (!button) return;
    event.preventDefault();
    splitColumn(form, table, button);
  });
  const basis = findById("basis", HTMLSelectElement);
  const showBrought = () => {
    for (const field of findAll(form, "[data-brought]", HTMLElement)) field.hidden = basis?.value !== "brought";
  };
  basis?.addEventListener("change", showBrought);
  showBrought();
  refresh(table, findAll(table, "input", HTMLInputElement)); // after a refusal the inputs hold what was typed
}
