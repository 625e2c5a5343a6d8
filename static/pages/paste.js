// Where a block from Excel or WPS goes in a grid. A block that names the rows (by codes or names) goes to those rows,
// whatever else it carries: a header line, names, units. Any other block goes cell by cell from where the paste began.
// Nothing is guessed: of several columns of numbers that could be meant none is taken, and words are refused.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextCell */
/** @typedef {TextCell | HTMLSelectElement} GridCell */
/** @typedef {[cell: GridCell, value: string]} CellValue a cell and the value to give it */
/** @typedef {(GridCell | undefined)[]} RowCells the cells of a row by column, with gaps */
/** @typedef {{rows: RowCells[], row: number, column: number}} Place where the paste begins */
/**
 * @typedef {{changes: CellValue[], unused: string[], refused: "" | "text" | "columns" | "none"}} Placement
 *   unused: the beginnings of lines that went nowhere; refused: why nothing is pasted
 */

// --- numbers as people type them ---
// For what a page shows before it is saved (a remainder, what was added), and to tell numbers from words. The server
// decides: it is sent what was typed. Here the rules of targets/values/typed_numbers.py stand once more, and a test puts
// the same texts to both. Where this reads nothing, a page shows nothing.

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const GROUPING_BLANK = /(?<=\d)[ '](?=\d{3}(\D|$))/g; // other blanks of a fixed width become this one
const NUMBER = /^[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)$/;
const MARKS = new Set(["无", "没有", "暂无", "/", "-", "—", "——"]); // neither a number nor a blank: zero, or unknown?

/** @param {string} text */
const makePlain = (text) => text.replace(INVISIBLE, "").normalize("NFKC").trim().replaceAll("−", "-");

/**
 * @param {string} text
 * @param {string} [unit] the one that may stand behind the number
 * @returns {string | null} "12345.60" for "１２，３４５.60"; null for blank and for what is no number, as 12① or 12 34
 */
export function readNumber(text, unit = "") {
  if (/\p{No}/u.test(text)) return null; // a mark beside the number; made plain it would be a digit of it
  let plain = makePlain(text).replace(GROUPING_BLANK, ",");
  const plainUnit = makePlain(unit);
  if (plainUnit && plain.endsWith(plainUnit)) plain = plain.slice(0, -plainUnit.length).replace(/[ \t\n\r\f\v]+$/, "");
  return NUMBER.test(plain) ? plain.replace(/[,+]/g, "") : null;
}

/** Whether nothing visible is there. @param {string} text */
export const isBlank = (text) => makePlain(text) === "";

/** Whether a text says that there is no number, as a dash does. @param {string} text */
export const isMark = (text) => MARKS.has(makePlain(text));

// --- cells ---

export const CELL = "input:not([type=hidden]), select, textarea[data-cell]"; // any other textarea is a box beside the cells
const SHORTEST_NUMERIC_CODE = 6; // digits: a shorter one could be a value of the block
const NOT_APPLICABLE = /^(不适用|n\/?a)/i;

/** @param {EventTarget | null} target @returns {target is GridCell} */
export const isCell = (target) =>
  (target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement) &&
  target.matches(CELL);

/** @param {GridCell | undefined} cell @returns {cell is GridCell} */
const isEditable = (cell) =>
  Boolean(cell && !cell.disabled && !(!(cell instanceof HTMLSelectElement) && cell.readOnly));

/** @param {GridCell} cell @returns {cell is TextCell} */
export const isTextInput = (cell) => cell.matches("input:not([type=checkbox], [type=radio]), textarea");

/** @param {GridCell | undefined} cell */
const takesNumbers = (cell) => Boolean(cell && isTextInput(cell) && cell.dataset.text === undefined);

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

/** A value, a dash or nothing: what a column of numbers may hold. @param {string} text */
const hasValue = (text) => !isBlank(text) && !isMark(text);

/** A word, as opposed to a number with something beside it (约60), which its cell refuses. @param {string} text */
const isWord = (text) => hasValue(text) && !NOT_APPLICABLE.test(text.trim()) && !/^[^a-z]*\d/i.test(text.trim());

/** A text for comparing codes and names. @param {string | undefined} text */
const fold = (text = "") =>
  text
    .normalize("NFKC")
    .replace(/[\s\u200b-\u200f\ufeff]/g, "")
    .toLowerCase();

/**
 * The text that a cell gets. A browser drops the line breaks of a value, which would join two numbers to one. A choice
 * may be pasted as it reads.
 * @param {GridCell} cell
 * @param {string} value
 */
function textFor(cell, value) {
  const text = value.trim().replace(/\s*[\r\n]+\s*/g, takesNumbers(cell) ? " / " : " ");
  if (!(cell instanceof HTMLSelectElement)) return text;
  return [...cell.options].find((option) => option.text.trim() === text)?.value ?? text;
}

/** The codes and names of a row of the table, or of a column head. @param {HTMLElement | null | undefined} element */
function keysOf(element) {
  const { cell = "", name = "", names = "" } = element?.dataset ?? {};
  const alone = name.startsWith(cell) ? name.slice(cell.length) : name; // a name may begin with its code
  const keys = [cell, ...[alone, ...names.split("|")].flatMap((each) => [each, cell + each])].map(fold);
  return keys.filter((key) => key && (readNumber(key) === null || key.length >= SHORTEST_NUMERIC_CODE));
}

/**
 * @template T
 * @param {[keys: string[], value: T][]} entries
 * @returns {Map<string, T | undefined>} undefined for a key that two values share
 */
function indexByKey(entries) {
  const index = new Map();
  for (const [keys, value] of entries) {
    for (const key of new Set(keys)) index.set(key, index.has(key) ? undefined : value);
  }
  return index;
}

/** @typedef {{values: string[], row: RowCells}} NamedLine a line of a block, and the row that it names */

/**
 * The lines that name a row, by the column that names most. A line that names two rows, by its code and by its name,
 * names none.
 * @param {string[][]} block
 * @param {RowCells[]} rows
 * @returns {{lines: NamedLine[], column: number} | null}
 */
function findNamedLines(block, rows) {
  const index = indexByKey(rows.map((cells) => [keysOf(cells.find(Boolean)?.closest("tr")), cells]));
  const width = Math.max(...block.map((values) => values.length));
  const counts = [...Array(width).keys()].map((column) => block.filter((line) => index.get(fold(line[column]))).length);
  const most = Math.max(...counts);
  if (!most) return null;
  const column = counts.indexOf(most);
  const lines = block.flatMap((values) => {
    const row = index.get(fold(values[column]));
    const others = values.map((value) => index.get(fold(value))).filter((each) => each && each !== row);
    return row && !others.length ? [{ values, row }] : [];
  });
  return { lines, column };
}

/**
 * The columns of a block that hold numbers, right of the column that names the rows.
 * @param {NamedLine[]} lines
 * @param {number} names
 */
function findNumberColumns(lines, names) {
  const width = Math.max(...lines.map(({ values }) => values.length));
  const columns = [...Array(width).keys()].slice(names + 1);
  const texts = (/** @type {number} */ column) => lines.map(({ values }) => values[column] ?? "").filter(hasValue);
  const strict = columns.filter((column) => {
    const found = texts(column);
    return found.length && found.filter((text) => readNumber(text) !== null).length * 2 >= found.length;
  });
  if (strict.length) return strict;
  return columns.filter((column) => texts(column).length && !texts(column).some(isWord));
}

/**
 * The column of the table that each column of a block names in its header line.
 * @param {string[]} header
 * @param {HTMLTableElement} table
 * @param {number[]} columns of the block
 * @returns {Map<number, number>} column of the block: column of the table
 */
function matchHeads(header, table, columns) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const places = new Map();
  const taken = new Set();
  for (const column of columns) {
    const key = fold(header[column]);
    const found = heads.findIndex((head, i) => key && !taken.has(i) && keysOf(head).includes(key));
    if (found < 0) continue;
    taken.add(found);
    places.set(column, found);
  }
  return places;
}

