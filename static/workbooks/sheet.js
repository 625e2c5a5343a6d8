// Says that a file is too large before it is sent.

/** @type {HTMLInputElement | null} */
const input = document.querySelector("input[type=file][data-max-bytes]");

input?.addEventListener("change", () => {
  const { maxBytes, tooLarge = "" } = input.dataset;
  const size = input.files?.[0]?.size ?? 0;
  input.setCustomValidity(size > Number(maxBytes) ? tooLarge : "");
  input.reportValidity();
});
input?.form?.addEventListener("submit", (event) => {
  if (input.checkValidity()) return;
  event.preventDefault();
  input.reportValidity();
});
