// Splits columns of the breakdown without leaving the page. The server computes; here its numbers are filled in as one step
// of the grid, which Ctrl+Z and the page's own button undo. Nothing is saved.

import { createElement, find, findAll, findById, post, targetOf } from "../pages/app.js";

/** @typedef {Record<string, string>} Cells key of a cell: its text */
/** @typedef {{text: string, fills: boolean}} Line what one column would get, or why nothing */
/** @typedef {{message: string, asks: boolean}} Refusal */

const form = findById("allocation", HTMLFormElement);
/** @type {HTMLTableElement | null} */
const table = form?.querySelector("table[data-grid]") ?? null;
const basis = findById("basis", HTMLSelectElement);

/**
 * @template T
 * @param {HTMLFormElement} form
 * @param {string} name of the button
 * @param {string} value
 * @returns {Promise<import("../pages/app.js").Answer<T, Refusal>>}
 */
function press(form, name, value) {
  const data = new FormData(form);
  data.set(name, value);
  return post(form.action, data);
}

/** @param {HTMLTableElement} table @param {Cells} cells */
function fillIn(table, cells) {
  /** @type {[HTMLInputElement, string][]} */
  const changes = Object.entries(cells).flatMap(([key, text]) => {
    const input = findById(`cell-${key}`, HTMLInputElement);
    /** @type {[HTMLInputElement, string][]} */
    const change = input ? [[input, text]] : [];
    return change;
  });
  table.dispatchEvent(new CustomEvent("grid:fill", { detail: { changes } }));
  changes[0]?.[0].focus();
}

/** Says what was done, until the next change. @param {string} text @param {boolean} undo */
function say(text, undo) {
  const box = find(document, "[data-said]", HTMLElement);
  find(box, "[data-said-text]", HTMLElement).textContent = text;
  find(box, "[data-undo]", HTMLElement).hidden = !undo;
  box.querySelector("ul")?.remove();
  box.hidden = !text;
}

/** @param {HTMLFormElement} form @param {HTMLTableElement} table @param {HTMLButtonElement} button */
async function splitColumn(form, table, button) {
  button.disabled = true;
  /** @type {import("../pages/app.js").Answer<{cells: Cells}, Refusal>} */
  let answer = await press(form, "split", button.value);
  // Somebody would get nothing: the server asks first.
  if (!answer.ok && answer.data?.asks && window.confirm(answer.data.message)) {
    answer = await press(form, "sure", button.value);
  }
  button.disabled = false;
  if (answer.ok) fillIn(table, answer.data.cells);
  else if (!answer.data?.asks) window.alert(answer.data?.message ?? table.dataset.failed);
}

/** @type {Cells} */
let proposed = {};
let columns = 0;

/** @param {HTMLFormElement} form @param {HTMLTableElement} table @param {HTMLButtonElement} button */
async function proposeAll(form, table, button) {
  button.disabled = true;
  /** @type {import("../pages/app.js").Answer<{cells: Cells, lines: Line[]}, Refusal>} */
  const answer = await press(form, "all", "yes");
  button.disabled = false;
  if (!answer.ok) {
    window.alert(answer.data?.message ?? table.dataset.failed);
    return;
  }
  const dialog = find(document, "#split-all", HTMLDialogElement);
  const show = (/** @type {string} */ list, /** @type {Line[]} */ lines) =>
    find(dialog, list, HTMLUListElement).replaceChildren(...lines.map(({ text }) => createElement("li", text)));
  const filled = answer.data.lines.filter((line) => line.fills);
  const skipped = answer.data.lines.filter((line) => !line.fills);
  show("[data-fills]", filled);
  show("[data-skips]", skipped);
  find(dialog, "[data-skips-part]", HTMLElement).hidden = !skipped.length;
  find(dialog, "[data-fill-all]", HTMLButtonElement).hidden = !filled.length;
  proposed = answer.data.cells;
  columns = filled.length;
  dialog.showModal();
}

/** @param {HTMLFormElement} form @param {HTMLTableElement} table @param {HTMLSelectElement} basis */
async function keepFigures(form, table, basis) {
  /** @type {import("../pages/app.js").Answer<{code: string, label: string}, Refusal>} */
  const answer = await press(form, "keep", "yes");
  if (!answer.ok) {
    window.alert(answer.data?.message ?? table.dataset.failed);
    return;
  }
  const { code, label } = answer.data;
  const known = [...basis.options].find((option) => option.value === code);
  if (!known) basis.options[0]?.after(new Option(label, code));
  basis.value = code;
  showBasis(basis);
  say(find(document, "[data-said]", HTMLElement).dataset.kept ?? "", false);
}

/** Shows the box for pasted figures, and by which target of an earlier plan each column would be split.
 * @param {HTMLSelectElement} basis */
function showBasis(basis) {
  for (const part of findAll(document, "[data-brought]", HTMLElement)) part.hidden = basis.value !== "brought";
  const { wordUses = "", wordNone = "", wordCount = "" } = basis.dataset;
  const text = basis.selectedOptions[0]?.dataset.uses;
  /** @type {Record<string, string> | null} */
  const uses = text ? JSON.parse(text) : null;
  for (const part of findAll(document, "[data-uses-of]", HTMLElement)) {
    const name = uses?.[part.dataset.usesOf ?? ""];
    part.textContent = name === undefined ? "" : name ? wordUses.replace("{name}", name) : wordNone;
    part.classList.toggle("is-missing", name === "");
  }
  const all = Object.values(uses ?? {});
  const found = all.filter(Boolean).length;
  const note = wordCount.replace("{all}", String(all.length)).replace("{n}", String(found));
  find(document, "[data-basis-note]", HTMLElement).textContent = uses ? note : "";
}

if (form && table && basis) {
  document.addEventListener("click", (event) => {
    const target = targetOf(event);
    /** @type {HTMLButtonElement | null} */
    const button = target.closest("[data-split], [data-all], [data-keep-figures], [data-fill-all], [data-undo]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-split]")) splitColumn(form, table, button);
    else if (button.matches("[data-all]")) proposeAll(form, table, button);
    else if (button.matches("[data-keep-figures]")) keepFigures(form, table, basis);
    else if (button.matches("[data-undo]")) {
      table.dispatchEvent(new CustomEvent("grid:undo"));
      say("", false);
    } else {
      button.closest("dialog")?.close();
      fillIn(table, proposed);
      const words = find(document, "[data-said]", HTMLElement).dataset.filled ?? "";
      say(words.replace("{n}", String(columns)), true);
    }
  });
  table.addEventListener("grid:change", (event) => {
    if (event.detail.cause !== "paste") say("", false); // filling in is told as a paste
  });
  basis.addEventListener("change", () => showBasis(basis));
  showBasis(basis);
}
