// The page of a return that is being filled in: each cell is saved as soon as it is left. Here the events of the page reach
// the cells (what is saved together), the keeper (which saves them) and the shelf (what this browser keeps until then).

import { createElement, find, findAll, markSaved, targetOf } from "../pages/app.js";
import { Shelf } from "../pages/shelf.js";
import { ReturnCell } from "./return_cell.js";
import { form, isField, word } from "./return_fields.js";
import { Keeper } from "./return_keeper.js";

const TYPING_PAUSE = 1500; // ms without a key in a text about a task, after which it is saved

const cells = findAll(form, "[data-save]", HTMLElement).map((element) => new ReturnCell(element));
const keeper = new Keeper(cells, new Shelf(form.dataset.person, form.dataset.place));

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
  if (!(target instanceof HTMLTextAreaElement)) return;
  clearTimeout(cell.pause);
  cell.pause = setTimeout(() => cell.dirty && keeper.requestSave(cell), TYPING_PAUSE);
});

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
  for (const cell of changed) keeper.markTyped(cell);
  for (const cell of changed) keeper.requestSave(cell);
});

form.addEventListener("change", ({ target }) => {
  if (!(target instanceof Element && isField(target) && target.name)) return;
  if (!target.closest("[data-save=progress]")) return;
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
  if (event.key === "Enter" && !event.isComposing && target.matches("tr.more input")) {
    cell.main?.focus(); // the grid knows no cell below a note
    return;
  }
  if (event.key !== "F2" || cell.kind !== "figure") return;
  event.preventDefault();
  cell.toggleDetails();
  (cell.details?.hidden ? cell.main : cell.field("na"))?.focus();
});

// --- a link of a finding leads into its cell ---
document.addEventListener("click", (event) => {
  const link = targetOf(event).closest('a[href^="#cell-"]');
  const code = link?.getAttribute("href")?.slice("#cell-".length);
  const cell = code && cells.find((each) => each.code === decodeURIComponent(code));
  if (!cell) return;
  event.preventDefault();
  cell.element.scrollIntoView({ block: "center" });
  const { main } = cell;
  const locked = main?.disabled || (main && !(main instanceof HTMLSelectElement) && main.readOnly);
  (locked ? cell.field("reason") : main)?.focus();
});

// --- submit: first everything is saved ---
const submitForm = find(document, "#submit", HTMLFormElement);
submitForm.addEventListener("submit", async (event) => {
  event.preventDefault();
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
  unsaved.hidden = false;
  unsaved.focus();
}

// --- the connection, or the login in another window, is back ---
function retryWhenVisible() {
  if (document.visibilityState === "visible" && keeper.waiting.size) keeper.saveWaiting();
}
window.addEventListener("online", () => keeper.saveWaiting());
document.addEventListener("visibilitychange", retryWhenVisible);
window.addEventListener("focus", retryWhenVisible);

const restored = keeper.restore();
if (restored) {
  const notice = find(document, "#restored", HTMLElement);
  notice.textContent = word("restored").replace("{n}", String(restored));
  notice.hidden = false;
}
