// The clerk's answers to objections: each is saved when it is left (or after a pause), and all are sent along with the
// submission, so that none is lost when the connection is.

import { findAll, findById, post, wordsOf } from "../pages/app.js";

const TYPING_PAUSE = 1500; // ms without a key
const ROW_LENGTH = 40; // characters

const panel = findById("answers", HTMLElement);
if (!panel) throw new TypeError("this page has no answers");
const { person, url = "" } = panel.dataset;
const word = wordsOf(panel);
const fields = findAll(document, "textarea[data-answer]", HTMLTextAreaElement);
/** @type {Map<HTMLTextAreaElement, string>} */
const savedTexts = new Map(fields.map((field) => [field, field.value]));
/** @type {Map<HTMLTextAreaElement, ReturnType<typeof setTimeout>>} */
const timers = new Map();

/** @param {HTMLTextAreaElement} field @param {string} state @param {string} text */
function showState(field, state, text) {
  const output = document.querySelector(`[data-answer-state="${field.dataset.answer}"]`);
  if (!output) return;
  output.textContent = text;
  output.className = `cell-state is-${state}`;
}

/** @param {HTMLTextAreaElement} field */
async function save(field) {
  clearTimeout(timers.get(field));
  const text = field.value;
  if (savedTexts.get(field) === text) return;
  showState(field, "saving", word("saving"));
  /** @type {import("../pages/app.js").Answer<unknown, {message: string}>} */
  const answer = await post(url, { objection: Number(field.dataset.answer), text, as: Number(person) });
  if (answer.ok) {
    savedTexts.set(field, text);
    if (field.value === text) showState(field, "saved", word("saved"));
  } else {
    showState(field, answer.data ? "refused" : "lost", answer.data?.message ?? word("lost"));
  }
}

/** @param {HTMLTextAreaElement} field */
function fitRows(field) {
  const rows = field.value.split("\n").length + Math.floor(field.value.length / ROW_LENGTH);
  field.rows = Math.min(6, Math.max(1, rows));
}

for (const field of fields) {
  fitRows(field);
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // the answer is no part of the cell around it
    fitRows(field);
    clearTimeout(timers.get(field));
    timers.set(
      field,
      setTimeout(() => save(field), TYPING_PAUSE),
    );
  });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  field.addEventListener("blur", () => save(field));
}

// Capturing, so that it happens before the page's own script waits for its cells and sends the form.
document.addEventListener(
  "submit",
  ({ target }) => {
    if (!(target instanceof HTMLFormElement) || target.id !== "submit") return;
    for (const old of target.querySelectorAll("[data-answers]")) old.remove();
    for (const field of fields) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: `answer-${field.dataset.answer}`, value: field.value });
      input.dataset.answers = "";
      target.append(input);
    }
  },
  true,
);

window.addEventListener("beforeunload", (event) => {
  if (document.getElementById("submit")?.querySelector("[data-answers]")) return; // they are sent along
  if (fields.every((field) => savedTexts.get(field) === field.value)) return;
  event.preventDefault();
  event.returnValue = document.body.dataset.leaveWords ?? "";
});
