// Says at once that a file is too large, instead of after it was sent.
const input = document.querySelector("input[type=file][data-max-bytes]");
input?.addEventListener("change", () => {
  const file = input.files[0];
  input.setCustomValidity(file && file.size > Number(input.dataset.maxBytes) ? input.dataset.tooLarge : "");
  input.reportValidity();
});
input?.form.addEventListener("submit", (event) => {
  if (!input.checkValidity()) {
    event.preventDefault();
    input.reportValidity();
  }
});
