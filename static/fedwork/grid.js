// A keyboard grid for <table data-grid>: every input or select in it is a cell. The table of allocations and the return
// form both use it; docs/pages.md says what it promises. It only moves, pastes, undoes and tidies numbers: sums belong to
// the page, judgement (is 无 a number?) to the server.

const KEEP = 200; // steps of undo: more than anyone remembers, little memory

/** The digits that a person meant: full width, thousands and spaces read; anything that is no number comes back as typed. */
export function asTyped(text) {
  const half = text.normalize("NFKC").replace(/[−–—]/g, "-").replace(/，/g, ",").replace(/\s/g, "");
  // 1,2 may be a decimal comma or two numbers: only whole groups of three are thousands.
  const number = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?%?$/;
  if (!number.test(half) || !/\d/.test(half)) return text;
  return half.replace(/[,+]/g, "");
}

/** What Excel or WPS puts on the clipboard, as rows of cells. A cell with a line break or a tab stands in quotes. */
export function parseBlock(text) {
  const rows = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i];
    const row = rows.at(-1);
    const atStart = row.at(-1) === "" && !quoted;
    if (quoted && char === '"' && source[i + 1] === '"') {
      row[row.length - 1] += '"';
      i += 1;
    } else if (quoted && char === '"') quoted = false;
    else if (char === '"' && atStart) quoted = true;
    else if (char === "\t" && !quoted) row.push("");
    else if (char === "\n" && !quoted) rows.push([""]);
    else row[row.length - 1] += char;
  }
  return rows;
}

const CELL = "input:not([type=hidden]), select";
const isNumber = (text) => /^-?[\d.]+%?$/.test(asTyped(text));
const editable = (cell) => cell && !cell.disabled && !cell.readOnly;
const isText = (cell) => cell.matches("input:not([type=checkbox], [type=radio])");

class Grid {
  constructor(table) {
    this.table = table;
    this.done = [];
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("focusin", (event) => this.onEnter(event));
    table.addEventListener("change", (event) => this.onChange(event));
    table.addEventListener("input", (event) => this.onInput(event));
  }

  /** Rows of cells by column. Read anew each time: htmx may have put in another row. */
  map() {
    const rows = [];
    for (const row of this.table.rows) {
      const cells = [];
      let column = 0;
      for (const box of row.cells) {
        const inputs = box.querySelectorAll(CELL);
        inputs.forEach((input, i) => {
          cells[column + i] = input;
        });
        column += Math.max(box.colSpan, inputs.length);
      }
      if (cells.length) rows.push(cells);
    }
    return rows;
  }

  find(cell, rows = this.map()) {
    const row = rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : { rows, row, column: rows[row].indexOf(cell) };
  }

  onEnter({ target }) {
    if (!target.matches(CELL)) return;
    this.before = target.value;
    if (isText(target)) target.select(); // typing replaces, as in a spreadsheet
  }

