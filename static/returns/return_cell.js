// One cell of a return: a figure (its row and the row of details below it) or a task's progress. A cell is saved as a
// whole, under one version.

import { createElement, find, findAll } from "../pages/app.js";
import {
  add,
  fillField,
  formatValue,
  groupThousands,
  isField,
  lockField,
  readField,
  subtract,
  word,
} from "./return_fields.js";

/** @typedef {import("./return_fields.js").Field} Field */
/** @typedef {import("./return_fields.js").Content} Content */
/** @typedef {import("../pages/shelf.js").ShelfEntry<Content>} ShelfEntry */
/** @typedef {"" | "typing" | "saving" | "saved" | "lost" | "refused" | "conflict"} Status */
/** @typedef {Record<string, unknown> & {version: number, at: string}} ServerCell
 *  the fields of a cell as the server has them; at: when it was saved, as text */

const EMPTY_DETAILS = { na: false, reason: "", note: "" }; // of a figure whose details were never opened
const FACTS = ["definition", "clause", "source", "deadline"];

const NEEDED_BY_STATE = new Map([
  ["under_way", ["done"]],
  ["done", ["done"]],
  ["behind", ["obstacle"]],
]);

/** @param {ReturnCell} cell */
function requiredOfFigure(cell) {
  if (cell.notApplicable) return ["reason"];
  return ["value", "base", ...(cell.field("value")?.value === "1" ? ["done_on"] : [])];
}

/** @param {ReturnCell} cell */
function requiredOfTask(cell) {
  return ["state", ...(NEEDED_BY_STATE.get(cell.field("state")?.value ?? "") ?? [])];
}

export class ReturnCell {
  /** @param {HTMLElement} element the row or fieldset with data-save */
  constructor(element) {
    const { save = "", cell = "", name = "", version } = element.dataset;
    this.element = element;
    this.kind = save; // "figure" or "progress"
    this.code = cell;
    this.name = name;
    this.version = Number(version);
    this.details = this.kind === "figure" ? document.getElementById(`more-${this.code}`) : null;
    /** @type {HTMLInputElement | null} */
    this.addedField = element.querySelector("[data-added]");
    /** @type {Status} */
    this.status = "";
    this.dirty = false; // something typed here is not on the server
    this.shelved = false; // this browser has it
    this.paused = false; // being saved because nobody typed on, not because it was left
    /** @type {ServerCell | null} */
    this.conflict = null; // what a colleague saved meanwhile, until the person chooses
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    this.fields = this.findFields();
    if (this.details) {
      this.fillDetails(this.details);
      this.showDetails(!this.details.hidden);
    }
    this.lockNotApplicable();
    this.showRequired();
  }

  findFields() {
    return [this.element, this.details]
      .flatMap((part) => [...(part?.querySelectorAll("[name]") ?? [])])
      .filter(isField);
  }

  /** @param {string} name */
  field(name) {
    return this.fields.find((field) => field.name === name);
  }

  /** Whether the return is incomplete without it: of the tasks only those that the unit leads. */
  get required() {
    return this.kind === "figure" || this.element.dataset.leads !== undefined;
  }

  /** The fields that must have something in them, by what the others say. */
  get requiredFields() {
    const names = this.kind === "figure" ? requiredOfFigure(this) : requiredOfTask(this);
    return names.flatMap((name) => this.field(name) ?? []);
  }

  /** The first required field that is blank. */
  get blankField() {
    return this.requiredFields.find((field) => !String(readField(field)).trim());
  }

  /** Marks what is required and what is blank. */
  showRequired() {
    const required = this.required ? this.requiredFields : [];
    for (const field of this.fields) {
      const needed = required.includes(field);
      field.toggleAttribute("data-required", needed);
      if (this.kind !== "figure") field.closest(".field")?.classList.toggle("is-required", needed);
    }
    this.element.classList.toggle("is-blank", this.required && this.blankField !== undefined);
    this.element.classList.toggle("is-undecided", this.required && this.field("state")?.value === "");
  }

  /** The field that the focus goes to. */
  get main() {
    return this.field("value") ?? this.field("state") ?? this.fields[0];
  }

  /** @param {Node} node */
  contains(node) {
    return this.element.contains(node) || Boolean(this.details?.contains(node));
  }

