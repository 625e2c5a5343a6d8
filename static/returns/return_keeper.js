// The keeper saves the cells of a return one after the other, each with the version that was seen. What cannot be saved
// stays on the page and on the shelf: refused (with the reason), in conflict (both values; the person chooses), or waiting
// for the connection (tried again automatically).

import { createElement, find, findById, markSaved, post } from "../pages/app.js";
import { form, readField, word } from "./return_fields.js";

/** @typedef {import("./return_cell.js").ReturnCell} ReturnCell */
/** @typedef {import("./return_cell.js").ServerCell} ServerCell */
/** @typedef {import("./return_fields.js").Content} Content */
/** @typedef {{code?: string, message?: string, theirs?: ServerCell}} Refusal */

const RETRY_DELAYS = [2000, 5000, 10000, 30000]; // ms; the last is repeated until the server answers
const LOGIN_INTERVAL = 3000; // ms between attempts while the window to log in is open

export class Keeper {
  /**
   * @param {ReturnCell[]} cells
   * @param {import("../pages/shelf.js").Shelf} shelf
   */
  constructor(cells, shelf) {
    this.cells = cells;
    this.shelf = shelf;
    /** @type {Set<ReturnCell>} */
    this.waiting = new Set(); // cells to be saved, in this order
    this.busy = false;
    this.lastRun = Promise.resolve();
    this.failures = 0; // in a row, without an answer from the server
    this.notice = ""; // what is wrong with the connection or the login
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retryTimer = undefined;
    this.onChange = () => {}; // something was typed or saved
    this.login = new LoginAgain(() => this.saveWaiting());
  }

  /** Somebody types in a cell: from now on it is on the shelf, whatever becomes of the page. @param {ReturnCell} cell */
  markTyped(cell) {
    cell.dirty = true;
    cell.shelved = this.shelf.store(cell);
  }

  /** Queues a cell and starts saving. @param {ReturnCell} cell */
  requestSave(cell) {
    if (cell.conflict) return; // the person must choose first
    this.waiting.add(cell);
    cell.showStatus("saving", word("saving"));
    this.saveWaiting();
  }

  /** Starts saving unless it is under way; done when everything was tried. */
  saveWaiting() {
    if (!this.busy) this.lastRun = this.saveInOrder();
    return this.lastRun;
  }

  async saveInOrder() {
    this.busy = true;
    clearTimeout(this.retryTimer);
    let [next] = this.waiting;
    while (next && (await this.save(next))) [next] = this.waiting;
    this.busy = false;
    this.showState();
  }

  /**
   * @param {ReturnCell} cell
   * @returns {Promise<boolean>} whether the server answered, so that the next can be tried
   */
  async save(cell) {
    const sent = cell.content();
    cell.dirty = false;
    this.showState();
    const { person, figureUrl = "", progressUrl = "" } = form.dataset;
    const url = cell.kind === "figure" ? figureUrl : progressUrl;
    // ``as``: on a shared machine somebody else may have logged in meanwhile, and must not save what this person typed.
    const request = { ...sent, cell: cell.code, seen: cell.version, as: Number(person) };
    /** @type {import("../pages/app.js").Answer<ServerCell, Refusal>} */
    const answer = await post(url, request);
    const { status } = answer;
    if (status === 0 || status === 401 || status >= 500) {
      this.waitForConnection(cell, status, answer.ok ? "" : answer.data?.code);
      return false;
    }
    this.failures = 0;
    this.notice = "";
    this.login.end();
    this.waiting.delete(cell);
    if (answer.ok) this.onSaved(cell, answer.data, sent);
    else if (status === 409 && answer.data?.theirs) this.onConflict(cell, answer.data.theirs, answer.data.message);
    else this.onRefused(cell, status, answer.data);
    return true;
  }

  /** @param {ReturnCell} cell @param {ServerCell} data @param {Content} sent */
  onSaved(cell, data, sent) {
    cell.version = data.version;
    cell.fill(data, sent);
    if (cell.dirty) {
      // typed on while it was being saved
      this.markTyped(cell);
      this.waiting.add(cell);
      return;
    }
    this.shelf.remove(cell);
    cell.showStatus("saved", `${word("saved")} ${data.at}`);
  }

  /** @param {ReturnCell} cell @param {ServerCell} theirs @param {string} [message] */
  onConflict(cell, theirs, message = "") {
    cell.dirty = true;
    cell.showStatus("conflict", word("choose"));
    cell.showConflict(theirs, message, (keepMine) => {
      cell.resolveConflict(keepMine);
      if (keepMine) this.markTyped(cell);
      this.requestSave(cell); // theirs is what the server has: the answer brings its total
    });
  }

