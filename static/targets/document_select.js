// Adding what was not recognised: the words that are selected in the text, by their place in it.

/** How many characters of the document stand before a point; signs that the page put in do not count. */
function before(words, node, offset) {
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  for (const flag of part.querySelectorAll("[data-flag]")) flag.remove();
  return [...part.textContent].length; // as the server counts, also beyond the first 65,536 characters of Unicode
}

/** The selected place without blanks at its ends; null when nothing of the text is selected. */
function selected(words) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!words.contains(range.commonAncestorContainer)) return null;
  const start = before(words, range.startContainer, range.startOffset);
  const end = before(words, range.endContainer, range.endOffset);
  const part = range.cloneContents();
  for (const flag of part.querySelectorAll("[data-flag]")) flag.remove();
  const text = part.textContent;
  if (!text.trim()) return null;
  const lead = [...text].length - [...text.trimStart()].length;
  const tail = [...text].length - [...text.trimEnd()].length;
  return { start: start + lead, end: end - tail, text: text.trim() };
}

export function select(words, place, trouble) {
  if (!place) return;
  const form = place.querySelector("form");
  document.addEventListener("selectionchange", () => {
    const found = selected(words);
    if (!found) return;
    place.open = true;
    form.elements.quote.value = found.text;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
  });
  form.elements.quote.addEventListener("input", () => {
    form.elements.start.value = form.elements.end.value = "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    given.set("kind", event.submitter?.value ?? "target");
    const { ok, status, data } = await window.FedWork.post(form.action, given);
    if (ok) location.assign(data.to);
    else form.querySelector("[data-said]").textContent = data?.message ?? trouble(status);
  });
}
