// The tasks of a return: words that others said, or that were said the last time, are put into the text, where they are
// typed words from then on: the page saves them as it saves whatever is typed.

const FIELDS = ["done", "obstacle", "next_step"];
const form = document.getElementById("return");

const field = (task, name) => task.querySelector(`[name="${name}"]`);
const typed = (input) =>
  input.dispatchEvent(new Event(input.matches("select") ? "change" : "input", { bubbles: true }));

/** Put words behind what stands there, on a line of their own. */
function append(area, words) {
  const before = area.value.replace(/\s+$/, "");
  area.value = before ? `${before}\n${words}` : words;
  typed(area);
}

/** Onto the end of the text, so that the clerk types on from there. */
function goTo(area) {
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

/** A part of a unit that assists: each of its texts into ours, behind the unit's name. */
function quote(button) {
  const task = button.closest("[data-save=progress]");
  const part = button.closest("[data-part]");
  let first = null;
  for (const name of FIELDS) {
    const words = part.querySelector(`[data-words=${name}]`)?.dataset.text;
    if (!words) continue;
    append(field(task, name), `${part.dataset.part}${words}`);
    first ??= field(task, name);
  }
  if (first) goTo(first);
}

/** What was said the last time, into each field in which nothing stands. */
function goOn(button) {
  const task = button.closest("[data-save=progress]");
  const last = button.closest("[data-last]");
  for (const own of task.querySelectorAll(".task-own")) own.open = true;
  for (const name of FIELDS) {
    const words = last.querySelector(`[data-words=${name}]`)?.dataset.text;
    if (words && !field(task, name).value.trim()) append(field(task, name), words);
  }
  const state = field(task, "state");
  if (!state.value && last.dataset.last) {
    state.value = last.dataset.last;
    typed(state);
  }
  goTo(field(task, "done"));
}

/** A task that is done and has no file says so; it is no reason to refuse it. */
function note(task) {
  const place = task.querySelector("[data-no-file]");
  if (place)
    place.hidden = field(task, "state").value !== "done" || Boolean(task.querySelector(":scope > .evidence li"));
}

form.addEventListener("click", ({ target }) => {
  if (target.closest("[data-quote]")) quote(target);
  if (target.closest("[data-go-on]")) goOn(target);
});
for (const task of form.querySelectorAll("[data-save=progress]")) {
  note(task);
  task.addEventListener("change", () => note(task));
  new MutationObserver(() => note(task)).observe(task, { childList: true, subtree: true });
}
