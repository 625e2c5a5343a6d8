// The form of a return: its translated texts, how a field is read, filled, shown and locked, exact sums, and what is still
// blank: how much is filled in, and the way to the next blank.

import { find, findAll, isComposing, targetOf, wordsOf } from "../pages/app.js";
import { readNumber } from "../pages/paste.js";

/** @typedef {import("./return_cell.js").ReturnCell} ReturnCell */
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
  const parts = /^(-?)(\d*)\.?(\d*)$/.exec(readNumber(String(text ?? "")) ?? "?");
  if (!parts) return null;
  const [, sign = "", whole = "", decimals = ""] = parts;
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

/**
 * Changes cells of the grid as one step that can be undone; they are saved like what is typed.
 * @param {[Field, string][]} changes
 */
export function fillCells(changes) {
  form.querySelector("table[data-grid]")?.dispatchEvent(new CustomEvent("grid:fill", { detail: { changes } }));
}

// --- what is blank ---

/**
 * What a cell asks for, each filled in or not: a figure is one thing; a task is its state and the text that goes with it,
 * which is not known before the state is chosen, and asked for then.
 * @param {ReturnCell} cell
 */
function itemsOf(cell) {
  if (cell.status === "refused" || cell.status === "conflict") return [false];
  if (cell.kind === "figure") return [!cell.blankField];
  const items = cell.requiredFields.map((field) => String(readField(field)).trim() !== "");
  const texts = ["done", "obstacle"].map((name) => cell.field(name)?.value.trim());
  return cell.field("state")?.value ? items : [...items, texts.some(Boolean)];
}

export class Blanks {
  /** @param {ReturnCell[]} cells in the order of the page */
  constructor(cells) {
    this.cells = cells;
    this.required = cells.filter((cell) => cell.required);
    this.zeros = find(document, "#confirm-zero", HTMLDialogElement);
    this.zeroButton = form.querySelector("[data-zero]");
    this.nextButton = find(document, "[data-next-blank]", HTMLButtonElement);
    this.words = find(document, "[data-words][data-filled]", HTMLElement).dataset.words ?? "";
    this.show();
  }

  /** Says how much is filled in, in all and of each kind. */
  show() {
    for (const cell of this.cells) cell.showRequired();
    for (const output of findAll(document, "[data-filled]", HTMLElement)) {
      const cells = this.required.filter((cell) => !output.dataset.filled || cell.kind === output.dataset.filled);
      const { n, all } = this.count(cells);
      output.textContent = this.words.replace("{n}", String(n)).replace("{all}", String(all));
      output.hidden = !cells.length;
    }
    this.zeroButton?.toggleAttribute("hidden", this.blankAdditions().length === 0);
    this.nextButton.hidden = !this.required.some((cell) => cell.blankField);
  }

  itemsOf = itemsOf;

  /** How much of these cells is filled in, of all that they ask for. */
  count(cells = this.required) {
    const items = cells.flatMap(itemsOf);
    return { n: items.filter(Boolean).length, all: items.length };
  }

  /**
   * The next blank after a place on the page, or else the first; none when nothing is blank.
   * @param {Element | null} place
   * @param {{wraps?: boolean, kind?: string}} [options]
   * @returns {Field | undefined}
   */
  next(place, { wraps = true, kind = "" } = {}) {
    const blanks = this.required.filter((cell) => !kind || cell.kind === kind).flatMap((cell) => cell.blankField ?? []);
    const isAfter = (/** @type {Field} */ field) =>
      !place || (place.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    return blanks.find((field) => field !== place && isAfter(field)) ?? (wraps ? blanks[0] : undefined);
  }

  /** @param {Element | null} place */
  goToNext(place) {
    const field = this.next(place);
    if (field) this.goTo(field);
  }

  /** @param {Field} field */
  goTo(field) {
    const cell = this.cells.find((each) => each.contains(field));
    if (cell?.details?.contains(field)) cell.showDetails(true);
    field.focus();
  }

  /** The blank numbers of what is added in the period: for these alone a blank may mean that nothing happened. */
  blankAdditions() {
    const additions = this.required.filter((cell) => cell.element.dataset.sums === "add" && !cell.notApplicable);
    return additions.filter((cell) => cell.blankField && cell.blankField === cell.main);
  }

  askForZeros() {
    const cells = this.blankAdditions();
    if (!cells.length) return;
    const title = find(this.zeros, "[data-words]", HTMLElement);
    title.textContent = (title.dataset.words ?? "").replace("{n}", String(cells.length));
    find(this.zeros, "[data-names]", HTMLElement).textContent = cells.map((cell) => cell.name).join("、");
    this.zeros.showModal();
    find(this.zeros, "[data-confirm]", HTMLButtonElement).focus();
  }

  writeZeros() {
    this.zeros.close();
    fillCells(this.blankAdditions().flatMap((cell) => (cell.main ? [[cell.main, "0"]] : [])));
  }

  listen() {
    form.addEventListener("grid:enter", (event) => {
      const [cell] = event.detail.inputs;
      if (!cell) return;
      const next = this.next(cell, { wraps: false, kind: "figure" }) ?? this.atEnd(cell);
      if (!next || next === cell) return; // the grid leaves the cell, so that it is saved, also when it was emptied
      event.preventDefault();
      this.goTo(next);
    });
    this.zeroButton?.addEventListener("click", () => this.askForZeros());
    find(this.zeros, "[data-confirm]", HTMLButtonElement).addEventListener("click", () => this.writeZeros());
    this.nextButton.addEventListener("click", () => this.goToNext(null));
    document.addEventListener("keydown", (event) => {
      if (isComposing(event) || document.querySelector("dialog[open]")) return;
      if (event.key === "F8") this.goToNext(form.contains(targetOf(event)) ? targetOf(event) : null);
      else if (event.key === "F9") this.askForZeros();
      else return;
      event.preventDefault();
    });
  }

  /**
   * From the last figure Enter leads back to the first blank one, then on to the tasks.
   * @param {Element} cell
   */
  atEnd(cell) {
    const figures = this.cells.filter((each) => each.kind === "figure");
    if (!figures.at(-1)?.contains(cell)) return undefined;
    return this.next(null, { kind: "figure" }) ?? this.next(null);
  }
}
