// What the plan's checks find in the return that is being typed. The list is fetched when the page is ready, and again after
// every cell that was saved. The findings about a figure stand below its row, with one box for the explanation; the list at
// the end of the page names them and leads there. Each explanation is saved as soon as it is left, and before the return is submitted; until it
// is saved, it is on the shelf as well.

import { closest, createElement, find, findAll, findById, isComposing, post, wordsOf } from "../pages/app.js";
import { Shelf } from "../pages/shelf.js";

/** @typedef {{text: string, sign: string | undefined}} Explanation sign: what the finding was when it was explained */
/** @typedef {{text: string, at: string}} SaveReply */
/** @typedef {{message: string, theirs: {text: string}}} Refusal */

const REFRESH_PAUSE = 600; // ms without another saved cell before the list is fetched again
const RETRY_INTERVAL = 10000; // ms between attempts to save what could not be sent
const INPUT = "[data-explanation]";

const panel = find(document, "#checks", HTMLElement);
const list = find(panel, "[data-list]", HTMLElement);
const word = wordsOf(panel);
const { person, place, explainUrl = "", findingsUrl = "" } = panel.dataset;
const shelf = new Shelf(person, place);
/** @type {Set<HTMLTextAreaElement>} */
const unsaved = new Set(); // inputs whose text the server does not have
/** @type {Map<HTMLTextAreaElement, Promise<boolean>>} */
const saving = new Map();

/** @param {HTMLTextAreaElement} input */
function findingOf(input) {
  const finding = closest(input, "[data-rule]");
  if (!finding) throw new TypeError("an explanation outside of a finding");
  return finding;
}

/** Tells what is explained together from others across two versions of the list. @param {HTMLElement} finding */
const keyOf = (finding) => finding.dataset.rule ?? "";

/** @param {HTMLTextAreaElement} input */
const signOf = (input) => input.dataset.sign ?? findingOf(input).dataset.sign;

/** @param {HTMLTextAreaElement} input @returns {import("../pages/shelf.js").Shelved<Explanation>} */
const shelved = (input) => ({
  kind: "explanation",
  code: keyOf(findingOf(input)),
  version: input.dataset.seen ?? "",
  content: () => ({ text: input.value.trim(), sign: signOf(input) }),
});

/**
 * Puts what is on the shelf into its input and saves it, as said of the finding of that time. Where a colleague has
 * explained it meanwhile, the server says so.
 * @param {HTMLTextAreaElement} input
 */
function restore(input) {
  const entry = shelf.read(shelved(input));
  if (!entry || unsaved.has(input)) return;
  const { text, sign } = entry.content;
  if (text === entry.seen || text === input.dataset.seen) {
    shelf.remove(shelved(input));
    return;
  }
  input.dataset.seen = String(entry.seen);
  if (sign !== undefined) input.dataset.sign = sign;
  input.value = text;
  save(input);
}

let requests = 0;
async function refresh() {
  requests += 1;
  const request = requests;
  try {
    const headers = { "X-Requested-With": "fetch" };
    const response = await fetch(findingsUrl, { headers, credentials: "same-origin" });
    if (!response.ok || response.redirected) return; // the form says what is wrong with the connection or the login
    const html = await response.text();
    if (request === requests) show(html);
  } catch {
    // without a connection the list stays as it is
  }
}

/**
 * Replaces the list. An input that is being typed in, or whose text the server does not have yet, is carried over.
 * @param {string} html
 */
function show(html) {
  const inputs = findAll(document, INPUT, HTMLTextAreaElement);
  const carried = new Map(
    inputs
      .filter((input) => unsaved.has(input) || input === document.activeElement)
      .map((input) => [keyOf(findingOf(input)), input]),
  );
  const next = document.createElement("div");
  next.innerHTML = html; // the server's own fragment, with its values escaped
  for (const finding of findAll(next, "[data-rule]", HTMLElement)) {
    const input = carried.get(keyOf(finding));
    if (input && carryOver(input, finding)) carried.delete(keyOf(finding));
  }
  list.replaceChildren(...next.childNodes);
  standAtCells();
  for (const input of unsaved) if (!input.isConnected) unsaved.delete(input); // its finding is gone
  for (const input of findAll(document, INPUT, HTMLTextAreaElement)) restore(input);
  showOpenCount();
}

