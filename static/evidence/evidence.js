// Evidence files of a return's cells: chosen, dropped or taken with the camera, uploaded one after the other, shown large.
// Without this script "Add evidence" leads to a page with a plain form.

import { closest, createElement, csrfToken, find, findById, post, targetOf, wordsOf } from "../pages/app.js";

/** @typedef {{html?: string, message?: string}} Reply */
/** @typedef {{area: HTMLElement, file: File}} Upload area: the element with data-evidence */

const LARGEST_FILE = 20 * 1024 * 1024; // bytes; the server enforces it, this saves the wait

const settings = find(document, "#evidence-end", HTMLElement);
const word = wordsOf(settings);
const fileInput = findById("evidence-choose", HTMLInputElement);
const cameraInput = findById("evidence-camera", HTMLInputElement);
const viewer = find(document, "#evidence-look", HTMLDialogElement);
/** @type {Upload[]} */
const uploads = []; // the first is under way
/** @type {WeakMap<HTMLElement, HTMLElement[]>} */
const failures = new WeakMap(); // by area: a line for each file that was not added
/** @type {HTMLElement | null} */
let chosenArea = null;
let uploading = false;

/** @param {HTMLElement} area */
const failuresOf = (area) => failures.get(area) ?? [];

/** @param {HTMLElement} area @param {string} text @param {boolean} [failed] */
function showState(area, text, failed = false) {
  const state = find(area, "[data-evidence-state]", HTMLElement);
  state.classList.toggle("is-bad", failed);
  state.replaceChildren(text);
  return state;
}

/** The cell of an area, such as target-L01; a row that was made in the page has its code in its id. @param {HTMLElement} area */
function cellOf(area) {
  const cell = area.dataset.evidence ?? "";
  return cell.endsWith("-") ? cell + (closest(area, "[id^=more-]")?.id.slice("more-".length) ?? "") : cell;
}

/** @param {HTMLElement} area @param {File[]} files */
function addFiles(area, files) {
  const tooLarge = files.filter((file) => file.size > LARGEST_FILE);
  failures.set(
    area,
    tooLarge.map((file) => createElement("p", `“${file.name}” ${word("big")}`)),
  );
  uploads.push(...files.filter((file) => file.size <= LARGEST_FILE).map((file) => ({ area, file })));
  if (tooLarge.length) showResult(area);
  uploadAll();
}

async function uploadAll() {
  if (uploading) return;
  uploading = true;
  for (let [next] = uploads; next; [next] = uploads) {
    await upload(next);
    uploads.shift();
  }
  uploading = false;
}

/** What was not added stays to be read, each file with its reason. @param {HTMLElement} area */
function showResult(area) {
  const failed = failuresOf(area);
  const state = showState(area, "", failed.length > 0);
  state.append(...(failed.length ? failed : [word("added")]));
}

/** @param {Upload} job */
async function upload({ area, file }) {
  const bar = createElement("progress", "", { max: 1, value: 0, ariaLabel: file.name });
  showState(area, `${word("sending")} ${file.name} `).append(bar, ...failuresOf(area));
  const { status, data } = await sendFile(area, file, (share) => {
    bar.value = share;
  });
  if (status === 200 && data?.html) replaceFiles(area, data.html);
  else failures.set(area, [...failuresOf(area), failureLine(area, file, status, data)]);
  if (!uploads.some((job, i) => i > 0 && job.area === area)) showResult(area);
}

/** @param {number} status */
const failureText = (status) => word(status === 0 ? "offline" : status === 401 ? "login" : "failed");

/** @param {HTMLElement} area @param {File} file @param {number} status @param {Reply | null} data */
function failureLine(area, file, status, data) {
  const line = createElement("p", data?.message ?? `“${file.name}” ${failureText(status)}`);
  if (data?.message) return line;
  const again = createElement("button", word("again"), { type: "button", className: "btn btn-sm" });
  again.addEventListener("click", () => {
    failures.set(
      area,
      failuresOf(area).filter((each) => each !== line),
    );
    uploads.push({ area, file });
    uploadAll();
  });
  line.append(" ", again);
  return line;
}

