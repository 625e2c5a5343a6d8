// A file dropped on the form is chosen, and read at once. Without this script it is chosen with the button.

const form = document.querySelector("form[data-bring]");
const place = form?.querySelector("[data-drop]");
const input = form?.querySelector('input[type="file"]');

const over = (yes) => place.classList.toggle("is-over", yes);

function take(files) {
  if (!files.length) return;
  const chosen = new DataTransfer();
  chosen.items.add(files[0]);
  input.files = chosen.files;
  form.requestSubmit();
}

if (place) {
  // Anywhere on the page: whoever misses the field must not lose the page to the file.
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take(event.dataTransfer.files);
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-dropped]").textContent = form.dataset.wordReading;
  });
}