  /** @returns {Content} */
  content() {
    const typed = Object.fromEntries(this.fields.map((field) => [field.name, readField(field)]));
    return this.kind === "figure" ? { ...EMPTY_DETAILS, ...typed } : typed;
  }

  get stateElement() {
    return find(this.element, "[data-state]", HTMLElement);
  }

  /** @param {Status} status @param {string} text */
  showStatus(status, text) {
    this.status = status;
    this.stateElement.textContent = text;
    this.stateElement.className = `cell-state is-${status}`;
    // What stands beside the cell (total, bar, light) is of what is saved, and says so until this is.
    this.element.classList.toggle("is-stale", !["", "saved"].includes(status));
    if (status === "refused" || status === "conflict") this.showToDate(null);
    if (status === "refused" || status === "conflict") this.main?.setAttribute("aria-invalid", "true");
    else this.main?.removeAttribute("aria-invalid");
  }

  // --- details: not applicable, note, definition. Their row is made when first wanted: a hundred rows weigh much ---

  /** @returns {HTMLElement | null} the row of details; null for a task */
  requireDetails() {
    if (this.details || this.kind !== "figure") return this.details;
    const template = find(document, "#more-row", HTMLTemplateElement);
    const row = document.importNode(find(template.content, "tr", HTMLTableRowElement), true);
    row.id = `more-${this.code}`;
    this.element.after(row);
    this.details = row;
    this.fields = this.findFields();
    this.fillDetails(row);
    this.showDetails(false);
    return row;
  }

  /** @param {HTMLElement} details */
  fillDetails(details) {
    for (const fact of FACTS) {
      /** @type {HTMLElement | null} */
      const line = details.querySelector(`[data-fact=${fact}]`);
      const text = this.element.dataset[fact];
      if (!line || !text) continue;
      find(line, "span", HTMLElement).textContent = text;
      line.hidden = false;
    }
    for (const input of findAll(details, "input, textarea", HTMLElement)) {
      if (input.dataset.label !== undefined) input.setAttribute("aria-label", `${this.code} ${input.dataset.label}`);
    }
  }

  /** @param {boolean} open */
  showDetails(open) {
    if (!this.details) return;
    this.details.hidden = !open;
    this.element.querySelector("[data-more]")?.setAttribute("aria-expanded", String(open));
    // The grid's keys skip disabled cells; what is hidden must be skipped.
    for (const field of this.details.querySelectorAll("input, textarea")) field.toggleAttribute("disabled", !open);
  }

  toggleDetails() {
    const details = this.requireDetails();
    if (details) this.showDetails(Boolean(details.hidden));
  }

  // --- not applicable ---

  get notApplicable() {
    const field = this.field("na");
    return field ? readField(field) === true : false;
  }

  numberFields() {
    const named = ["value", "base", "done_on"].flatMap((name) => this.field(name) ?? []);
    return this.addedField ? [...named, this.addedField] : named;
  }

  /** Not applicable empties the numbers and locks them; taking it back restores them. */
  applyNotApplicable() {
    const { notApplicable } = this;
    for (const field of this.numberFields()) {
      const { kept } = field.dataset;
      if (notApplicable && field.value) {
        field.dataset.kept = field.value;
        field.value = "";
      }
      if (!notApplicable && kept && !field.value) field.value = kept;
      if (!notApplicable) delete field.dataset.kept;
      lockField(field, notApplicable);
    }
  }

  lockNotApplicable() {
    if (!this.field("na")) return;
    if (this.notApplicable) this.showDetails(true);
    for (const field of this.numberFields()) lockField(field, this.notApplicable);
  }

  // --- fields that depend on each other ---

  /**
   * A milestone's day and its state agree; so do a running total and what was added to it.
   * @param {Element} changed the field that was changed
   */
  updateDependentFields(changed) {
    const [day, number, added] = [this.field("done_on"), this.field("value"), this.addedField];
    if (number && day && changed === day && day.value) number.value = "1";
    if (number && day && changed === number && number.value !== "1") day.value = "";
    // What is not a number is copied as it is: the server says what is wrong with it.
    if (number && added && changed === added) {
      number.value = added.value && (add(added.value, this.element.dataset.before) ?? added.value);
    }
    if (number && changed === number) this.showAdded();
    if ((number && changed === number) || (added && changed === added)) this.previewToDate();
  }

