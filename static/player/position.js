/* Where a workout stands: what is open, which step is next, how much is done. Reads only. */

import { outcomeOf, slotOf } from "./sets.js";

/** @import { LoggedSet, Step, Workout } from "./types.js" */

/**
 * The set that was logged for a step in this session.
 * @param {Workout} workout
 * @param {Step} step
 * @returns {LoggedSet | undefined}
 */
export function setOf(workout, step) {
  return workout.doc.sets.find((one) => slotOf(one) === slotOf(step));
}

/**
 * Whether a step still waits to be done, here or in another session of the day.
 * @param {Workout} workout
 * @param {Step} step
 */
export function isOpen(workout, step) {
  const slot = slotOf(step);
  return !setOf(workout, step) && !workout.course.elsewhere.some((one) => slotOf(one) === slot);
}

/**
 * The first open step from an index on, else the first before it, else steps.length.
 * @param {Workout} workout
 * @param {number} from
 */
export function firstOpen(workout, from) {
  const { steps } = workout.course;
  const order = [...steps.keys()];
  const found = [...order.slice(from), ...order.slice(0, from)].find((index) =>
    isOpen(workout, steps[index]),
  );
  return found ?? steps.length;
}

/**
 * Where the person stands: the step with all that a screen says of it. Null when every step is done or skipped.
 * `round` is the place of this exercise among the exercises, `count` that of this set among those of its leg in this time
 * of the day, `set` what is logged already (somebody went back).
 * @param {Workout} workout
 */
export function current(workout) {
  const { at, steps, doses, exercises, draft } = workout.course;
  const step = steps[at];
  if (!step) return null;
  const dose = doses[step.dose];
  const alike = steps.filter((one) => one.dose === step.dose && one.round === step.round);
  const order = [...new Set(steps.map((one) => doses[one.dose].prescription))];
  return {
    at,
    step,
    dose,
    exercise: exercises[dose.prescription],
    side: dose.side,
    set: setOf(workout, step) ?? null,
    draft,
    count: { number: alike.indexOf(step) + 1, of: alike.length },
    round: { number: order.indexOf(dose.prescription) + 1, of: order.length },
  };
}

/**
 * Seconds to rest after a set, 0 for none: between two sets of one exercise alone, and only after one that was done.
 * @param {Workout} before standing on the set
 * @param {Workout} after it was logged
 */
export function restBetween(before, after) {
  const [was, next] = [current(before), current(after)];
  const set = was && setOf(after, was.step);
  if (!was || !next || !set || set.outcome === "skipped") return 0;
  const goesOn = was.dose.prescription === next.dose.prescription && was.step.round === next.step.round;
  return goesOn ? (was.dose.rest_s ?? 0) : 0;
}

/** @typedef {"done" | "partial" | "skipped" | "elsewhere" | "open"} State of a step */

/**
 * The steps of a dose with what became of each, in their order: the pips of a side.
 * @param {Workout} workout
 * @param {string} dose
 * @returns {{at: number, step: Step, state: State, set: LoggedSet | null}[]}
 */
export function stepsOf(workout, dose) {
  return workout.course.steps
    .map((step, at) => ({ at, step, state: stateOf(workout, step), set: setOf(workout, step) ?? null }))
    .filter(({ step }) => step.dose === dose);
}

/**
 * @param {Workout} workout
 * @param {Step} step
 * @returns {State}
 */
function stateOf(workout, step) {
  const set = setOf(workout, step);
  if (set) return outcomeOf(set, workout.course.doses[step.dose]);
  return isOpen(workout, step) ? "open" : "elsewhere";
}

/**
 * How many steps there are of each state.
 * @param {Workout} workout
 * @returns {Record<State, number> & {of: number}}
 */
export function tally(workout) {
  const counts = { done: 0, partial: 0, skipped: 0, elsewhere: 0, open: 0, of: workout.course.steps.length };
  for (const step of workout.course.steps) counts[stateOf(workout, step)] += 1;
  return counts;
}
