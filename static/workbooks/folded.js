// A link to a cell or to a sheet opens the sheet that is folded around it, also in browsers that do not do so themselves.

function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const folded = target?.closest("details.office-sheet");
  if (!(folded instanceof HTMLDetailsElement) || !target) return;
  folded.open = true;
  target.scrollIntoView();
}

window.addEventListener("hashchange", openTarget);
openTarget();
