/* Turns every <div data-stepper><input type="number"></div> into minus, number, plus. Without this the input is a plain
   number input. Empty means "not said": the first tap starts from data-start (what was asked), and a tap on minus at the
   least value empties it again. */

const SVG = "http://www.w3.org/2000/svg";
const DRAWINGS = { minus: "M5 12h14", plus: "M12 5v14M5 12h14" };

/**
 * The value after one tap.
 * @param {string} value what the input holds; "" is not said
 * @param {1 | -1} direction
 * @param {{ step: number, min: number | null, max: number | null, start: number | null }} limits
 * @returns {string}
 */
export function afterTap(value, direction, { step, min, max, start }) {
  const least = min ?? -Infinity;
  const most = max ?? Infinity;
  if (value.trim() === "" || Number.isNaN(Number(value))) {
    return String(clamp(start ?? min ?? 0, least, most));
  }
  const next = Number(value) + direction * step;
  if (next < least) return "";
  return String(Number(clamp(next, least, most).toFixed(decimals(step))));
}

/** @param {number} number @param {number} least @param {number} most */
function clamp(number, least, most) {
  return Math.min(Math.max(number, least), most);
}

/** @param {number} step */
function decimals(step) {
  return (String(step).split(".")[1] ?? "").length;
}

/** @param {string | undefined} text */
function numberOrNull(text) {
  return text === undefined || text === "" || text === "any" ? null : Number(text);
}

/** @param {HTMLElement} box */
export function enhance(box) {
  const input = box.querySelector("input");
  if (!input || box.classList.contains("is-live")) return;
  const limits = {
    step: numberOrNull(input.step) ?? 1,
    min: numberOrNull(input.min),
    max: numberOrNull(input.max),
    start: numberOrNull(box.dataset.start),
  };
  const name = input.labels?.[0]?.textContent?.trim() ?? "";
  const tap = (/** @type {1 | -1} */ direction) => {
    input.value = afterTap(input.value, direction, limits);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.before(button("minus", `${name}: ${box.dataset.less}`, () => tap(-1)));
  input.after(button("plus", `${name}: ${box.dataset.more}`, () => tap(1)));
  box.classList.replace("is-plain", "is-live");
}

/** @param {"minus" | "plus"} drawing @param {string} label @param {() => void} onTap */
function button(drawing, label, onTap) {
  const element = document.createElement("button");
  element.type = "button";
  element.setAttribute("aria-label", label);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWINGS[drawing]);
  svg.append(path);
  element.append(svg);
  element.addEventListener("click", onTap);
  return element;
}

if (typeof document !== "undefined") {
  const enhanceAll = (/** @type {ParentNode} */ root) => {
    /** @type {NodeListOf<HTMLElement>} */
    const boxes = root.querySelectorAll("[data-stepper]");
    boxes.forEach(enhance);
  };
  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => enhanceAll(/** @type {Element} */ (event.target)));
}
