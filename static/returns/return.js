// The page of a return that is being filled in: each cell is saved as soon as it is left. Here the events of the page reach
// the cells (what is saved together), the keeper (which saves them) and the shelf (what this browser keeps until then).

import { closest, createElement, find, findAll, isComposing, markSaved, targetOf } from "../pages/app.js";
import { readNumber } from "../pages/paste.js";
import { Shelf } from "../pages/shelf.js";
import { ReturnCell } from "./return_cell.js";
import { Blanks, fillCells, form, isField, word } from "./return_fields.js";
import { Keeper } from "./return_keeper.js";
import { SubmitQuestion } from "./submit_question.js";

const TYPING_PAUSE = 1500; // ms without a key in a text about a task, after which it is saved
const NUMBER_PAUSE = 3000; // ms without a key in a number, after which it is saved although nobody has left it

const cells = findAll(form, "[data-save]", HTMLElement).map((element) => new ReturnCell(element));
const keeper = new Keeper(cells, new Shelf(form.dataset.person, form.dataset.place));

const blanks = new Blanks(cells);
blanks.listen();
const question = new SubmitQuestion(blanks);
question.listen();
keeper.onChange = () => {
  blanks.show();
  showRefusals();
};

/** @param {Element} node */
const cellOf = (node) => cells.find((cell) => cell.contains(node));

form.addEventListener("input", ({ target }) => {
  // Also dispatched by the grid at the form; then grid:change names the cells.
  if (!(target instanceof Element && isField(target)) || (!target.name && target.dataset.added === undefined)) return;
  const cell = cellOf(target);
  if (!cell) return;
  cell.updateDependentFields(target);
  keeper.markTyped(cell);
  if (!cell.conflict) cell.showStatus("typing", word("typing"));
  keeper.showState();
  clearTimeout(cell.pause);
  const pause = target instanceof HTMLTextAreaElement ? TYPING_PAUSE : NUMBER_PAUSE;
  cell.pause = setTimeout(() => {
    if (!cell.dirty || cell.status !== "typing" || !isReadable(cell)) return;
    cell.paused = true;
    keeper.requestSave(cell);
  }, pause);
});

/**
 * Whether the numbers of a cell can be read, so that saving it while somebody types refuses nothing half typed.
 * @param {ReturnCell} cell
 */
function isReadable(cell) {
  if (cell.kind !== "figure") return true;
  const [value = "", base = ""] = ["value", "base"].map((name) => cell.field(name)?.value.trim());
  return [value, base].every((text) => !text || readNumber(text) !== null) && (value !== "" || base === "");
}

form.addEventListener("grid:change", ({ detail }) => {
  const changed = new Set();
  for (const input of detail.inputs) {
    const cell = cellOf(input);
    if (!cell) continue;
    cell.updateDependentFields(input);
    if (input.name === "na") {
      cell.applyNotApplicable();
      if (cell.notApplicable) cell.field("reason")?.focus();
    }
    changed.add(cell);
  }
  for (const cell of changed) {
    cell.paused = false;
    keeper.markTyped(cell);
  }
  for (const cell of changed) keeper.requestSave(cell);
});

form.addEventListener("change", ({ target }) => {
  if (!(target instanceof Element && isField(target) && target.name)) return;
  // Cells of the grid tell of their changes by grid:change.
  if (!target.closest("[data-save=progress]") && !(target instanceof HTMLTextAreaElement)) return;
  const cell = cellOf(target);
  if (!cell) return;
  clearTimeout(cell.pause);
  keeper.markTyped(cell);
  keeper.requestSave(cell);
});

// The same number typed again is no change to the browser, yet its cell said that it was not saved.
form.addEventListener("focusout", (event) => {
  const cell = cellOf(targetOf(event));
  if (cell?.dirty && cell.status === "typing") keeper.requestSave(cell);
});

form.addEventListener("submit", (event) => event.preventDefault());

