// What was typed into the table and not saved, kept on the device for one person and one plan.

const PREFIX = "fedwork-table-";

/** @typedef {Record<string, [text: string, seen: string]>} Shelf by the ids of cells */

/** @param {string} name @param {Shelf} cells */
export function fillShelf(name, cells) {
  try {
    if (Object.keys(cells).length) localStorage.setItem(PREFIX + name, JSON.stringify(cells));
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // The device keeps nothing (private window, full): what is typed stays on the page.
  }
}

/** @param {string} name @returns {Shelf} */
export function readShelf(name) {
  try {
    const cells = JSON.parse(localStorage.getItem(PREFIX + name) ?? "{}");
    return cells && typeof cells === "object" ? cells : {};
  } catch {
    return {};
  }
}
