// Many cells of the table at once: ticked rows, the tasks of a section, a block of a sheet.

import { closest, find, findAll, isComposing, post, targetOf } from "../pages/app.js";
import { parseBlock } from "../pages/paste.js";
import { boxes, changeOf, describeFailure, fill, form, isBox, read, say, table, word } from "./table_cells.js";

/** @typedef {import("./table_cells.js").Box} Box */

// --- ticked rows ---

/** @param {HTMLTableRowElement} row */
const tickOf = (row) => {
  const tick = row.querySelector("[data-tick]");
  return tick instanceof HTMLInputElement ? tick : null;
};

/** The tasks and targets of a section row, those of its sections below too. @param {HTMLTableRowElement} row */
function rowsBelow(row) {
  const rows = [];
  const depth = Number(row.dataset.depth);
  for (let next = row.nextElementSibling; next instanceof HTMLTableRowElement; next = next.nextElementSibling) {
    if (next.dataset.depth !== undefined && Number(next.dataset.depth) <= depth) break;
    rows.push(next);
  }
  return rows;
}

const allRows = () => [...(table.tBodies[0]?.rows ?? [])];
const tickedRows = () => allRows().filter((row) => tickOf(row)?.checked && row.dataset.depth === undefined);

function showTicks() {
  for (const row of allRows()) row.classList.toggle("is-ticked", Boolean(tickOf(row)?.checked));
  const place = document.querySelector("[data-ticked]");
  if (place instanceof HTMLOutputElement) place.value = `${tickedRows().length} ${word("ticked")}`;
}

/** @param {Iterable<HTMLTableRowElement>} rows @param {boolean} checked */
function tickRows(rows, checked) {
  for (const row of rows) {
    const tick = tickOf(row);
    if (tick) tick.checked = checked;
  }
  showTicks();
}

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  if (target.matches("[data-tick-all]")) tickRows(allRows(), target.checked);
  else if (target.matches("[data-tick]")) {
    const row = target.closest("tr");
    if (row?.dataset.depth !== undefined) tickRows(rowsBelow(row), target.checked);
    showTicks();
  }
});

/** The row in which one stood last. @type {HTMLTableRowElement | null} */
let current = null;
table.addEventListener("focusin", (event) => {
  if (isBox(event.target) && event.target.dataset.id) current = event.target.closest("tr");
});

/** Fills one column of the ticked rows, or of the row in which one stands. @param {string} column @param {string} text */
function fillTicked(column, text) {
  const ticked = tickedRows();
  const rows = ticked.length ? ticked : current ? [current] : [];
  const changes = rows.flatMap((row) => changeOf(`${row.dataset.row}:${column}`, text));
  say(changes.length ? `${changes.length} ${word("filled")}` : word("none"));
  fill(changes);
  if (ticked.length && changes.length) tickRows(allRows(), false);
}

/** A lead typed in the row of a section goes to its tasks that have none. @param {Box[]} changed */
function fillFromSections(changed) {
  for (const box of changed) {
    const row = box.dataset.sectionLead === undefined ? null : box.closest("tr");
    const text = read(box);
    if (!row || !text) continue;
    const changes = rowsBelow(row).flatMap((each) => changeOf(`${each.dataset.row}:lead`, text));
    const empty = changes.filter(([lead]) => !read(lead));
    box.value = "";
    say(`${empty.length} ${word("filled")}`);
    fill(empty);
  }
}

/** The control that holds what is filled in: it depends on the column. */
function fillControl() {
  const column = find(document, "#fill-column", HTMLSelectElement).value;
  const choice = document.querySelector(`[data-fill-choice="${column}"]`);
  return { column, control: isBox(choice) ? choice : find(document, "#fill-text", HTMLInputElement) };
}

function showFillControl() {
  const { control } = fillControl();
  for (const each of findAll(document, "[data-fill-choice], [data-fill-text]", HTMLElement))
    each.hidden = each !== control;
}

function fillNow() {
  const { column, control } = fillControl();
  fillTicked(column, control.value.trim());
}

document.addEventListener("click", (event) => {
  const target = targetOf(event);
  const unit = closest(target, "[data-unit]");
  if (unit) fillTicked(find(document, "#fill-part", HTMLSelectElement).value, unit.dataset.unit ?? "");
  if (closest(target, "[data-fill-now]")) fillNow();
  if (closest(target, "[data-tick-gaps]")) tickGaps();
});
find(document, "#fill-column", HTMLSelectElement).addEventListener("change", showFillControl);
find(document, "#fill", HTMLElement).addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || isComposing(event) || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  fillNow();
});

function tickGaps() {
  const leads = [...boxes].filter(([id, box]) => id.endsWith(":lead") && !read(box));
  const rows = leads.flatMap(([, box]) => box.closest("tr") ?? []);
  tickRows(allRows(), false);
  tickRows(rows, true);
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || isComposing(event) || event.code !== "KeyA") return;
  event.preventDefault();
  fillControl().control.focus();
});
table.addEventListener("grid:change", (event) => fillFromSections(event.detail.inputs));

// --- a block of a sheet ---

table.addEventListener(
  "paste",
  (event) => {
    const { target } = event;
    const lines = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (!isBox(target) || (lines.length === 1 && lines[0]?.length === 1)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the grid would take the block in order
    void placeBlock(lines, target.dataset.id ?? "");
  },
  true,
);

/** @param {string[][]} lines @param {string} at */
async function placeBlock(lines, at) {
  /** @type {import("../pages/app.js").Answer<{cells: Record<string, string>, message: string}, null>} */
  const answer = await post(form.dataset.match ?? "", { lines, at });
  if (!answer.ok) {
    say(describeFailure(answer.status));
    return;
  }
  fill(Object.entries(answer.data.cells).flatMap(([id, text]) => changeOf(id, text)));
  say(answer.data.message);
}

// The heads of the table stay in view below this bar, whose height depends on the number of offices.
new ResizeObserver(([bar]) => {
  const height = bar?.borderBoxSize[0]?.blockSize ?? 0;
  document.documentElement.style.setProperty("--fill-height", `${Math.round(height)}px`);
}).observe(find(document, "#fill", HTMLElement));

showTicks();
showFillControl();
