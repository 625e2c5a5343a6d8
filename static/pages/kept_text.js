// Texts that somebody writes at length, such as reasons and remarks, stay on this device until they are sent: those of the
// forms that hold components/_keep.html. Before such a form is sent, the server is asked whether the login still stands:
// without it, or without a line, nothing is sent, and the form says so. What was kept is removed once a page says that it
// was done (app.js).

import { createElement, findAll, wordsOf } from "./app.js";
import { Shelf } from "./shelf.js";

const UNTIL_DONE = "fedwork:sent"; // in sessionStorage: prefixes, one a line; app.js reads it
const { person } = document.body.dataset;

/** @typedef {HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement} Box */

/** @param {Element} node @returns {node is Box} */
function isBox(node) {
  if (node instanceof HTMLTextAreaElement) return true;
  return (node instanceof HTMLInputElement || node instanceof HTMLSelectElement) && node.dataset.kept !== undefined;
}

/** What the page came with. @param {Box} box */
function initialOf(box) {
  if (!(box instanceof HTMLSelectElement)) return box.defaultValue;
  return [...box.options].find((option) => option.defaultSelected)?.value ?? box.options[0]?.value ?? "";
}

/** A form whose texts are kept, and the note in it that says what became of them. */
class KeptForm {
  /** @param {HTMLFormElement} form @param {HTMLElement} note */
  constructor(form, note) {
    this.form = form;
    this.note = note;
    this.version = note.dataset.version;
    this.shelf = new Shelf(person, form.getAttribute("action") || location.pathname);
    this.sending = false;
    this.restore();
    // Of the document: boxes may stand outside of their form, by the attribute form.
    document.addEventListener("input", ({ target }) => this.store(this.boxes().find((box) => box === target)));
    form.addEventListener("submit", (event) => this.send(event));
  }

  /** Texts, and what else says data-kept: choices and numbers. @returns {Box[]} */
  boxes() {
    return [...this.form.elements].flatMap((node) => (isBox(node) ? [node] : []));
  }

  /**
   * A text is about the form's version (a submission, say), or about what stood in its box before.
   * @param {Box} box
   * @returns {import("./shelf.js").Shelved<string>}
   */
  shelved(box) {
    return { kind: "text", code: box.name, version: this.version ?? initialOf(box), content: () => box.value };
  }

  /** @param {Box | undefined} box */
  store(box) {
    if (!box?.name) return;
    if (box.value.trim() && box.value !== initialOf(box)) this.shelf.store(this.shelved(box));
    else this.shelf.remove(this.shelved(box));
  }

  /** Puts what was kept into its boxes; what is of another version of the form is dropped. */
  restore() {
    let isRestored = false;
    for (const box of this.boxes()) {
      const item = this.shelved(box);
      const entry = this.shelf.read(item);
      if (!entry || entry.content === box.value) continue;
      if (entry.seen !== item.version) {
        if (this.version !== undefined) this.shelf.remove(item);
      } else if (this.version === undefined || !box.value) {
        box.value = entry.content;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        isRestored = true;
      }
    }
    if (isRestored) this.say("restored");
  }

  /** @param {string} word @param {boolean} [isBad] */
  say(word, isBad = false) {
    this.note.hidden = false;
    this.note.classList.toggle("note-bad", isBad);
    this.note.textContent = wordsOf(this.note)(word);
  }

  /** What stands in the way of sending; "" for nothing. @returns {Promise<"" | "ended" | "other" | "offline">} */
  async findObstacle() {
    try {
      const answer = await fetch(this.note.dataset.sessionUrl ?? "", { redirect: "manual", cache: "no-store" });
      if (!answer.ok) return "ended";
      return (await answer.json()).person === Number(person) ? "" : "other";
    } catch {
      return "offline";
    }
  }

  /** @param {SubmitEvent} event */
  async send(event) {
    if (this.sending) return;
    event.preventDefault();
    const { submitter } = event;
    const obstacle = await this.findObstacle();
    if (obstacle) {
      for (const box of this.boxes()) this.store(box); // also what was chosen before this script ran
      this.sayObstacle(obstacle);
      return;
    }
    this.sending = true;
    const { also } = this.note.dataset;
    const prefixes = [this.shelf.prefix, ...(also ? [new Shelf(person, also).prefix] : [])];
    sessionStorage.setItem(UNTIL_DONE, prefixes.join("\n"));
    this.form.requestSubmit(submitter);
    this.sending = false;
  }

  /** @param {string} obstacle */
  sayObstacle(obstacle) {
    this.say(obstacle, true);
    if (obstacle !== "offline") {
      const here = encodeURIComponent(`${location.pathname}${location.search}`);
      const href = `${this.note.dataset.loginUrl}?next=${here}`;
      this.note.append(" ", createElement("a", wordsOf(this.note)("login"), { href }));
    }
    this.note.scrollIntoView({ block: "nearest" });
  }
}

/** @type {Set<HTMLFormElement>} */
const known = new Set();
for (const note of findAll(document, "[data-keep]", HTMLElement)) {
  const form = note.closest("form");
  if (!person || !form || known.has(form)) continue;
  known.add(form);
  new KeptForm(form, note);
}
