// The clerk's page: each cell is saved by itself as soon as it is left. Here the events of the page meet the boxes (what
// is saved together), the keeper (who saves them) and the shelf (what this device keeps until they are saved).

import { Box } from "./return_box.js";
import { Keeper } from "./return_keeper.js";
import { Shelf } from "./return_shelf.js";
import { element, form, word } from "./return_words.js";

const PAUSE = 1500; // ms without a key in a text about a task, after which it is saved

const boxes = [...form.querySelectorAll("[data-save]")].map((place) => new Box(place));
const keeper = new Keeper(boxes, new Shelf(form.dataset.person, form.dataset.place));
const boxOf = (node) => boxes.find((box) => box.contains(node));

form.addEventListener("input", ({ target }) => {
  if (!target.name && target.dataset.added === undefined) return; // the grid's own word: grid:change names the cells
  const box = boxOf(target);
  if (!box) return;
  box.agree(target);
  keeper.typed(box);
  if (!box.theirs) box.say("typing", word("typing"));
  keeper.report();
  if (!target.matches("textarea")) return;
  clearTimeout(box.pause);
  box.pause = setTimeout(() => box.dirty && keeper.ask(box), PAUSE);
});

form.addEventListener("grid:change", ({ detail }) => {
  const changed = new Set();
  for (const input of detail.inputs) {
    const box = boxOf(input);
    box.agree(input);
    if (input.name === "na") {
      box.applyNa();
      if (input.checked) box.field("reason").focus();
    }
    changed.add(box);
  }
  for (const box of changed) keeper.typed(box);
  for (const box of changed) keeper.ask(box);
});

form.addEventListener("change", ({ target }) => {
  if (!target.name || !target.closest("[data-save=progress]")) return;
  const box = boxOf(target);
  clearTimeout(box.pause);
  keeper.typed(box);
  keeper.ask(box);
});

// The same number typed again is no change to the browser, yet it was said not to be saved.
form.addEventListener("focusout", ({ target }) => {
  const box = boxOf(target);
  if (box?.dirty && box.status === "typing") keeper.ask(box);
});

form.addEventListener("submit", (event) => event.preventDefault());

// --- more about a figure ---
form.addEventListener("click", ({ target }) => {
  if (target.closest("[data-more]")) boxOf(target).toggleMore();
});
form.addEventListener("keydown", (event) => {
  const above =
    event.key === "Enter" && !event.isComposing && event.target.matches("tr.more input") && boxOf(event.target);
  if (above) {
    above.main.focus();
    return;
  } // the grid knows no cell below a note
  const box = event.key === "F2" && boxOf(event.target);
  if (!box || box.kind !== "figure") return;
  event.preventDefault();
  box.toggleMore();
  (box.more.hidden ? box.main : box.field("na")).focus();
});

// --- a link of a finding leads into its cell ---
document.addEventListener("click", (event) => {
  const code = event.target.closest('a[href^="#cell-"]')?.getAttribute("href").slice("#cell-".length);
  const box = code && boxes.find((each) => each.code === decodeURIComponent(code));
  if (!box) return;
  event.preventDefault();
  box.place.scrollIntoView({ block: "center" });
  (box.main.disabled || box.main.readOnly ? box.field("reason") : box.main).focus();
});

// --- submit: first everything is saved ---
const submit = document.getElementById("submit");
submit.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = submit.querySelector("button");
  button.disabled = true;
  if (await keeper.flush()) {
    window.FedWork.clean(form);
    submit.submit();
    return;
  }
  button.disabled = false;
  const place = document.getElementById("unsaved");
  place.querySelector("ul").replaceChildren(
    ...keeper.problems().map((box) => {
      const item = document.createElement("li");
      const reason = box.place.querySelector("[data-state]").textContent;
      item.append(element("a", box.name, { href: `#cell-${box.code}` }), ` ${reason}`);
      return item;
    }),
  );
  place.hidden = false;
  place.focus();
});

// --- the line, or the login in another window, is back ---
const again = () => {
  if (document.visibilityState === "visible" && keeper.waiting.size) keeper.pump();
};
window.addEventListener("online", () => keeper.pump());
document.addEventListener("visibilitychange", again);
window.addEventListener("focus", again);

const found = keeper.restore();
if (found) {
  const place = document.getElementById("restored");
  place.textContent = word("restored").replace("{n}", found);
  place.hidden = false;
}
