// A keyboard grid for <table data-grid>: every input or select in it is a cell. The forms of allocations, baselines and
// returns use it; docs/pages.md specifies it. It only moves the focus, pastes, undoes and normalizes numbers. Sums are
// the page's task; whether a text is acceptable (无?) is decided by the server.

import { findAll } from "./app.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} GridCell */
/** @typedef {[cell: GridCell, value: string]} CellValue a cell and the value to give it */
/** @typedef {GridEventDetail["cause"]} Cause */

const UNDO_LIMIT = 200; // steps: more than anyone remembers, little memory

/**
 * The digits that a person meant: full-width characters, thousands separators and spaces are read.
 * @param {string} text
 * @returns {string} "12345" for "１２，３４５"; the text itself when it is not a number
 */
export function normalizeNumber(text) {
  const halfWidth = text.normalize("NFKC").replace(/[−–—]/g, "-").replace(/，/g, ",").replace(/\s/g, "");
  // 1,2 may be a decimal comma or two numbers: only whole groups of three are thousands.
  const number = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?%?$/;
  if (!number.test(halfWidth) || !/\d/.test(halfWidth)) return text;
  return halfWidth.replace(/[,+]/g, "");
}

/**
 * What Excel or WPS puts on the clipboard. A cell with a line break or a tab is in quotes.
 * @param {string} text
 * @returns {string[][]} rows of cells
 */
export function parseBlock(text) {
  let row = [""];
  const rows = [row];
  let quoted = false;
  const append = (/** @type {string} */ char) => row.push(`${row.pop()}${char}`);
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < source.length; i += 1) {
    const char = source.charAt(i);
    if (quoted) {
      if (char !== '"') append(char);
      else if (source[i + 1] !== '"') quoted = false;
      else {
        append('"');
        i += 1;
      }
    } else if (char === '"' && row.at(-1) === "") quoted = true;
    else if (char === "\t") row.push("");
    else if (char === "\n") {
      row = [""];
      rows.push(row);
    } else append(char);
  }
  return rows;
}

const CELL = "input:not([type=hidden]), select";

/** @param {string} text */
const isNumber = (text) => /^-?[\d.]+%?$/.test(normalizeNumber(text));

/** @param {EventTarget | null} target @returns {target is GridCell} */
const isCell = (target) =>
  (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) && target.matches(CELL);

/** @param {GridCell | undefined} cell @returns {cell is GridCell} */
const isEditable = (cell) => Boolean(cell && !cell.disabled && !(cell instanceof HTMLInputElement && cell.readOnly));

/** @param {GridCell} cell @returns {cell is HTMLInputElement} */
const isTextInput = (cell) => cell.matches("input:not([type=checkbox], [type=radio])");

/**
 * Whether numbers typed here are normalized.
 * @param {GridCell} cell
 */
const takesNumbers = (cell) => isTextInput(cell) && cell.dataset.text === undefined;

