/* What to do about pain: the rule of therapy/logbook/pain.py (clinical-facts 2.5), for when there is no network. Both
   are tried on tests/player/pain_cases.json. */

const AMBER_FROM = 4;
const RED_FROM = 6;
const MUSCLE_AMBER_FROM = 8;

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
  if (kind === "numb" || facts.numb) return "numb";
  if (!facts.guides || (kind === "cramp" && !facts.cramp_guides)) return null;
  if (pain && kind === "nerve") return "nerve";
  if (pain && kind === "muscle") return pain < MUSCLE_AMBER_FROM ? "muscle" : "amber";
  if (pain >= RED_FROM) return "red";
  return pain >= AMBER_FROM ? "amber" : "green";
}
