// What the plan's checks find in the return that is being typed: fetched when the page stands, and again after every cell
// that was saved; each explanation is saved as soon as it is left, and before the return goes up. Until it is saved, it
// stands on this device as well.

import { Shelf } from "./return_shelf.js";

const panel = document.getElementById("checks");
const list = panel.querySelector("[data-list]");
const word = (name) => panel.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const CALM = 600; // ms without another saved cell before the list is fetched again
const AGAIN = 10000; // ms until what the line lost is tried again
const waiting = new Set(); // boxes whose text the server does not have
const byKey = (row) => `${row.dataset.rule} ${row.dataset.about}`;
const rowOf = (box) => box.closest("[data-rule]");
const shelf = new Shelf(panel.dataset.person, panel.dataset.place);

/** What the shelf takes: the words, and the sign of what they were said of. */
const asKept = (box) => ({
  kind: "explanation",
  code: byKey(rowOf(box)),
  version: box.dataset.seen,
  content: () => ({ text: box.value.trim(), sign: signOf(box) }),
});
const signOf = (box) => box.dataset.sign ?? rowOf(box).dataset.sign;

/** What was left on this device goes into its box and is sent, as said of what stood there then; where a colleague has
 *  explained it meanwhile, the server says so. */
function restore(box) {
  const left = shelf.find(asKept(box));
  if (!left || waiting.has(box)) return;
  const { text, sign } = left.content;
  if (text === left.seen || text === box.dataset.seen) {
    shelf.drop(asKept(box));
    return;
  }
  Object.assign(box.dataset, { seen: left.seen, sign });
  box.value = text;
  save(box);
}

let stale = 0;
async function look() {
  const asked = ++stale;
  try {
    const response = await fetch(panel.dataset.findingsUrl, {
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
    if (!response.ok || response.redirected) return; // the form says what is the matter with the line or the login
    const html = await response.text();
    if (asked === stale) show(html);
  } catch {
    /* without a line the list stays as it is */
  }
}

/** Put the new list in place; a text that is being typed, or that the server does not have yet, is carried over. */
function show(html) {
  const typed = new Map();
  for (const box of list.querySelectorAll("[data-explanation]")) {
    if (waiting.has(box) || box === document.activeElement) typed.set(byKey(rowOf(box)), box);
  }
  const next = document.createElement("div");
  next.innerHTML = html;
  for (const row of next.querySelectorAll("[data-rule]")) {
    const old = typed.get(byKey(row));
    const box = row.querySelector("[data-explanation]");
    if (!old || !box) continue;
    const held = old === document.activeElement;
    const there = rowOf(old);
    there.querySelector(".found-text").replaceWith(row.querySelector(".found-text"));
    there.className = row.className;
    there.dataset.sign = row.dataset.sign;
    old.toggleAttribute("data-outdated", box.hasAttribute("data-outdated"));
    row.replaceWith(there);
    typed.delete(byKey(row));
    if (held) queueMicrotask(() => old.focus());
  }
  list.replaceChildren(...next.childNodes);
  for (const box of waiting) if (!box.isConnected) waiting.delete(box); // what it explained is no longer found
  for (const box of list.querySelectorAll("[data-explanation]")) restore(box);
  count();
}

/** How many are neither mended nor explained stands where one submits: the list itself is far down a long page. */
const bar = document.querySelector(".submit-bar");
const link = Object.assign(document.createElement("a"), { href: "#checks", className: "checks-count", hidden: true });
bar?.prepend(link);
function count() {
  const open = list.querySelectorAll("[data-rule]:not(.is-explained)").length;
  link.hidden = !open;
  link.textContent = word("open").replace("{n}", open);
}

const say = (box, text, bad = false) => {
  const place = rowOf(box).querySelector("[data-explain-state]");
  place.textContent = text;
  place.classList.toggle("is-refused", bad);
  if (bad) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
};

/** One save after the other of the same box; true when the server has what stands in it. */
async function save(box) {
  if (box.saving) await box.saving;
  if (box.value.trim() === box.dataset.seen && !box.hasAttribute("data-outdated")) {
    waiting.delete(box);
    shelf.drop(asKept(box));
    say(box, "");
    return true;
  }
  box.saving = send(box);
  const done = await box.saving;
  box.saving = null;
  return done;
}

async function send(box) {
  const row = rowOf(box);
  const text = box.value.trim();
  const sign = signOf(box);
  const kept = shelf.keep(asKept(box));
  waiting.add(box);
  say(box, word("saving"));
  const { ok, status, data } = await window.FedWork.post(panel.dataset.explainUrl, {
    rule: Number(row.dataset.rule),
    about: row.dataset.about,
    text,
    sign,
    seen: box.dataset.seen,
    as: Number(panel.dataset.person),
  });
  if (status === 0 || status === 401 || status >= 500) {
    say(box, word(kept ? "lost" : "noShelf"), true);
    return false;
  }
  if (status === 409) box.dataset.seen = data.theirs.text; // said beside it; leaving the box again saves one's own
  if (!ok) {
    say(box, status === 409 ? `${data.message} ${data.theirs.text}` : (data?.message ?? word("failed")), true);
    return false;
  }
  box.dataset.seen = data.text;
  const current = sign === row.dataset.sign; // else the numbers have changed meanwhile, and it is asked for again
  if (current) box.removeAttribute("data-outdated");
  else look();
  if (box.value.trim() === text) {
    waiting.delete(box);
    delete box.dataset.sign;
    shelf.drop(asKept(box));
  }
  say(box, `${word("saved")} ${data.at}`);
  row.classList.toggle("is-explained", current && data.text.length > 1);
  count();
  return true;
}

list.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-explanation]")) return;
  delete target.dataset.sign; // said of what stands here now
  waiting.add(target);
  shelf.keep(asKept(target));
  say(target, word("typing"));
});
list.addEventListener("change", ({ target }) => target.matches("[data-explanation]") && save(target));
list.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-explanation]")) return;
  event.preventDefault();
  save(event.target);
});
list.addEventListener("click", ({ target }) => {
  const offer = target.closest("[data-offer]");
  if (!offer) return;
  const box = offer.closest("[data-rule]").querySelector("[data-explanation]");
  box.value = offer.dataset.offer;
  box.focus();
  save(box);
});
panel.querySelector("[data-look-again]").addEventListener("click", look);

const retry = () => {
  for (const box of waiting) if (box !== document.activeElement) save(box);
};
window.addEventListener("online", retry);
setInterval(retry, AGAIN);
window.addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});

// A saved cell brings what it adds up to: the sign that there is something new to check.
let calm;
const form = document.getElementById("return");
if (form) {
  new MutationObserver((changes) => {
    if (!changes.some(({ target }) => target.matches?.("[data-standing]"))) return;
    clearTimeout(calm);
    calm = setTimeout(look, CALM);
  }).observe(form, { childList: true, subtree: true });
}

// The return goes up with its explanations: before the form's own script sends it, they are saved.
document.addEventListener(
  "submit",
  async (event) => {
    if (event.target.id !== "submit" || !waiting.size || event.target.explained) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const saved = await Promise.all([...waiting].map(save));
    if (!saved.every(Boolean)) {
      [...waiting][0]?.focus();
      return;
    }
    event.target.explained = true; // once: what is typed while it goes up is asked about by the browser
    event.target.requestSubmit();
    event.target.explained = false;
  },
  true,
);

look();
