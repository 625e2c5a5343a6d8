// What every page does by script: posts with the CSRF header, dialogs, the warning before unsaved work is lost, keys.
// Pages work without it except for dialogs and saving by script. It imports nothing. Other modules may import its helpers
// without another request, because every page has loaded this file.

// --- finding and making elements ---

/**
 * The first match of a selector, for markup that the template always renders.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type constructor of the expected element
 * @returns {T}
 * @throws {TypeError} when there is no such element
 */
export function find(root, selector, type) {
  const node = root.querySelector(selector);
  if (!(node instanceof type)) throw new TypeError(`no ${type.name} for ${selector}`);
  return node;
}

/**
 * All matches of a selector that are of the type.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T[]}
 */
export const findAll = (root, selector, type) =>
  [...root.querySelectorAll(selector)].flatMap((node) => (node instanceof type ? [node] : []));

/**
 * The element with this id and type, or null.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T | null}
 */
export function findById(id, type) {
  const node = document.getElementById(id);
  return node instanceof type ? node : null;
}

/**
 * The nearest element at or around a node that matches, or null.
 * @param {Element} node
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = (node, selector) => node.closest(selector);

/**
 * The element that an event happened at; the root element for events of the document or the window.
 * @param {Event} event
 * @returns {Element}
 */
export const targetOf = (event) => (event.target instanceof Element ? event.target : document.documentElement);

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} text
 * @param {Partial<HTMLElementTagNameMap[K]>} [properties]
 */
export const createElement = (tag, text, properties = {}) =>
  Object.assign(document.createElement(tag), { textContent: text, ...properties });

/**
 * The translated texts that the template put on an element: `words("lost")` reads `data-word-lost`.
 * @param {HTMLElement} element
 */