class Grid {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
    /** @type {CellValue[][]} */
    this.undoSteps = [];
    this.valueOnFocus = "";
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("focusin", (event) => this.onFocus(event));
    table.addEventListener("change", (event) => this.onChange(event));
    table.addEventListener("input", (event) => this.onInput(event));
    table.addEventListener("grid:fill", (event) => this.fill(event.detail.changes));
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
    if (event.isComposing || !isCell(event.target)) return;
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
      this.move(cell, event.shiftKey ? -1 : 1, 0);
      return true; // never submits half a table
    }
    if (key === "Escape" && cell.value !== this.valueOnFocus) {
      this.setValues([[cell, this.valueOnFocus]]);
      this.announceChange([[cell, this.valueOnFocus]], "undo");
      return true;
    }
    if (event.shiftKey || !isTextInput(cell)) return false; // a select keeps its own arrows
    return this.handleArrow(key, cell);
  }

  /** @param {KeyboardEvent} event @param {GridCell} cell */
  handleControlKey({ key, shiftKey }, cell) {
    if (key === "Home" || key === "End") {
      this.moveToRowEnd(cell, key === "End");
      return true;
    }
    return key.toLowerCase() === "z" && !shiftKey && this.undo(cell);
  }

  /** @param {string} key @param {HTMLInputElement} cell */
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
    if (isCell(target)) this.dispatch("grid:input", [target], "type");
  }

  /** @param {Event} event */
  onChange({ target }) {
    if (!isCell(target)) return;
    if (takesNumbers(target)) target.value = normalizeNumber(target.value);
    if (target.value !== this.valueOnFocus) this.pushUndo([[target, this.valueOnFocus]]);
    this.valueOnFocus = target.value;
    this.announceChange([[target, target.value]], "type");
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const { target } = event;
    if (!isCell(target)) return;
    const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (block.length === 1 && block[0]?.length === 1) return; // one value: the browser pastes it into the text
    event.preventDefault();
    this.fill(this.placeBlock(target, block));
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
   * Which cells a pasted block changes. Read-only cells use up their value, so that the columns stay aligned.
   * @param {GridCell} start
   * @param {string[][]} block
   * @returns {CellValue[]}
   */
  placeBlock(start, block) {
    const place = this.locate(start);
    if (!place) return [];
    const { rows, row, column } = place;
    // A note under its row takes no line of the block.
    const rowsBelow = rows.slice(row).filter((cells) => cells[column]);
    const lines = matchByCode(block, rows) ?? block.map((values, i) => ({ cells: rowsBelow[i] ?? [], values }));
    return lines.flatMap(({ cells, values }) =>
      values.flatMap((value, i) => {
        const cell = cells[column + i];
        // A second way of typing the same number takes no value of its own from a block.
        if (!isEditable(cell) || (i && cell.dataset.aside !== undefined)) return [];
        const text = takesNumbers(cell) ? normalizeNumber(value.trim()) : value.trim();
        /** @type {CellValue[]} */
        const changes = [[cell, text]];
        return changes;
      }),
    );
  }

  /** @param {CellValue[]} changes */
  setValues(changes) {
    for (const [cell, value] of changes) {
      cell.value = value;
      if (cell === document.activeElement) this.valueOnFocus = value;
    }
  }

  /** @param {CellValue[]} previousValues */
  pushUndo(previousValues) {
    this.undoSteps.push(previousValues);
    if (this.undoSteps.length > UNDO_LIMIT) this.undoSteps.shift();
  }

  /**
   * Undo of finished changes. While a cell is being typed in, Ctrl+Z is the browser's, inside that cell.
   * @param {GridCell} cell the focused cell
   */
  undo(cell) {
    if (cell.value !== this.valueOnFocus) return false;
    const step = this.undoSteps.pop();
    if (!step) return false;
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
 * Assigns the lines of a block to rows when its first column holds codes of rows (data-cell), whatever order they are in:
 * an office's own list has lines that this table does not. Columns of words are skipped.
 * @param {string[][]} block
 * @param {(GridCell | undefined)[][]} rows
 * @returns {{cells: (GridCell | undefined)[], values: string[]}[] | null} null when no code is known, or when the columns
 *   of numbers are none or more than the two of a row
 */
function matchByCode(block, rows) {
  const rowsByCode = new Map(rows.map((cells) => [cells.find(Boolean)?.closest("tr")?.dataset.cell, cells]));
  const lines = block.flatMap((values) => {
    const cells = rowsByCode.get(values[0]?.trim());
    return cells ? [{ cells, values }] : [];
  });
  if (!lines.length) return null;
  const width = Math.max(...block.map((values) => values.length));
  const columns = [...Array(width).keys()].slice(1).filter((column) => {
    const filled = block.flatMap((values) => values[column]?.trim() || []);
    return filled.length && filled.every(isNumber);
  });
  if (columns.length < 1 || columns.length > 2) return null;
  return lines.map(({ cells, values }) => ({ cells, values: columns.map((column) => values[column] ?? "") }));
}

/**
 * Whether an arrow key leaves the cell: the caret is at this offset, or everything is selected (as after moving in).
 * @param {HTMLInputElement} cell
 * @param {number} offset
 */
function isCaretAt(cell, offset) {
  if (cell.selectionStart === null) return true;
  if (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) return true;
  return cell.selectionStart === offset && cell.selectionEnd === offset;
}

for (const table of findAll(document, "table[data-grid]", HTMLTableElement)) new Grid(table);
