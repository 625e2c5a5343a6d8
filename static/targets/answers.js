// The clerk's answers to what was sent back: each is saved when it is left (or after a pause), and all of them go along
// with the submission, so that none is lost when the line is.

const place = document.getElementById("answers");
const fields = [...document.querySelectorAll("textarea[data-answer]")];
const PAUSE = 1500; // ms without a key
const saved = new Map(fields.map((field) => [field, field.value]));

function say(field, state, text) {
  const output = document.querySelector(`[data-answer-state="${field.dataset.answer}"]`);
  output.textContent = text;
  output.className = `cell-state is-${state}`;
}

async function save(field) {
  clearTimeout(field.pause);
  const text = field.value;
  if (saved.get(field) === text) return;
  say(field, "saving", place.dataset.wordSaving);
  const content = { objection: Number(field.dataset.answer), text, as: Number(place.dataset.person) };
  const answer = await window.FedWork.post(place.dataset.url, content);
  if (answer.ok) {
    saved.set(field, text);
    if (field.value === text) say(field, "saved", place.dataset.wordSaved);
  } else {
    say(field, answer.data ? "refused" : "lost", answer.data?.message ?? place.dataset.wordLost);
  }
}

function grow(field) {
  field.rows = Math.min(6, Math.max(1, field.value.split("\n").length + Math.floor(field.value.length / 40)));
}

for (const field of fields) {
  grow(field);
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // the cell around it knows nothing of it
    grow(field);
    clearTimeout(field.pause);
    field.pause = setTimeout(() => save(field), PAUSE);
  });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  field.addEventListener("blur", () => save(field));
}

// On the way down, before the page's own script waits for its cells and sends the form.
document.addEventListener(
  "submit",
  ({ target }) => {
    if (target.id !== "submit") return;
    for (const old of target.querySelectorAll("[data-answers]")) old.remove();
    for (const field of fields) {
      const input = Object.assign(document.createElement("input"), {
        type: "hidden",
        name: `answer-${field.dataset.answer}`,
        value: field.value,
      });
      input.dataset.answers = "";
      target.append(input);
    }
  },
  true,
);

window.addEventListener("beforeunload", (event) => {
  if (document.getElementById("submit")?.querySelector("[data-answers]")) return; // they go along
  if (fields.every((field) => saved.get(field) === field.value)) return;
  event.preventDefault();
  event.returnValue = document.body.dataset.leaveWords ?? "";
});
