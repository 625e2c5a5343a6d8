// The reviewer's keys: j and k (or the arrows) go from row to row, Enter goes into it, s begins the review, a asks whether to accept.

const rows = [...document.querySelectorAll("table[data-rows] tbody > tr")];
const typing = (node) => node.matches("input, textarea, select, [contenteditable]");
const rowOf = (node) => node.closest?.("table[data-rows] tbody > tr");
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

for (const row of rows) row.tabIndex = -1;

function go(step, from) {
  const at = rows.indexOf(from);
  const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** Into the row: the reason why it is sent back, or its page. */
function enter(row) {
  const reason = row.querySelector(".why");
  if (reason) reason.focus();
  else row.querySelector("th a")?.click();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]"))
    return;
  if (typing(target)) {
    if (key === "Escape" && target.matches(".why")) rowOf(target)?.focus();
    return;
  }
  const arrow = key.startsWith("Arrow");
  if (key in STEPS && (!arrow || rowOf(target) === target)) {
    // arrows scroll the page until a row is chosen
    event.preventDefault();
    go(STEPS[key], rowOf(target));
  } else if (key === "Enter" && rows.includes(target)) {
    event.preventDefault();
    enter(target);
  } else if (key === "s") {
    document.querySelector('[data-key="s"]')?.click();
  } else if (key === "a") {
    document.querySelector('[data-dialog="accept"], [data-dialog="accept-plain"]')?.click();
  }
});
