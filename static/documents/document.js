// The page of a plan's document: stepping through the proposals with keys, and deciding each without loading the page again.
// Without this script every button posts its form, and every name is a link.

import { closest, find, findAll, isComposing, isTextControl, post, targetOf, wordsOf } from "../pages/app.js";
import { addFromSelection } from "./document_select.js";

/**
 * What the server sends after a decision: fragments of the page, by the ids of proposals.
 * @typedef {{lines: Record<string, string>, decisions: Record<string, string>, counts: string, now: string,
 *   at: string | number | null, message?: string}} Decided
 */

const page = find(document, "#doc", HTMLElement);
const panel = find(document, "#now", HTMLElement); // the proposal that is shown
const text = find(document, "#words", HTMLElement); // the document
const word = wordsOf(page);
const BUTTON_KEYS = new Set(["a", "x", "u", "X"]);
/** @type {Record<string, "after" | "before">} */
const STEP_KEYS = { j: "after", n: "after", k: "before", p: "before" };

// Tasks run one after the other: a late answer must not be shown over what was asked for after it, and nothing is decided
// while the next proposal is still being fetched, for it would not be the one that was looked at.
let lastTask = Promise.resolve();
let pendingTasks = 0;

/** @param {() => Promise<void> | void} task */
function enqueue(task) {
  countPending(1);
  lastTask = lastTask
    .then(task)
    .catch(() => showMessage(word("failed")))
    .finally(() => countPending(-1));
}

/** @param {number} change */
function countPending(change) {
  pendingTasks += change;
  panel.setAttribute("aria-busy", String(pendingTasks > 0));
}

// --- what is shown ---

/** Shows the fields that the chosen measure and direction need. */
function fitForm() {
  /** @type {HTMLFormElement | null} */
  const form = panel.querySelector(".doc-form");
  if (!form) return;
  form.dataset.fit = "";
  const data = new FormData(form);
  for (const name of ["measure", "direction"]) form.dataset[name] = String(data.get(name) ?? "");
}

/** Marks a proposal in the text and in the tree. @param {string | undefined} id */
function markCurrent(id) {
  for (const each of document.querySelectorAll(".is-at")) each.classList.remove("is-at");
  const marks = [...text.querySelectorAll(`mark[data-p="${id}"]`)];
  const line = document.getElementById(`line-${id}`);
  for (const each of marks) each.classList.add("is-at");
  line?.classList.add("is-at");
  scrollIntoBox(document.getElementById("text"), marks[0]);
  scrollIntoBox(document.getElementById("lines"), line);
}

/** Scrolls inside a box: the page itself stays where it is. @param {Element | null} box @param {Element | null} [node] */
function scrollIntoBox(box, node) {
  if (!box || !node || box.scrollHeight <= box.clientHeight) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20) {
    box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
  }
}

/** @param {string} html the server's panel of a proposal @param {string | number | null} id */
function showProposal(html, id) {
  const hadFocus = panel.contains(document.activeElement);
  panel.innerHTML = html;
  if (hadFocus) panel.focus({ preventScroll: true }); // what had the focus is gone; Tab goes on from here
  page.dataset.at = String(id ?? "");
  fitForm();
  markCurrent(page.dataset.at);
  const { top, bottom } = panel.getBoundingClientRect();
  if (bottom < 80 || top > window.innerHeight - 80) panel.scrollIntoView(); // on a phone it is above text and tree
  if (id) history.replaceState(null, "", `?at=${id}`);
}

/** @param {string} message */
function showMessage(message) {
  const place = panel.querySelector("[data-said]");
  if (place) place.textContent = message;
}

// --- deciding ---

/** @param {number} status */
const describeFailure = (status) => word(status === 0 ? "lost" : status === 401 ? "over" : "failed");

