/* The three-way merge: what this device says, what the server keeps, and what both last agreed on. What was changed here
   since then wins; everything else is as the server has it. */

import { sameSet, slotOf } from "./sets.js";

/** @import { Answers, LoggedSet, SessionDoc } from "./types.js" */

/** The answers about a whole session. Its day is the server's: somebody may have moved it. */
export const ANSWERS = /** @type {(keyof Answers)[]} */ ([
  "check",
  "started_at",
  "finished_at",
  "pain_before",
  "pain_after",
  "effort",
  "note",
]);
const MOMENTS = ["started_at", "finished_at"];
/** What a session says of which nobody has said anything. */
const NOTHING = {
  check: null,
  started_at: null,
  finished_at: null,
  pain_before: null,
  pain_after: null,
  effort: null,
  note: "",
};

/**
 * Whether two sessions answer the same. Of a moment only counts whether it is there.
 * @param {keyof Answers} name
 * @param {Answers[keyof Answers]} one
 * @param {Answers[keyof Answers]} other
 */
export function sameAnswer(name, one, other) {
  return MOMENTS.includes(name) ? (one === null) === (other === null) : one === other;
}

/**
 * The names of the answers that are not as they were agreed on; without a base, of those that were given.
 * @param {Answers | null} base
 * @param {Answers} mine
 */
export function changedAnswers(base, mine) {
  return ANSWERS.filter((name) => !sameAnswer(name, (base ?? NOTHING)[name], mine[name]));
}

/**
 * The ids of the sets that are new or say something else than was agreed on.
 * @param {SessionDoc | null} base
 * @param {SessionDoc} mine
 */
export function changedSets(base, mine) {
  const before = byId(base);
  return mine.sets.filter((set) => !isSame(before.get(set.id), set)).map((set) => set.id);
}

/**
 * The ids of the sets that were agreed on and have been taken back here.
 * @param {SessionDoc | null} base
 * @param {SessionDoc} mine
 */
export function takenBack(base, mine) {
  const here = byId(mine);
  return (base?.sets ?? []).map((set) => set.id).filter((id) => !here.has(id));
}

/**
 * What both sides together say. Every set that was changed here is in it as it is here; every other is as it is stored,
 * and those that either side has taken back are not. Sets keep the order of `mine`; others follow.
 * What was sent since `base` and never answered is ours too, and the server may have taken it from us: if it says
 * something else here by now, or is taken back, that is a change, even where it is as in `base` again.
 * @param {SessionDoc | null} base last acknowledged, null if nothing ever was
 * @param {SessionDoc} mine
 * @param {SessionDoc} stored
 * @param {string[]} tried ids of sets and names of answers
 * @returns {SessionDoc}
 */
export function merge(base, mine, stored, tried) {
  const changed = new Set([...changedSets(base, mine), ...tried]);
  const gone = new Set(takenBack(base, mine));
  const ours = mine.sets.filter((set) => changed.has(set.id));
  // No session has two sets for one slot: what was said here about it is the correction of what is stored.
  const taken = new Set(ours.map(slotOf));
  const kept = stored.sets.filter(
    (set) => !changed.has(set.id) && !gone.has(set.id) && !taken.has(slotOf(set)),
  );
  const all = new Map([...kept, ...ours].map((set) => [set.id, set]));
  const order = new Set([...mine.sets.map((set) => set.id), ...stored.sets.map((set) => set.id)]);
  const sets = [...order].flatMap((id) => all.get(id) ?? []);
  return { ...mergedAnswers(base, mine, stored, tried), day: stored.day, sets };
}

/**
 * @param {Answers | null} base
 * @param {Answers} mine
 * @param {Answers} stored
 * @param {string[]} tried
 * @returns {Answers}
 */
function mergedAnswers(base, mine, stored, tried) {
  const changed = new Set([...changedAnswers(base, mine), ...tried]);
  const entries = ANSWERS.map((name) => [name, (changed.has(name) ? mine : stored)[name]]);
  return Object.fromEntries(entries);
}

/** @param {SessionDoc | null} doc @returns {Map<string, LoggedSet>} */
function byId(doc) {
  return new Map((doc?.sets ?? []).map((set) => [set.id, set]));
}

/** @param {LoggedSet | undefined} one @param {LoggedSet} other */
function isSame(one, other) {
  return one !== undefined && sameSet(one, other);
}
