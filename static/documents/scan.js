// While the worker recognises the pages, shows every few seconds how far it is; then the text.

import { findById } from "../pages/app.js";

const PAUSE = 3000; // milliseconds

async function refresh() {
  const waiting = findById("scan", HTMLElement);
  if (!waiting || !("waits" in waiting.dataset)) return;
  try {
    const response = await fetch(location.href);
    if (!response.ok || response.redirected) return location.reload(); // logged out, or deleted
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById("scan");
    if (now && "waits" in now.dataset) waiting.replaceChildren(...now.childNodes);
    else return location.reload(); // done: with the form and its scripts
  } catch {
    // the line is down: tried again
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
