// Files at the cells of a return: chosen, dropped or taken with the camera, sent one after the other, shown large.
// Without this script "Add evidence" leads to a page with a plain form.

const end = document.getElementById("evidence-end");
const word = (name) => end.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const choose = document.getElementById("evidence-choose");
const camera = document.getElementById("evidence-camera");
const look = document.getElementById("evidence-look");
const MOST = 20 * 1024 * 1024; // the server has the last word; this one costs no waiting
const waiting = [];
let place = null;
let busy = false;

function element(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...more });
}

function say(at, text, bad = false) {
  const state = at.querySelector("[data-evidence-state]");
  state.classList.toggle("is-bad", bad);
  state.replaceChildren(text);
  return state;
}

/** target-L01; a row that was made in the page has its code from its id. */
function cellOf(at) {
  const cell = at.dataset.evidence;
  return cell.endsWith("-") ? cell + at.closest("[id^=more-]").id.slice("more-".length) : cell;
}

function ask(at, files) {
  const big = [...files].filter((file) => file.size > MOST);
  at.failed = big.map((file) => element("p", `“${file.name}” ${word("big")}`));
  waiting.push(...[...files].filter((file) => file.size <= MOST).map((file) => ({ at, file })));
  if (big.length) show(at);
  pump();
}

async function pump() {
  if (busy) return;
  busy = true;
  while (waiting.length) await send(waiting[0]).then(() => waiting.shift());
  busy = false;
}

/** What was not added stays to be read, each with its reason. */
function show(at) {
  const state = say(at, "", at.failed.length > 0);
  state.append(...(at.failed.length ? at.failed : [word("added")]));
}

async function send({ at, file }) {
  const bar = element("progress", "", { max: 1, value: 0, ariaLabel: file.name });
  say(at, `${word("sending")} ${file.name} `).append(bar, ...at.failed);
  const { status, data } = await upload(at, file, (share) => {
    bar.value = share;
  });
  if (status === 200 && data?.html) renew(at, data.html);
  else at.failed.push(failure(at, file, status, data));
  if (!waiting.some((each, i) => i > 0 && each.at === at)) show(at);
}

function failure(at, file, status, data) {
  const line = element(
    "p",
    data?.message ?? `“${file.name}” ${word({ 0: "offline", 401: "login" }[status] ?? "failed")}`,
  );
  if (data?.message) return line;
  const again = element("button", word("again"), { type: "button", className: "btn btn-sm" });
  again.addEventListener("click", () => {
    at.failed = at.failed.filter((each) => each !== line);
    waiting.push({ at, file });
    pump();
  });
  line.append(" ", again);
  return line;
}

/** fetch tells nothing of how far it is, which matters on a slow line. */
function upload(at, file, tell) {
  const form = new FormData();
  const address = new URL(`${encodeURIComponent(cellOf(at))}/`, new URL(end.dataset.url, location.href)).href;
  form.append("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", window.FedWork.token());
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(loaded / total));
    request.addEventListener("load", () => {
      // A page of ours instead of an answer: the login, to which the post was led.
      const away = request.responseURL !== address;
      resolve({ status: away ? 401 : request.status, data: away ? null : request.response });
    });
    request.addEventListener("error", () => resolve({ status: 0, data: null }));
    request.send(form);
  });
}

function renew(at, html) {
  at.querySelector("[data-evidence-files]").outerHTML = html.trim();
  const count = at.querySelectorAll("[data-evidence-files] > li").length;
  at.dispatchEvent(new CustomEvent("evidence:change", { bubbles: true, detail: { cell: cellOf(at), count } }));
}

async function remove(button) {
  if (!window.confirm(word("sure"))) return;
  const at = button.closest("[data-evidence]");
  at.failed = [];
  const { ok, status, data } = await window.FedWork.post(button.dataset.evidenceRemove, new FormData());
  if (ok) {
    renew(at, data.html);
    say(at, word("removed"));
    at.querySelector("[data-evidence-add]").focus();
  } else say(at, data?.message ?? word({ 0: "offline", 401: "login" }[status] ?? "failed"), true);
}

function enlarge(link) {
  look.querySelector("h2").textContent = link.textContent.trim();
  look.querySelector("img").src = link.href;
  look.querySelector("img").alt = link.textContent.trim();
  look.querySelector("[data-original]").href = `${link.href}?download`;
  look.showModal();
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const adds = target.closest("[data-evidence-add], [data-evidence-camera]");
  const shows = target.closest("[data-evidence-look]");
  const removes = target.closest("[data-evidence-remove]");
  if (adds) {
    event.preventDefault();
    place = adds.closest("[data-evidence]");
    (adds.matches("[data-evidence-camera]") ? camera : choose).click();
  } else if (shows && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    enlarge(shows);
  } else if (removes) remove(removes);
});

for (const input of [choose, camera]) {
  input?.addEventListener("change", () => {
    if (input.files.length) ask(place, [...input.files]);
    input.value = ""; // the same file again is a change, too
  });
}

// --- dragged here ---
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
const under = (event) => {
  const at = event.target.closest?.("[data-evidence]");
  return at?.querySelector("[data-evidence-add]") ? at : null;
};

function mark(at) {
  for (const each of document.querySelectorAll(".evidence.is-over")) each.classList.toggle("is-over", each === at);
  at?.classList.add("is-over");
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault(); // beside it, the browser would leave the page and open the file
  mark(under(event));
  event.dataTransfer.dropEffect = under(event) ? "copy" : "none";
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});
document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  mark(null);
  const at = under(event);
  if (at) ask(at, event.dataTransfer.files);
});

window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});
