// While the worker is at something, shows how far it is; then the page as it is when that is done. The part of the page
// that is shown anew has an id and data-waits, which its last version lacks.

/** @type {HTMLElement | null} */
const waiting = document.querySelector("[data-waits]");
const PAUSE = Number(waiting?.dataset.waits) || 3000; // milliseconds

async function refresh() {
  if (!waiting || !("waits" in waiting.dataset)) return;
  try {
    const response = await fetch(location.href);
    if (!response.ok || response.redirected) return location.reload(); // logged out, or deleted
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById(waiting.id);
    if (now && "waits" in now.dataset) waiting.replaceChildren(...now.childNodes);
    else return location.reload(); // done: with the form and its scripts
  } catch {
    // the line is down: tried again
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
