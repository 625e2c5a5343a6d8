// The form of a target asks only what fits its measure, direction and frequency. What is hidden is emptied by the server.

const form = document.querySelector("form[data-fitting]");

/** The value chosen in a field of this name, or null when the form does not ask it. */
function chosen(name) {
  const field = form.elements[name];
  return field ? field.value : null;
}

const holds = (words, value) => value === null || words === undefined || words.split(" ").includes(value);

function fit() {
  const measure = chosen("measure");
  const direction = measure === "milestone" ? "at_least" : chosen("direction");
  for (const part of form.querySelectorAll(".fit")) {
    part.hidden = !(holds(part.dataset.measures, measure) && holds(part.dataset.directions, direction));
  }
  for (const part of form.querySelectorAll("[data-frequencies]")) {
    part.hidden = !holds(part.dataset.frequencies, chosen("frequency"));
  }
}

form?.addEventListener("change", (event) => {
  if (["measure", "direction", "frequency"].includes(event.target.name)) fit();
});
if (form) fit();
