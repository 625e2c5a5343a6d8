// The table of a plan: what is changed is saved at once, many cells in one request; ticked rows are filled in together; a
// block of a sheet is matched by the server; a key leads to the next gap. The grid itself (keys, undo) is pages/grid.js.

import { closest, createElement, find, findAll, findById, isComposing, post, targetOf } from "../pages/app.js";
import { boxes, changeOf, describeFailure, form, gaps, isBox, say, table, word } from "./table_cells.js";
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
const stored = new Map([...boxes].map(([id, box]) => [id, box.value]));
/** Cells with a text that was refused, so that it is not sent again and again. @type {Map<string, string>} */
const refused = new Map();
let saving = false;
let waiting = 0; // the timer of the next try

/** @param {string} id */
const textOf = (id) => boxes.get(id)?.value.trim() ?? "";

/** Cells whose text is not what is stored. */
const unsavedIds = () => [...boxes.keys()].filter((id) => textOf(id) !== stored.get(id));

// --- saving ---

function showState(text = "") {
  const n = unsavedIds().length;
  find(document, "[data-saved]", HTMLOutputElement).value = text || (n ? `${n} ${word("unsaved")}` : word("saved"));
}

function keep() {
  fillShelf(SHELF, Object.fromEntries(unsavedIds().map((id) => [id, [textOf(id), stored.get(id) ?? ""]])));
}

/** @param {Record<string, string> | null} [adjustment] */
async function save(adjustment = null) {
  if (saving) return;
  window.clearTimeout(waiting);
  const ids = unsavedIds().filter((id) => adjustment || refused.get(id) !== textOf(id));
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
  showAdjustment(data.adjusting);
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
    const held = id in data.refused || id in data.conflicts;
    const typing = sent.has(id) ? box.value.trim() !== sent.get(id) : box.value.trim() !== stored.get(id);
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
  box.classList.toggle("changed", box.value.trim() !== stored.get(box.dataset.id ?? ""));
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

/** @param {Record<string, string>} adjusting what an adjustment lacks; empty when none was asked for */
function showAdjustment(adjusting) {
  const panel = findById("adjustment", HTMLDetailsElement);
  if (!panel || !Object.keys(adjusting).length) return;
  panel.open = true;
  for (const [name, reason] of Object.entries(adjusting)) {
    const box = panel.querySelector(`[data-adjust="${name}"]`);
    if (isBox(box)) box.setCustomValidity(reason);
    box?.closest(".field")?.classList.toggle("field-bad", Boolean(reason));
  }
  say([...new Set(Object.values(adjusting))].join(" "));
}

table.addEventListener("grid:change", (event) => {
  for (const box of event.detail.inputs) if (box.dataset.id) clear(box);
  keep();
  void save();
});
document.addEventListener("click", (event) => {
  if (!closest(targetOf(event), "[data-adjust-now]")) return;
  const pairs = findAll(document, "[data-adjust]", HTMLElement).map((box) => [
    box.dataset.adjust ?? "",
    isBox(box) ? box.value : "",
  ]);
  void save(Object.fromEntries(pairs));
});
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
  for (const [id, box] of boxes) box.parentElement?.classList.toggle("table-gap", ids.has(id));
  for (const button of findAll(document, "[data-issue]", HTMLElement))
    button.hidden = !gaps.querySelector("[data-dialog=issue]");
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
  const changes = Object.entries(readShelf(SHELF)).flatMap(([id, [text, seen]]) => {
    if (textOf(id) === text || !boxes.has(id)) return [];
    stored.set(id, seen); // if somebody else changed it since, the server tells of a conflict
    return changeOf(id, text);
  });
  if (!changes.length) return;
  for (const [box, text] of changes) box.value = text;
  say(`${changes.length} ${word("restored")}`);
  void save();
}

markGaps();
restore();
