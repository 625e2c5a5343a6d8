// The shelf: what is kept in this browser until it is saved, for whom and for how long.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { openPage } from "./page.js";

openPage("");
const { Shelf } = await import("../../static/pages/shelf.js");

const DAY = 24 * 3600 * 1000; // ms
const FIGURE = { kind: "figure", code: "L01", version: 3, content: () => ({ value: "88", note: "两期" }) };

beforeEach(() => {
  localStorage.clear();
  mock.timers.enable({ apis: ["Date"], now: Date.UTC(2020, 6, 1) });
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const open = (person = "7", place = "R1") => new Shelf(person, place);

test("what is stored is read with the version that was seen, also by the next page", () => {
  assert.equal(open().store(FIGURE), true);
  assert.deepEqual(open().read(FIGURE), { content: { value: "88", note: "两期" }, seen: 3, at: Date.UTC(2020, 6, 1) });
});

test("the last of what is typed replaces what was stored before", () => {
  const shelf = open();
  shelf.store(FIGURE);
  shelf.store({ ...FIGURE, content: () => ({ value: "89" }) });
  assert.deepEqual(shelf.read(FIGURE).content, { value: "89" });
  assert.equal(localStorage.length, 1);
});

test("nobody reads what another person typed", () => {
  open("7").store(FIGURE);
  assert.equal(open("8").read(FIGURE), null);
});

test("a person of whom the number begins like another's is another person", () => {
  open("7").store(FIGURE);
  assert.equal(open("77").read(FIGURE), null);
});

test("returns, kinds and codes are apart", () => {
  open("7", "R1").store(FIGURE);
  assert.equal(open("7", "R2").read(FIGURE), null);
  assert.equal(open().read({ ...FIGURE, kind: "progress" }), null);
  assert.equal(open().read({ ...FIGURE, code: "L02" }), null);
});

test("what is saved is removed, and nothing beside it", () => {
  const shelf = open();
  shelf.store(FIGURE);
  shelf.store({ ...FIGURE, code: "L02" });
  shelf.remove(FIGURE);
  assert.equal(shelf.read(FIGURE), null);
  assert.notEqual(shelf.read({ ...FIGURE, code: "L02" }), null);
});

test("after sixty days an entry is removed, whoever opens a return", () => {
  open("7").store(FIGURE);
  mock.timers.setTime(Date.UTC(2020, 6, 1) + 60 * DAY - 1);
  assert.notEqual(open("8") && open("7").read(FIGURE), null);
  mock.timers.setTime(Date.UTC(2020, 6, 1) + 60 * DAY);
  open("8");
  assert.equal(localStorage.length, 0);
});

test("an entry that cannot be read is removed; what others store is left", () => {
  localStorage.setItem("fedwork:typed:7:R1:figure:L01", "{half");
  localStorage.setItem("fedwork:typed:7:R1:figure:L02", '{"content": {}}'); // of no known age
  localStorage.setItem("another", "{half");
  const shelf = open();
  assert.equal(shelf.read(FIGURE), null);
  assert.deepEqual(Object.keys(localStorage), ["another"]);
});

test("a browser that stores nothing is told by false, and breaks nothing", () => {
  const full = { setItem: refuse, getItem: refuse, removeItem: refuse };
  const usual = localStorage;
  Object.defineProperty(globalThis, "localStorage", { value: full, configurable: true, writable: true });
  try {
    const shelf = open();
    assert.equal(shelf.store(FIGURE), false);
    assert.equal(shelf.read(FIGURE), null);
    shelf.remove(FIGURE);
  } finally {
    Object.defineProperty(globalThis, "localStorage", { value: usual, configurable: true, writable: true });
  }
});

function refuse() {
  throw new Error("storage is forbidden");
}
