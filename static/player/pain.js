/* What to do about pain: the rule of therapy/logbook/pain.py (clinical-facts 2.5), for when there is no network. Both
   are tried on tests/player/pain_cases.json. */

import { limits } from "./limits.js";

/**
 * @typedef {object} PainFacts of one dose
 * @property {boolean} numb the leg has lost feeling: pain cannot warn
 * @property {boolean} guides pain may guide at all
 * @property {boolean} cramp_guides also a cramp that goes with rest
 * @typedef {"numb" | "nerve" | "muscle" | "red" | "amber" | "green"} PainAdvice
 */

/**
 * The advice after this pain; null where pain was not said, or must not guide.
 * @param {PainFacts} facts
 * @param {number | null} pain 0 to 10
 * @param {string} kind
 * @returns {PainAdvice | null}
 */
export function adviceOn(facts, pain, kind) {
  if (pain === null) return null;
  const { amber_from: amber, red_from: red, muscle_amber_from: muscleAmber } = limits().pain;
  if (kind === "numb" || facts.numb) return "numb";
  if (!facts.guides || (kind === "cramp" && !facts.cramp_guides)) return null;
  if (pain && kind === "nerve") return "nerve";
  if (pain && kind === "muscle") return pain < muscleAmber ? "muscle" : "amber";
  if (pain >= red) return "red";
  return pain >= amber ? "amber" : "green";
}
