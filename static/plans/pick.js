// Lists of units: tick all, none or a branch at once; set all units of a group to lead or assist. Without it, one by one.

const boxes = (root) => [...root.querySelectorAll('input[type="checkbox"]')];

function tell(pick) {
  const all = boxes(pick);
  const output = pick.querySelector("[data-count]");
  if (output) output.textContent = `${all.filter((box) => box.checked).length} / ${all.length}`;
}

function changed(control) {
  control.dispatchEvent(new Event("input", { bubbles: true })); // so that leaving the page asks first
}

function tick(button) {
  const pick = button.closest("[data-pick]");
  const branch = button.dataset.tick === "branch";
  const some = boxes(branch ? button.closest("[data-branch]") : pick);
  const on = branch ? some.some((box) => !box.checked) : button.dataset.tick === "all";
  for (const box of some) box.checked = on;
  if (some[0]) changed(some[0]);
  tell(pick);
}

function fill(button) {
  const selects = [...button.closest("[data-fill-group]").querySelectorAll("select")];
  for (const select of selects) select.value = button.dataset.fill;
  if (selects[0]) changed(selects[0]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.tick !== undefined) tick(button);
  if (button?.dataset.fill !== undefined) fill(button);
});
document.addEventListener("change", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) tell(pick);
});
for (const pick of document.querySelectorAll("[data-pick]")) tell(pick);