export const wordsOf = (element) => (/** @type {string} */ name) =>
  element.dataset[`word${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";

/**
 * Whether keys pressed here are text.
 * @param {Element} node
 */
export const isTextControl = (node) => node.matches("input, textarea, select, [contenteditable]");

/**
 * Whether a key belongs to an input method that is composing. While it closes its window some browsers say so only by the
 * code 229.
 * @param {KeyboardEvent} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

// --- posting ---

/**
 * @template Reply, Refusal
 * @typedef {{ok: true, status: number, data: Reply} | {ok: false, status: number, data: Refusal | null}} Answer
 *   status is 0 without a connection and 401 when the session is over; data is the parsed JSON, or null
 */

const csrfCookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

/** The CSRF token. The cookie comes before the page's own copy: a login in another window has replaced it. */
export function csrfToken() {
  /** @type {HTMLMetaElement | null} */
  const meta = document.querySelector('meta[name="csrf-token"]');
  return csrfCookie() ?? meta?.content ?? "";
}

/**
 * @param {unknown} data
 * @returns {{body: BodyInit, headers: Record<string, string>}}
 */
function encode(data) {
  if (data instanceof FormData || data instanceof URLSearchParams) return { body: data, headers: {} };
  return { body: JSON.stringify(data ?? {}), headers: { "Content-Type": "application/json" } };
}

/**
 * Post to our own server. Never throws: without a connection the answer is {ok: false, status: 0, data: null}.
 * @template Reply, Refusal
 * @param {string} url
 * @param {unknown} data FormData and URLSearchParams are sent as they are, anything else as JSON
 * @returns {Promise<Answer<Reply, Refusal>>}
 */
export async function post(url, data) {
  const { body, headers } = encode(data);
  const withoutCookie = !csrfCookie(); // the answer brings a new one
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { ...headers, "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch", Accept: "application/json" },
      credentials: "same-origin",
    });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const parsed = isJson ? await response.json() : null;
    // A redirect leads to the login page: the session is over and nothing was saved. The same is true when all cookies
    // were deleted: the request is refused for its missing token, which the next login brings.
    if (response.redirected || (response.status === 403 && withoutCookie)) {
      return { ok: false, status: 401, data: parsed };
    }
    return { ok: response.ok, status: response.status, data: parsed };
  } catch {
    return { ok: false, status: 0, data: null };
  }
}

// Capturing, so that it happens before a page's own script sends the form.
document.addEventListener(
  "submit",
  ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    const field = target.elements.namedItem("csrfmiddlewaretoken");
    if (field instanceof HTMLInputElement) field.value = csrfToken();
  },
  true,
);

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

// --- unsaved work ---

/** @type {Set<Element>} */
const unsavedForms = new Set();

/**
 * Leaving the page no longer asks because of this form.
 * @param {Element} form
 */
export const markSaved = (form) => unsavedForms.delete(form);

document.addEventListener("input", (event) => {
  const form = closest(targetOf(event), "form[data-warn-unsaved]");
  if (form) unsavedForms.add(form);
});
document.addEventListener("submit", (event) => markSaved(targetOf(event)));
window.addEventListener("beforeunload", (event) => {
  if (unsavedForms.size === 0) return;
  event.preventDefault();
  event.returnValue = document.body.dataset.leaveWords ?? ""; // older browsers ask only when this is set
});

// --- what a form kept on this device until it was sent (kept_text.js) ---

try {
  const prefixes = (sessionStorage.getItem("fedwork:sent") ?? "").split("\n").filter(Boolean);
  if (prefixes.length && document.body.dataset.person) sessionStorage.removeItem("fedwork:sent");
  if (prefixes.length && document.querySelector("[data-done]")) {
    for (const key of Object.keys(localStorage)) {
      if (prefixes.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
    }
  }
} catch {
  // where nothing can be stored there is nothing to remove
}

// --- dialogs, menus, buttons ---

/** @param {string} id */
function openDialog(id) {
  const dialog = findById(id, HTMLDialogElement);
  if (dialog && !dialog.open) dialog.showModal(); // the browser gives the focus back when it closes
}

if (location.hash) openDialog(location.hash.slice(1)); // a link may lead to the question itself

document.addEventListener("click", (event) => {
  const target = targetOf(event);
  const opener = closest(target, "[data-dialog]");
  if (opener) openDialog(opener.dataset.dialog ?? "");
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target.closest("[data-print]")) window.print();
  for (const menu of findAll(document, "details.menu[open]", HTMLDetailsElement)) {
    if (!menu.contains(target)) menu.open = false;
  }
});
document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement && target.matches("[data-autosubmit]")) target.form?.requestSubmit();
});

// --- long texts ---
// What exceeds a maxlength would be dropped without a word when it is pasted. So the limit is only said: how many
// characters there are, and that they are too many. The server refuses them.

const COUNT_FROM = 0.8; // of the limit: from there on the length is shown

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextField */
/** @type {WeakMap<TextField, HTMLOutputElement>} */
const counters = new WeakMap();

/** @param {EventTarget | null} target @returns {target is TextField} */
const isTextField = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** @param {TextField} field */
function freeLength(field) {
  if (field.maxLength <= 0) return;
  field.dataset.max = String(field.maxLength);
  field.removeAttribute("maxlength");
}

/** @param {TextField} field */
function showLength(field) {
  const most = Number(field.dataset.max ?? Number.POSITIVE_INFINITY);
  const count = [...field.value.trim()].length;
  const { wordCount = "", wordTooLong = "" } = document.body.dataset;
  const words = count > most ? wordTooLong : wordCount;
  const text = words.replace("{n}", String(count)).replace("{most}", String(most));
  field.setCustomValidity(count > most ? text : "");
  let counter = counters.get(field);
  if (!counter && count < most * COUNT_FROM) return;
  if (!counter) {
    counter = createElement("output", "", { className: "char-count" });
    counters.set(field, counter);
    (closest(field, "label") ?? field).after(counter);
  }
  counter.textContent = count < most * COUNT_FROM ? "" : text;
  counter.classList.toggle("is-bad", count > most);
}

/** A box as high as its text, where the style sheet cannot say so. @param {HTMLTextAreaElement} area */
function fitHeight(area) {
  if (globalThis.CSS?.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/** @param {Event} event */
function onTextField({ target }) {
  if (!isTextField(target)) return;
  freeLength(target);
  if (target.dataset.max !== undefined) showLength(target);
  if (target instanceof HTMLTextAreaElement) fitHeight(target);
}
for (const field of document.querySelectorAll("[maxlength]")) if (isTextField(field)) freeLength(field);
// Also what comes later. Capturing: a page's own script may keep the events of its fields to itself.
for (const name of ["focusin", "input", "change", "dragenter"]) document.addEventListener(name, onTextField, true);

// --- keys ---

function closeMenu() {
  /** @type {HTMLDetailsElement | null} */
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (isComposing(event)) return;
  if (event.key === "Escape") closeMenu();
  if (event.ctrlKey || event.altKey || event.metaKey || isTextControl(targetOf(event))) return;
  if (event.key === "?" || event.key === "？") openDialog("keys");
  if (event.key === "/") {
    /** @type {HTMLElement | null} */
    const search = document.querySelector("[data-search]");
    if (search) event.preventDefault();
    search?.focus();
  }
});

// On a narrow screen the tab of this page may lie beyond the edge.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.closest(".tabs");
  if (tabs) tabs.scrollLeft += tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
}

// A page that is made for paper asks for the printer by itself.
if (document.body.matches(".printed")) window.addEventListener("load", () => window.print());

// The list of errors, wherever it is on the page, is read out and seen first.
/** @type {HTMLElement | null} */
const firstToRead = document.querySelector("[data-focus]");
firstToRead?.focus();
