/* Form fields that several screens ask with. Nothing is filled in that was not said. */

import { enhance } from "../../js/stepper.js";
import { copyOf, put, show, slot, write } from "./dom.js";
import { all, say } from "./words.js";

let count = 0;

/** @param {HTMLElement} root @returns {HTMLInputElement} */
function inputOf(root) {
  return /** @type {HTMLInputElement} */ (root.querySelector("input, select"));
}

/**
 * Radio buttons, or boxes to tick, one a line.
 * @param {string} name
 * @param {[string, string][]} options value and words
 * @param {{chosen?: string | null, many?: boolean}} [how]
 */
export function choices(name, options, { chosen = null, many = false } = {}) {
  return options.map(([value, words]) => {
    const label = copyOf(many ? "tick" : "choice");
    const input = inputOf(label);
    Object.assign(input, { name, value, checked: value === chosen });
    write(label, { words });
    return label;
  });
}

/** @param {string} question @param {string} name @param {[string, string][]} options @param {string | null} [chosen] */
export function choiceField(question, name, options, chosen = null) {
  const field = copyOf("choices");
  write(field, { question });
  put(field, "choices", ...choices(name, options, { chosen }));
  return field;
}

/** The kinds of pain, and not said. @param {string} chosen */
export function painKinds(chosen) {
  const kinds = /** @type {[string, string][]} */ (Object.entries(all().pain_kinds));
  return choiceField(say("kind_question"), "pain_kind", [...kinds, ["", say("not_said")]], chosen);
}

/**
 * 0 to 10, or not said.
 * @param {string} question
 * @param {string} name
 * @param {number | null} value
 * @param {[number, number, string][]} [meanings]
 */
export function scale(question, name, value, meanings = []) {
  const field = copyOf("scale");
  const words = (/** @type {string} */ said) => {
    const found = meanings.find(([low, high]) => said !== "" && Number(said) >= low && Number(said) <= high);
    return found ? `${said}: ${found[2]}` : "";
  };
  write(field, { question, words: words(value === null ? "" : String(value)) });
  for (const said of [...Array.from({ length: 11 }, (_none, n) => String(n)), ""]) {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name, value: said });
    input.checked = said === (value === null ? "" : String(value));
    const text = Object.assign(document.createElement("span"), {
      textContent: said === "" ? say("not_said") : said,
    });
    if (said === "") label.className = "unsaid-cell";
    label.append(input, text);
    slot(field, "numbers").append(label);
  }
  field.addEventListener("change", (event) => {
    write(field, { words: words(/** @type {HTMLInputElement} */ (event.target).value) });
  });
  return field;
}

/** @param {FormData} form @param {string} name @returns {number | null} */
export function numberIn(form, name) {
  const text = String(form.get(name) ?? "").trim();
  return text === "" ? null : Number(text);
}

/**
 * Big minus and plus around a number that may be missing.
 * @param {{name: string, label: string, target: number | null, value: number | null, step: number}} field
 */
export function stepper({ name, label, target, value, step }) {
  const field = copyOf("stepper");
  const input = inputOf(field);
  count += 1;
  const id = `amount-${count}`;
  Object.assign(input, { id, name, step: String(step), value: value === null ? "" : String(value) });
  input.inputMode = step < 1 ? "decimal" : "numeric";
  field.querySelector("label")?.setAttribute("for", id);
  write(field, { label, target: target === null ? say("target_none") : say("target", { n: target }) });
  const box = /** @type {HTMLElement} */ (field.querySelector("[data-stepper]"));
  if (target !== null) box.dataset.start = String(target);
  // The label has to be in a document for the buttons to be named by it.
  const holder = document.createElement("form");
  holder.append(field);
  document.body.append(holder);
  enhance(box);
  holder.remove();
  return field;
}

/** Say what is wrong beside a stepper. @param {Element} form @param {string} name @param {string} message */
export function markWrong(form, name, message) {
  const input = form.querySelector(`[name="${name}"]`);
  const field = input?.closest(".field");
  input?.classList.toggle("is-invalid", message !== "");
  input?.toggleAttribute("aria-invalid", message !== "");
  if (field?.querySelector('[data-part="error"]')) {
    write(field, { error: message });
    show(field, { error: message !== "" });
  }
}