/** Moves the findings about figures of this page to their rows; in the list a line stays that leads there. */
function standAtCells() {
  const places = new Map();
  for (const finding of findAll(list, "[data-rule]", HTMLElement)) {
    const code = finding.dataset.about;
    const row = code && findById(`cell-${code}`, HTMLTableRowElement);
    if (!row) continue;
    const place = places.get(code) ?? document.createElement("ul");
    places.set(code, place);
    const line = document.createElement("li");
    line.className = finding.className;
    for (const text of finding.querySelectorAll(".found-text")) line.append(text.cloneNode(true));
    finding.replaceWith(line);
    const box = finding.querySelector(INPUT);
    if (box) for (const link of findAll(line, "a", HTMLAnchorElement)) link.href = `#${box.id}`;
    place.append(finding);
  }
  for (const old of findAll(document, "tr.found-row", HTMLTableRowElement)) old.remove();
  for (const said of findAll(document, "[data-oddity]", HTMLElement)) {
    said.hidden = places.has(closest(said, "[data-cell]")?.dataset.cell); // said once, with the box for the reason
  }
  for (const [code, place] of places) addRow(code, place);
}

/** @param {string} code @param {HTMLUListElement} place */
function addRow(code, place) {
  const row = createElement("tr", "", { className: "found-row" });
  const cell = row.appendChild(createElement("td", "", { colSpan: 6 }));
  place.className = "found-list";
  cell.append(place);
  findById(`cell-${code}`, HTMLTableRowElement)?.after(row);
  listen(place);
}

/**
 * Puts the finding of an input in the place of its new version, with the new text and sign.
 * @param {HTMLTextAreaElement} input
 * @param {HTMLElement} newFinding
 * @returns {boolean} false when the new version takes no explanation
 */
function carryOver(input, newFinding) {
  const newInput = newFinding.querySelector(INPUT);
  if (!newInput) return false;
  const focused = input === document.activeElement;
  const finding = findingOf(input);
  const texts = findAll(finding, ".found-text", HTMLElement);
  texts[0]?.before(...newFinding.querySelectorAll(".found-text"));
  for (const text of texts) text.remove();
  finding.className = newFinding.className;
  finding.dataset.sign = newFinding.dataset.sign ?? "";
  input.toggleAttribute("data-outdated", newInput.hasAttribute("data-outdated"));
  newFinding.replaceWith(finding);
  if (focused) queueMicrotask(() => input.focus());
  return true;
}

// How many findings are neither corrected nor explained is said beside the button that submits: the list itself is far
// down a long page.
const openCount = createElement("a", "", { href: "#checks", className: "checks-count", hidden: true });
document.querySelector(".submit-bar")?.prepend(openCount);
function showOpenCount() {
  const open = document.querySelectorAll("[data-rule]:not(.is-explained)").length;
  openCount.hidden = !open;
  openCount.textContent = word("open").replace("{n}", String(open));
}