  go(cell, byRow, byColumn) {
    const place = this.find(cell);
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

  end(cell, last) {
    const place = this.find(cell);
    const open = place.rows[place.row].filter((each) => each && !each.disabled);
    (last ? open.at(-1) : open[0])?.focus();
  }

  onKey(event) {
    const { target: cell, key } = event;
    if (event.isComposing || !cell.matches(CELL)) return;
    if (this.act(event, cell, key)) event.preventDefault();
  }

  /** True when the key was ours. */
  act(event, cell, key) {
    if (event.ctrlKey || event.metaKey) {
      if (key === "Home" || key === "End") {
        this.end(cell, key === "End");
        return true;
      }
      return key.toLowerCase() === "z" && !event.shiftKey && this.undo(cell);
    }
    if (event.altKey) return false;
    if (key === "Enter") {
      this.go(cell, event.shiftKey ? -1 : 1, 0);
      return true;
    } // never submits half a table
    if (key === "Escape" && cell.value !== this.before) {
      this.put([[cell, this.before]]);
      this.tell([cell], "undo");
      return true;
    }
    if (event.shiftKey || !isText(cell)) return false; // a select keeps its own arrows
    if (key === "ArrowUp") return this.go(cell, -1, 0) || true;
    if (key === "ArrowDown") return this.go(cell, 1, 0) || true;
    if (key === "ArrowLeft" && atEdge(cell, 0)) return this.go(cell, 0, -1);
    if (key === "ArrowRight" && atEdge(cell, cell.value.length)) return this.go(cell, 0, 1);
    return false;
  }

  onInput({ target }) {
    if (target.matches(CELL)) this.tell([target], "type", "grid:input");
  }

  onChange({ target }) {
    if (!target.matches(CELL)) return;
    if (isText(target) && target.dataset.text === undefined) target.value = asTyped(target.value);
    // isText has the value from when the focus came; a select changes in one step and had it then as well.
    if (target.value !== this.before) this.remember([[target, this.before ?? ""]]);
    this.before = target.value;
    this.tell([target], "type");
  }

  onPaste(event) {
    if (!event.target.matches(CELL)) return;
    const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (block.length === 1 && block[0].length === 1) return; // one value: the browser pastes it into the text
    event.preventDefault();
    const changes = this.spread(event.target, block);
    if (!changes.length) return;
    this.remember(changes.map(([cell]) => [cell, cell === event.target ? this.before : cell.value]));
    this.put(changes);
    this.tell(
      changes.map(([cell]) => cell),
      "paste",
    );
  }

  /** Which cells the block falls on. Read-only cells use up their value, so that the columns stay in line. */
  spread(start, block) {
    const { rows, row, column } = this.find(start);
    const changes = [];
    const below = rows.slice(row).filter((cells) => cells[column]); // a note under its row takes no line of the block
    const lines = this.named(block, rows) ?? block.map((values, down) => [below[down], values]);
    for (const [cells, values] of lines)
      values.forEach((value, right) => {
        const cell = cells?.[column + right];
        // A second way of typing the same number takes no value of its own from a block.
        if (!editable(cell) || (right && cell.dataset.aside !== undefined)) return;
        const text = cell.dataset.text === undefined && isText(cell) ? asTyped(value.trim()) : value.trim();
        changes.push([cell, text]);
      });
    return changes;
  }

  /** A block whose first column holds codes of rows (data-cell) goes to those rows, whatever stands between: an office's
   * own list has lines that this table has not. Columns of words are passed over; more numbers than can be meant: null. */
  named(block, rows) {
    const known = new Map(rows.map((cells) => [cells.find(Boolean).closest("tr").dataset.cell, cells]));
    if (!block.some(([code]) => known.has(code.trim()))) return null;
    const columns = [...Array(Math.max(...block.map((values) => values.length))).keys()].slice(1).filter((at) => {
      const filled = block.map((values) => values[at]?.trim()).filter(Boolean);
      return filled.length && filled.every(isNumber);
    });
    if (columns.length < 1 || columns.length > 2) return null;
    return block
      .filter(([code]) => known.has(code.trim()))
      .map((values) => [known.get(values[0].trim()), columns.map((at) => values[at] ?? "")]);
  }

  put(changes) {
    for (const [cell, value] of changes) cell.value = value;
    const here = changes.find(([cell]) => cell === document.activeElement);
    if (here) this.before = here[0].value;
  }

  remember(step) {
    this.done.push(step);
    if (this.done.length > KEEP) this.done.shift();
  }

  /** Undo of what is finished; while a cell is being typed in, Ctrl+Z is the browser's own, inside that cell. */
  undo(cell) {
    if (cell.value !== this.before) return false;
    const step = this.done.pop();
    if (!step) return false;
    this.put(step);
    step[0][0].focus();
    this.tell(
      step.map(([each]) => each),
      "undo",
    );
    return true;
  }

  tell(inputs, cause, name = "grid:change") {
    if (name === "grid:change" && cause !== "type") {
      // The form's own listeners (unsaved work, saving by itself) hear of cells that no key was pressed in.
      inputs[0].form?.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.table.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { inputs, cause } }));
  }
}

/** The caret is at this end, or everything is selected (as after moving in): then an arrow leaves the cell. */
function atEdge(cell, end) {
  if (cell.selectionStart === null) return true;
  const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  return all || (cell.selectionStart === end && cell.selectionEnd === end);
}

for (const table of document.querySelectorAll("table[data-grid]")) new Grid(table);
