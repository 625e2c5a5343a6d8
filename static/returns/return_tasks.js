// The tasks of a return: texts of assisting units, or of the last period, are copied into the fields. From then on they
// are treated as typed: the page saves them like anything that is typed.

import { closest, find, findAll, targetOf } from "../pages/app.js";
import { form } from "./return_fields.js";

const TEXT_FIELDS = ["done", "obstacle", "next_step"];
const TASK = "[data-save=progress]";

/** @param {Element} task @param {string} name */
const textArea = (task, name) => find(task, `[name="${name}"]`, HTMLTextAreaElement);

/** @param {Element} task */
const stateField = (task) => find(task, '[name="state"]', HTMLSelectElement);

/** The text of a field in a part or in the last period. @param {Element} root @param {string} name */
function textOf(root, name) {
  /** @type {HTMLElement | null} */
  const place = root.querySelector(`[data-words=${name}]`);
  return place?.dataset.text;
}

/** Appends a text on a line of its own. @param {HTMLTextAreaElement} area @param {string} text */
function append(area, text) {
  const before = area.value.replace(/\s+$/, "");
  area.value = before ? `${before}\n${text}` : text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts the caret at the end of the text, where typing goes on. @param {HTMLTextAreaElement} area */
function focusEnd(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

/** Copies each text of an assisting unit's part, behind the unit's name. @param {Element} task @param {HTMLElement} part */
function quotePart(task, part) {
  let first = null;
  for (const name of TEXT_FIELDS) {
    const text = textOf(part, name);
    if (!text) continue;
    append(textArea(task, name), `${part.dataset.part}${text}`);
    first ??= textArea(task, name);
  }
  if (first) focusEnd(first);
}

/** Copies the last period's texts and state into the fields that are empty. @param {Element} task @param {HTMLElement} last */
function reuseLastPeriod(task, last) {
  for (const own of findAll(task, ".task-own", HTMLDetailsElement)) own.open = true;
  for (const name of TEXT_FIELDS) {
    const text = textOf(last, name);
    const area = textArea(task, name);
    if (text && !area.value.trim()) append(area, text);
  }
  const state = stateField(task);
  if (!state.value && last.dataset.last) {
    state.value = last.dataset.last;
    state.dispatchEvent(new Event("change", { bubbles: true }));
  }
  focusEnd(textArea(task, "done"));
}

/** A task that is done and has no file shows a note; it is no reason to refuse the return. @param {Element} task */
function showMissingFile(task) {
  /** @type {HTMLElement | null} */
  const note = task.querySelector("[data-no-file]");
  if (note) note.hidden = stateField(task).value !== "done" || Boolean(task.querySelector(":scope > .evidence li"));
}

form.addEventListener("click", (event) => {
  const target = targetOf(event);
  const task = closest(target, TASK);
  if (!task) return;
  const part = target.closest("[data-quote]") && closest(target, "[data-part]");
  const last = target.closest("[data-go-on]") && closest(target, "[data-last]");
  if (part) quotePart(task, part);
  if (last) reuseLastPeriod(task, last);
});
for (const task of form.querySelectorAll(TASK)) {
  showMissingFile(task);
  task.addEventListener("change", () => showMissingFile(task));
  new MutationObserver(() => showMissingFile(task)).observe(task, { childList: true, subtree: true });
}
