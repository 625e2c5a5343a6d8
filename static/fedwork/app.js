// On every page: posts with the CSRF header, dialogs, the warning before unsaved work is lost, a few keys.
// Everything works without it except dialogs and saving by script, so it stays small and imports nothing.

// The cookie before the page's own word: whoever was logged out and logged in again in another window has a new one.
const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
const token = () => cookie() ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function packed(data) {
  if (data instanceof FormData || data instanceof URLSearchParams) return { body: data, headers: {} };
  return { body: JSON.stringify(data ?? {}), headers: { "Content-Type": "application/json" } };
}

/** Post to our own server. Never throws: a lost connection is {ok: false, status: 0}, which a page can tell its user. */
async function post(url, data) {
  const { body, headers } = packed(data);
  const swept = !cookie(); // the answer brings a new one
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { ...headers, "X-CSRFToken": token(), "X-Requested-With": "fetch", Accept: "application/json" },
      credentials: "same-origin",
    });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    // A login page that answers a post by script came by a redirect: the session is over, nothing was saved. So it is
    // when all cookies were swept away: the refusal then is of the missing token, which the next login brings.
    const over = response.redirected || (response.status === 403 && swept);
    return {
      ok: response.ok && !over,
      status: over ? 401 : response.status,
      data: isJson ? await response.json() : null,
    };
  } catch {
    return { ok: false, status: 0, data: null };
  }
}

const dirty = new Set();
const clean = (form) => dirty.delete(form);

window.FedWork = { post, clean, token };

// On the way down, before a page's own script sends the form.
document.addEventListener(
  "submit",
  ({ target }) => {
    const field = target.elements.namedItem("csrfmiddlewaretoken");
    if (field) field.value = token();
  },
  true,
);

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

// --- unsaved work ---
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-warn-unsaved]");
  if (form) dirty.add(form);
});
document.addEventListener("submit", (event) => clean(event.target));
window.addEventListener("beforeunload", (event) => {
  if (dirty.size === 0) return;
  event.preventDefault();
  event.returnValue = document.body.dataset.leaveWords ?? ""; // older browsers ask only when this is set
});

// --- dialogs, menus, buttons ---
function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal(); // the browser gives the focus back when it closes
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) openDialog(opener.dataset.dialog);
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-autosubmit]")) event.target.form.requestSubmit();
});

// --- keys ---
const typing = (node) => node.matches("input, textarea, select, [contenteditable]");

function closeMenu() {
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  // While a Chinese input method composes, keys belong to it.
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (event.key === "?" || event.key === "？") openDialog("keys");
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) event.preventDefault();
    search?.focus();
  }
});

// On a narrow screen the tab of this page may lie beyond the edge.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.closest(".tabs");
  tabs.scrollLeft += tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
}

// What is wrong is read out and seen first, wherever on the page it stands.
document.querySelector("[data-focus]")?.focus();