// --- details of a figure ---
form.addEventListener("click", (event) => {
  const target = targetOf(event);
  if (target.closest("[data-more]")) cellOf(target)?.toggleDetails();
});
form.addEventListener("keydown", (event) => {
  const target = targetOf(event);
  const cell = cellOf(target);
  if (!cell) return;
  if (
    event.key === "Enter" &&
    !isComposing(event) &&
    !event.shiftKey &&
    target.matches("tr.more :is(input, textarea)")
  ) {
    event.preventDefault(); // Shift+Enter begins a line
    cell.main?.focus(); // the grid knows no cell below a note
    return;
  }
  const last = cell.element.dataset.sums === "stand" ? cell.element.dataset.before : cell.element.dataset.last;
  if (event.key === "=" && last && cell.main && target === cell.main && !isComposing(event)) {
    event.preventDefault();
    fillCells([[cell.main, last]]); // nothing has changed since the last report
    return;
  }
  if (event.key !== "F2" || cell.kind !== "figure") return;
  event.preventDefault();
  cell.toggleDetails();
  (cell.details?.hidden ? cell.main : cell.field("na"))?.focus();
});

// --- a link leads into the cell that is to be mended, or into the box for the answer or the explanation ---
document.addEventListener("click", (event) => {
  const href = closest(targetOf(event), 'a[href^="#"]')?.getAttribute("href") ?? "";
  const box = findBox(href);
  if (!box) return;
  event.preventDefault();
  box.scrollIntoView({ block: "center" });
  box.focus();
});

/** @param {string} href @returns {HTMLElement | null | undefined} */
function findBox(href) {
  const [, kind = "", name = ""] = /^#(cell|why|answer|explain|checks)-?(.*)$/.exec(decodeURIComponent(href)) ?? [];
  if (kind === "cell") return fieldToMend(name);
  if (kind === "answer" || kind === "explain") return document.getElementById(href.slice(1));
  if (!kind) return null;
  const open = findAll(document, "[data-rule]:not(.is-explained)", HTMLElement);
  const finding = open.find(({ dataset }) => kind === "checks" || dataset.about === name);
  return finding?.querySelector("[data-explanation]") ?? fieldToMend(finding?.dataset.about ?? name);
}

/** @param {string} code */
function fieldToMend(code) {
  const cell = cells.find((each) => each.code === code);
  const main = cell?.main;
  const locked = main?.disabled || (main && !(main instanceof HTMLSelectElement) && main.readOnly);
  return locked ? cell?.field("reason") : main;
}

// --- submit: first everything is saved ---
const submitForm = find(document, "#submit", HTMLFormElement);
submitForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!question.allowsSubmit()) return;
  const button = find(submitForm, "button", HTMLButtonElement);
  button.disabled = true;
  if (await keeper.flush()) {
    markSaved(form);
    submitForm.submit();
    return;
  }
  button.disabled = false;
  showUnsaved();
});

function showUnsaved() {
  const items = keeper.unsavedCells().map((cell) => {
    const item = document.createElement("li");
    item.append(createElement("a", cell.name, { href: `#cell-${cell.code}` }), ` ${cell.stateElement.textContent}`);
    return item;
  });
  const unsaved = find(document, "#unsaved", HTMLElement);
  find(unsaved, "ul", HTMLElement).replaceChildren(...items);
  for (const box of refusals) box.hidden = true; // one box stands, of this attempt
  unsaved.hidden = false;
  unsaved.focus();
}

// What the server refused the last attempt for; each line goes when its cell is mended, the box with the last one.
const refusals = findAll(document, "#refused > *", HTMLElement);
function showRefusals() {
  for (const box of refusals) {
    const lines = findAll(box, "li", HTMLElement);
    for (const line of lines) line.hidden ||= isMended(line.querySelector("a")?.getAttribute("href") ?? "");
    if (lines.length && lines.every((line) => line.hidden)) box.hidden = true;
  }
}

/** @param {string} href where a line of the box leads to */
function isMended(href) {
  const [, kind, name = ""] = /^#(cell|answer)-(.*)$/.exec(decodeURIComponent(href)) ?? [];
  const box = document.getElementById(`answer-${name}`);
  if (kind === "answer") return box instanceof HTMLTextAreaElement && box.value.trim() !== "";
  const cell = kind && cells.find((each) => each.code === name);
  return Boolean(cell && cell.status === "saved" && !cell.blankField);
}

