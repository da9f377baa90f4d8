/* What still has to go to the server: one record a session or check, kept until the server has named all of it. */

import { ANSWERS, changedAnswers, changedSets, takenBack } from "./merge.js";
import { sameSet } from "./sets.js";

/** @import { CheckDoc, CheckRecord, Course, OutboxRecord, Refusal, Errors, SessionDoc, SessionRecord, Workout } from "./types.js" */

/** For a record whose plan was put away at sign-out: its sets can still be corrected and taken back. */
/** @type {Course} */
const NO_COURSE = Object.freeze({ steps: [], doses: {}, exercises: {}, elsewhere: [], at: 0, draft: {} });
const NOT_WAITING = { waits: {}, change: 0, error: null, tries: 0, retry_at: null };

/**
 * A workout that has just begun. Nothing of it waits until something is said.
 * @param {string} id
 * @param {string} person
 * @param {Workout} workout
 * @returns {SessionRecord}
 */
export function newSession(id, person, { doc, course }) {
  const aside = { sets: {}, answers: {} };
  return {
    id,
    kind: "session",
    person,
    doc,
    course,
    base: null,
    tried: [],
    plan_then: "",
    aside,
    ...NOT_WAITING,
  };
}

/**
 * The answers of a check; they wait from now on.
 * @param {string} id
 * @param {CheckDoc} doc
 * @param {string} now
 * @returns {CheckRecord}
 */
export function newCheck(id, doc, now) {
  /** @type {CheckRecord} */
  const record = { id, kind: "check", person: doc.person, doc, base: null, answer: null, ...NOT_WAITING };
  return waitingFrom(record, now);
}

/**
 * Change the workout of a record. What was put aside as a whole is tried again once it says something else.
 * @param {SessionRecord} record
 * @param {(workout: Workout) => Workout} change
 * @param {string} now
 * @returns {SessionRecord}
 */
export function edit(record, change, now) {
  const before = record.course ?? NO_COURSE;
  const { doc, course } = change({ doc: record.doc, course: before });
  const moved = { ...record, course: record.course && course };
  return doc === record.doc ? moved : changed({ ...moved, doc }, now);
}

/**
 * Fill in what a check had not said yet: `called_at` or `mistaken_at`.
 * @param {CheckRecord} record
 * @param {Record<string, unknown>} more
 * @param {string} now
 * @returns {CheckRecord}
 */
export function editCheck(record, more, now) {
  return changed({ ...record, doc: { ...record.doc, ...more } }, now);
}

/**
 * @template {OutboxRecord} R
 * @param {R} record
 * @param {string} now
 * @returns {R}
 */
function changed(record, now) {
  return waitingFrom({ ...record, change: record.change + 1, error: null }, now);
}

/**
 * Try what was refused once more as it is: the person asked for it.
 * @template {OutboxRecord} R
 * @param {R} record
 * @returns {R}
 */
export function tryAgain(record) {
  const fresh = { ...record, error: null, tries: 0, retry_at: null };
  return record.kind === "session" ? { ...fresh, aside: { sets: {}, answers: {} } } : fresh;
}

/**
 * Note since when each thing waits: what waited before goes on waiting, what does not wait any more is let go.
 * @template {OutboxRecord} R
 * @param {R} record
 * @param {string} now
 * @returns {R}
 */
export function waitingFrom(record, now) {
  const waits = Object.fromEntries(unsent(record).map((name) => [name, record.waits[name] ?? now]));
  return { ...record, waits };
}

/**
 * What the server has not acknowledged: ids of sets, "answers", "check".
 * @param {OutboxRecord} record
 * @returns {string[]}
 */
export function unsent(record) {
  if (record.kind === "check") {
    return JSON.stringify(record.doc) === JSON.stringify(record.base) ? [] : ["check"];
  }
  return named(differing(record.base, record.doc), record);
}

/**
 * Ids of sets and names of answers.
 * @param {SessionDoc | null} base
 * @param {SessionDoc} doc
 * @returns {string[]}
 */
function differing(base, doc) {
  return [...changedSets(base, doc), ...takenBack(base, doc), ...changedAnswers(base, doc)];
}

/**
 * What waits, and what was tried and may have arrived, with one name for all answers.
 * @param {string[]} names
 * @param {SessionRecord} record
 */
function named(names, { base, tried }) {
  // That somebody began and then did nothing is nothing to tell.
  const quiet = base ? [] : ["check", "started_at"];
  const all = [...new Set([...names, ...tried])].filter((name) => !quiet.includes(name));
  const answers = all.filter((name) => ANSWERS.some((one) => one === name));
  const sets = all.filter((name) => !answers.includes(name));
  return answers.length ? [...sets, "answers"] : sets;
}

/**
 * What can be sent of a session, if there is anything: the server takes none that has no set to begin with.
 * @param {SessionRecord} record
 */
function partsToSend(record) {
  const sent = sendable(record);
  if (!record.base && !sent.sets.length && !record.tried.length) return null;
  const names = named(differing(record.base, sent), record);
  return names.length ? { sent, names } : null;
}

/**
 * What of a session can be sent: for what the server refused, and what still says the same, what it last agreed to.
 * @param {SessionRecord} record
 * @returns {SessionDoc}
 */
