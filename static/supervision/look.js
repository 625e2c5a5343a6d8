// Keeps that the person has looked at the plan, when its overview has been open and in view for five seconds. The line
// on this page stays as it is; the next visit counts from now.

import { csrfToken } from "../pages/app.js";

const PAUSE = 5000; // milliseconds
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-look]");

function keepLook() {
  if (!form || document.visibilityState !== "visible") return;
  const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" };
  fetch(form.action, { method: "POST", headers }).catch(() => {}); // the line is down: the button remains
}

if (form) setTimeout(keepLook, PAUSE);
