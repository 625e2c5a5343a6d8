// The keyboard grid: moving, pasting, undoing, normalizing numbers, and the events that it sends.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { parseBlock, placeBlock, readNumber } from "../../static/pages/paste.js";
import { openPage } from "./page.js";

openPage("");

// Three rows of: a number, a number that may be read-only, a ratio of two numbers, a choice, a text; then a note below.
const row = (
  n,
  more = "",
) => `<tr data-cell="L0${n}" data-names="name ${n}"><th>L0${n}</th><td><input id="a${n}" value="${n}"></td>
  <td><input id="b${n}" ${more}></td><td><input id="c${n}"><input id="d${n}" data-aside></td>
  <td><select id="s${n}"><option>x<option>y</select></td><td><input id="t${n}" data-text></td></tr>`;
const TABLE = `<form id="form"><table data-grid data-word-pasted="filled {n}." data-word-unused=" unused {m}: {lines}"
  data-word-paste-text="words" data-word-paste-columns="columns" data-word-paste-none="none">
  <thead><tr><th>head</th></tr></thead>
  ${row(1)}<tr><td colspan="6"><input id="note"></td></tr>${row(2, "readonly")}${row(3, "disabled")}</table></form>`;

let events;
let imports = 0;

beforeEach(async () => {
  document.body.innerHTML = TABLE;
  imports += 1; // a module of its own, which attaches to the tables of now
  await import(`../../static/pages/grid.js?${imports}`);
  events = [];
  const record = ({ type, detail }) => events.push([type, detail.cause, detail.inputs.map((input) => input.id)]);
  for (const name of ["grid:change", "grid:input"]) document.querySelector("table").addEventListener(name, record);
});

const notice = () => document.querySelector(".grid-notice")?.textContent;
const cell = (id) => document.getElementById(id);
const values = (...ids) => ids.map((id) => cell(id).value);

/** Presses a key in the focused element; whether the grid has taken it from the browser. */
function press(key, modifiers = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
  document.activeElement.dispatchEvent(event);
  return event.defaultPrevented;
}

function type(id, text) {
  cell(id).focus();
  cell(id).value = text;
  cell(id).dispatchEvent(new Event("input", { bubbles: true }));
}

function finish(id) {
  cell(id).dispatchEvent(new Event("change", { bubbles: true }));
}

function paste(id, text) {
  cell(id).focus();
  const event = new Event("paste", { bubbles: true, cancelable: true });
  event.clipboardData = { getData: (kind) => (kind === "text/plain" ? text : "") };
  cell(id).dispatchEvent(event);
  return event.defaultPrevented;
}

for (const [start, key, modifiers, end] of [
  ["a1", "ArrowDown", {}, "a2"], // over the note, which has no such column
  ["b1", "ArrowDown", {}, "b2"], // read-only cells take the focus
  ["b2", "ArrowDown", {}, "b2"], // a disabled cell does not, and below it the table ends
  ["a1", "ArrowUp", {}, "a1"],
  ["a2", "Enter", {}, "a3"],
  ["a3", "Enter", { shiftKey: true }, "a2"],
  ["a1", "ArrowRight", {}, "b1"],
  ["c1", "ArrowRight", {}, "d1"],
  ["a3", "ArrowRight", {}, "c3"],
  ["b1", "ArrowLeft", {}, "a1"],
  ["a1", "ArrowLeft", {}, "a1"],
  ["s1", "ArrowDown", {}, "s1"],
  ["c2", "Home", { ctrlKey: true }, "a2"],
  ["a2", "End", { ctrlKey: true }, "t2"],
  ["b1", "ArrowDown", { isComposing: true }, "b1"],
  ["b1", "ArrowDown", { altKey: true }, "b1"],
]) {
  test(`${Object.keys(modifiers)} ${key} in ${start} leads to ${end}`, () => {
    cell(start).focus();
    press(key, modifiers);
    assert.equal(document.activeElement.id, end);
  });
}

test("an arrow stays inside a text until the caret is at its end", () => {
  type("a1", "123");
  cell("a1").setSelectionRange(1, 1);
  assert.equal(press("ArrowRight"), false);
  assert.equal(document.activeElement.id, "a1");
  cell("a1").setSelectionRange(3, 3);
  assert.equal(press("ArrowRight"), true);
  assert.equal(document.activeElement.id, "b1");
});

test("Enter never submits the form, even in the last row", () => {
  cell("a3").focus();
  assert.equal(press("Enter"), true);
});

test("a choice and a checkbox keep their own keys", () => {
  cell("s1").focus();
  assert.equal(press("ArrowDown"), false);
});

