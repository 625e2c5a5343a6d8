// The table of a plan: what is changed is saved at once, many cells in one request; ticked rows are filled in together; a
// block of a sheet is matched by the server; a key leads to the next gap. The grid itself (keys, undo) is pages/grid.js.

import { closest, createElement, find, findAll, isComposing, post, targetOf } from "../pages/app.js";
import { isAdjusting, isFixed, lock, openAdjustment, readAdjustment, showLacks } from "./table_adjustment.js";
import { boxes, changeOf, describeFailure, fill, form, gaps, isBox, read, say, table, word } from "./table_cells.js";
import "./table_fill.js";
import { fillShelf, readShelf } from "./table_shelf.js";

/**
 * What the server answers to a save.
 * @typedef {{rows: Record<string, Record<string, string>>, refused: Record<string, string>,
 *   conflicts: Record<string, [string, string]>, adjusting: Record<string, string>, lacks: string}} Saved
 * @typedef {import("./table_cells.js").Box} Box
 */

const RETRY = 5000; // ms
const SHELF = form.dataset.shelf ?? "";

/** What stands in the database, as far as this page knows. @type {Map<string, string>} */
const stored = new Map([...boxes].map(([id, box]) => [id, read(box)]));
/** Cells with a text that was refused, so that it is not sent again and again. @type {Map<string, string>} */
const refused = new Map();
let saving = false;
let waiting = 0; // the timer of the next try

/** @param {string} id */
const textOf = (id) => {
  const box = boxes.get(id);
  return box ? read(box) : "";
};

/** Cells whose text is not what is stored. */
const unsavedIds = () => [...boxes.keys()].filter((id) => textOf(id) !== stored.get(id));

/** Whether a cell waits for the button of the adjustment. @param {string} id */
const waits = (id) => {
  const box = boxes.get(id);
  return Boolean(box && isFixed(box));
};

// --- saving ---

function showState(text = "") {
  const ids = unsavedIds();
  const words = ids.length ? `${ids.length} ${word(ids.every(waits) ? "adjusts" : "unsaved")}` : word("saved");
  find(document, "[data-saved]", HTMLOutputElement).value = text || words;
}

function keep() {
  fillShelf(SHELF, Object.fromEntries(unsavedIds().map((id) => [id, [textOf(id), stored.get(id) ?? ""]])));
}

/** @param {Record<string, string> | null} [adjustment] */
async function save(adjustment = null) {
  if (saving) return;
  window.clearTimeout(waiting);
  const ids = unsavedIds().filter((id) => adjustment || (refused.get(id) !== textOf(id) && !waits(id)));
  if (!ids.length) {
    showState();
    return;
  }
  saving = true;
  showState(word("saving"));
  const cells = ids.map((id) => ({ id, text: textOf(id), seen: stored.get(id) ?? "" }));
  /** @type {import("../pages/app.js").Answer<Saved, {message?: string}>} */
  const answer = await post(form.dataset.save ?? "", { cells, adjustment });
  saving = false;
  if (answer.ok) {
    take(answer.data, cells);
    void save();
  } else {
    const again = answer.status === 0 || answer.status === 401;
    showState(answer.data?.message ?? describeFailure(answer.status));
    if (again) waiting = window.setTimeout(() => save(adjustment), RETRY);
  }
  keep();
}

/** @param {Saved} data @param {{id: string, text: string, seen: string}[]} sent */
function take(data, sent) {
  const texts = new Map(sent.map(({ id, text }) => [id, text]));
  for (const [row, cells] of Object.entries(data.rows)) takeRow(row, cells, texts, data);
  for (const { id, text } of sent) {
    const reason = data.refused[id];
    if (reason !== undefined) refuse(id, text, reason);
    const conflict = data.conflicts[id];
    if (conflict) showConflict(id, text, conflict);
  }
  gaps.innerHTML = data.lacks;
  markGaps();
  showLacks(data.adjusting);
  if (isAdjusting() && !unsavedIds().some(waits)) openAdjustment(false);
}

/**
 * @param {string} row @param {Record<string, string>} cells what stands in it now
 * @param {Map<string, string>} sent @param {Saved} data
 */
function takeRow(row, cells, sent, data) {
  for (const box of table.querySelectorAll(`[data-id^="${CSS.escape(row)}:"]`)) {
    if (!isBox(box)) continue;
    const id = box.dataset.id ?? "";
    const text = cells[id.slice(row.length + 1)];
    box.disabled = text === undefined; // a cell that a target counted in this way does not have
    if (text !== undefined) lock(box);
    const held = id in data.refused || id in data.conflicts;
    const typing = sent.has(id) ? textOf(id) !== sent.get(id) : textOf(id) !== stored.get(id);
    if (!held) stored.set(id, text ?? "");
    if (held || (typing && text !== undefined)) continue;
    box.value = text ?? "";
    clear(box);
  }
}

/** @param {string} id @param {string} text @param {string} reason */
function refuse(id, text, reason) {
  refused.set(id, text);
  const box = boxes.get(id);
  if (box && textOf(id) === text) explain(box, reason);
}

