// The form of a return as the templates render it: two figures, one of them a running total, and one task.

const WORDS = {
  na: "not applicable",
  typing: "not saved yet",
  saving: "saving…",
  saved: "saved",
  lost: "waiting for the line",
  "wait-login": "waiting for the login",
  refused: "not accepted:",
  failed: "The server could not save this.",
  "all-saved": "Everything is saved.",
  offline: "No connection.",
  login: "You are logged out.",
  "other-person": "Somebody else is logged in.",
  "no-shelf": "This browser keeps nothing.",
  wrong: "Some cells are not saved.",
  theirs: "theirs",
  mine: "yours",
  blank: "blank",
  yes: "yes",
  no: "no",
  choose: "not saved: choose below",
  keep: "Keep mine",
  take: "Take theirs",
  closed: "Load the page again",
  emptied: "emptied here",
  "own-other": "the other window",
};
const words = Object.entries(WORDS).map(([name, text]) => `data-word-${name}="${text}"`);

const figure = (code, more = "", added = "") => `
  <tr id="cell-${code}" data-save="figure" data-cell="${code}" data-name="${code} trained" data-version="1" ${more}>
    <th>${code}</th><td><input name="value" data-label="value"></td><td>${added}</td>
    <td><span class="to-date"></span><span data-standing></span><span data-oddity></span>
      <button type="button" data-more></button><span data-state></span><div data-conflict></div></td></tr>`;

const DETAILS = `<template id="more-row"><tr class="more"><td colspan="4">
  <input type="checkbox" name="na" data-label="not applicable"><input name="reason" data-text data-label="reason">
  <input name="note" data-text data-label="note">
  <p data-fact="definition" hidden><span></span></p></td></tr></template>`;

const TASK = `<fieldset id="cell-T1" data-save="progress" data-cell="T1" data-name="T1 schools" data-version="4">
  <select name="state"><option value=""></option><option value="done">done</option></select>
  <textarea name="done" data-label="what was done"></textarea><span data-state></span><div data-conflict></div></fieldset>`;

/** What the form contains; the form itself stays the same, as modules hold on to it. */
export const CONTENT = `<table data-grid>
  ${figure("L01", 'data-definition="persons once a year"')}
  ${figure("L02", 'data-before="100.5" data-sums="as-is"', '<input data-added data-label="added">')}
  </table>${DETAILS}${TASK}`;

export const PAGE = `
  <form id="return" data-warn-unsaved data-person="7" data-place="R1" data-figure-url="/figure" data-progress-url="/progress"
    ${words.join(" ")}></form>
  <output id="save-state"></output><a id="log-in-again" href="/login" hidden></a><div id="unsaved" hidden><ul></ul></div>`;
