// The words of the form, which stand in its data- attributes; the small pieces of page that scripts make; and sums.

import { asTyped } from "../fedwork/grid.js";

export const form = document.getElementById("return");
export const word = (name) => form.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];

export const element = (tag, text, more = {}) =>
  Object.assign(document.createElement(tag), { textContent: text, ...more });

export const value = (field) => (field.type === "checkbox" ? field.checked : field.value);

export function put(field, content) {
  if (field.type === "checkbox") field.checked = content;
  else field.value = content ?? "";
}

/** The content of a field as people read it. */
export function shown(field, content) {
  if (typeof content === "boolean") return word(content ? "yes" : "no");
  if (field.matches("select"))
    return [...field.options].find((each) => each.value === content)?.textContent || word("blank");
  return content || word("blank");
}

/** A number that is not applicable can't be typed in, and says so where the number would stand. */
export function lock(field, na) {
  if (field.matches("select")) {
    field.disabled = na;
    return;
  }
  field.readOnly = na;
  field.placeholder = na ? word("na") : (field.dataset.hint ?? "");
}

// --- sums of what is typed, exact to the last digit: whole numbers of any length and their places, never binary fractions ---

function parse(text) {
  const found = /^(-?)(\d*)\.?(\d*)$/.exec(asTyped(String(text ?? "").trim()));
  if (!found || !(found[2] || found[3])) return null;
  return { digits: BigInt(found[1] + found[2] + found[3]), places: found[3].length };
}

function write(digits, places) {
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const cut = text.length - places;
  const rest = text.slice(cut).replace(/0+$/, "");
  return (digits < 0n ? "-" : "") + text.slice(0, cut) + (rest && `.${rest}`);
}

function combine(one, other, sign) {
  const [a, b] = [parse(one), parse(other || "0")];
  if (!a || !b) return null;
  const places = Math.max(a.places, b.places);
  const whole = ({ digits, places: has }) => digits * 10n ** BigInt(places - has);
  return write(whole(a) + sign * whole(b), places);
}

/** The sum as one types it; null when one of them is no number. Blank beside a number counts as nothing. */
export const plus = (one, other) => combine(one, other, 1n);
export const minus = (one, other) => combine(one, other, -1n);

/** 1234567.5 as it is read: 1,234,567.5, and a true minus. */
export function grouped(text) {
  const [whole, rest] = text.replace("-", "−").split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
}