  /** The total to date that a number would give, in grey while it is typed; the server's own comes with the saving. */
  previewToDate() {
    const { sums, before } = this.element.dataset;
    if (sums === undefined) return;
    const typed = this.field("value")?.value;
    const sum = (typed ?? "").trim().startsWith("-") ? null : add(typed, sums === "add" ? before : "0");
    this.showToDate(sum === null ? null : groupThousands(sum));
  }

  /** @param {string | null} preview null: what is saved */
  showToDate(preview) {
    /** @type {HTMLElement | null} */
    const output = this.element.querySelector(".to-date");
    if (!output) return;
    output.dataset.saved ??= output.textContent ?? "";
    output.textContent = preview ?? output.dataset.saved;
  }

  showAdded() {
    if (this.addedField)
      this.addedField.value = subtract(this.field("value")?.value, this.element.dataset.before) ?? "";
  }

  // --- what comes from the server or the shelf ---

  /**
   * Fills the fields with the server's values, except where somebody typed on meanwhile.
   * @param {ServerCell} data
   * @param {Content | null} sent what was sent; null fills all fields
   */
  fill(data, sent = null) {
    if (data.na || data.note) this.requireDetails();
    for (const field of this.fields) {
      // Saved after a pause, somebody may go on typing: 12, saved as 12.0, would become 12.05.
      if (sent && this.paused && field === document.activeElement) continue;
      if (field.name in data && (!sent || readField(field) === sent[field.name])) fillField(field, data[field.name]);
    }
    this.lockNotApplicable();
    if (this.addedField !== document.activeElement) this.showAdded();
    // The server's own fragment, with its values escaped.
    if ("standing" in data) find(this.element, "[data-standing]", Element).innerHTML = String(data.standing);
    if ("oddity" in data) find(this.element, "[data-oddity]", Element).textContent = String(data.oddity);
  }

  /**
   * Puts back what was typed before the page was left.
   * @param {ShelfEntry} entry
   * @returns {boolean} false when the server has the same
   */
  restore({ content, seen }) {
    if (content.na || content.note) this.requireDetails();
    const current = this.content();
    if (Object.keys(current).every((name) => !(name in content) || current[name] === content[name])) return false;
    this.version = Number(seen); // the server tells by it who has changed the cell since
    for (const field of this.fields) if (field.name in content) fillField(field, content[field.name]);
    if (content.na || content.note) this.showDetails(true);
    this.lockNotApplicable();
    this.showAdded();
    this.dirty = true;
    return true;
  }

  /**
   * Shows a colleague's values beside the person's own, with a button for each choice.
   * @param {ServerCell} theirs
   * @param {string} message
   * @param {(keepMine: boolean) => void} choose
   */
  showConflict(theirs, message, choose) {
    this.conflict = theirs;
    if (theirs.na || theirs.note) this.requireDetails();
    const whose = word(theirs.own ? "ownOther" : theirs.at ? "theirs" : "saved");
    const list = document.createElement("dl");
    for (const field of this.fields) {
      if (!(field.name in theirs) || theirs[field.name] === readField(field)) continue;
      const row = document.createElement("div");
      row.append(
        createElement("dt", field.dataset.label ?? ""),
        createElement("dd", `${whose}: ${formatValue(field, theirs[field.name])}${theirs.at && ` (${theirs.at})`}`),
        createElement("dd", `${word("mine")}: ${formatValue(field, readField(field))}`),
      );
      list.append(row);
    }
    const buttons = ["keep", "take"].map((name) => {
      const button = createElement("button", word(name), { type: "button", className: "btn btn-sm" });
      button.addEventListener("click", () => choose(name === "keep"));
      return button;
    });
    this.conflictElement.replaceChildren(createElement("strong", message), list, ...buttons);
  }

  get conflictElement() {
    return find(this.element, "[data-conflict]", Element);
  }

  /** The person chose: theirs is to be replaced knowingly, or stays. @param {boolean} keepMine */
  resolveConflict(keepMine) {
    const theirs = this.conflict;
    if (!theirs) return;
    this.version = theirs.version;
    this.conflictElement.replaceChildren();
    if (!keepMine) {
      this.fill(theirs);
      this.showAdded();
      this.dirty = false;
    }
    this.conflict = null;
    this.main?.focus();
  }
}