/**
 * The cells of a row that take values from here on; a second way of typing the same number takes none of its own.
 * @param {RowCells} row
 * @param {number} start
 */
const valueCells = (row, start) =>
  row
    .slice(start)
    .filter(
      (cell, i) => cell && (!isTextInput(cell) || takesNumbers(cell)) && !(i && cell.dataset.aside !== undefined),
    );

/**
 * Places the lines that name their rows. In a table with ``data-by-row`` a row has numbers of its own kind, wherever the
 * focus is; otherwise heads say the columns, or the columns begin at the focus.
 * @param {string[][]} block
 * @param {{lines: NamedLine[], column: number}} named
 * @param {HTMLTableElement} table
 * @param {number} start the column of the focus
 * @returns {Placement}
 */
function placeByName(block, { lines, column: names }, table, start) {
  let columns = lines.length ? findNumberColumns(lines, names) : [];
  const used = new Set(lines.map(({ values }) => values));
  const firstUsed = block.findIndex((values) => used.has(values));
  const header =
    block
      .slice(0, Math.max(firstUsed, 0))
      .filter((values) => values.some(isWord))
      .at(-1) ?? [];
  const unused = block.filter(
    (values, i) => !used.has(values) && values.some(hasValue) && !(i < firstUsed && isHeader(values)),
  );
  if (!columns.length) return { changes: [], unused: [], refused: lines.length ? "none" : "text" };
  const heads = matchHeads(header, table, columns);
  const byRow = table.dataset.byRow !== undefined;
  const slotsOf = (/** @type {RowCells} */ row) => valueCells(row, byRow ? 0 : start);
  const overfull = () =>
    lines.some(({ values, row }) => {
      const slots = slotsOf(row);
      return columns.some((column, i) => i >= slots.length && hasValue(values[column] ?? ""));
    });
  if (!heads.size && overfull()) {
    const words = (table.dataset.byRow ?? "").split("|").map(fold);
    columns = columns.filter((column) => words.some((word) => word && fold(header[column]).startsWith(word)));
    if (!columns.length || overfull()) return { changes: [], unused: [], refused: "columns" };
  }
  const changes = lines.flatMap(({ values, row }) => {
    const slots = slotsOf(row);
    return columns.flatMap((column, i) => {
      const cell = heads.size ? row[heads.get(column) ?? -1] : slots[i];
      const value = values[column] ?? "";
      if (!isEditable(cell) || !hasValue(value)) return [];
      /** @type {CellValue[]} */
      const change = [[cell, textFor(cell, value)]];
      return change;
    });
  });
  const locked = lines.filter(
    ({ values, row }) => columns.some((c) => hasValue(values[c] ?? "")) && !row.some(isEditable),
  );
  return { changes, unused: [...unused, ...locked.map(({ values }) => values)].map(beginOf), refused: "" };
}

