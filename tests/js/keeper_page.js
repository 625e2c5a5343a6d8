// The page on which the keeper is tried: its cells, a server, and what a person does there.

import { afterEach, beforeEach, mock } from "node:test";
import { FakeServer, openPage, settle } from "./page.js";
import { CONTENT, PAGE } from "./return_page.js";

openPage(PAGE);
const { ReturnCell } = await import("../../static/returns/return_cell.js");
const { Keeper } = await import("../../static/returns/return_keeper.js");
const { Shelf } = await import("../../static/pages/shelf.js");

export const form = document.getElementById("return");
export let server;
export let cells;
export let keeper;

/** The page is opened: cells from the markup, and a keeper for them. */
export function open(person = "7", version = 1) {
  form.innerHTML = CONTENT;
  document.getElementById("cell-L01").dataset.version = String(version);
  cells = Object.fromEntries(
    [...form.querySelectorAll("[data-save]")].map((element) => [element.dataset.cell, new ReturnCell(element)]),
  );
  keeper = new Keeper(Object.values(cells), new Shelf(person, "R1"));
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  localStorage.clear();
  // biome-ignore lint/suspicious/noDocumentCookie: the document of the test has no other way
  document.cookie = "csrftoken=secret";
  server = new FakeServer();
  open();
});
afterEach(() => mock.timers.reset());

/** Somebody types into a field and leaves it. */
export async function type(code, text, name = "value") {
  cells[code].field(name).value = text;
  keeper.markTyped(cells[code]);
  keeper.requestSave(cells[code]);
  await settle();
}

export async function wait(milliseconds) {
  mock.timers.tick(milliseconds);
  await settle();
}

export const state = (code) => cells[code].element.querySelector("[data-state]").textContent;
export const summary = () => document.getElementById("save-state").textContent;
export const onShelf = () => Object.keys(localStorage).map((key) => key.split(":").at(-1));
export const saved = (version, more = {}) => ({ version, at: "10:00", ...more });
