/* A figure's SVG as an element of the page, so that it can be paused. */

let count = 0;

/** Its own style sheet stays out: the page has the same rules. @param {string} text @returns {SVGSVGElement} */
export function elementFrom(text) {
  // Cut out before it is read: the page's policy would refuse it, and say so.
  const parsed = new DOMParser().parseFromString(
    text.replace(/<style>[\s\S]*?<\/style>/, ""),
    "image/svg+xml",
  );
  const svg = /** @type {SVGSVGElement} */ (
    /** @type {unknown} */ (document.importNode(parsed.documentElement, true))
  );
  count += 1;
  const number = count;
  for (const element of svg.querySelectorAll("[id]")) {
    if (["t", "d"].includes(element.id)) element.id = `${element.id}-${number}`;
    else element.removeAttribute("id");
  }
  svg.setAttribute("aria-labelledby", `t-${number} d-${number}`);
  return svg;
}
