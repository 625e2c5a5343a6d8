// The words of the form, which stand in its data- attributes, and the small pieces of page that scripts make.

export const form = document.getElementById("return");
export const word = (name) => form.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];

export const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

export const value = (field) => (field.type === "checkbox" ? field.checked : field.value);

export function put(field, content) {
  if (field.type === "checkbox") field.checked = content;
  else field.value = content ?? "";
}

/** The content of a field as people read it. */
export function shown(field, content) {
  if (typeof content === "boolean") return word(content ? "yes" : "no");
  if (field.matches("select")) return [...field.options].find((each) => each.value === content)?.textContent || word("blank");
  return content || word("blank");
}

/** A number that is not applicable can't be typed in, and says so where the number would stand. */
export function lock(field, na) {
  if (field.matches("select")) { field.disabled = na; return; }
  field.readOnly = na;
  field.placeholder = na ? word("na") : field.dataset.hint ?? "";
}