/** @param {Box} box @param {string} reason @param {HTMLElement[]} buttons */
function explain(box, reason, buttons = []) {
  clear(box);
  const why = createElement("span", reason, { className: "why", id: `why-${box.dataset.id}` });
  why.append(...buttons);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", why.id);
  box.after(why);
}

/** @param {Box} box */
function clear(box) {
  box.removeAttribute("aria-invalid");
  box.removeAttribute("aria-describedby");
  box.parentElement?.querySelector(".why")?.remove();
  box.classList.toggle("changed", read(box) !== stored.get(box.dataset.id ?? ""));
}

/** Somebody else was first: theirs or mine, as the person says. @param {string} id @param {string} text @param {[string, string]} conflict */
function showConflict(id, text, [theirs, reason]) {
  const box = boxes.get(id);
  if (!box) return;
  refused.set(id, text);
  const choose = (/** @type {string} */ label, /** @type {string} */ value) => {
    const button = createElement("button", label, { type: "button", className: "btn btn-sm" });
    button.addEventListener("click", () => {
      stored.set(id, theirs);
      refused.delete(id);
      box.value = value;
      clear(box);
      box.focus();
      void save();
    });
    return button;
  };
  explain(box, reason, [choose(word("mine"), text), choose(word("theirs"), theirs)]);
}

table.addEventListener("grid:change", (event) => {
  for (const box of event.detail.inputs) if (box.dataset.id) clear(box);
  keep();
  void save();
});
document.addEventListener("click", (event) => {
  const target = targetOf(event);
  if (closest(target, "[data-adjust-now]")) void save(readAdjustment());
  if (closest(target, "[data-adjust-close]")) giveUpAdjustment();
  const near = closest(target, "[data-near]");
  if (near) addNear(near);
});

/** The cells that wait for the adjustment show again what stands in the plan. */
function giveUpAdjustment() {
  for (const id of unsavedIds().filter(waits)) {
    const box = boxes.get(id);
    if (!box) continue;
    box.value = stored.get(id) ?? "";
    clear(box);
  }
  showLacks({});
  openAdjustment(false);
  keep();
  showState();
}

/** An office that the document may mean goes into the cell. @param {HTMLElement} button */
function addNear({ dataset, parentElement }) {
  const id = dataset.near ?? "";
  const names = textOf(id).split("、").filter(Boolean);
  const text = [...new Set([...names, dataset.unitName ?? ""])].join("、");
  if (parentElement) parentElement.hidden = true;
  boxes.get(id)?.focus();
  fill(changeOf(id, text));
}

window.addEventListener("beforeunload", (event) => {
  if (!unsavedIds().length) return;
  event.preventDefault();
  event.returnValue = document.body.dataset.leaveWords ?? "";
});

// --- gaps ---

/** The cell in which one stood last. @type {Element | null} */
let lastBox = null;
table.addEventListener("focusin", ({ target }) => {
  if (isBox(target) && target.dataset.id) lastBox = target;
});

const gapIds = () => (gaps.querySelector("[data-gaps]")?.getAttribute("data-gaps") ?? "").split(" ").filter(Boolean);

function markGaps() {
  const ids = new Set(gapIds());
  for (const [id, box] of boxes) {
    const cell = box.parentElement;
    cell?.classList.toggle("table-gap", ids.has(id));
    if (!(cell instanceof HTMLElement)) continue;
    if (ids.has(id)) cell.dataset.gap = box.title = word("gap");
    else if (cell.dataset.gap) {
      delete cell.dataset.gap;
      box.removeAttribute("title");
    }
  }
  for (const button of findAll(document, "[data-issue]", HTMLElement))
    button.hidden = !gaps.querySelector("[data-dialog=issue]");
  for (const button of findAll(document, "[data-fill-gap]", HTMLElement)) button.hidden = !ids.size;
}

document.addEventListener("click", (event) => {
  if (closest(targetOf(event), "[data-next-gap]")) goToGap();
});

/** To the next cell that lacks something, after the one in which one stands. */
function goToGap() {
  const ids = new Set(gapIds());
  const found = [...boxes].filter(([id]) => ids.has(id)).map(([, box]) => box);
  const here = document.activeElement;
  const start = isBox(here) && here.dataset.id ? here : lastBox;
  const after = found.find(
    (box) => start && start.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING && !start.contains(box),
  );
  const next = after ?? found[0];
  next?.scrollIntoView({ block: "center", inline: "nearest" });
  next?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
  if (event.code !== "KeyN") return;
  event.preventDefault();
  goToGap();
});

// --- what was not saved last time ---

function restore() {
  const shelf = readShelf(SHELF);
  if (Object.keys(shelf).some(waits)) openAdjustment(true);
  const changes = Object.entries(shelf).flatMap(([id, [text, seen]]) => {
    if (textOf(id) === text || !boxes.has(id)) return [];
    stored.set(id, seen); // if somebody else changed it since, the server tells of a conflict
    return changeOf(id, text);
  });
  if (!changes.length) return;
  for (const [box, text] of changes) {
    box.value = text;
    clear(box);
  }
  say(`${changes.length} ${word("restored")}`);
  void save();
}

markGaps();
restore();