/** @param {Decided} data */
function showDecided(data) {
  for (const [id, html] of Object.entries(data.lines)) {
    const line = document.getElementById(`line-${id}`);
    if (line) line.outerHTML = html;
  }
  for (const [id, decision] of Object.entries(data.decisions)) {
    for (const each of text.querySelectorAll(`mark[data-p="${id}"]`)) {
      each.classList.remove("is-open", "is-accepted", "is-dropped");
      each.classList.add(`is-${decision}`);
    }
  }
  find(document, "#doc-counts", HTMLElement).innerHTML = data.counts;
  showProposal(data.now, data.at);
  if (data.message) showMessage(data.message);
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (pendingTasks || !(form instanceof HTMLFormElement)) return;
  const data = new FormData(form);
  data.set("decision", event.submitter instanceof HTMLButtonElement ? event.submitter.value : "accepted");
  enqueue(() => decide(form.action, data));
});

/** @param {string} url @param {FormData} data */
async function decide(url, data) {
  /** @type {import("../pages/app.js").Answer<Decided, Decided>} */
  const answer = await post(url, data);
  const { status } = answer;
  if ((answer.ok || status === 409) && answer.data) showDecided(answer.data);
  else if (status === 422 && answer.data) showErrors(answer.data.now);
  else showMessage(describeFailure(status));
}

/** @param {string} html the panel with its errors */
function showErrors(html) {
  panel.innerHTML = html;
  fitForm();
  const field = panel.querySelector(".field-error")?.closest(".doc-field");
  /** @type {HTMLElement | null | undefined} */
  const control = field?.querySelector("input, select, textarea");
  /** @type {HTMLElement | null} */
  const firstError = panel.querySelector("[role=alert] a");
  (control ?? firstError)?.focus();
}

// --- going to another proposal ---

/** @param {string} id */
async function goTo(id) {
  const headers = { "X-Requested-With": "fetch" };
  const request = fetch(`${location.pathname}proposals/${id}/`, { headers, credentials: "same-origin" });
  const response = await request.catch(() => null);
  if (response?.ok && !response.redirected) showProposal(await response.text(), id);
  else showMessage(describeFailure(response ? 401 : 0));
}

/** The proposal that a link leads to. @param {Element} link */
const idOfLink = (link) => (link instanceof HTMLAnchorElement ? new URL(link.href).searchParams.get("at") : null);

/** Steps from what is shown when the step's turn comes, not when it was asked for. @param {string} direction */
function step(direction) {
  enqueue(async () => {
    const link = panel.querySelector(`[data-go="${direction}"]`);
    const id = link && idOfLink(link);
    if (id) await goTo(id);
  });
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = targetOf(event);
  const link = closest(target, "[data-go], .doc-line a");
  const mark = link ? null : closest(target, "mark[data-p]");
  if (mark && String(getSelection()).trim()) return; // words are being selected
  const id = mark?.dataset.p ?? (link && idOfLink(link));
  if (!id) return;
  event.preventDefault();
  if (link?.dataset.go) step(link.dataset.go);
  else enqueue(() => goTo(id));
});

// --- keys: never while something is typed, nor over a dialog ---

/** @param {string} selector */
function clickInPanel(selector) {
  for (const button of findAll(panel, selector, HTMLElement).slice(0, 1)) button.click();
}

document.addEventListener("keydown", (event) => {
  const target = targetOf(event);
  if (isComposing(event) || document.querySelector("dialog[open]")) return;
  const inPanel = panel.contains(target);
  if (event.key === "Enter" && event.ctrlKey && inPanel) {
    clickInPanel('[data-key="a"]');
    return;
  }
  if (event.key === "Escape" && inPanel && isTextControl(target) && target instanceof HTMLElement) target.blur();
  if (event.ctrlKey || event.altKey || event.metaKey || isTextControl(target)) return;
  const key = event.shiftKey ? event.key : event.key.toLowerCase(); // also with caps lock
  const direction = STEP_KEYS[key];
  if (direction) step(direction);
  else if (key === "e") findAll(panel, ".doc-fields input, .doc-fields select", HTMLElement)[0]?.focus();
  else if (BUTTON_KEYS.has(key)) clickInPanel(`[data-key="${key}"]`);
  else return;
  event.preventDefault();
});
panel.addEventListener("change", fitForm);

fitForm();
markCurrent(page.dataset.at);
addFromSelection(text, document.getElementById("add"), describeFailure);
