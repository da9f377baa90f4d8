/* The timer of a set or a rest: a list of timed pieces, and a clock that runs over them. It never logs anything; when it
   is over it waits for the person. Moments are milliseconds of any clock that does not jump. */

import { limits } from "./limits.js";

/** @import { Dose } from "./types.js" */

export const READY_S = 5;
/** From one long hold to the next: let go, breathe, get there again. */
export const CHANGE_S = 3;
/** Where no tempo is named, there and back take a second each (as plans.durations reckons). */
const MOVE_S = 1;
/** The last seconds of a longer piece are counted aloud. */
const COUNTED_S = 3;

/**
 * @typedef {"ready" | "work" | "rest" | "over"} Phase
 * @typedef {"ready" | "up" | "hold" | "down" | "change" | "go" | "rest" | "over"} Word
 * @typedef {{phase: Phase, word: Word, s: number, round: number}} Piece
 * @typedef {{pieces: Piece[], of: number, passed: number, since: number | null}} Timer
 * `passed` ms were over when it last began to run, `since` that moment; null while it stands.
 * @typedef {{index: number, phase: Phase, word: Word, s: number, left: number, share: number, round: number, of: number,
 *   total_left: number, paused: boolean}} View
 * `s` seconds are the length of this piece, `left` whole seconds of it, rounded up; `share` of it that is over, 0 to 1; `round` is the repetition, 0
 * where there is none; `total_left` whole seconds to the end.
 * @typedef {{sound: "tick" | "turn" | "go" | "over", say: Word | number}} Cue
 */

/**
 * The timer of one set, standing at its begin. Null where time says nothing: metres, and repetitions at no known pace.
 * @param {Dose} dose
 * @returns {Timer | null}
 */
export function setTimer(dose) {
  const work = workOf(dose);
  if (!work.length) return null;
  const of = Math.max(...work.map((piece) => piece.round));
  return { pieces: [piece("ready", "ready", READY_S, 0), ...work], of, passed: 0, since: null };
}

/**
 * The timer of a rest, standing at its begin; null for no rest.
 * @param {number} seconds
 * @returns {Timer | null}
 */
export function restTimer(seconds) {
  if (!(seconds > 0)) return null;
  return { pieces: [piece("rest", "rest", seconds, 0)], of: 0, passed: 0, since: null };
}

/**
 * @param {Phase} phase
 * @param {Word} word
 * @param {number} s
 * @param {number} round
 * @returns {Piece}
 */
function piece(phase, word, s, round) {
  return { phase, word, s, round };
}

/**
 * @param {Dose} dose
 * @returns {Piece[]}
 */
function workOf(dose) {
  if (dose.minutes !== null) return dose.minutes > 0 ? [piece("work", "go", dose.minutes * 60, 1)] : [];
  if (dose.metres !== null) return [];
  const hold = dose.hold_s ?? 0;
  const rounds = Array.from({ length: dose.reps ?? (hold ? 1 : 0) }, (_none, index) => index + 1);
  if (hold >= limits().long_hold_s) return rounds.flatMap((round) => longHold(hold, round));
  const pace = paceOf(dose.tempo, hold);
  return rounds.flatMap((round) => pace.map(([word, s]) => piece("work", word, s, round)));
}

/**
 * The whole hold, whatever the tempo says; the change lies before it, and so none after the last.
 * @param {number} hold
 * @param {number} round
 */
function longHold(hold, round) {
  const held = piece("work", "hold", hold, round);
  return round === 1 ? [held] : [piece("work", "change", CHANGE_S, round), held];
}

/**
 * One repetition.
 * @param {string} tempo
 * @param {number} hold
 * @returns {[Word, number][]}
 */
function paceOf(tempo, hold) {
  const match = /^(\d+)-(\d+)-(\d+)$/.exec(tempo);
  if (!match && !hold) return [];
  const [up, held, down] = match ? match.slice(1).map(Number) : [MOVE_S, hold, MOVE_S];
  /** @type {[Word, number][]} */
  const pace = [
    ["up", up],
    ["hold", Math.max(held, hold)],
    ["down", down],
  ];
  return pace.filter(([, s]) => s > 0);
}

/**
 * @param {Timer} timer
 * @param {number} now
 */
function passedAt(timer, now) {
  // A clock that was set back gives no time back.
  return timer.since === null ? timer.passed : timer.passed + Math.max(0, now - timer.since);
}

/**
 * Start it, or go on where it was paused.
 * @param {Timer} timer
 * @param {number} now
 * @returns {Timer}
 */
export function run(timer, now) {
  return timer.since === null ? { ...timer, since: now } : timer;
}

/**
 * @param {Timer} timer
 * @param {number} now
 * @returns {Timer}
 */
export function pause(timer, now) {
  return { ...timer, passed: passedAt(timer, now), since: null };
}

/**
 * Leave this piece: the count before a set, or a rest. It goes on running or standing as it did.
 * @param {Timer} timer
 * @param {number} now
 * @returns {Timer}
 */
export function jump(timer, now) {
  const { index } = view(timer, now);
  const end = timer.pieces.slice(0, index + 1).reduce((sum, one) => sum + one.s, 0);
  return { ...timer, passed: end * 1000, since: timer.since === null ? null : now };
}

/**
 * From the begin, standing.
 * @param {Timer} timer
 * @returns {Timer}
 */
export function reset(timer) {
  return { ...timer, passed: 0, since: null };
}

/**
 * What it shows at a moment.
 * @param {Timer} timer
 * @param {number} now
 * @returns {View}
 */
export function view(timer, now) {
  const passed = passedAt(timer, now) / 1000;
  const whole = timer.pieces.reduce((sum, one) => sum + one.s, 0);
  const shared = {
    of: timer.of,
    paused: timer.since === null,
    total_left: Math.max(0, Math.ceil(whole - passed)),
  };
  let begun = 0;
  for (const [index, { phase, word, s, round }] of timer.pieces.entries()) {
    if (passed < begun + s) {
      const left = Math.ceil(begun + s - passed);
      return { index, phase, word, s, left, share: (passed - begun) / s, round, ...shared };
    }
    begun += s;
  }
  const over = /** @type {const} */ ({ phase: "over", word: "over", s: 0, left: 0, share: 1 });
  return { index: timer.pieces.length, ...over, round: timer.of, ...shared };
}

/**
 * What is heard between two looks at it. After a pause of the page only what holds now is said, not all that was missed.
 * @param {View | null} before null at the first look
 * @param {View} after
 * @returns {Cue[]}
 */
export function cues(before, after) {
  if (after.paused && after.phase !== "over") return [];
  if (!before || before.index !== after.index || before.paused !== after.paused)
    return [turnTo(before, after)];
  const counts = after.phase === "ready" || after.phase === "rest" || isLong(after);
  return counts && after.left < before.left && after.left <= COUNTED_S
    ? [{ sound: "tick", say: after.left }]
    : [];
}

/**
 * @param {View | null} before
 * @param {View} after
 * @returns {Cue}
 */
function turnTo(before, after) {
  if (after.phase === "over") return { sound: "over", say: "over" };
  const begins = after.phase === "work" && before?.phase !== "work";
  return { sound: begins ? "go" : "turn", say: after.word };
}

/** Nobody wants each second of a two-second pace counted. @param {View} shown */
function isLong(shown) {
  return shown.word === "go" || (shown.word === "hold" && shown.s >= limits().long_hold_s);
}
