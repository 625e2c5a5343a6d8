// The clerk's page: each cell is saved by itself as soon as it is left, one after the other, with the version that was seen.
// What can't be saved stays on the page: refused (why), overtaken (both values, the person chooses), or lost (tried again).

const form = document.getElementById("return");
const word = (name) => form.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const RETRY = [2000, 5000, 10000, 30000]; // ms; the last one again and again, until the server answers
const PAUSE = 1500; // ms without a key in a text about a task, after which it is saved

const value = (field) => (field.type === "checkbox" ? field.checked : field.value);
const put = (field, content) => {
  if (field.type === "checkbox") field.checked = content;
  else field.value = content ?? "";
};
const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

/** One figure (a row and the row of more below it) or one task: what is saved together, under one version. */
class Box {
  constructor(place) {
    this.place = place;
    this.kind = place.dataset.save;
    this.code = place.dataset.cell;
    this.name = place.dataset.name;
    this.version = Number(place.dataset.version);
    this.more = this.kind === "figure" ? document.getElementById(`more-${this.code}`) : null;
    this.fields = [place, this.more].flatMap((part) => [...(part?.querySelectorAll("[name]") ?? [])]);
    this.status = "";
    this.dirty = false;
    this.showMore(this.more && !this.more.hidden);
    this.applyNaLock();
  }

  field(name) { return this.fields.find((each) => each.name === name); }

  content() { return Object.fromEntries(this.fields.map((each) => [each.name, value(each)])); }

  say(status, text) {
    this.status = status;
    const place = this.place.querySelector("[data-state]");
    place.textContent = text;
    place.className = `cell-state is-${status}`;
    const main = this.field("value") ?? this.field("state");
    if (status === "refused" || status === "conflict") main.setAttribute("aria-invalid", "true");
    else main.removeAttribute("aria-invalid");
  }

  showMore(open) {
    if (!this.more) return;
    this.more.hidden = !open;
    this.place.querySelector("[data-more]").setAttribute("aria-expanded", String(Boolean(open)));
    // The grid's keys skip disabled cells; what is hidden must be skipped.
    for (const each of this.more.querySelectorAll("input")) each.disabled = !open;
  }

  numbers() { return ["value", "base", "done_on"].map((name) => this.field(name)).filter(Boolean); }

  /** Not applicable empties the number and locks it; taking it back gives the number again. */
  applyNa() {
    const na = this.field("na")?.checked;
    for (const each of this.numbers()) {
      if (na && each.value) { each.dataset.kept = each.value; each.value = ""; }
      if (!na && each.dataset.kept && !each.value) { each.value = each.dataset.kept; }
      if (!na) delete each.dataset.kept;
      lock(each, na);
    }
  }

  /** What stands on the server goes into the fields, except where somebody typed on meanwhile. */
  take(data, sent = null) {
    for (const each of this.fields) {
      if (each.name in data && (!sent || value(each) === sent[each.name])) put(each, data[each.name]);
    }
    this.applyNaLock();
    if ("standing" in data) this.place.querySelector("[data-standing]").innerHTML = data.standing;
    if ("oddity" in data) this.place.querySelector("[data-oddity]").textContent = data.oddity;
  }

  applyNaLock() {
    const na = this.field("na");
    if (!na) return;
    if (na.checked) this.showMore(true);
    for (const each of this.numbers()) lock(each, na.checked);
  }

  /** A milestone's day and its state say the same thing: a day means done. */
  agree(changed) {
    const day = this.field("done_on");
    if (!day) return;
    if (changed === day && day.value) this.field("value").value = "1";
    if (changed === this.field("value") && changed.value !== "1") day.value = "";
  }

  showConflict(theirs, message) {
    this.theirs = theirs;
    const place = this.place.querySelector("[data-conflict]");
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
    const keep = Object.assign(element("button", word("keep"), "btn btn-sm"), { type: "button" });
    const take = Object.assign(element("button", word("take"), "btn btn-sm"), { type: "button" });
    keep.addEventListener("click", () => this.settle(true));
    take.addEventListener("click", () => this.settle(false));
    place.replaceChildren(element("strong", message), list, keep, take);
  }

  /** The person chose: mine is saved over theirs, knowingly; or theirs stays. */
  settle(mine) {
    this.version = this.theirs.version;
    this.place.querySelector("[data-conflict]").replaceChildren();
    if (!mine) {
      this.take(this.theirs);
      this.dirty = false;
    }
    this.theirs = null;
    keeper.ask(this); // theirs is the same as what stands: the answer brings its total
    (this.field("value") ?? this.field("state")).focus();
  }
}

function shown(field, content) {
  if (typeof content === "boolean") return word(content ? "yes" : "no");
  if (field.matches("select")) return [...field.options].find((each) => each.value === content)?.textContent || word("blank");
  return content || word("blank");
}

/** A number that is not applicable can't be typed in, and says so where the number would stand. */
function lock(field, na) {
  if (field.matches("select")) { field.disabled = na; return; }
  field.readOnly = na;
  field.placeholder = na ? word("na") : field.dataset.hint ?? "";
}