/**
 * fetch does not tell how far an upload is, which matters on a slow line.
 * @param {HTMLElement} area
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @returns {Promise<{status: number, data: Reply | null}>}
 */
function sendFile(area, file, onProgress) {
  const form = new FormData();
  const url = new URL(`${encodeURIComponent(cellOf(area))}/`, new URL(settings.dataset.url ?? "", location.href)).href;
  form.append("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => {
      // Another address is that of the login page, to which the post was redirected.
      const redirected = request.responseURL !== url;
      resolve({ status: redirected ? 401 : request.status, data: redirected ? null : request.response });
    });
    request.addEventListener("error", () => resolve({ status: 0, data: null }));
    request.send(form);
  });
}

/** @param {HTMLElement} area @param {string} html the server's list of the cell's files */
function replaceFiles(area, html) {
  find(area, "[data-evidence-files]", HTMLElement).outerHTML = html.trim();
  const count = area.querySelectorAll("[data-evidence-files] > li").length;
  area.dispatchEvent(new CustomEvent("evidence:change", { bubbles: true, detail: { cell: cellOf(area), count } }));
}

/** @param {HTMLElement} button */
async function removeFile(button) {
  const area = closest(button, "[data-evidence]");
  if (!window.confirm(word("sure")) || !area) return;
  failures.delete(area);
  /** @type {import("../pages/app.js").Answer<{html: string}, Reply>} */
  const answer = await post(button.dataset.evidenceRemove ?? "", new FormData());
  if (!answer.ok) {
    showState(area, answer.data?.message ?? failureText(answer.status), true);
    return;
  }
  replaceFiles(area, answer.data.html);
  showState(area, word("removed"));
  find(area, "[data-evidence-add]", HTMLElement).focus();
}

/** @param {HTMLAnchorElement} link */
function showLarge(link) {
  const name = link.textContent?.trim() ?? "";
  find(viewer, "h2", HTMLElement).textContent = name;
  Object.assign(find(viewer, "img", HTMLImageElement), { src: link.href, alt: name });
  find(viewer, "[data-original]", HTMLAnchorElement).href = `${link.href}?download`;
  viewer.showModal();
}

document.addEventListener("click", (event) => {
  const target = targetOf(event);
  const addButton = closest(target, "[data-evidence-add], [data-evidence-camera]");
  const fileLink = target.closest("[data-evidence-look]");
  const removeButton = closest(target, "[data-evidence-remove]");
  if (addButton) {
    event.preventDefault();
    chosenArea = closest(addButton, "[data-evidence]");
    (addButton.matches("[data-evidence-camera]") ? cameraInput : fileInput)?.click();
  } else if (fileLink instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    showLarge(fileLink);
  } else if (removeButton) removeFile(removeButton);
});

for (const input of [fileInput, cameraInput]) {
  input?.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    if (chosenArea && files.length) addFiles(chosenArea, files);
    input.value = ""; // the same file again is a change, too
  });
}

// --- files dragged into the page ---

/** @param {DragEvent} event */
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

/** The area under the pointer that takes files, or null. @param {DragEvent} event */
function areaUnder(event) {
  const area = closest(targetOf(event), "[data-evidence]");
  return area?.querySelector("[data-evidence-add]") ? area : null;
}

/** @param {HTMLElement | null} area */
function highlight(area) {
  for (const each of document.querySelectorAll(".evidence.is-over")) each.classList.toggle("is-over", each === area);
  area?.classList.add("is-over");
}

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer || !hasFiles(event)) return;
  event.preventDefault(); // otherwise the browser would leave the page and open the file
  highlight(areaUnder(event));
  event.dataTransfer.dropEffect = areaUnder(event) ? "copy" : "none";
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) highlight(null);
});
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer || !hasFiles(event)) return;
  event.preventDefault();
  highlight(null);
  const area = areaUnder(event);
  if (area) addFiles(area, [...event.dataTransfer.files]);
});

window.addEventListener("beforeunload", (event) => {
  if (uploading) event.preventDefault();
});
