/* The numbers that the player decides by. They stand in Python alone (therapy/player/limits.py): the page hands them over
   before anything is decided, and tests/player/limits.json is what it hands over. */

/** @import { Limits } from "./types.js" */

/** @type {Limits | null} */
let given = null;

/** @param {Limits} limits */
export function useLimits(limits) {
  given = limits;
}

/** Throws before the page has handed them over: nothing may be decided without them. @returns {Limits} */
export function limits() {
  if (!given) throw new Error("the page has not handed over its limits");
  return given;
}
