// Saves boxes one after the other, each with the version that was seen. What can't be saved stays on the page and on the
// device: refused (why), overtaken (both values, the person chooses), or waiting for the line (tried again by itself).

import { element, form, word } from "./return_words.js";

const RETRY = [2000, 5000, 10000, 30000]; // ms; the last one again and again, until the server answers

export class Keeper {
  constructor(boxes, shelf) {
    this.boxes = boxes;
    this.shelf = shelf;
    this.waiting = new Set();
    this.busy = false;
    this.tries = 0;
    this.note = "";
  }

  /** A box in which somebody types: from now on it is on the device, whatever becomes of the page. */
  typed(box) {
    box.dirty = true;
    box.kept = this.shelf.keep(box);
  }

  ask(box) {
    if (box.theirs) return; // the person must choose first
    this.waiting.add(box);
    box.say("saving", word("saving"));
    this.pump();
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.waiting.size && (await this.save(this.waiting.values().next().value)));
    this.busy = false;
    this.report();
  }

  /** True when the next may be tried. */
  async save(box) {
    const sent = box.content();
    box.dirty = false;
    this.report();
    const { person, figureUrl, progressUrl } = form.dataset;
    const url = box.kind === "figure" ? figureUrl : progressUrl;
    // ``as``: on a shared machine somebody else may have logged in meanwhile, and must not save what this person typed.
    const { ok, status, data } = await window.FedWork.post(url, {
      ...sent,
      cell: box.code,
      seen: box.version,
      as: Number(person),
    });
    if (status === 0 || status === 401 || status >= 500) return this.lost(box, status, data);
    this.tries = 0;
    this.note = "";
    this.waiting.delete(box);
    if (ok) this.saved(box, data, sent);
    else if (status === 409) this.overtaken(box, data);
    else this.refused(box, status, data);
    return true;
  }

  saved(box, data, sent) {
    box.version = data.version;
    box.take(data, sent);
    if (box.dirty) {
      this.typed(box);
      this.waiting.add(box);
      return;
    } // typed on while it was being saved
    this.shelf.drop(box);
    box.say("saved", `${word("saved")} ${data.at}`);
  }

  overtaken(box, data) {
    box.dirty = true;
    box.say("conflict", word("choose"));
    box.showConflict(data.theirs, data.message, (mine) => {
      box.settle(mine);
      if (mine) this.typed(box);
      this.ask(box); // theirs is the same as what stands: the answer brings its total
    });
  }

  refused(box, status, data) {
    box.dirty = true;
    if (status !== 422) {
      box.say("refused", word("failed"));
      return;
    }
    box.say("refused", `${word("refused")} ${data.message}`);
    if (data.code === "state" || data.code === "period") {
      box.place.querySelector("[data-state]").append(" ", element("a", word("closed"), { href: location.pathname }));
    }
  }

  /** The server did not answer, or not to this person: everything stays, and is tried again by itself. */
  lost(box, status, data) {
    box.dirty = true;
    for (const each of this.waiting) each.say("lost", word(status === 401 ? "waitLogin" : "lost"));
    this.note = word(status !== 401 ? "offline" : data?.code === "person" ? "otherPerson" : "login");
    if (!box.kept) this.note = `${this.note} ${word("noShelf")}`;
    this.timer = setTimeout(() => this.pump(), RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
    return false;
  }

  /** What was left on this device goes into its boxes and is sent. Gives how many there were. */
  restore() {
    const found = this.boxes.filter((box) => {
      const left = this.shelf.find(box);
      if (left && box.restore(left)) return true;
      this.shelf.drop(box);
      return false;
    });
    for (const box of found) {
      box.kept = true;
      this.ask(box);
    }
    return found.length;
  }

  problems() {
    return this.boxes.filter((box) => box.dirty || this.waiting.has(box));
  }

  report() {
    const left = this.problems();
    const bad = left.some((box) => box.status === "refused" || box.status === "conflict");
    const output = document.getElementById("save-state");
    const underWay = left.some((box) => box.status !== "typing") ? "saving" : "typing";
    const text = this.note || (bad && word("wrong")) || (left.length && word(underWay)) || word("allSaved");
    if (output.textContent !== text) output.textContent = text;
    output.classList.toggle("is-bad", Boolean(this.note || bad));
    if (left.length) return;
    window.FedWork.clean(form);
    document.getElementById("unsaved").hidden = true; // what it complained of is mended
  }

  /** When everything that can be saved is; false when something is left over. */
  async flush() {
    for (const box of this.boxes) if (box.dirty && box.status === "typing") this.ask(box);
    if (this.waiting.size) await this.pump();
    while (this.busy) await new Promise((resolve) => setTimeout(resolve, 50));
    return this.problems().length === 0;
  }
}
