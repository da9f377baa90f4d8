/* Screens are <template>s of the page, filled by name: [data-text] is written, [data-part] shown or hidden, [data-slot]
   holds what is put in. All words come from the page, so that they are translated there. */

const SVG = "http://www.w3.org/2000/svg";

/** A fresh copy of a template's first element. @param {string} name @returns {HTMLElement} */
export function copyOf(name) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(`t-${name}`));
  const first = template?.content.firstElementChild;
  if (!first) throw new Error(`no template ${name}`);
  return /** @type {HTMLElement} */ (document.importNode(first, true));
}

/** Write texts by name; nothing is written where it says the same already. @param {Element} root @param {Record<string, string>} texts */
export function write(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const place of root.querySelectorAll(`[data-text="${name}"]`)) {
      if (place.textContent !== text) place.textContent = text;
    }
  }
}

/** Show or hide parts by name. @param {Element} root @param {Record<string, unknown>} parts */
export function show(root, parts) {
  for (const [name, on] of Object.entries(parts)) {
    for (const part of root.querySelectorAll(`[data-part="${name}"]`)) part.toggleAttribute("hidden", !on);
  }
}

/** @template {Element} [E=HTMLElement] @param {Element} root @param {string} name @returns {E} */
export function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!found) throw new Error(`no part ${name}`);
  return /** @type {E} */ (found);
}

/** @param {Element} root @param {string} name @returns {HTMLElement} */
export function slot(root, name) {
  const found = root.querySelector(`[data-slot="${name}"]`);
  if (!found) throw new Error(`no slot ${name}`);
  return /** @type {HTMLElement} */ (found);
}

/** @param {Element} root @param {string} name @param {(Node | string)[]} content */
export function put(root, name, ...content) {
  slot(root, name).replaceChildren(...content);
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {...Node} inside */
export function svg(name, attributes, ...inside) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...inside);
  return element;
}

/**
 * What the buttons of a screen do, by their [data-do]. While one works the others wait: two taps log no two sets.
 * @param {Element} root
 * @param {Record<string, (button: HTMLElement) => unknown>} actions
 */
export function act(root, actions) {
  let busy = false;
  root.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest?.("[data-do]");
    const action = button && actions[/** @type {HTMLElement} */ (button).dataset.do ?? ""];
    if (!action || busy) return;
    busy = true;
    try {
      await action(/** @type {HTMLElement} */ (button));
    } finally {
      busy = false;
    }
  });
}

/** @param {Element} root @param {(form: FormData, element: HTMLFormElement) => unknown} send */
export function onSubmit(root, send) {
  const form = /** @type {HTMLFormElement} */ (root.matches("form") ? root : root.querySelector("form"));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      await send(new FormData(form), form);
    } finally {
      busy = false;
    }
  });
}
