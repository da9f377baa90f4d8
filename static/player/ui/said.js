/* What a step is called, and what to do about the pain that was said of it. */

import { adviceOn } from "../pain.js";
import { say } from "./words.js";

/** @typedef {NonNullable<ReturnType<typeof import("../position.js").current>>} Here */

/** @param {Here} here */
export function wordsOf({ step, dose }) {
  const isExtra = step.number > dose.sets;
  const set = isExtra
    ? say("set_extra", { n: step.number })
    : say("set_of", { n: step.number, of: dose.sets });
  return { leg: say(`leg.${dose.side}`), set };
}

/** The advice on what a step says of pain now. @param {Here} here @returns {import("../types.js").Advice | null} */
export function adviceFor({ dose, set, draft }) {
  const pain = set?.pain ?? draft.pain ?? null;
  const kind = adviceOn(dose.pain, pain, set?.pain_kind ?? draft.pain_kind ?? "");
  return kind && pain !== null ? { kind, n: pain } : null;
}