for (const typed of ["１２，３４５", "1,234.50", "12①", "5²", "12 34", "3 5", "1 234", "70%", "无", "约30", "-", ""]) {
  test(`“${typed}” stays as it is typed`, () => {
    type("a1", typed);
    finish("a1");
    assert.deepEqual(values("a1"), [typed]);
    assert.deepEqual(events, [
      ["grid:input", "type", ["a1"]],
      ["grid:change", "type", ["a1"]],
    ]);
  });
}

for (const [typed, read] of [
  ["１２，３４５", "12345"],
  ["1,234.50", "1234.50"],
  ["1 234 567", "1234567"],
  ["1\u00a0234", "1234"],
  ["1\u2009234.5", "1234.5"],
  ["\u200b12\u200b3\ufeff", "123"],
  ["+7", "7"],
  ["−5", "-5"],
  [".5", ".5"],
  ...["12①", "5²", "12 34", "3 5", "1 2", "12,34", "70%", "无", "-", "约30", "", "1e3"].map((text) => [text, null]),
]) {
  test(`“${typed}” is read as “${read}” where a page reckons with it`, () => assert.equal(readNumber(typed), read));
}

test("a text is left as it is typed", () => {
  type("t1", "1,234");
  finish("t1");
  assert.deepEqual(values("t1"), ["1,234"]);
});

test("a block is pasted around cells that cannot be edited, and announced once", () => {
  assert.equal(paste("b1", "１０\t20\t\t\r\n11\t21\t\t\r\n12\t22\r\n13\t23\r\n"), true);
  assert.deepEqual(values("b1", "c1", "b2", "c2", "b3", "c3"), ["１０", "20", "", "21", "", "22"]);
  const [[name, cause, inputs], ...more] = events;
  assert.deepEqual([name, cause, more], ["grid:change", "paste", []]);
  assert.equal(inputs.includes("b2") || inputs.includes("b3"), false);
});

test("the form gets one input event for what is typed, and one for what is pasted", () => {
  let count = 0;
  cell("form").addEventListener("input", () => {
    count += 1;
  });
  type("a1", "7");
  finish("a1");
  assert.equal(count, 1);
  paste("b1", "1\t2");
  assert.equal(count, 2);
});

test("a single value is left to the browser", () => {
  assert.equal(paste("a1", "5\n"), false);
  assert.deepEqual([values("a1"), events], [["1"], []]);
});

test("a second way of typing a number takes no value of a block", () => {
  paste("c1", "1\t2\ty");
  assert.deepEqual(values("c1", "d1", "s1"), ["1", "", "y"]);
});

for (const [what, text, expected, said] of [
  ["codes", "L03\t培训\t30\nL99\t走访\t99\nL01\t救助\t10", ["10", "", "30"], "filled 2. unused 1: L99"],
  [
    "a header line, and a dash",
    "编号\t目标\t本期\nL01\t救助\t10\nL02\t走访\t—\nL03\t培训\t30",
    ["10", "", "30"],
    "filled 2.",
  ],
  ["names", "name 2\t人次\t7\n合计\t\t7", ["", "7", ""], "filled 1. unused 1: 合计"],
  ["numbers before the codes", "1\tL02\t20\n2\tL03\t30", ["", "20", "30"], "filled 2."],
  ["a footnote", "L01\t救助\t1①\nL02\t走访\t2", ["1①", "2", ""], "filled 2."],
  ["a code and the name of another row", "L01\tname 2\t5\nL03\tname 3\t6", ["", "", "6"], "filled 1. unused 1: L01"],
  ["no numbers", "L01\t救助\nL02\t走访", ["", "", ""], "none"],
  ["unknown codes", "K01\t救助\t10\nK02\t走访\t20", ["", "", ""], "words"],
]) {
  test(`a block with ${what} goes to the rows that it names`, () => {
    paste("c1", text);
    assert.deepEqual([values("c1", "c2", "c3"), notice()], [expected, said]);
  });
}

test("of two columns of numbers the head says which is meant, else none is taken", () => {
  document.querySelector("table").dataset.byRow = "本期|本月";
  for (const id of ["b1", "c1", "s1", "b2", "c2", "s2"]) cell(id).remove();
  paste("a1", "L01\t200\t10\nL02\t300\t20");
  assert.deepEqual([values("a1", "a2", "d1"), notice()], [["1", "2", ""], "columns"]);
  paste("d1", "编号\t任务数\t本月完成\nL01\t200\t10\nL02\t300\t20");
  assert.deepEqual([values("a1", "a2", "d1"), notice()], [["10", "20", ""], "filled 2."]);
});

test("a header line above numbers alone is left out", () => {
  paste("c1", "本期\n10\n—\n30\n40");
  assert.deepEqual([values("c1", "c2", "c3"), notice()], [["10", "", "30"], "filled 2. unused 1: 40"]);
});

