// A cell of a return: what belongs to it, fields that depend on each other, not applicable, and exact sums.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage } from "./page.js";
import { CONTENT, PAGE } from "./return_page.js";

openPage(PAGE);
const { ReturnCell } = await import("../../static/returns/return_cell.js");
const { add, groupThousands, subtract } = await import("../../static/returns/return_fields.js");

const cellAt = (code) => new ReturnCell(document.getElementById(`cell-${code}`));

beforeEach(() => {
  document.getElementById("return").innerHTML = CONTENT;
});

test("the details of a figure are made when they are first wanted", () => {
  const cell = cellAt("L01");
  assert.equal(cell.field("note"), undefined);
  assert.equal(cell.content().na, false);
  cell.toggleDetails();
  assert.equal(cell.details.hidden, false);
  assert.equal(cell.details.querySelector("[data-fact] span").textContent, "persons once a year");
  assert.equal(cell.field("note").getAttribute("aria-label"), "L01 note");
  cell.toggleDetails();
  assert.deepEqual([cell.details.hidden, cell.field("note").disabled], [true, true]);
  assert.equal(document.querySelectorAll("tr.more").length, 1);
});

test("not applicable empties and locks the number, and gives it back", () => {
  const cell = cellAt("L01");
  cell.field("value").value = "88";
  cell.toggleDetails();
  cell.field("na").checked = true;
  cell.applyNotApplicable();
  const { value, readOnly, placeholder } = cell.field("value");
  assert.deepEqual([value, readOnly, placeholder], ["", true, "not applicable"]);
  cell.field("na").checked = false;
  cell.applyNotApplicable();
  assert.deepEqual([cell.field("value").value, cell.field("value").readOnly], ["88", false]);
});

test("what was added and the running total follow each other, exactly", () => {
  const cell = cellAt("L02");
  cell.addedField.value = "0.7";
  cell.updateDependentFields(cell.addedField);
  assert.equal(cell.field("value").value, "101.2");
  cell.field("value").value = "1,234,100.6";
  cell.updateDependentFields(cell.field("value"));
  assert.equal(cell.addedField.value, "1234000.1");
  assert.equal(cell.element.querySelector(".to-date").textContent, "1,234,100.6");
});

test("what is not a number is copied as it is, for the server to refuse", () => {
  const cell = cellAt("L02");
  cell.addedField.value = "约30";
  cell.updateDependentFields(cell.addedField);
  assert.equal(cell.field("value").value, "约30");
});

test("the server's values leave alone what was typed meanwhile", () => {
  const cell = cellAt("L01");
  const sent = { ...cell.content(), value: "88" };
  cell.field("value").value = "889";
  cell.fill({ version: 2, at: "", value: "88" }, sent);
  assert.equal(cell.field("value").value, "889");
  cell.fill({ version: 2, at: "", value: "70", note: "twice" });
  assert.deepEqual([cell.field("value").value, cell.field("note").value], ["70", "twice"]);
});

test("an explanation of the server is shown as text, never as markup", () => {
  const cell = cellAt("L01");
  cell.showConflict({ version: 2, at: "", value: "<b>1</b>" }, "<i>Li Min</i>", () => {});
  assert.equal(cell.element.querySelector("[data-conflict] :is(b, i)"), null);
});

for (const [left, right, sum, difference] of [
  ["0.1", "0.2", "0.3", "-0.1"],
  ["1", "", "1", "1"],
  ["", "1", null, null],
  ["-2.50", "2.5", "0", "-5"],
  ["12①", "1", null, null],
  ["3 5", "1", null, null],
  ["1 234", "1", "1235", "1233"],
  ["１，２００", "0.05", "1200.05", "1199.95"],
  ["9007199254740993", "1", "9007199254740994", "9007199254740992"],
  ["无", "1", null, null],
  [undefined, "1", null, null],
]) {
  test(`${left} and ${right}: ${sum}, ${difference}`, () => {
    assert.deepEqual([add(left, right), subtract(left, right)], [sum, difference]);
  });
}

test("while it is not saved, what stands beside a cell is marked as of before", () => {
  const cell = cellAt("L01");
  const marks = ["typing", "refused", "conflict", "saved"].map((status) => {
    cell.showStatus(status, "");
    return cell.element.classList.contains("is-stale");
  });
  assert.deepEqual(marks, [true, true, true, false]);
});

for (const status of ["refused", "conflict"]) {
  test(`while its number is ${status}, the total to date is what is saved`, () => {
    const cell = cellAt("L02");
    const toDate = cell.element.querySelector(".to-date");
    toDate.textContent = "100.5";
    cell.field("value").value = "900";
    cell.updateDependentFields(cell.field("value"));
    assert.equal(toDate.textContent, "900");
    cell.showStatus(status, "");
    assert.equal(toDate.textContent, "100.5");
    cell.field("value").value = "9①";
    cell.updateDependentFields(cell.field("value"));
    assert.equal(toDate.textContent, "100.5");
  });
}

test("thousands are grouped for reading", () => {
  assert.deepEqual(["1234567.5", "-1000", "999", "0.1234567"].map(groupThousands), [
    "1,234,567.5",
    "−1,000",
    "999",
    "0.1234567",
  ]);
});

test("the first blank field of a cell", () => {
  const cell = cellAt("L01");
  assert.equal(cell.blankField.name, "value");
  cell.field("value").value = "5";
  cell.showRequired();
  assert.deepEqual([cell.blankField, cell.element.classList.contains("is-blank")], [undefined, false]);
  cell.toggleDetails();
  cell.field("na").checked = true;
  assert.equal(cell.blankField.name, "reason");
});