// --- the connection, or the login in another window, is back ---
function retryWhenVisible() {
  if (document.visibilityState === "visible" && keeper.waiting.size) keeper.saveWaiting();
}
window.addEventListener("online", () => keeper.saveWaiting());
document.addEventListener("visibilitychange", retryWhenVisible);
window.addEventListener("focus", retryWhenVisible);

// Whoever opens a return types at once, unless there is something to be read first, or a finger to type with.
if (document.activeElement === document.body && !location.hash && window.matchMedia?.("(pointer: fine)").matches) {
  blanks.next(null)?.focus({ preventScroll: true });
}

const restored = keeper.restore();
if (restored) {
  const notice = find(document, "#restored", HTMLElement);
  notice.textContent = word("restored").replace("{n}", String(restored));
  notice.hidden = false;
}

// --- tasks: texts of assisting units, or of the last period, are copied into the fields, and saved like what is typed ---

const TEXT_FIELDS = ["done", "obstacle", "next_step"];
const TASK = "[data-save=progress]";

/** @param {Element} task @param {string} name */
const textArea = (task, name) => find(task, `[name="${name}"]`, HTMLTextAreaElement);

/** @param {Element} task */
const stateField = (task) => find(task, '[name="state"]', HTMLSelectElement);

/** The text of a field in a part or in the last period. @param {Element} root @param {string} name */
function textOf(root, name) {
  /** @type {HTMLElement | null} */
  const place = root.querySelector(`[data-words=${name}]`);
  return place?.dataset.text;
}

/** Appends a text on a line of its own. @param {HTMLTextAreaElement} area @param {string} text */
function append(area, text) {
  const before = area.value.replace(/\s+$/, "");
  area.value = before ? `${before}\n${text}` : text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts the caret at the end of the text, where typing goes on. @param {HTMLTextAreaElement} area */
function focusEnd(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

/** Copies each text of an assisting unit's part, behind the unit's name. @param {Element} task @param {HTMLElement} part */
function quotePart(task, part) {
  let first = null;
  for (const name of TEXT_FIELDS) {
    const text = textOf(part, name);
    if (!text) continue;
    append(textArea(task, name), `${part.dataset.part}${text}`);
    first ??= textArea(task, name);
  }
  if (first) focusEnd(first);
}

/** Copies the last period's texts and state into the fields that are empty. @param {Element} task @param {HTMLElement} last */
function reuseLastPeriod(task, last) {
  for (const own of findAll(task, ".task-own", HTMLDetailsElement)) own.open = true;
  for (const name of TEXT_FIELDS) {
    const text = textOf(last, name);
    const area = textArea(task, name);
    if (text && !area.value.trim()) append(area, text);
  }
  const state = stateField(task);
  if (!state.value && last.dataset.last) {
    state.value = last.dataset.last;
    state.dispatchEvent(new Event("change", { bubbles: true }));
  }
  focusEnd(textArea(task, "done"));
}

/** A task that is done and has no file shows a note; it is no reason to refuse the return. @param {Element} task */
function showMissingFile(task) {
  /** @type {HTMLElement | null} */
  const note = task.querySelector("[data-no-file]");
  if (note) note.hidden = stateField(task).value !== "done" || Boolean(task.querySelector(":scope > .evidence li"));
}

form.addEventListener("click", (event) => {
  const target = targetOf(event);
  const task = closest(target, TASK);
  if (!task) return;
  const part = target.closest("[data-quote]") && closest(target, "[data-part]");
  const last = target.closest("[data-go-on]") && closest(target, "[data-last]");
  if (part) quotePart(task, part);
  if (last) reuseLastPeriod(task, last);
});
for (const task of form.querySelectorAll(TASK)) {
  showMissingFile(task);
  task.addEventListener("change", () => showMissingFile(task));
  new MutationObserver(() => showMissingFile(task)).observe(task, { childList: true, subtree: true });
}
