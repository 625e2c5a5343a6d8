// One figure (a row and the row of more below it) or one task: what is saved together, under one version.

import { element, grouped, lock, minus, plus, put, shown, value, word } from "./return_words.js";

const NO_MORE = { na: false, reason: "", note: "" }; // a figure whose row of more was never opened
const FACTS = ["definition", "clause", "source", "deadline"];

export class Box {
  constructor(place) {
    this.place = place;
    this.kind = place.dataset.save;
    this.code = place.dataset.cell;
    this.name = place.dataset.name;
    this.version = Number(place.dataset.version);
    this.more = this.kind === "figure" ? document.getElementById(`more-${this.code}`) : null;
    this.added = place.querySelector("[data-added]");
    this.status = "";
    this.dirty = false;
    this.find();
    if (this.more) {
      this.tell();
      this.showMore(!this.more.hidden);
    }
    this.applyNaLock();
  }

  find() {
    this.fields = [this.place, this.more].flatMap((part) => [...(part?.querySelectorAll("[name]") ?? [])]);
  }

  field(name) {
    return this.fields.find((each) => each.name === name);
  }

  get main() {
    return this.field("value") ?? this.field("state") ?? this.fields[0];
  }

  contains(node) {
    return this.place.contains(node) || Boolean(this.more?.contains(node));
  }

  content() {
    const typed = Object.fromEntries(this.fields.map((each) => [each.name, value(each)]));
    return this.kind === "figure" ? { ...NO_MORE, ...typed } : typed;
  }

  say(status, text) {
    this.status = status;
    const place = this.place.querySelector("[data-state]");
    place.textContent = text;
    place.className = `cell-state is-${status}`;
    if (status === "refused" || status === "conflict") this.main.setAttribute("aria-invalid", "true");
    else this.main.removeAttribute("aria-invalid");
  }

  // --- more: not applicable, note, definition. The row is made when it is first wanted: a hundred of them weigh much ---

  needMore() {
    if (this.more || this.kind !== "figure") return;
    const row = document.getElementById("more-row").content.firstElementChild.cloneNode(true);
    row.id = `more-${this.code}`;
    this.place.after(row);
    this.more = row;
    this.find();
    this.tell();
    this.showMore(false);
  }

  tell() {
    for (const fact of FACTS) {
      const place = this.more.querySelector(`[data-fact=${fact}]`);
      const text = this.place.dataset[fact];
      if (!place || !text) continue;
      place.querySelector("span").textContent = text;
      place.hidden = false;
    }
    for (const each of this.more.querySelectorAll("input[data-label]")) {
      each.setAttribute("aria-label", `${this.code} ${each.dataset.label}`);
    }
  }

  showMore(open) {
    this.more.hidden = !open;
    this.place.querySelector("[data-more]").setAttribute("aria-expanded", String(open));
    // The grid's keys skip disabled cells; what is hidden must be skipped.
    for (const each of this.more.querySelectorAll("input")) each.disabled = !open;
  }

  toggleMore() {
    this.needMore();
    this.showMore(this.more.hidden);
  }

  // --- not applicable ---

  numbers() {
    return [...["value", "base", "done_on"].map((name) => this.field(name)), this.added].filter(Boolean);
  }

  /** Not applicable empties the number and locks it; taking it back gives the number again. */
  applyNa() {
    const na = this.field("na").checked;
    for (const each of this.numbers()) {
      if (na && each.value) {
        each.dataset.kept = each.value;
        each.value = "";
      }
      if (!na && each.dataset.kept && !each.value) {
        each.value = each.dataset.kept;
      }
      if (!na) delete each.dataset.kept;
      lock(each, na);
    }
  }

  applyNaLock() {
    const na = this.field("na");
    if (!na) return;
    if (na.checked) this.showMore(true);
    for (const each of this.numbers()) lock(each, na.checked);
  }

  // --- what belongs together ---

  /** A milestone's day and its state say the same thing; so do a running total and what was added to it. */
  agree(changed) {
    const [day, number] = [this.field("done_on"), this.field("value")];
    if (day && changed === day && day.value) number.value = "1";
    if (day && changed === number && changed.value !== "1") day.value = "";
    // What is no number goes across as it is: the server says of it what is wrong.
    if (this.added && changed === this.added)
      number.value = changed.value && (plus(changed.value, this.place.dataset.before) ?? changed.value);
    if (changed === number) this.showAdded();
    if (changed === number || changed === this.added) this.showToDate();
  }

  showAdded() {
    if (this.added) this.added.value = minus(this.field("value").value, this.place.dataset.before) ?? "";
  }

  /** The year as it will stand, while it is being typed; the server's own answer comes with the saving. */
  showToDate() {
    const place = this.place.querySelector(".to-date");
    const { sums, before } = this.place.dataset;
    if (!place || sums === undefined) return;
    const sum = plus(this.field("value").value, sums === "add" ? before : "0");
    if (sum !== null) place.textContent = grouped(sum);
  }

  // --- what comes from elsewhere ---

  /** What stands on the server goes into the fields, except where somebody typed on meanwhile. */
  take(data, sent = null) {
    if (data.na || data.note) this.needMore();
    for (const each of this.fields) {
      if (each.name in data && (!sent || value(each) === sent[each.name])) put(each, data[each.name]);
    }
    this.applyNaLock();
    if (this.added && this.added !== document.activeElement) this.showAdded();
    if ("standing" in data) this.place.querySelector("[data-standing]").innerHTML = data.standing;
    if ("oddity" in data) this.place.querySelector("[data-oddity]").textContent = data.oddity;
  }

  /** What was typed here before the page was left: {content, seen}. False when it is what stands on the server anyway. */
  restore({ content, seen }) {
    if (content.na || content.note) this.needMore();
    const stands = this.content();
    if (Object.keys(stands).every((name) => !(name in content) || stands[name] === content[name])) return false;
    this.version = seen; // who has changed it since is told apart by the server
    for (const each of this.fields) if (each.name in content) put(each, content[each.name]);
    if (this.more && (content.na || content.note)) this.showMore(true);
    this.applyNaLock();
    this.showAdded();
    this.showToDate();
    this.dirty = true;
    return true;
  }

  showConflict(theirs, message, choose) {
    this.theirs = theirs;
    if (theirs.na || theirs.note) this.needMore();
    const list = document.createElement("dl");
    for (const each of this.fields) {
      if (!(each.name in theirs) || theirs[each.name] === value(each)) continue;
      const row = document.createElement("div");
      row.append(
        element("dt", each.dataset.label),
        element("dd", `${word("theirs")}: ${shown(each, theirs[each.name])} (${theirs.at})`),
        element("dd", `${word("mine")}: ${shown(each, value(each))}`),
      );
      list.append(row);
    }
    const buttons = ["keep", "take"].map((name) => {
      const button = element("button", word(name), { type: "button", className: "btn btn-sm" });
      button.addEventListener("click", () => choose(name === "keep"));
      return button;
    });
    this.place.querySelector("[data-conflict]").replaceChildren(element("strong", message), list, ...buttons);
  }

  /** The person chose: mine is saved over theirs, knowingly; or theirs stays. */
  settle(mine) {
    this.version = this.theirs.version;
    this.place.querySelector("[data-conflict]").replaceChildren();
    if (!mine) {
      this.take(this.theirs);
      this.showAdded();
      this.dirty = false;
    }
    this.theirs = null;
    this.main.focus();
  }
}
