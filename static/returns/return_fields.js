// The form of a return: its translated texts, how a field is read, filled, shown and locked, and exact sums.

import { wordsOf } from "../pages/app.js";
import { normalizeNumber } from "../pages/grid.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {string | boolean} FieldValue a text, or whether a checkbox is ticked */
/** @typedef {Record<string, FieldValue>} Content what is typed, by the names of the fields */

const found = document.getElementById("return");
if (!(found instanceof HTMLFormElement)) throw new TypeError("this page has no form of a return");
export const form = found;
export const word = wordsOf(form);

/**
 * @param {Element} node
 * @returns {node is Field}
 */
export const isField = (node) =>
  node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;

/** @param {Field} field @returns {field is HTMLInputElement} */
const isCheckbox = (field) => field.type === "checkbox";

/** @param {Field} field @returns {FieldValue} */
export const readField = (field) => (isCheckbox(field) ? field.checked : field.value);

/** @param {Field} field @param {unknown} value blank for null and undefined */
export function fillField(field, value) {
  if (isCheckbox(field)) field.checked = Boolean(value);
  else field.value = String(value ?? "");
}

/** A value as people read it: the option's text, yes or no, "blank". @param {Field} field @param {unknown} value */
export function formatValue(field, value) {
  if (typeof value === "boolean") return word(value ? "yes" : "no");
  if (field instanceof HTMLSelectElement) {
    return [...field.options].find((option) => option.value === value)?.textContent || word("blank");
  }
  return String(value || "") || word("blank");
}

/**
 * A number that is not applicable cannot be typed in, and says so in the number's place.
 * @param {Field} field
 * @param {boolean} notApplicable
 */
export function lockField(field, notApplicable) {
  if (field instanceof HTMLSelectElement) {
    field.disabled = notApplicable;
    return;
  }
  field.readOnly = notApplicable;
  field.placeholder = notApplicable ? word("na") : (field.dataset.hint ?? "");
}

// --- exact sums of what is typed: whole numbers of any length with their decimal places, never binary fractions ---

/** @param {unknown} text */
function parseDecimal(text) {
  const parts = /^(-?)(\d*)\.?(\d*)$/.exec(normalizeNumber(String(text ?? "").trim()));
  if (!parts) return null;
  const [, sign = "", whole = "", decimals = ""] = parts;
  if (!whole && !decimals) return null;
  return { digits: BigInt(sign + whole + decimals), places: decimals.length };
}

/** @param {bigint} digits @param {number} places */
function writeDecimal(digits, places) {
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const point = text.length - places;
  const decimals = text.slice(point).replace(/0+$/, "");
  return (digits < 0n ? "-" : "") + text.slice(0, point) + (decimals && `.${decimals}`);
}

/** @param {string | undefined} left @param {string | undefined} right @param {bigint} sign */
function addSigned(left, right, sign) {
  const [a, b] = [parseDecimal(left), parseDecimal(right || "0")];
  if (!a || !b) return null;
  const places = Math.max(a.places, b.places);
  const scale = (/** @type {{digits: bigint, places: number}} */ number) =>
    number.digits * 10n ** BigInt(places - number.places);
  return writeDecimal(scale(a) + sign * scale(b), places);
}

/**
 * The exact sum of two numbers as typed.
 * @param {string | undefined} left
 * @param {string | undefined} right blank counts as 0
 * @returns {string | null} null when one of them is not a number
 */
export const add = (left, right) => addSigned(left, right, 1n);

/**
 * The exact difference; as `add`.
 * @param {string | undefined} left
 * @param {string | undefined} right
 */
export const subtract = (left, right) => addSigned(left, right, -1n);

/** A number for reading: 1234567.5 as 1,234,567.5, with a true minus. @param {string} text */
export function groupThousands(text) {
  const [whole = "", decimals] = text.replace("-", "−").split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? `.${decimals}` : "");
}