  /** @param {ReturnCell} cell @param {number} status @param {Refusal | null} data */
  onRefused(cell, status, data) {
    cell.dirty = true;
    if (status !== 422) {
      cell.showStatus("refused", word("failed"));
      return;
    }
    cell.showStatus("refused", `${word("refused")} ${data?.message}`);
    if (data?.code === "state" || data?.code === "period") {
      cell.stateElement.append(" ", createElement("a", word("closed"), { href: location.pathname }));
    }
  }

  /**
   * The server did not answer, or not to this person: everything stays, and is tried again after a while.
   * @param {ReturnCell} cell
   * @param {number} status
   * @param {string} [code]
   */
  waitForConnection(cell, status, code) {
    cell.dirty = true;
    for (const each of this.waiting) each.showStatus("lost", word(status === 401 ? "waitLogin" : "lost"));
    this.notice = word(status !== 401 ? "offline" : code === "person" ? "otherPerson" : "login");
    if (!cell.shelved) this.notice = `${this.notice} ${word("noShelf")}`;
    if (status === 401) this.login.ask();
    if (status === 401 && this.unsavedCells().every((each) => each.shelved)) markSaved(form); // kept: leaving loses nothing
    const delay = RETRY_DELAYS[Math.min(this.failures, RETRY_DELAYS.length - 1)];
    this.retryTimer = setTimeout(() => this.saveWaiting(), delay);
    this.failures += 1;
  }

  /**
   * Puts what is on the shelf back into its cells and saves it.
   * @returns {number} how many cells there were
   */
  restore() {
    let count = 0;
    for (const cell of this.cells) {
      const entry = this.shelf.read(cell);
      const saved = { ...cell.content(), version: cell.version, at: "" };
      if (!entry || !cell.restore(entry)) {
        this.shelf.remove(cell);
        continue;
      }
      cell.shelved = true;
      if (isEmptied(cell, saved)) {
        this.onConflict(cell, saved, word("emptied")); // nothing is deleted without a word
        continue;
      }
      count += 1;
      this.requestSave(cell);
    }
    return count;
  }

  unsavedCells() {
    return this.cells.filter((cell) => cell.dirty || this.waiting.has(cell));
  }

  /** Says below the form whether everything is saved. */
  showState() {
    this.onChange();
    const unsaved = this.unsavedCells();
    const failed = unsaved.some((cell) => cell.status === "refused" || cell.status === "conflict");
    const output = find(document, "#save-state", HTMLElement);
    const underWay = unsaved.some((cell) => cell.status !== "typing") ? "saving" : "typing";
    const text = this.notice || (failed && word("wrong")) || word(unsaved.length ? underWay : "allSaved");
    if (output.textContent !== text) output.textContent = text;
    output.classList.toggle("is-bad", Boolean(this.notice || failed));
    if (unsaved.length) return;
    markSaved(form);
    const list = findById("unsaved", HTMLElement);
    if (list) list.hidden = true; // all cells that it lists are saved
  }

  /**
   * Saves everything that can be saved.
   * @returns {Promise<boolean>} false when a cell is left unsaved
   */
  async flush() {
    for (const cell of this.cells) if (cell.dirty && cell.status === "typing") this.requestSave(cell);
    if (this.waiting.size) this.saveWaiting();
    while (this.busy) await this.lastRun;
    return this.unsavedCells().length === 0;
  }
}

/**
 * Whether a field that the server has filled is blank here.
 * @param {ReturnCell} cell
 * @param {Record<string, unknown>} saved
 */
const isEmptied = (cell, saved) =>
  ["value", "base", "state", "done"].some((name) => {
    const field = cell.field(name);
    return field && saved[name] && !readField(field) && !cell.notApplicable;
  });

/** The way back when the login is over: a window to log in, and what waits is saved as soon as that was done. */
class LoginAgain {
  /** @param {() => unknown} retry */
  constructor(retry) {
    this.retry = retry;
    this.link = find(document, "#log-in-again", HTMLAnchorElement);
    /** @type {Window | null} */
    this.opened = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.link.addEventListener("click", (event) => {
      event.preventDefault();
      this.opened = window.open(this.link.href, "_blank");
      clearInterval(this.timer);
      this.timer = setInterval(this.retry, LOGIN_INTERVAL);
    });
  }

  ask() {
    this.link.hidden = false;
  }

  /** Somebody is logged in again. */
  end() {
    if (this.link.hidden) return;
    this.link.hidden = true;
    clearInterval(this.timer);
    this.opened?.close();
    this.opened = null;
  }
}
