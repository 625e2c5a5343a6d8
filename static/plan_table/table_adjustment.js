// After the issue: cells of targets that change only by an adjustment. They are locked until its panel is open; what is
// typed in them then waits on the page (and on the device) for the adjustment's own button.

import { closest, createElement, find, findAll, findById, targetOf } from "../pages/app.js";
import { boxes, isBox, say, word } from "./table_cells.js";

/** @typedef {import("./table_cells.js").Box} Box */

const panel = findById("adjustment", HTMLElement);

/** @param {Box} box */
export const isFixed = (box) => box.dataset.fixed !== undefined;

/** Whether cells that are fixed can be changed now. */
export const isAdjusting = () => Boolean(panel && !panel.hidden);

/** @param {Box} box */
export function lock(box) {
  if (!isFixed(box)) return;
  if (box instanceof HTMLSelectElement) box.disabled = !isAdjusting();
  else box.readOnly = !isAdjusting();
}

/** @param {boolean} open */
export function openAdjustment(open) {
  if (!panel) return;
  panel.hidden = !open;
  for (const button of findAll(document, "[data-adjust-open]", HTMLElement))
    button.setAttribute("aria-expanded", String(open));
  for (const box of boxes.values()) lock(box);
}

/** What the panel says. @returns {Record<string, string>} */
export const readAdjustment = () =>
  Object.fromEntries(
    findAll(document, "[data-adjust]", HTMLElement).map((box) => [
      box.dataset.adjust ?? "",
      isBox(box) ? box.value : "",
    ]),
  );

/** @param {Record<string, string>} lacks what it lacks, by field */
export function showLacks(lacks) {
  for (const box of findAll(document, "[data-adjust]", HTMLElement)) {
    const reason = lacks[box.dataset.adjust ?? ""];
    box.parentElement?.querySelector(".why")?.remove();
    box.toggleAttribute("aria-invalid", false);
    box.removeAttribute("aria-describedby");
    if (!reason) continue;
    const why = createElement("span", reason, { className: "why", id: `why-${box.id}` });
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", why.id);
    box.after(why);
  }
  const first = document.querySelector("[data-adjust][aria-invalid]");
  if (isBox(first)) first.focus();
}

document.addEventListener("click", (event) => {
  if (!closest(targetOf(event), "[data-adjust-open]")) return;
  openAdjustment(!isAdjusting());
  if (isAdjusting()) find(document, "#from_seq", HTMLSelectElement).focus();
});

/** Somebody types into a locked cell: say what is to be done. */
document.addEventListener("keydown", ({ target, key, ctrlKey, altKey, metaKey }) => {
  if (ctrlKey || altKey || metaKey || (key.length > 1 && key !== "Backspace" && key !== "Delete")) return;
  if (isBox(target) && isFixed(target) && !isAdjusting()) say(word("fixed"));
});
