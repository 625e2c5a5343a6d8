// A keyboard grid for <table data-grid>: every input or select in it is a cell, and a textarea with
// data-cell, in which a long text wraps and Enter goes on. The forms of allocations, baselines and
// returns use it; docs/pages.md specifies it. It only moves the focus, pastes and undoes. What is typed stays as it is
// typed: the server alone decides what it means. Sums are the page's task.

import { createElement, findAll, isComposing } from "./app.js";
import { CELL, describePaste, isCell, isTextInput, parseBlock, placeBlock } from "./paste.js";

/** @typedef {import("./paste.js").GridCell} GridCell */
/** @typedef {import("./paste.js").TextCell} TextCell */
/** @typedef {import("./paste.js").CellValue} CellValue */
/** @typedef {GridEventDetail["cause"]} Cause */

const UNDO_LIMIT = 200; // steps: more than anyone remembers, little memory

class Grid {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    /** @type {CellValue[][]} */
    this.undoSteps = [];
    this.valueOnFocus = "";
    this.typing = false; // something was typed in the focused cell and is not finished
    /** @type {HTMLOutputElement | null} */
    this.notice = null;
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("focusin", (event) => this.onFocus(event));
    table.addEventListener("change", (event) => this.onChange(event));
    table.addEventListener("input", (event) => this.onInput(event));
    table.addEventListener("grid:fill", (event) => this.fill(event.detail.changes));
    table.addEventListener("grid:undo", () => this.undo());
  }

  /**
   * Rows of cells by column, with gaps. Read anew each time, because scripts may have added a row.
   * @returns {(GridCell | undefined)[][]}
   */
  readRows() {
    const rows = [];
    for (const row of this.table.rows) {
      /** @type {(GridCell | undefined)[]} */
      const cells = [];
      let column = 0;
      for (const box of row.cells) {
        const inputs = [...box.querySelectorAll(CELL)].filter(isCell);
        for (const [i, input] of inputs.entries()) cells[column + i] = input;
        column += Math.max(box.colSpan, inputs.length);
      }
      if (cells.length) rows.push(cells);
    }
    return rows;
  }

  /** @param {GridCell} cell */
  locate(cell) {
    const rows = this.readRows();
    for (const [row, cells] of rows.entries()) {
      const column = cells.indexOf(cell);
      if (column >= 0) return { rows, row, column, cells };
    }
    return null;
  }

  /** @param {Event} event */
  onFocus({ target }) {
    if (!isCell(target)) return;
    this.valueOnFocus = target.value;
    this.typing = false;
    if (isTextInput(target)) target.select(); // typing replaces, as in a spreadsheet
  }

  /**
   * Moves the focus to the next enabled cell in a direction.
   * @param {GridCell} cell
   * @param {number} byRow
   * @param {number} byColumn
   * @returns {boolean} false at the edge of the table
   */
  move(cell, byRow, byColumn) {
    const place = this.locate(cell);
    if (!place) return false;
    let { row, column } = place;
    for (;;) {
      row += byRow;
      column += byColumn;
      const cells = place.rows[row];
      // A row of fewer cells (a note under its row) is passed over on the way up or down.
      if (!cells || column < 0 || (byColumn && column >= cells.length)) return false;
      const next = cells[column];
      if (next && !next.disabled) {
        next.focus();
        return true;
      }
    }
  }

  /** @param {GridCell} cell @param {boolean} last */
  moveToRowEnd(cell, last) {
    const enabled = this.locate(cell)?.cells.filter((each) => each && !each.disabled) ?? [];
    enabled.at(last ? -1 : 0)?.focus();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (isComposing(event) || !isCell(event.target)) return;
    if (event.key === "Escape") this.clearNotice();
    if (this.handleKey(event, event.target)) event.preventDefault();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {GridCell} cell
   * @returns {boolean} whether the key belongs to the grid; false leaves it to the browser
   */
  handleKey(event, cell) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey) return this.handleControlKey(event, cell);
    if (event.altKey) return false;
    if (key === "Enter") {
      this.goOn(cell, event.shiftKey);
      return true; // never submits half a table
    }
    if (key === "Escape" && this.typing) {
      this.setValues([[cell, this.valueOnFocus]]);
      this.announceChange([[cell, this.valueOnFocus]], "undo");
      return true;
    }
    if (event.shiftKey || !isTextInput(cell)) return false; // a select keeps its own arrows
    return this.handleArrow(key, cell);
  }

  /**
   * Leaves a cell by Enter: a page may have a better place to go on (it takes ``grid:enter``), else the cell below. At
   * the edge the cell is left and entered again, so that what was typed in it is finished there, too.
   * @param {GridCell} cell
   * @param {boolean} back
   */
  goOn(cell, back) {
    const detail = { inputs: [cell], cause: "type" };
    const options = { bubbles: true, cancelable: true, detail };
    if (!back && !this.table.dispatchEvent(new CustomEvent("grid:enter", options))) return;
    if (this.move(cell, back ? -1 : 1, 0)) return;
    cell.blur();
    cell.focus();
  }

  /** @param {KeyboardEvent} event @param {GridCell} cell */
  handleControlKey({ key, shiftKey }, cell) {
    if (key === "Home" || key === "End") {
      this.moveToRowEnd(cell, key === "End");
      return true;
    }
    return key.toLowerCase() === "z" && !shiftKey && this.undo();
  }

  /** @param {string} key @param {TextCell} cell */
  handleArrow(key, cell) {
    if (key === "ArrowUp" || key === "ArrowDown") {
      this.move(cell, key === "ArrowUp" ? -1 : 1, 0);
      return true;
    }
    if (key === "ArrowLeft" && isCaretAt(cell, 0)) return this.move(cell, 0, -1);
    if (key === "ArrowRight" && isCaretAt(cell, cell.value.length)) return this.move(cell, 0, 1);
    return false;
  }

  /** @param {Event} event */
  onInput({ target }) {
    if (!isCell(target)) return;
    this.typing = true;
    this.clearNotice();
    this.dispatch("grid:input", [target], "type");
  }

  /** @param {Event} event */
  onChange({ target }) {
    if (!isCell(target)) return;
    if (target.value !== this.valueOnFocus) this.pushUndo([[target, this.valueOnFocus]]);
    this.valueOnFocus = target.value;
    this.typing = false;
    this.announceChange([[target, target.value]], "type");
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const { target } = event;
    if (!isCell(target)) return;
    const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (block.length === 1 && block[0]?.length === 1) return; // one value: the browser pastes it into the text
    event.preventDefault();
    const place = this.locate(target);
    if (!place) return;
    const placement = placeBlock(block, this.table, place);
    this.showNotice(describePaste(placement, this.table), Boolean(placement.refused));
    this.fill(placement.changes);
  }

  /**
   * Changes many cells as one step that can be undone; also for a page's own script, by the event "grid:fill".
   * @param {CellValue[]} changes
   */
  fill(changes) {
    if (!changes.length) return;
    const focused = document.activeElement;
    this.pushUndo(changes.map(([cell]) => [cell, cell === focused ? this.valueOnFocus : cell.value]));
    this.setValues(changes);
    this.announceChange(changes, "paste");
  }

  /**
   * Says what became of a paste, until the next thing is done in the table or Escape is pressed.
   * @param {string} text
   * @param {boolean} bad
   */
  showNotice(text, bad) {
    this.notice ??= document.body.appendChild(createElement("output", "", { className: "grid-notice" }));
    const { notice } = this;
    notice.textContent = text;
    notice.classList.toggle("is-bad", bad);
  }

  clearNotice() {
    if (this.notice) this.notice.textContent = "";
  }

  /** @param {CellValue[]} changes */
  setValues(changes) {
    for (const [cell, value] of changes) {
      cell.value = value;
      if (cell !== document.activeElement) continue;
      this.valueOnFocus = value;
      this.typing = false;
    }
  }

  /** @param {CellValue[]} previousValues */
  pushUndo(previousValues) {
    this.undoSteps.push(previousValues);
    if (this.undoSteps.length > UNDO_LIMIT) this.undoSteps.shift();
  }

  /** Undo of finished changes. While a cell is being typed in, Ctrl+Z is the browser's, inside that cell. */
  undo() {
    if (this.typing) return false; // not by its value: a page may have written the same number in another way
    const step = this.undoSteps.pop();
    if (!step) return false;
    this.clearNotice();
    this.setValues(step);
    step[0]?.[0].focus();
    this.announceChange(step, "undo");
    return true;
  }

  /** @param {CellValue[]} changes @param {Cause} cause */
  announceChange(changes, cause) {
    const inputs = changes.map(([cell]) => cell);
    // The form's own listeners (unsaved work, saving) must learn of cells in which no key was pressed.
    if (cause !== "type") inputs[0]?.form?.dispatchEvent(new Event("input", { bubbles: true }));
    this.dispatch("grid:change", inputs, cause);
  }

  /** @param {"grid:change" | "grid:input"} name @param {GridCell[]} inputs @param {Cause} cause */
  dispatch(name, inputs, cause) {
    this.table.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { inputs, cause } }));
  }
}

/**
 * Whether an arrow key leaves the cell: the caret is at this offset, or everything is selected (as after moving in).
 * @param {TextCell} cell
 * @param {number} offset
 */
function isCaretAt(cell, offset) {
  if (cell.selectionStart === null) return true;
  if (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) return true;
  return cell.selectionStart === offset && cell.selectionEnd === offset;
}

for (const table of findAll(document, "table[data-grid]", HTMLTableElement)) new Grid(table);
