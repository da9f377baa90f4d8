/* The marks of a side and of sets, as therapy/base/side_svg.py draws them for pages. */

import { svg } from "./dom.js";
import { say } from "./words.js";

/** @import { Side } from "../types.js" */

/** @param {Side} side */
export function sideClass(side) {
  return `side-${side.toLowerCase()}`;
}

/** The shape alone; its word must stand beside it. @param {Side} side */
export function glyph(side) {
  const shapes = {
    L: () => svg("circle", { cx: 6, cy: 6, r: 5.5 }),
    R: () => svg("rect", { x: 0.8, y: 0.8, width: 10.4, height: 10.4, rx: 1 }),
    B: () => svg("path", { d: "M6 .2 11.8 6 6 11.800 .2 6Z" }),
  };
  return svg("svg", { class: "glyph", viewBox: "0 0 12 12", "aria-hidden": "true" }, shapes[side]());
}

const PITCH = 24;
const CLASSES = { done: "p-done", part: "p-todo", now: "p-now", todo: "p-todo", skipped: "p-skip" };

/** @typedef {"done" | "part" | "now" | "todo" | "skipped"} PipState */

/** One mark a set, in order. @param {Side} side @param {PipState[]} states */
export function pips(side, states) {
  const done = states.filter((state) => state === "done").length;
  const label = say("pips", { side: say(`side.${side}`), done, of: states.length });
  const width = PITCH * states.length - 4;
  const attributes = {
    class: `pips ${sideClass(side)}`,
    viewBox: `0 0 ${width} 20`,
    width: Math.round(width * 0.8),
    height: 16,
    role: "img",
    "aria-label": label,
  };
  return svg("svg", attributes, ...states.flatMap((state, index) => pip(side, 10 + PITCH * index, state)));
}

/** @param {Side} side @param {number} x @param {PipState} state */
function pip(side, x, state) {
  const found = [outline(side, x, CLASSES[state])];
  if (state === "part") found.push(half(side, x));
  if (state === "skipped") found.push(svg("path", { class: "p-skip", d: `M${x - 8} 19L${x + 8} 1` }));
  return found;
}

/** @param {Side} side @param {number} x @param {string} name */
function outline(side, x, name) {
  if (side === "L") return svg("circle", { cx: x, cy: 10, r: 8, class: name });
  if (side === "R")
    return svg("rect", { x: x - 7.2, y: 2.8, width: 14.4, height: 14.4, rx: 1.5, class: name });
  return svg("path", { d: `M${x} 1.7l8.3 8.3-8.3 8.3-8.3 -8.3Z`, class: name });
}

/** @param {Side} side @param {number} x */
function half(side, x) {
  const paths = {
    L: `M${x} 2a8 8 0 0 0 0 16Z`,
    R: `M${x} 2.800v14.400h-7.200v-14.400Z`,
    B: `M${x} 1.700v16.600l-8.300 -8.300Z`,
  };
  return svg("path", { class: "p-half", d: paths[side] });
}
