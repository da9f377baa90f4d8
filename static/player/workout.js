/* One workout: what was said of it, and where the person stands. Every function takes a workout and answers with a new
   one; ids and moments are handed in. */

import { limits } from "./limits.js";
import { current, firstOpen, isOpen } from "./position.js";
import { AMOUNTS, slotOf, tidied } from "./sets.js";

/** @import { Answers, Course, LoggedSet, Outcome, Said, Today, Workout } from "./types.js" */

/**
 * A workout of one day of the plan, standing at its first step that is not done elsewhere.
 * What it needs of the plan goes along, since the plan may be another one before the workout ends.
 * @param {Today} today
 * @param {{day: string, now: string, check?: string | null}} begun
 * @returns {Workout}
 */
export function begin(today, { day, now, check = null }) {
  const asked = today.days.find((one) => one.day === day);
  if (!asked) throw new RangeError(`the plan does not reach ${day}`);
  const ids = new Set(asked.steps.map((step) => step.dose));
  const doses = Object.fromEntries([...ids].map((id) => [id, today.doses[id]]));
  const prescriptions = new Set(Object.values(doses).map((dose) => dose.prescription));
  /** @type {Course} */
  const course = {
    steps: asked.steps,
    doses,
    exercises: Object.fromEntries([...prescriptions].map((id) => [id, today.exercises[id]])),
    elsewhere: day === today.today ? today.logged.map(({ dose, number }) => ({ dose, number })) : [],
    at: 0,
    draft: {},
  };
  const answers = { pain_before: null, pain_after: null, effort: null, note: "" };
  const doc = { day, check, started_at: now, finished_at: null, ...answers, sets: [] };
  return standAt({ doc, course }, firstOpen({ doc, course }, 0));
}

/**
 * @param {Workout} workout
 * @param {number} at
 * @returns {Workout}
 */
function standAt(workout, at) {
  return { ...workout, course: { ...workout.course, at, draft: {} } };
}

/**
 * Go to a step, logged or not: the way to correct one.
 * @param {Workout} workout
 * @param {number} at 0 to steps.length
 */
export function goTo(workout, at) {
  if (!Number.isInteger(at) || at < 0 || at > workout.course.steps.length)
    throw new RangeError(`no step ${at}`);
  return standAt(workout, at);
}

/** @param {Workout} workout */
export function goBack(workout) {
  return standAt(workout, Math.max(0, workout.course.at - 1));
}

/**
 * On to the first step that is open, leaving this one as it is.
 * @param {Workout} workout
 */
export function goOn(workout) {
  return standAt(workout, firstOpen(workout, Math.min(workout.course.at + 1, workout.course.steps.length)));
}

/**
 * A course as it is kept, with this tab's own place in it: what somebody taps is about the step that they see, wherever
 * another tab stands by now.
 * @param {Course} kept
 * @param {Course} mine
 * @returns {Course}
 */
export function seenFrom(kept, mine) {
  const here = mine.steps[mine.at];
  const at = here ? kept.steps.findIndex((step) => slotOf(step) === slotOf(here)) : kept.steps.length;
  return at < 0 ? kept : { ...kept, at, draft: mine.draft };
}

/**
 * Keep what is said of the step before it is logged: pain in the middle of a set, or numbers of an open sheet.
 * @param {Workout} workout
 * @param {Partial<Said>} said
 * @returns {Workout}
 */
export function drafted(workout, said) {
  return { ...workout, course: { ...workout.course, draft: { ...workout.course.draft, ...said } } };
}

/**
 * Log the step on which the person stands, together with its draft, and go on. A step that is logged is corrected: its
 * set keeps its id and its moment, so that nothing is logged twice however often a button is pressed.
 * @param {Workout} workout
 * @param {Partial<Said> & {outcome: Outcome}} said
 * @param {{id: string, now: string}} made
 */
export function log(workout, said, { id, now }) {
  const here = current(workout);
  if (!here) throw new RangeError("every step is done");
  const all = { ...here.draft, ...said };
  if (here.set) return goOn(correct(workout, here.set.id, all));
  const { dose, number } = here.step;
  const set = { id, dose, number, ...tidied(all), logged_at: now };
  return goOn({ ...workout, doc: { ...workout.doc, sets: [...workout.doc.sets, set] } });
}

/**
 * @param {Workout} workout
 * @param {{id: string, now: string}} made
 */
export function logAsPrescribed(workout, made) {
  return log(workout, { outcome: "as_prescribed" }, made);
}

/**
 * @param {Workout} workout
 * @param {string} reason
 * @param {{id: string, now: string}} made
 */
