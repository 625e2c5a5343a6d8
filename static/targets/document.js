// The page of a plan's document: walking through what was read by keys, deciding each without loading the page again.
// Without this script every button posts its form, and every name is a link.

import { select } from "./document_select.js";

const page = document.getElementById("doc");
const now = document.getElementById("now");
const words = document.getElementById("words");
const word = (name) => page.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const typing = (node) => node.matches("input, textarea, select, [contenteditable]");
const KEYS = new Set(["a", "x", "u", "X"]);
// One thing after the other: what comes back late must not be shown over what was asked for after it, and nothing is
// decided while the next one is still on its way, for it would not be the one that was looked at.
let turn = Promise.resolve();
let under = 0;

function inTurn(work) {
  wait(1);
  turn = turn
    .then(work)
    .catch(() => say(word("failed")))
    .finally(() => wait(-1));
}

function wait(more) {
  under += more;
  now.setAttribute("aria-busy", String(under > 0));
}

// --- what is shown ---
function fit() {
  const form = now.querySelector(".doc-form");
  if (!form) return;
  form.dataset.fit = "";
  form.dataset.measure = form.elements.measure?.value ?? "";
  form.dataset.direction = form.elements.direction?.value ?? "";
}

/** Mark where the proposal stands, in the text and in the tree. */
function point(at, scroll = true) {
  for (const each of document.querySelectorAll(".is-at")) each.classList.remove("is-at");
  const marks = words.querySelectorAll(`mark[data-p="${at}"]`);
  for (const each of marks) each.classList.add("is-at");
  const line = document.getElementById(`line-${at}`);
  line?.classList.add("is-at");
  if (!scroll) return;
  near(document.getElementById("text"), marks[0]);
  near(document.getElementById("lines"), line);
}

/** Into sight within its own box: the page itself stays where it is. */
function near(box, node) {
  if (!box || !node || box.scrollHeight <= box.clientHeight) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  if (inner.top < outer.top + 20 || inner.bottom > outer.bottom - 20) {
    box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
  }
}

function show(html, at) {
  const inside = now.contains(document.activeElement);
  now.innerHTML = html;
  if (inside) now.focus({ preventScroll: true }); // what had the focus is gone; Tab goes on from here
  page.dataset.at = at ?? "";
  fit();
  point(at);
  const { top, bottom } = now.getBoundingClientRect();
  if (bottom < 80 || top > window.innerHeight - 80) now.scrollIntoView(); // on a phone it stands above text and tree
  if (at) history.replaceState(null, "", `?at=${at}`);
}

function say(text) {
  const place = now.querySelector("[data-said]");
  if (place) place.textContent = text;
}

// --- deciding ---
function trouble(status) {
  if (status === 0) return word("lost");
  return status === 401 ? word("over") : word("failed");
}

function take(data) {
  for (const [pk, html] of Object.entries(data.lines)) {
    const line = document.getElementById(`line-${pk}`);
    if (line) line.outerHTML = html;
  }
  for (const [pk, decision] of Object.entries(data.decisions)) {
    for (const each of words.querySelectorAll(`mark[data-p="${pk}"]`)) {
      each.classList.remove("is-open", "is-accepted", "is-dropped");
      each.classList.add(`is-${decision}`);
    }
  }
  document.getElementById("doc-counts").innerHTML = data.counts;
  show(data.now, data.at);
  if (data.message) say(data.message);
}

now.addEventListener("submit", (event) => {
  event.preventDefault();
  if (under) return;
  const given = new FormData(event.target);
  given.set("decision", event.submitter?.value ?? "accepted");
  inTurn(() => send(event.target.action, given));
});

async function send(address, given) {
  const { ok, status, data } = await window.FedWork.post(address, given);
  if (ok || status === 409) take(data);
  else if (status === 422) refuse(data.now);
  else say(trouble(status));
}

function refuse(html) {
  now.innerHTML = html;
  fit();
  (
    now.querySelector(".field-error")?.closest(".doc-field")?.querySelector("input, select, textarea") ??
    now.querySelector("[role=alert] a")
  )?.focus();
}

// --- going ---
async function go(url, at) {
  const response = await fetch(url, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" }).catch(
    () => null,
  );
  if (response?.ok && !response.redirected) show(await response.text(), at);
  else say(trouble(response ? 401 : 0));
}

const goTo = (pk) => go(`${location.pathname}proposals/${pk}/`, pk);
const aim = (link) => new URL(link.href).searchParams.get("at");

/** One step from what is shown when its turn comes, not from what was shown when it was asked for. */
function step(way) {
  inTurn(() => {
    const link = now.querySelector(`[data-go="${way}"]`);
    return link && goTo(aim(link));
  });
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-go], .doc-line a");
  const mark = link ? null : event.target.closest("mark[data-p]");
  if (mark && String(getSelection()).trim()) return; // words are being selected
  const pk = mark?.dataset.p ?? (link && aim(link));
  if (!pk) return;
  event.preventDefault();
  if (link?.dataset.go) step(link.dataset.go);
  else inTurn(() => goTo(pk));
});

// --- keys: never while something is typed, nor over a window ---
document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.ctrlKey && now.contains(event.target)) {
    now.querySelector('[data-key="a"]')?.click();
    return;
  }
  if (event.key === "Escape" && now.contains(event.target) && typing(event.target)) event.target.blur();
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.shiftKey ? event.key : event.key.toLowerCase(); // with the capitals locked, too
  const way = { j: "after", n: "after", k: "before", p: "before" }[key];
  if (way) step(way);
  else if (key === "e") now.querySelector(".doc-fields input, .doc-fields select")?.focus();
  else if (KEYS.has(key)) now.querySelector(`[data-key="${key}"]`)?.click();
  else return;
  event.preventDefault();
});
now.addEventListener("change", fit);

fit();
point(page.dataset.at);
select(words, document.getElementById("add"), trouble);