/** @param {HTMLTextAreaElement} input @param {string} text @param {boolean} [failed] */
function showState(input, text, failed = false) {
  const output = find(findingOf(input), "[data-explain-state]", Element);
  output.textContent = text;
  output.classList.toggle("is-refused", failed);
  if (failed) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/**
 * Saves an explanation; saves of the same input run one after the other.
 * @param {HTMLTextAreaElement} input
 * @returns {Promise<boolean>} whether the server has its text
 */
async function save(input) {
  await saving.get(input);
  if (input.value.trim() === input.dataset.seen && !input.hasAttribute("data-outdated")) {
    unsaved.delete(input);
    shelf.remove(shelved(input));
    showState(input, "");
    return true;
  }
  const attempt = send(input);
  saving.set(input, attempt);
  const saved = await attempt;
  saving.delete(input);
  return saved;
}

/** One reason is kept for each finding of its cell. @param {string | undefined} signs "rule:sign rule:sign" */
function readSigns(signs = "") {
  return signs.split(" ").map((each) => {
    const [rule, sign] = each.split(":");
    return { rule: Number(rule), sign };
  });
}

/** @param {HTMLTextAreaElement} input */
async function send(input) {
  const { about } = findingOf(input).dataset;
  const text = input.value.trim();
  const sign = signOf(input);
  const onShelf = shelf.store(shelved(input));
  unsaved.add(input);
  showState(input, word("saving"));
  /** @type {import("../pages/app.js").Answer<SaveReply, Refusal>} */
  const answer = await post(explainUrl, {
    findings: readSigns(sign),
    about,
    text,
    seen: (input.dataset.seen ?? "").split("\n"),
    as: Number(person),
  });
  const { status } = answer;
  if (status === 0 || status === 401 || status >= 500) showState(input, word(onShelf ? "lost" : "noShelf"), true);
  else if (answer.ok) onSaved(input, answer.data, text, sign);
  else onRefused(input, status, answer.data);
  return answer.ok;
}

/** @param {HTMLTextAreaElement} input @param {SaveReply} data @param {string} text @param {string | undefined} sign */
function onSaved(input, data, text, sign) {
  const finding = findingOf(input);
  input.dataset.seen = data.text;
  const current = sign === finding.dataset.sign; // otherwise the numbers have changed, and it is asked for again
  if (current) input.removeAttribute("data-outdated");
  else refresh();
  if (input.value.trim() === text) {
    unsaved.delete(input);
    delete input.dataset.sign;
    shelf.remove(shelved(input));
  }
  showState(input, `${word("saved")} ${data.at}`);
  finding.classList.toggle("is-explained", current && data.text.length > 1);
  showOpenCount();
}

/** @param {HTMLTextAreaElement} input @param {number} status @param {Refusal | null} data */
function onRefused(input, status, data) {
  if (status !== 409 || !data) {
    showState(input, data?.message ?? word("failed"), true);
    return;
  }
  input.dataset.seen = data.theirs.text; // shown beside it; leaving the input again saves one's own
  showState(input, `${data.message} ${data.theirs.text}`, true);
}

/** @param {EventTarget | null} target @returns {target is HTMLTextAreaElement} */
const isExplanation = (target) => target instanceof HTMLTextAreaElement && target.matches(INPUT);

/** @param {HTMLElement} place */
function listen(place) {
  place.addEventListener("input", onInput);
  place.addEventListener("change", ({ target }) => {
    if (isExplanation(target)) save(target);
  });
  place.addEventListener("keydown", onKey);
  place.addEventListener("click", onOffer);
}

/** @param {Event} event */
function onInput(event) {
  const { target } = event;
  if (!isExplanation(target)) return;
  event.stopPropagation(); // it is no part of the form around it
  delete target.dataset.sign; // said of the finding as it is now
  unsaved.add(target);
  shelf.store(shelved(target));
  showState(target, word("typing"));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || isComposing(event) || !isExplanation(event.target))
    return;
  event.preventDefault();
  save(event.target);
}

/** @param {Event} event */
function onOffer({ target }) {
  const offer = target instanceof Element ? closest(target, "[data-offer]") : null;
  const finding = offer && closest(offer, "[data-rule]");
  if (!finding) return;
  const input = find(finding, INPUT, HTMLTextAreaElement);
  input.value = offer.dataset.offer ?? "";
  input.focus();
  save(input);
}
listen(list);
find(panel, "[data-look-again]", HTMLElement).addEventListener("click", refresh);

function retry() {
  for (const input of unsaved) if (input !== document.activeElement) save(input);
}
window.addEventListener("online", retry);
setInterval(retry, RETRY_INTERVAL);
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

// A saved cell receives its new total: the sign that there is something new to check.
const form = findById("return", HTMLFormElement);
if (form) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  new MutationObserver((changes) => {
    if (!changes.some(({ target }) => target instanceof Element && target.matches("[data-standing]"))) return;
    clearTimeout(pause);
    pause = setTimeout(refresh, REFRESH_PAUSE);
  }).observe(form, { childList: true, subtree: true });
}

// The return is submitted with its explanations: before the form's own script sends it, they are saved.
let explained = false;
document.addEventListener(
  "submit",
  async (event) => {
    const { target } = event;
    if (!(target instanceof HTMLFormElement) || target.id !== "submit" || !unsaved.size || explained) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const saved = await Promise.all([...unsaved].map(save));
    if (!saved.every(Boolean)) {
      [...unsaved][0]?.focus();
      return;
    }
    explained = true; // for this event alone: the browser asks about what is typed meanwhile
    target.requestSubmit();
    explained = false;
  },
  true,
);

refresh();