export function skip(workout, reason, made) {
  return log(workout, { outcome: "skipped", skip_reason: reason }, made);
}

/**
 * What other sessions have of this day, as the server last told: their steps are not open here.
 * @param {Workout} workout
 * @param {string} session the workout's own
 * @param {Today["logged"]} logged
 * @returns {Workout}
 */
export function doneElsewhere(workout, session, logged) {
  const elsewhere = logged
    .filter((one) => one.session !== session)
    .map(({ dose, number }) => ({ dose, number }));
  return { ...workout, course: { ...workout.course, elsewhere } };
}

/**
 * Skip what is left of the exercise on which the person stands: both legs, or only one side of it.
 * @param {Workout} workout
 * @param {string} reason
 * @param {{newId: () => string, now: string, side?: string}} made
 */
export function skipExercise(workout, reason, { newId, now, side }) {
  const { steps, doses, at } = workout.course;
  const prescription = doses[steps[at].dose].prescription;
  const left = steps.filter(
    (step) =>
      isOpen(workout, step) &&
      doses[step.dose].prescription === prescription &&
      (!side || doses[step.dose].side === side),
  );
  const said = tidied({ outcome: "skipped", skip_reason: reason });
  const sets = left.map(({ dose, number }) => ({ id: newId(), dose, number, ...said, logged_at: now }));
  return goOn({ ...workout, doc: { ...workout.doc, sets: [...workout.doc.sets, ...sets] } });
}

/**
 * Give a logged set other answers. What is not named stays, as long as it goes with the outcome.
 * @param {Workout} workout
 * @param {string} id
 * @param {Partial<Said>} said
 * @returns {Workout}
 */
export function correct(workout, id, said) {
  const set = found(workout, id);
  // A set as prescribed that gets an amount of its own is one no longer.
  const own = AMOUNTS.some((name) => said[name] !== undefined && said[name] !== null && said[name] !== "");
  const outcome = said.outcome ?? (own && set.outcome === "as_prescribed" ? "done" : set.outcome);
  const { id: _id, dose, number, logged_at, ...before } = set;
  const answers = tidied({ ...before, ...said, outcome });
  return withSets(workout, (one) => (one.id === id ? { id, dose, number, ...answers, logged_at } : one));
}

/**
 * Take a logged set back, and stand where it was: it is open again.
 * @param {Workout} workout
 * @param {string} id
 */
export function takeBack(workout, id) {
  const slot = slotOf(found(workout, id));
  const at = workout.course.steps.findIndex((step) => slotOf(step) === slot);
  const sets = workout.doc.sets.filter((one) => one.id !== id);
  const without = { ...workout, doc: { ...workout.doc, sets } };
  return at < 0 ? without : standAt(without, at);
}

/**
 * @param {Workout} workout
 * @param {string} id
 */
function found(workout, id) {
  const set = workout.doc.sets.find((one) => one.id === id);
  if (!set) throw new RangeError(`no set ${id}`);
  return set;
}

/**
 * @param {Workout} workout
 * @param {(set: LoggedSet) => LoggedSet} change
 * @returns {Workout}
 */
function withSets(workout, change) {
  return { ...workout, doc: { ...workout.doc, sets: workout.doc.sets.map(change) } };
}

/**
 * One more set than prescribed, after the last of its dose; the person then stands there. Nothing past `extra_sets`.
 * @param {Workout} workout
 * @param {string} dose
 */
export function addSet(workout, dose) {
  const { steps, doses } = workout.course;
  const last = steps.findLastIndex((step) => step.dose === dose);
  if (last < 0) throw new RangeError(`no dose ${dose}`);
  const before = steps[last];
  if (before.number >= doses[dose].sets + limits().extra_sets) return workout;
  const more = [
    ...steps.slice(0, last + 1),
    { ...before, number: before.number + 1 },
    ...steps.slice(last + 1),
  ];
  return standAt({ ...workout, course: { ...workout.course, steps: more } }, last + 1);
}

/**
 * Answers about the whole session.
 * @param {Workout} workout
 * @param {Partial<Answers>} answers
 * @returns {Workout}
 */
export function answer(workout, answers) {
  return { ...workout, doc: { ...workout.doc, ...answers } };
}

/**
 * @param {Workout} workout
 * @param {string} now
 */
export function finish(workout, now) {
  return answer(workout, { finished_at: now });
}

/** @param {Workout} workout */
export function reopen(workout) {
  return standAt(answer(workout, { finished_at: null }), firstOpen(workout, 0));
}