test("heads name the columns where a table has several", () => {
  document.querySelector("thead tr").innerHTML =
    '<th></th><th data-cell="A1"></th><th data-cell="A2" data-names="b"></th>';
  paste("a1", "单位\tb\tA1\nL01\t5\t6\nname 3\t7\t8");
  assert.deepEqual(values("a1", "b1", "a3"), ["6", "5", "8"]);
});

test("a line break inside a cell never joins two numbers", () => {
  paste("a1", '"1\n2"\t"3\n456"\n7\t8');
  assert.deepEqual(values("a1", "b1"), ["1 / 2", "3 / 456"]);
});

test("Enter in the last row finishes what was typed there", () => {
  type("c3", "7");
  let left = 0;
  cell("c3").addEventListener("blur", () => {
    left += 1;
  });
  press("Enter");
  assert.deepEqual([left, document.activeElement.id], [1, "c3"]);
});

test("a key of an input method is left to it, also where only its code says so", () => {
  type("a1", "ni");
  assert.equal(press("Enter", { keyCode: 229 }), false);
  assert.equal(document.activeElement.id, "a1");
});

for (const [text, rows] of [
  [
    "1\t2\r\n3\t4\r\n",
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  ['"a\nb"\t"c\td"', [["a\nb", "c\td"]]],
  ['"a ""b"" c"\tx', [['a "b" c', "x"]]],
  ['5"\t""', [['5"', ""]]],
  ["", [[""]]],
]) {
  test(`the clipboard ${JSON.stringify(text)}`, () => assert.deepEqual(parseBlock(text), rows));
}

test("undo takes back a paste, then what was typed before it", () => {
  type("a1", "7");
  finish("a1");
  paste("a1", "8\t9\n8\t9\n8\t9");
  assert.deepEqual(values("a1", "a2", "a3"), ["8", "8", "8"]);
  press("z", { ctrlKey: true });
  assert.deepEqual(values("a1", "b1", "a2"), ["7", "", "2"]);
  assert.equal(press("z", { ctrlKey: true }), true);
  assert.deepEqual(values("a1"), ["1"]);
  assert.equal(press("z", { ctrlKey: true }), false, "nothing is left to undo");
  assert.equal(events.at(-1)[1], "undo");
});

test("undo of a paste restores the value from before the typing that it replaced", () => {
  type("a1", "7");
  paste("a1", "8\t9");
  press("z", { ctrlKey: true });
  assert.deepEqual(values("a1"), ["1"]);
});

test("while a cell is being typed in, Ctrl+Z is the browser's", () => {
  type("a1", "7");
  finish("a1");
  type("a1", "78");
  assert.equal(press("z", { ctrlKey: true }), false);
  assert.deepEqual(values("a1"), ["78"]);
});

test("two hundred steps can be undone, and no more", () => {
  for (let i = 1; i <= 201; i += 1) {
    type("t1", `text ${i}`);
    finish("t1");
  }
  for (let i = 0; i < 200; i += 1) assert.equal(press("z", { ctrlKey: true }), true);
  assert.equal(press("z", { ctrlKey: true }), false);
  assert.deepEqual(values("t1"), ["text 1"]);
});

test("Escape gives a cell the value that it had when the focus came", () => {
  type("a2", "99");
  assert.equal(press("Escape"), true);
  assert.deepEqual(values("a2"), ["2"]);
  assert.equal(press("Escape"), false, "there is nothing to take back");
});

test("the file of a breakdown, pasted back, fills the same cells by code and head", async () => {
  const head = (code, name) => `<th data-cell="${code}" data-names="${name}">${code}</th>`;
  const line = (code, name, ...texts) =>
    `<tr data-cell="${code}" data-names="${name}县妇联|${name}县"><th>${name}</th>${texts
      .map((text, i) => `<td><input id="${name}${i}" value="${text}"></td>`)
      .join("")}</tr>`;
  document.body.innerHTML = `<table data-grid data-word-pasted="filled {n}." data-word-unused=" unused {m}: {lines}">
    <thead><tr><th>单位</th>${head("L01", "培训 人数")}${head("L02", "示范点")}</tr></thead><tbody>
    ${line("530923000000", "永德", "12", "")}${line("530924000000", "镇康", "3", "0.5")}</tbody></table>`;
  const block = parseBlock(
    "代码\t单位\tL01 培训 人数\tL02 示范点\n530923000000\t永德县妇联\t12\t\n530924000000\t镇康县妇联\t3\t0.5\n",
  );
  const table = document.querySelector("table");
  const rows = [...table.tBodies[0].rows].map((each) => [undefined, ...each.querySelectorAll("input")]);
  const placed = placeBlock(block, table, { rows, row: 0, column: 1 });
  assert.deepEqual(
    placed.changes.map(([input, value]) => [input.id, value]),
    [
      ["永德0", "12"],
      ["镇康0", "3"],
      ["镇康1", "0.5"],
    ],
  );
  assert.deepEqual([placed.unused, placed.refused], [[], ""]);
});
