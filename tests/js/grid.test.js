// The keyboard grid: moving, pasting, undoing, normalizing numbers, and the events that it sends.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "./page.js";

openPage("");

// Three rows of: a number, a number that may be read-only, a ratio of two numbers, a choice, a text; then a note below.
const row = (n, more = "") => `<tr data-cell="L0${n}"><th>L0${n}</th><td><input id="a${n}" value="${n}"></td>
  <td><input id="b${n}" ${more}></td><td><input id="c${n}"><input id="d${n}" data-aside></td>
  <td><select id="s${n}"><option>x<option>y</select></td><td><input id="t${n}" data-text></td></tr>`;
const TABLE = `<form id="form"><table data-grid><tr><th>head</th></tr>
  ${row(1)}<tr><td colspan="6"><input id="note"></td></tr>${row(2, "readonly")}${row(3, "disabled")}</table></form>`;

let events;
let imports = 0;
let grid;

beforeEach(async () => {
  document.body.innerHTML = TABLE;
  imports += 1; // a module of its own, which attaches to the tables of now
  grid = await import(`../../static/pages/grid.js?${imports}`);
  events = [];
  const record = ({ type, detail }) => events.push([type, detail.cause, detail.inputs.map((input) => input.id)]);
  for (const name of ["grid:change", "grid:input"]) document.querySelector("table").addEventListener(name, record);
});

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

for (const [typed, expected] of [
  ["１２，３４５", "12345"],
  ["1,234.50", "1234.50"],
  ["12,34", "12,34"],
  ["1 234", "1234"],
  ["+7", "7"],
  ["−5", "-5"],
  ["70%", "70%"],
  [".5", ".5"],
  ["无", "无"],
  ["约30", "约30"],
  ["-", "-"],
  ["", ""],
]) {
  test(`“${typed}” is read as “${expected}”`, () => {
    assert.equal(grid.normalizeNumber(typed), expected);
    type("a1", typed);
    finish("a1");
    assert.deepEqual(values("a1"), [expected]);
    assert.deepEqual(events, [
      ["grid:input", "type", ["a1"]],
      ["grid:change", "type", ["a1"]],
    ]);
  });
}

test("a text is left as it is typed", () => {
  type("t1", "1,234");
  finish("t1");
  assert.deepEqual(values("t1"), ["1,234"]);
});

test("a block is pasted around cells that cannot be edited, and announced once", () => {
  assert.equal(paste("b1", "１０\t20\t\t\r\n11\t21\t\t\r\n12\t22\r\n13\t23\r\n"), true);
  assert.deepEqual(values("b1", "c1", "b2", "c2", "b3", "c3"), ["10", "20", "", "21", "", "22"]);
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

test("a block that begins with codes goes to the rows of those codes", () => {
  paste("c1", "L03\t培训\t30\nL99\t走访\t99\nL01\t救助\t10");
  assert.deepEqual(values("c1", "c2", "c3"), ["10", "", "30"]);
});

test("more columns of numbers than a row has are no rows by code", () => {
  paste("t1", "L01\t1\t2\t3");
  assert.deepEqual(values("t1"), ["L01"]);
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
  test(`the clipboard ${JSON.stringify(text)}`, () => assert.deepEqual(grid.parseBlock(text), rows));
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
