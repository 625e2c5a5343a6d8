// The reasons for which a return is sent back: the boxes and their keys, the common reasons that they offer, and the
// question before they are sent.

import {
  createElement,
  find,
  findAll,
  findById,
  isComposing,
  markSaved,
  post,
  targetOf,
  wordsOf,
} from "../pages/app.js";

const BOX = "textarea.why";
const form = findById("send-back", HTMLFormElement);
const list = findById("reasons", HTMLElement);
const ask = findById("send-back-ask", HTMLDialogElement);
const buttons = findAll(document, "[data-send-back]", HTMLButtonElement);
const boxes = findAll(document, BOX, HTMLTextAreaElement);
const choices = list ? findAll(list, ".reason-text", HTMLButtonElement) : [];
/** The box for which the common reasons are open. @type {HTMLTextAreaElement | null} */
let offeredTo = null;

/** @returns {HTMLTextAreaElement[]} the boxes in which something is written */
const written = () => boxes.filter((box) => box.value.trim());

/** @param {string} words @param {Record<string, string>} values */
const fillIn = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

/** @param {HTMLTextAreaElement} box */
function offer(box) {
  if (!list || choices.length === 0) return;
  const { left, bottom, width } = box.getBoundingClientRect();
  box.after(list);
  list.hidden = false;
  find(list, ".reason-said", HTMLElement).textContent = "";
  offeredTo = box;
  const height = list.offsetHeight;
  const top = bottom + height > innerHeight ? Math.max(bottom - box.offsetHeight - height, 0) : bottom;
  list.style.top = `${top}px`;
  list.style.left = `${Math.max(Math.min(left, innerWidth - list.offsetWidth), 0)}px`;
  list.style.minWidth = `${width}px`;
}

function close() {
  if (list) list.hidden = true;
  offeredTo = null;
}

/** Puts a common reason into its box; nothing is sent. @param {string} reason */
function choose(reason) {
  const box = offeredTo;
  close();
  if (!box) return;
  box.value = reason;
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** From the last box on to the button. @param {HTMLTextAreaElement} box */
function goOn(box) {
  const next = boxes[boxes.indexOf(box) + 1];
  if (next) next.focus();
  else buttons[0]?.focus();
}

/** @param {KeyboardEvent} event @param {HTMLTextAreaElement} box */
function onBoxKey(event, box) {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    close();
    goOn(box);
  } else if (event.key === "ArrowDown" && (!box.value || offeredTo)) {
    event.preventDefault();
    if (!offeredTo) offer(box);
    choices[0]?.focus();
  } else if (event.key === "Escape") {
    close();
  }
}

/** @param {HTMLButtonElement} choice @returns {HTMLButtonElement | null} its button, where a reviewer typed it */
const removerOf = (choice) => choice.parentElement?.querySelector("button.reason-remove") ?? null;

/** Offers a reason no more; its neighbour gets the focus. @param {HTMLButtonElement} choice */
async function remove(choice) {
  if (!list || !removerOf(choice)) return;
  const said = find(list, ".reason-said", HTMLElement);
  const reason = choice.textContent ?? "";
  const answer = await post(list.dataset.removeUrl ?? "", new URLSearchParams({ reason }));
  said.textContent = wordsOf(list)(answer.ok ? "removed" : "failed");
  const index = choices.indexOf(choice);
  if (!answer.ok || index < 0) return;
  choices.splice(index, 1);
  (choices[Math.min(index, choices.length - 1)] ?? offeredTo)?.focus();
  choice.parentElement?.remove();
}

/** @param {KeyboardEvent} event @param {HTMLButtonElement} choice that has the focus, itself or its button */
function onChoiceKey(event, choice) {
  const box = offeredTo;
  const index = choices.indexOf(choice);
  if (event.key === "ArrowDown") choices[Math.min(index + 1, choices.length - 1)]?.focus();
  else if (event.key === "ArrowRight") removerOf(choice)?.focus();
  else if (event.key === "ArrowLeft") choice.focus();
  else if (event.key === "Delete") remove(choice);
  else if (event.key === "ArrowUp" && index > 0) choices[index - 1]?.focus();
  else if (event.key === "ArrowUp" || event.key === "Escape") box?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") close();
}

/** Lists what goes back, and asks. Without any reason the server says what is missing. @param {Event} event */
function askFirst(event) {
  const chosen = written();
  if (!ask || chosen.length === 0) return;
  event.preventDefault();
  const level = findById("to", HTMLSelectElement)?.selectedOptions[0]?.dataset.name;
  const words = wordsOf(ask)(level ? "recheck" : "title");
  const title = fillIn(words, { n: String(chosen.length), to: level ?? ask.dataset.unit ?? "" });
  find(ask, "h2", HTMLElement).textContent = title;
  const items = chosen.map((box) => {
    const item = createElement("li", "");
    item.append(createElement("strong", box.dataset.place ?? ""), "：", box.value.trim());
    return item;
  });
  find(ask, "ul", HTMLElement).replaceChildren(...items);
  ask.showModal();
}

/** What is written goes when the return is accepted: that is said before. */
function sayWhatGoes() {
  const note = findById("accept-typed", HTMLElement);
  if (!note) return;
  const count = written().length;
  note.hidden = count === 0;
  note.textContent = fillIn(wordsOf(note)("typed"), { n: String(count) });
}

for (const box of boxes) {
  box.addEventListener("keydown", (event) => {
    if (!isComposing(event) && !event.ctrlKey && !event.altKey && !event.metaKey) onBoxKey(event, box);
  });
  box.addEventListener("click", () => (box.value ? close() : offer(box)));
  box.addEventListener("input", close);
}
for (const choice of choices) {
  choice.addEventListener("click", () => choose(choice.textContent ?? ""));
  removerOf(choice)?.addEventListener("click", () => remove(choice));
  choice.parentElement?.addEventListener("keydown", (event) => onChoiceKey(event, choice));
}
document.addEventListener("focusin", (event) => {
  const target = targetOf(event);
  if (offeredTo && target !== offeredTo && !list?.contains(target)) close();
});
document.addEventListener("click", (event) => {
  const target = targetOf(event);
  if (offeredTo && target !== offeredTo && !list?.contains(target)) close();
  if (target.closest('[data-dialog="accept"]')) sayWhatGoes();
});
window.addEventListener("scroll", (event) => event.target !== list && close(), true);
for (const button of buttons) button.addEventListener("click", askFirst);
// Every form of this page acts on the return; what was written stays on this device until it is sent or not needed.
document.addEventListener("submit", () => form && markSaved(form));