function sendable({ doc, base, aside }) {
  const sets = doc.sets.flatMap((set) => {
    const refused = aside.sets[set.id];
    if (!refused || !sameSet(refused.said, set)) return [set];
    return base?.sets.find((one) => one.id === set.id) ?? [];
  });
  const answers = Object.entries(aside.answers)
    .filter(([name, { said }]) => doc[/** @type {keyof SessionDoc} */ (name)] === said)
    .map(([name]) => [
      name,
      base ? base[/** @type {keyof SessionDoc} */ (name)] : name === "note" ? "" : null,
    ]);
  return { ...doc, ...Object.fromEntries(answers), sets };
}

/**
 * @typedef {{id: string, kind: "session", url: string, version: number, sent: SessionDoc, change: number, before: string[],
 *   body: Record<string, unknown>}} SessionRequest
 * @typedef {{id: string, kind: "check", url: string, sent: CheckDoc, change: number, body: Record<string, unknown>}} CheckRequest
 * @typedef {SessionRequest | CheckRequest} Request
 */

/**
 * What to PUT next of a record; null where there is nothing to send, or nothing that can be.
 * @param {OutboxRecord} record
 * @param {string} now
 * @returns {Request | null}
 */
export function requestFor(record, now) {
  if (record.error) return null;
  const { id, change, person } = record;
  if (record.kind === "check") {
    if (!unsent(record).length) return null;
    const body = { ...record.doc, person, sent_at: now };
    return { id, kind: "check", url: `/api/v1/checks/${id}`, sent: record.doc, change, body };
  }
  const sent = partsToSend(record)?.sent;
  if (!sent) return null;
  const version = (record.base?.version ?? 0) + 1;
  const body = { person, version, sent_at: now, ...sent };
  return {
    id,
    kind: "session",
    url: `/api/v1/sessions/${id}`,
    version,
    sent,
    change,
    before: record.tried,
    body,
  };
}

/**
 * Note what is about to be sent, before it is: from then on the server may have it without our ever hearing so.
 * @template {OutboxRecord} R
 * @param {R} record
 * @param {Request} request
 * @returns {R}
 */
export function marked(record, request) {
  if (record.kind !== "session" || request.kind !== "session") return record;
  return { ...record, tried: [...new Set([...record.tried, ...differing(record.base, request.sent)])] };
}

/**
 * What is tried first: checks, since a therapist may have to be told; then what was tried in vain least often, so that
 * a record that never goes through holds up no other; then the oldest.
 * @param {OutboxRecord[]} records
 * @param {string} person
 */
export function inOrder(records, person) {
  return records
    .filter((record) => record.person === person && unsent(record).length)
    .sort(
      (one, other) =>
        Number(one.kind === "session") - Number(other.kind === "session") ||
        one.tries - other.tries ||
        oldest(one).localeCompare(oldest(other)),
    );
}

/** @param {OutboxRecord} record */
function oldest(record) {
  return Object.values(record.waits).sort()[0] ?? "";
}

/**
 * @typedef {{id: string, kind: "session" | "check", set: string | null, answer: string | null, code: Refusal["code"],
 *   errors: Errors}} Refused one thing that the server refused, for the person to look at; `set` and `answer` are null
 *   where it is all of the record
 * @typedef {{sets: number, answers: number, checks: number, since: string | null, refused: Refused[]}} Unsent
 */

/**
 * How much waits, and since when; and what was refused, which is not counted as waiting.
 * @param {OutboxRecord[]} records
 * @returns {Unsent}
 */
export function summary(records) {
  const refused = records.flatMap(refusedOf);
  const all = records.flatMap((record) => (record.error ? [] : waitingOf(record)));
  const moments = all.map((one) => one.since).sort();
  const count = (/** @type {string} */ kind) => all.filter((one) => one.kind === kind).length;
  return {
    sets: count("set"),
    answers: count("answers"),
    checks: count("check"),
    since: moments[0] ?? null,
    refused,
  };
}

/** @param {OutboxRecord} record */
function waitingOf(record) {
  const names = record.kind === "check" ? unsent(record) : (partsToSend(record)?.names ?? []);
  return names.map((name) => ({
    kind: name === "answers" || name === "check" ? name : "set",
    since: record.waits[name],
  }));
}

/**
 * @param {OutboxRecord} record
 * @returns {Refused[]}
 */
function refusedOf(record) {
  const { id, kind, error } = record;
  if (error) return [{ id, kind, set: null, answer: null, ...error }];
  if (record.kind === "check") return [];
  const code = /** @type {const} */ ("refused");
  const sets = record.doc.sets.flatMap((set) => {
    const aside = record.aside.sets[set.id];
    const stands = aside && sameSet(aside.said, set);
    return stands ? [{ id, kind, set: set.id, answer: null, code, errors: aside.errors }] : [];
  });
  const answers = Object.entries(record.aside.answers)
    .filter(([name, { said }]) => record.doc[/** @type {keyof SessionDoc} */ (name)] === said)
    .map(([answer, { errors }]) => ({ id, kind, set: null, answer, code, errors }));
  return [...sets, ...answers];
}

/**
 * What stays of a record when its person signs out: what the server has not, without what it needs of the plan.
 * @param {OutboxRecord} record
 * @returns {OutboxRecord | null}
 */
export function forgotten(record) {
  if (!unsent(record).length) return null;
  return record.kind === "session" ? { ...record, course: null } : record;
}