/** Whether a line has words and no number. @param {string[]} values */
const isHeader = (values) => values.some(isWord) && !values.some((value) => readNumber(value) !== null);

/** How a line is named to the person. @param {string[]} values */
const beginOf = (values) => (values.find((value) => !isBlank(value)) ?? "").trim().slice(0, 20);

/**
 * Places a block cell by cell. Read-only cells use up their value, so that the columns stay aligned; a header line is
 * left out.
 * @param {string[][]} block
 * @param {Place} place
 * @returns {Placement}
 */
function placeByPosition(block, { rows, row, column }) {
  const first = block[0] ?? [];
  const body = block.length > 1 && isHeader(first) ? block.slice(1) : block;
  const rowsBelow = rows.slice(row).filter((cells) => cells[column]); // a note under its row takes no line
  const landing = body.slice(0, rowsBelow.length).flatMap((values, line) =>
    values.flatMap((value, i) => {
      const cell = rowsBelow[line]?.[column + i];
      // A second way of typing the same number takes no value of its own from a block.
      return cell && !(i && cell.dataset.aside !== undefined) ? [{ cell, value }] : [];
    }),
  );
  const numbers = landing.filter(({ cell, value }) => takesNumbers(cell) && hasValue(value));
  if (numbers.length && numbers.filter(({ value }) => isWord(value)).length * 2 >= numbers.length) {
    return { changes: [], unused: [], refused: "text" };
  }
  const changes = landing.flatMap(({ cell, value }) => {
    if (!isEditable(cell) || (takesNumbers(cell) && isMark(value))) return [];
    /** @type {CellValue[]} */
    const change = [[cell, textFor(cell, value)]];
    return change;
  });
  const unused = body.slice(rowsBelow.length).filter((values) => values.some((value) => !isBlank(value)));
  return { changes, unused: unused.map(beginOf), refused: "" };
}

/**
 * Where the values of a block go.
 * @param {string[][]} block
 * @param {HTMLTableElement} table
 * @param {Place} place
 * @returns {Placement}
 */
export function placeBlock(block, table, place) {
  const named = findNamedLines(block, place.rows);
  return named ? placeByName(block, named, table, place.column) : placeByPosition(block, place);
}

/**
 * What became of a paste, in the words of the table (templates/components/_grid_words.html).
 * @param {Placement} placement
 * @param {HTMLTableElement} table
 */
export function describePaste({ changes, unused, refused }, table) {
  const {
    wordPasted = "",
    wordUnused = "",
    wordPasteText = "",
    wordPasteColumns = "",
    wordPasteNone = "",
  } = table.dataset;
  if (refused) return { text: wordPasteText, columns: wordPasteColumns, none: wordPasteNone }[refused];
  const filled = changes.filter(([, value]) => value !== "").length;
  const text = wordPasted.replace("{n}", String(filled));
  if (!unused.length) return text;
  const named = unused.slice(0, 3).join("、") + (unused.length > 3 ? "…" : "");
  return text + wordUnused.replace("{m}", String(unused.length)).replace("{lines}", named);
}