/** Saves boxes one after the other. */
class Keeper {
  constructor() {
    this.waiting = new Set();
    this.busy = false;
    this.tries = 0;
    this.note = "";
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
    const url = form.dataset[`${box.kind}Url`];
    const { ok, status, data } = await window.FedWork.post(url, { ...sent, cell: box.code, seen: box.version });
    if (status === 0 || status === 401 || status >= 500) return this.lost(box, status);
    this.tries = 0;
    this.note = "";
    this.waiting.delete(box);
    if (ok) this.saved(box, data, sent);
    else if (status === 409) { box.dirty = true; box.say("conflict", word("choose")); box.showConflict(data.theirs, data.message); }
    else this.refused(box, status, data);
    return true;
  }

  saved(box, data, sent) {
    box.version = data.version;
    box.take(data, sent);
    if (box.dirty) this.waiting.add(box); // typed on while it was being saved
    else box.say("saved", `${word("saved")} ${data.at}`);
  }

  refused(box, status, data) {
    box.dirty = true;
    if (status !== 422) { box.say("refused", word("failed")); return; }
    box.say("refused", `${word("refused")} ${data.message}`);
    if (data.code === "state" || data.code === "period") {
      const again = Object.assign(element("a", word("closed")), { href: location.pathname });
      box.place.querySelector("[data-state]").append(" ", again);
    }
  }

  /** The server did not answer: everything stays, and is tried again by itself. */
  lost(box, status) {
    box.dirty = true;
    for (const each of this.waiting) each.say("lost", word("lost"));
    this.note = word(status === 401 ? "login" : "offline");
    this.timer = setTimeout(() => this.pump(), RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
    return false;
  }

  problems() { return boxes.filter((box) => box.dirty || this.waiting.has(box)); }

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
    for (const box of boxes) if (box.dirty && box.status === "typing") this.ask(box);
    if (this.waiting.size) await this.pump();
    while (this.busy) await new Promise((resolve) => setTimeout(resolve, 50));
    return this.problems().length === 0;
  }
}

const keeper = new Keeper();
const boxes = [...form.querySelectorAll("[data-save]")].map((place) => new Box(place));
const boxOf = (node) => boxes.find((box) => box.place.contains(node) || box.more?.contains(node));

function typing(box) {
  if (!box) return;
  box.dirty = true;
  if (!box.theirs) box.say("typing", word("typing"));
  keeper.report();
}

form.addEventListener("input", ({ target }) => {
  if (!target.name) return; // the grid's own word that cells were pasted: grid:change names them
  const box = boxOf(target);
  typing(box);
  if (!target.matches("textarea")) return;
  clearTimeout(box.pause);
  box.pause = setTimeout(() => box.dirty && keeper.ask(box), PAUSE);
});

form.addEventListener("grid:change", ({ detail }) => {
  const changed = new Set();
  for (const input of detail.inputs) {
    const box = boxOf(input);
    box.agree(input);
    if (input.name === "na") { box.applyNa(); if (input.checked) box.field("reason").focus(); }
    box.dirty = true;
    changed.add(box);
  }
  for (const box of changed) keeper.ask(box);
});

form.addEventListener("change", ({ target }) => {
  if (!target.closest("[data-save=progress]")) return;
  const box = boxOf(target);
  clearTimeout(box.pause);
  box.dirty = true;
  keeper.ask(box);
});

// The same number typed again is no change to the browser, yet it was said not to be saved.
form.addEventListener("focusout", ({ target }) => {
  const box = target.name && boxOf(target);
  if (box?.dirty && box.status === "typing") keeper.ask(box);
});

form.addEventListener("submit", (event) => event.preventDefault());

// --- more about a figure ---
function toggleMore(box, focus) {
  box.showMore(box.more.hidden);
  if (focus) (box.more.hidden ? box.field("value") : box.field("na")).focus();
}

form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-more]");
  if (button) toggleMore(boxOf(button), false);
});
form.addEventListener("keydown", (event) => {
  const box = event.key === "F2" && boxOf(event.target);
  if (!box?.more) return;
  event.preventDefault();
  toggleMore(box, true);
});

// --- a link of a finding leads into its cell ---
document.addEventListener("click", (event) => {
  const code = event.target.closest('a[href^="#cell-"]')?.getAttribute("href").slice("#cell-".length);
  const box = code && boxes.find((each) => each.code === decodeURIComponent(code));
  if (!box) return;
  event.preventDefault();
  box.place.scrollIntoView({ block: "center" });
  const main = box.field("value") ?? box.field("state");
  (main.disabled || main.readOnly ? box.field("reason") : main).focus();
});

// --- submit: first everything is saved ---
const submit = document.getElementById("submit");
submit.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = submit.querySelector("button");
  button.disabled = true;
  if (await keeper.flush()) { window.FedWork.clean(form); submit.submit(); return; }
  button.disabled = false;
  const place = document.getElementById("unsaved");
  place.querySelector("ul").replaceChildren(...keeper.problems().map((box) => {
    const item = document.createElement("li");
    const reason = box.place.querySelector("[data-state]").textContent;
    item.append(Object.assign(element("a", box.name), { href: `#cell-${box.code}` }), ` ${reason}`);
    return item;
  }));
  place.hidden = false;
  place.focus();
});

window.addEventListener("online", () => keeper.pump());
