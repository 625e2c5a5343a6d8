// The form of a target asks only what fits its measure, direction and frequency. What is hidden is emptied by the server.

const form = document.querySelector("form[data-fitting]");

/** The value chosen in a field of this name, or what stands when the form does not ask it. */
const chosen = (name) => form.elements[name]?.value ?? form.dataset[name];

const holds = (words, value) => words.split(" ").includes(value);

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
