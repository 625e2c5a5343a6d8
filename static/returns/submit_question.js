// The question before a return is reported: how much is filled in. While something is missing there is no button that
// reports, but one that leads to the first thing to be filled in.

import { find, findAll, isComposing } from "../pages/app.js";
import { readField } from "./return_fields.js";

/** @typedef {import("./return_cell.js").ReturnCell} ReturnCell */
/** @typedef {import("./return_fields.js").Blanks} Blanks */

const ANSWER = "textarea[data-answer]"; // to what was sent back
const OPEN_FINDING = "[data-rule]:not(.is-explained)";
const SHORTEST_REASON = 2; // characters
const MOST_NAMES = 6;

/** @param {string} words @param {Record<string, number>} counts */
const fillIn = (words, counts) => words.replace(/\{(\w+)\}/g, (_all, name) => String(counts[name] ?? ""));

/** The findings for which no reason is written; one that is being saved counts as written. */
const openFindings = () =>
  findAll(document, OPEN_FINDING, HTMLElement).filter((finding) => {
    const box = finding.querySelector("[data-explanation]");
    return !(box instanceof HTMLTextAreaElement) || box.value.trim().length < SHORTEST_REASON;
  });

/** The answers that are still missing. */
const blankAnswers = () => findAll(document, ANSWER, HTMLTextAreaElement).filter((box) => !box.value.trim());

export class SubmitQuestion {
  /** @param {Blanks} blanks */
  constructor(blanks) {
    this.blanks = blanks;
    this.cells = blanks.cells;
    this.confirmed = false;
    this.form = find(document, "#submit", HTMLFormElement);
    this.dialog = find(document, "#confirm-submit", HTMLDialogElement);
    this.title = find(this.dialog, "h2", HTMLElement);
    this.summary = find(this.dialog, "[data-summary]", HTMLElement);
    this.obstacles = find(this.dialog, "[data-obstacles]", HTMLElement);
    this.confirm = find(this.dialog, "[data-confirm]", HTMLButtonElement);
    this.first = find(this.dialog, "[data-first]", HTMLButtonElement);
    this.titles = { whole: this.title.textContent ?? "", incomplete: this.title.dataset.incomplete ?? "" };
  }

  /** What the question says; null where nothing needs to be asked about a press of the button. */
  describeEmptiness() {
    const { empty = "", zeros = "" } = this.summary.dataset;
    if (this.cells.every(hasNothing)) return empty;
    const figures = this.cells.filter((cell) => cell.kind === "figure");
    if (figures.length < 2 || !figures.every((cell) => cell.notApplicable || isZero(cell))) return null;
    return fillIn(zeros, { n: figures.length });
  }

  describeAll() {
    const { required } = this.blanks;
    return fillIn(this.summary.dataset.complete ?? "", {
      ...this.blanks.count(),
      zeros: required.filter(isZero).length,
      na: required.filter((cell) => cell.notApplicable).length,
    });
  }

  /** What stands in the way: blanks, findings that nobody has explained, answers. "" when nothing does. */
  describeObstacles() {
    const { blanks = "", findings = "", answers = "" } = this.obstacles.dataset;
    const { n, all } = this.blanks.count();
    const counts = [all - n, openFindings().length, blankAnswers().length];
    return [blanks, findings, answers].map((words, i) => (counts[i] ? fillIn(words, { n: counts[i] }) : "")).join("");
  }

  /** The names of what is blank. */
  nameBlanks() {
    const open = this.blanks.required.filter((cell) => this.blanks.itemsOf(cell).includes(false));
    const names = open.slice(0, MOST_NAMES).map((cell) => cell.name);
    return names.join("、") + (open.length > MOST_NAMES ? "…" : "");
  }

  /** The first field on the page that has to be filled in, explained, answered or mended. */
  firstOpen() {
    const wrong = this.cells.filter((cell) => cell.status === "refused" || cell.status === "conflict");
    const fields = [
      ...this.blanks.required.map((cell) => cell.blankField),
      ...wrong.map((cell) => cell.main),
      ...openFindings().map((each) => this.boxOf(each)),
      ...blankAnswers(),
    ].flatMap((field) => field ?? []);
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    return fields.reduce((a, b) => (b.compareDocumentPosition(a) & follows ? b : a), /** @type {any} */ (fields[0]));
  }

  /** The box for the reason; where the number must be right, the number. @param {HTMLElement} finding */
  boxOf(finding) {
    const box = finding.querySelector("[data-explanation]");
    return box ?? this.cells.find((cell) => cell.code === finding.dataset.about)?.main;
  }

  ask() {
    const obstacles = this.describeObstacles();
    const blocked = obstacles !== "" && this.firstOpen() !== undefined;
    this.title.textContent = blocked ? this.titles.incomplete : this.titles.whole;
    this.summary.textContent = (blocked ? null : this.describeEmptiness()) ?? this.describeAll();
    this.obstacles.textContent = obstacles;
    find(this.dialog, "[data-names]", HTMLElement).textContent = blocked ? this.nameBlanks() : "";
    this.confirm.hidden = blocked;
    this.first.hidden = !blocked;
    this.dialog.showModal();
    (blocked ? this.first : this.confirm).focus();
  }

  /** Whether a submit that was pressed may go on; otherwise it is asked about, by click as by key. */
  allowsSubmit() {
    const { confirmed } = this;
    this.confirmed = false;
    if (confirmed || !this.cells.length) return true; // a signature alone has nothing to be counted
    this.ask();
    return false;
  }

  listen() {
    this.confirm.addEventListener("click", () => {
      this.dialog.close();
      this.confirmed = true;
      this.form.requestSubmit();
    });
    this.first.addEventListener("click", () => {
      this.dialog.close();
      const field = this.firstOpen();
      if (!field) return;
      this.blanks.goTo(field);
      field.scrollIntoView({ block: "center" });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.ctrlKey || isComposing(event) || document.querySelector("dialog[open]"))
        return;
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      this.form.requestSubmit();
    });
  }
}

/** @param {ReturnCell} cell */
const hasNothing = (cell) =>
  cell.fields.every((field) => field.name === "na" || !readField(field)) && !cell.notApplicable;

/** @param {ReturnCell} cell */
const isZero = (cell) => cell.kind === "figure" && /^[0.]*0[0.]*$/.test(cell.field("value")?.value.trim() ?? "");
