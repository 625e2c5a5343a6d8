// Lists of units: tick all, none or a branch at once; set all units of a group to lead or assist. Without it, one by one.

import { closest, findAll, targetOf } from "../pages/app.js";

/** @param {Element} root */
const checkboxes = (root) => findAll(root, 'input[type="checkbox"]', HTMLInputElement);

/** @param {Element} list */
function showCount(list) {
  const all = checkboxes(list);
  const output = list.querySelector("[data-count]");
  if (output) output.textContent = `${all.filter((box) => box.checked).length} / ${all.length}`;
}

/** Leaving the page asks first. @param {Element | undefined} control */
function announceInput(control) {
  control?.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLElement} button data-tick: all, none or branch */
function tick(button) {
  const list = closest(button, "[data-pick]");
  const isBranch = button.dataset.tick === "branch";
  const scope = isBranch ? closest(button, "[data-branch]") : list;
  if (!list || !scope) return;
  const affected = checkboxes(scope);
  const ticked = isBranch ? affected.some((box) => !box.checked) : button.dataset.tick === "all";
  for (const box of affected) box.checked = ticked;
  announceInput(affected[0]);
  showCount(list);
}

/** @param {HTMLElement} button data-fill: the value for each select of its group */
function fillGroup(button) {
  const group = closest(button, "[data-fill-group]");
  const selects = group ? findAll(group, "select", HTMLSelectElement) : [];
  for (const select of selects) select.value = button.dataset.fill ?? "";
  announceInput(selects[0]);
}

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("button");
  if (button?.dataset.tick !== undefined) tick(button);
  if (button?.dataset.fill !== undefined) fillGroup(button);
});
document.addEventListener("change", (event) => {
  const list = closest(targetOf(event), "[data-pick]");
  if (list) showCount(list);
});
for (const list of document.querySelectorAll("[data-pick]")) showCount(list);
