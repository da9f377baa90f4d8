/* One set as somebody tells it: what was said, whether two of them say the same, and what cannot be true. */

import { limits } from "./limits.js";

/** @import { Dose, LoggedSet, Outcome, Said } from "./types.js" */

/** @type {Said} */
export const UNSAID = Object.freeze({
  outcome: "done",
  skip_reason: "",
  reps: null,
  hold_s: null,
  minutes: null,
  metres: null,
  load_kg: null,
  band: "",
  pain: null,
  pain_kind: "",
  effort: null,
  note: "",
});
export const AMOUNTS = /** @type {const} */ (["reps", "hold_s", "minutes", "metres", "load_kg", "band"]);
const WHOLE = ["reps", "hold_s", "metres", "pain", "effort"];

/** Said of a set beyond its id, step and moment. */
const SAID = /** @type {(keyof Said)[]} */ (Object.keys(UNSAID));

/**
 * Whether two sets say the same. The moment of logging is no part of what was said.
 * @param {LoggedSet} one
 * @param {LoggedSet} other
 */
export function sameSet(one, other) {
  return (
    one.id === other.id &&
    one.dose === other.dose &&
    one.number === other.number &&
    SAID.every((name) => one[name] === other[name])
  );
}

/**
 * Which set of a session it is about: no session has two for one slot.
 * @param {{dose: string, number: number}} step
 */
export function slotOf(step) {
  return `${step.dose}/${step.number}`;
}

/**
 * All that is said, without what does not go with its outcome: a skipped set has no amounts, one as prescribed none of
 * its own, and only a skipped one has a reason.
 * @param {Partial<Said> & {outcome: Outcome}} said
 * @returns {Said}
 */
export function tidied(said) {
  const all = { ...UNSAID, ...said, note: (said.note ?? "").trim() };
  if (all.outcome === "skipped" || all.outcome === "as_prescribed") {
    for (const name of AMOUNTS) Object.assign(all, { [name]: UNSAID[name] });
  }
  if (all.outcome !== "skipped") all.skip_reason = "";
  return all;
}

/**
 * The amount in which a dose counts.
 * @param {Dose} dose
 * @returns {"minutes" | "metres" | "reps"}
 */
export function countsIn(dose) {
  if (dose.minutes !== null) return "minutes";
  return dose.metres !== null ? "metres" : "reps";
}

/** @typedef {"not_a_number" | "too_much" | "nothing_done" | "no_reason" | "too_long"} Wrong */

/**
 * What the server would refuse, by field, so that it can be said before it is kept. Empty where all is well.
 * @param {Said} said tidied
 * @returns {Partial<Record<keyof Said, Wrong>>}
 */
export function wrongWith(said) {
  /** @type {Partial<Record<keyof Said, Wrong>>} */
  const wrong = {};
  const { most: mostOf, scale_max: scale, note_max: longest, skip_reasons: reasons } = limits();
  for (const [name, most] of Object.entries({ ...mostOf, pain: scale, effort: scale })) {
    const field = /** @type {keyof Said} */ (name);
    const found = wrongNumber(said[field], most, WHOLE.includes(name));
    if (found) wrong[field] = found;
  }
  if ([...said.note].length > longest) wrong.note = "too_long";
  if (said.outcome === "skipped" && !reasons.includes(said.skip_reason)) wrong.skip_reason = "no_reason";
  const counted = /** @type {const} */ (["reps", "minutes", "metres"]).filter((name) => said[name] !== null);
  if (counted.length && counted.every((name) => said[name] === 0)) wrong[counted[0]] = "nothing_done";
  return wrong;
}

/**
 * @param {unknown} value
 * @param {number} most
 * @param {boolean} whole
 * @returns {Wrong | null}
 */
function wrongNumber(value, most, whole) {
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return "not_a_number";
  if (whole && !Number.isInteger(value)) return "not_a_number";
  return value > most ? "too_much" : null;
}

/**
 * Whether a set is done, partly done or skipped: the server's rule (logbook.entries). Less than the target is a part; where no
 * amount was said, it is done as far as anybody knows.
 * @param {Said} said
 * @param {Dose} dose
 * @returns {"done" | "partial" | "skipped"}
 */
export function outcomeOf(said, dose) {
  if (said.outcome === "skipped") return "skipped";
  const share = said.outcome === "as_prescribed" ? 1 : shareDone(said, dose);
  return share !== null && share < 1 ? "partial" : "done";
}

/**
 * Done over target; null where it was not said. Long holds count their seconds.
 * @param {Said} said
 * @param {Dose} dose
 */
function shareDone(said, dose) {
  const name = countsIn(dose);
  const [did, target] = [said[name], dose[name]];
  if (did === null || !target) return null;
  if (name === "reps" && (dose.hold_s ?? 0) >= limits().long_hold_s && said.hold_s !== null) {
    return (did * said.hold_s) / (target * (dose.hold_s ?? 1));
  }
  return did / target;
}
