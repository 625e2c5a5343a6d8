// The remainder of each column while one types, and the panel that an adjustment needs (columns are split by split.js). Sums are of whole numbers (BigInt) of the sixth decimal, never floats; what is saved is checked by the server.

import { findAll, findById } from "../pages/app.js";
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

/**
 * What is wrong with the first share of a column that the server will not take: its decimals, or that it is no number.
 * @param {HTMLTableElement} table
 * @param {HTMLInputElement[]} inputs of the column
 * @param {HTMLOutputElement} output
 */
function describeUnread(table, inputs, output) {
  const { unit, places = PLACES } = output.dataset;
  const { unread = "", wholeOnly = "", tooLong = "" } = table.dataset;
  const wrong = inputs.find((input) => parseMillionths(input.value, unit, Number(places)) === undefined)?.value ?? "";
  if (parseMillionths(wrong, unit) === undefined) return unread;
  const words = Number(places) ? tooLong.replace("{n}", String(places)) : wholeOnly;
  return words.replace("{text}", wrong.trim());
}

/** @param {HTMLTableElement} table @param {HTMLOutputElement} output */
function showRemainder(table, output) {
  const column = columnOf(output);
  const inputs = [...(table.tBodies[0]?.rows ?? [])].flatMap((row) => row.cells[column]?.querySelector("input") ?? []);
  const { unit, places = PLACES } = output.dataset;
  const shares = inputs.map((input) => parseMillionths(input.value, unit, Number(places)));
  const unread = shares.includes(undefined);
  let remainder = parseMillionths(output.dataset.whole ?? "") ?? 0n;
  for (const share of shares) remainder -= share ?? 0n;
  const { reserve, surplus, met = "" } = table.dataset;
  const text = remainder === 0n ? met : `${remainder > 0n ? reserve : surplus} ${formatMillionths(remainder)}`;
  output.value = unread ? describeUnread(table, inputs, output) : text;
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

const form = findById("allocation", HTMLFormElement);
/** @type {HTMLTableElement | null} */
const table = form?.querySelector("table[data-grid]") ?? null;
if (form && table) {
  table.addEventListener("grid:input", (event) => refresh(table, event.detail.inputs));
  table.addEventListener("grid:change", (event) => refresh(table, event.detail.inputs));
  refresh(table, findAll(table, "input", HTMLInputElement)); // after a refusal the inputs hold what was typed
}
