// The live remainder of each column, the even split without leaving the page, and the panel that an adjustment needs.
// Sums are of whole numbers (BigInt) of the sixth decimal, never floats; what is saved is judged by the server.
// Nothing is imported: grid.js under a second address (hashed names) would be a second grid on the same table.

const PLACES = 6;
const form = document.getElementById("allocation");
const table = form?.querySelector("table[data-grid]");

/** "12.5" as 12500000n; "" is null; undefined when it is no number. */
export function units(text) {
  const typed = text.normalize("NFKC").replace(/[,，\s]/g, "");
  if (typed === "") return null;
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(typed);
  if (!found || (found[3] ?? "").length > PLACES) return undefined;
  const size = BigInt(found[2] + (found[3] ?? "").padEnd(PLACES, "0"));
  return found[1] ? -size : size;
}

/** 12500000n as "12.5", with thousands. */
export function written(value) {
  const digits = String(value < 0n ? -value : value).padStart(PLACES + 1, "0");
  const whole = digits.slice(0, -PLACES).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = digits.slice(-PLACES).replace(/0+$/, "");
  return rest ? `${whole}.${rest}` : whole;
}

function boxes(column) {
  return [...table.tBodies[0].rows].map((row) => row.cells[column]?.querySelector("input")).filter(Boolean);
}

function remain(output) {
  const parts = boxes(output.closest("td").cellIndex).map((box) => units(box.value));
  const unread = parts.includes(undefined);
  const left = unread ? 0n : parts.reduce((sum, part) => sum - (part ?? 0n), units(output.dataset.whole));
  const { reserve, surplus, met, unread: word } = table.dataset;
  output.value = unread ? word : left === 0n ? met : `${left > 0n ? reserve : surplus} ${written(left)}`;
  output.classList.toggle("surplus", !unread && left < 0n);
  output.classList.toggle("unread", unread);
}

function refresh(inputs) {
  const columns = new Set(inputs.map((input) => input.closest("td").cellIndex));
  for (const output of table.querySelectorAll("[data-left]")) {
    if (columns.has(output.closest("td").cellIndex)) remain(output);
  }
  for (const input of inputs) {
    input.classList.toggle("changed", input.value !== input.defaultValue);
    if (input.value !== input.defaultValue) clear(input);
  }
  if (inputs.some((input) => input.dataset.given !== undefined && input.value !== input.defaultValue)) {
    document.getElementById("adjustment")?.setAttribute("open", "");
  }
  count();
}

/** What the server found wrong was the text before: the next save judges the new one. */
function clear(input) {
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  const cell = input.closest("td");
  cell.classList.remove("cell-bad");
  cell.querySelector(".why")?.remove();
}

function count() {
  const output = document.querySelector("[data-changed]");
  const n = table.querySelectorAll("input.changed").length;
  if (output) output.value = n ? `${n} ${output.dataset.words}` : "";
}

async function split(button) {
  const data = new FormData(form);
  data.set("split", button.value);
  button.disabled = true;
  const { ok, data: answer } = await window.FedWork.post(form.action, data);
  button.disabled = false;
  if (!ok) {
    window.alert(answer?.message ?? table.dataset.failed);
    return;
  }
  const inputs = [];
  for (const [key, text] of Object.entries(answer.cells)) {
    const box = document.getElementById(`cell-${key}`);
    if (box) {
      box.value = text;
      inputs.push(box);
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true })); // unsaved work
  refresh(inputs);
  inputs[0]?.focus();
}

if (table) {
  for (const name of ["grid:input", "grid:change"])
    table.addEventListener(name, (event) => refresh(event.detail.inputs));
  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-split]");
    if (!button) return;
    event.preventDefault();
    split(button);
  });
  refresh([...table.querySelectorAll("input")]); // after a refusal or a way back, the boxes hold what was typed
}
