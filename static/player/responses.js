/* What an answer of the server means for what was sent, and what becomes of the record then. Only our own API's word in
   JSON changes anything for good; whatever else comes (a redirect, a page, half an answer) keeps all of it here. */

import { ANSWERS, merge } from "./merge.js";
import { waitingFrom } from "./outbox.js";
import { sameSet, UNSAID } from "./sets.js";

/** @import { Answers, CheckRecord, Errors, LoggedSet, OutboxRecord, Refusal, SessionRecord, StoredSession } from "./types.js" */
/** @import { Request, SessionRequest } from "./outbox.js" */

/** @typedef {{status: number, type: string, redirected: boolean, body: string}} Answer; status 0 where none came */

/**
 * @typedef {{kind: "stored", sets: string[], plan_then: string}
 *   | {kind: "checked", answer: NonNullable<CheckRecord["answer"]>}
 *   | {kind: "conflict", stored: StoredSession}
 *   | {kind: "refused", refusal: Refusal}
 *   | {kind: "signed-out"} | {kind: "other-person"} | {kind: "token"}
 *   | {kind: "keep", why: "no_answer" | "redirect" | "server" | "not_understood"}} Meaning
 */

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 300_000;

/**
 * @param {Answer} answer
 * @param {Request} request
 * @returns {Meaning}
 */
export function meaningOf(answer, request) {
  // What was redirected came from somewhere else, whatever it says.
  if (
    answer.redirected ||
    answer.type === "opaqueredirect" ||
    (answer.status >= 300 && answer.status < 400)
  ) {
    return { kind: "keep", why: "redirect" };
  }
  if (answer.status === 0) return { kind: "keep", why: "no_answer" };
  if (answer.status >= 500) return { kind: "keep", why: "server" };
  if (answer.status === 401) return { kind: "signed-out" };
  // A server in front of ours may say this one, in a page of its own.
  if (answer.status === 413)
    return { kind: "refused", refusal: { code: "too_large", errors: errorsOf(answer.body) ?? {} } };
  const said = parsed(answer.body);
  if (answer.status === 200) return storedMeaning(said, request) ?? { kind: "keep", why: "not_understood" };
  return refusedMeaning(answer, said, request) ?? { kind: "keep", why: "not_understood" };
}

/**
 * @param {Record<string, unknown> | null} said
 * @param {Request} request
 * @returns {Meaning | null}
 */
function storedMeaning(said, request) {
  if (!said) return null;
  if (request.kind === "check") {
    const { check, urgency, lock, told_at } = said;
    if (check !== request.id || typeof urgency !== "string") return null;
    return {
      kind: "checked",
      answer: { urgency, lock: lock ?? null, told_at: typeof told_at === "string" ? told_at : null },
    };
  }
  const { session, version, sets, plan_then } = said;
  if (session !== request.id || version !== request.version || !Array.isArray(sets)) return null;
  if (typeof plan_then !== "string") return null;
  return { kind: "stored", sets: sets.filter((id) => typeof id === "string"), plan_then };
}

/**
 * @param {Answer} answer
 * @param {Record<string, unknown> | null} said
 * @param {Request} request
 * @returns {Meaning | null}
 */
function refusedMeaning({ status, body }, said, { kind }) {
  const errors = errorsOf(body);
  if (!said || !errors) return null;
  if (status === 403 && "person" in errors) return { kind: "other-person" };
  if (status === 403) return "token" in errors ? { kind: "token" } : null;
  // Not the session is unknown, but the person is no patient: somebody of the staff has signed in.
  if (status === 404 && "address" in errors) return { kind: "other-person" };
  if (status === 409 && kind === "session") {
    const stored = storedOf(said.stored);
    return stored && { kind: "conflict", stored };
  }
  const codes = /** @type {Record<number, Refusal["code"]>} */ ({
    400: "malformed",
    404: "not_found",
    409: "refused", // a check cannot be said twice in two ways
    422: "refused",
  });
  return codes[status] ? { kind: "refused", refusal: { code: codes[status], errors } } : null;
}

/** @param {string} body @returns {Record<string, unknown> | null} */
export function parsed(body) {
  try {
    const value = JSON.parse(body);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    // A page, or an answer that broke off: the caller keeps what it sent.
    return null;
  }
}

/** @param {string} body @returns {Errors | null} */
function errorsOf(body) {
  const errors = parsed(body)?.errors;
  if (errors === null || typeof errors !== "object" || Array.isArray(errors)) return null;
  const entries = Object.entries(errors).map(([field, message]) => [field, String(message)]);
  return entries.length ? Object.fromEntries(entries) : null;
}

/**
 * A session as the server tells it, if that is what it is: half of one would be taken for sets that were taken back.
 * @param {unknown} value
 * @returns {StoredSession | null}
 */
function storedOf(value) {
  const told = /** @type {StoredSession | null} */ (value && typeof value === "object" ? value : null);
  if (!told || !Number.isInteger(told.version) || typeof told.day !== "string" || !Array.isArray(told.sets))
    return null;
  if (!ANSWERS.every((name) => told[name] !== undefined)) return null;
  const names = /** @type {(keyof LoggedSet)[]} */ ([
    "id",
    "dose",
    "number",
    "logged_at",
    ...Object.keys(UNSAID),
  ]);
  if (!told.sets.every((set) => set && names.every((name) => set[name] !== undefined))) return null;
  return told;
}

/**
 * The record after an answer. It may have changed since it was sent; what was said meanwhile still waits.
 * @param {OutboxRecord} record
 * @param {Request} request
 * @param {Meaning} meaning
 * @param {number} now ms
 * @returns {OutboxRecord}
 */
export function applied(record, request, meaning, now) {
  const at = new Date(now).toISOString();
  if (meaning.kind === "keep") return later(record, now);
  if (meaning.kind === "refused") return refusedBy(record, request, meaning.refusal, at);
  if (record.kind === "check" && request.kind === "check" && meaning.kind === "checked") {
    return waitingFrom({ ...record, ...DONE, base: request.sent, answer: meaning.answer }, at);
  }
  if (record.kind !== "session" || request.kind !== "session") return record;
  if (meaning.kind === "conflict") {
    const doc = merge(record.base, record.doc, meaning.stored, record.tried);
    const change = record.change + 1;
    return waitingFrom({ ...record, doc, base: meaning.stored, tried: [], error: null, change }, at);
  }
  return meaning.kind === "stored" ? acknowledged(record, request, meaning, now) : record;
}

const DONE = { error: null, tries: 0, retry_at: null };

/**
 * Only what the answer names is acknowledged.
 * @param {SessionRecord} record
 * @param {SessionRequest} request
 * @param {{sets: string[], plan_then: string}} meaning
 * @param {number} now
 * @returns {OutboxRecord}
 */
function acknowledged(record, request, { sets, plan_then }, now) {
  const named = new Set(sets);
  const kept = request.sent.sets.filter((set) => named.has(set.id));
  const base = { ...request.sent, sets: kept, version: request.version };
  const next = waitingFrom({ ...record, ...DONE, base, tried: [], plan_then }, new Date(now).toISOString());
  return kept.length === request.sent.sets.length ? next : later({ ...next, tries: record.tries }, now);
}

/**
 * @template {OutboxRecord} R
 * @param {R} record
 * @param {number} now
 * @returns {R}
 */
function later(record, now) {
  const wait = Math.min(FIRST_RETRY_MS * 2 ** record.tries, LAST_RETRY_MS);
  return { ...record, tries: record.tries + 1, retry_at: new Date(now + wait).toISOString() };
}

/**
 * Milliseconds until the next try of what was kept; null if nothing was. Never longer than the longest wait, also when
 * the clock was set back.
 * @param {OutboxRecord[]} records
 * @param {number} now ms
 */
export function retryIn(records, now) {
  const moments = records.flatMap((one) => (one.retry_at && !one.error ? [Date.parse(one.retry_at)] : []));
  return moments.length ? Math.min(LAST_RETRY_MS, Math.max(0, Math.min(...moments) - now)) : null;
}

/**
 * Nothing of what was sent is stored.
 * @param {OutboxRecord} record
 * @param {Request} request
 * @param {Refusal} refusal
 * @param {string} at
 */
function refusedBy(record, request, refusal, at) {
  if (record.kind !== "session" || request.kind !== "session") return putAside(record, request, refusal);
  // We asked because a set that was taken back might have arrived. It has not, or the session would be there.
  const neverCame = !record.base && !request.sent.sets.length && "sets" in refusal.errors;
  if (neverCame) return waitingFrom({ ...record, tried: [] }, at);
  return waitingFrom(putAside({ ...record, tried: request.before }, request, refusal), at);
}

/**
 * Put aside what was refused: the sets and answers that the errors name, or else all of it.
 * @param {OutboxRecord} record
 * @param {Request} request
 * @param {Refusal} refusal
 * @returns {OutboxRecord}
 */
function putAside(record, request, refusal) {
  const parts = record.kind === "session" && request.kind === "session" && partsOf(record, request, refusal);
  if (parts) {
    const { sets, answers } = record.aside;
    return {
      ...record,
      aside: { sets: { ...sets, ...parts.sets }, answers: { ...answers, ...parts.answers } },
    };
  }
  // What has changed since is another thing, and is sent.
  return record.change === request.change ? { ...record, error: refusal, retry_at: null } : record;
}

/**
 * The refused parts; null where the errors are about the whole, or about what had been agreed on already: sending the
 * rest would not help then.
 * @param {SessionRecord} record
 * @param {SessionRequest} request
 * @param {Refusal} refusal
 */
function partsOf({ base }, { sent }, { code, errors }) {
  /** @type {SessionRecord["aside"]} */
  const parts = { sets: {}, answers: {} };
  for (const [path, message] of Object.entries(errors)) {
    const [, index, field] = /^sets\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
    const set = index === undefined ? undefined : sent.sets[Number(index)];
    const known = set && base?.sets.find((one) => one.id === set.id);
    if (set && !(known && sameSet(known, set))) {
      const errorsSoFar = parts.sets[set.id]?.errors ?? {};
      parts.sets[set.id] = { said: set, errors: { ...errorsSoFar, [field ?? ""]: message } };
    } else if (isNewAnswer(path, sent, base)) {
      parts.answers[path] = { said: sent[path], errors: { [path]: message } };
    } else return null;
  }
  return code === "refused" ? parts : null;
}

/**
 * @param {string} path
 * @param {Answers} sent
 * @param {Answers | null} base
 * @returns {path is keyof Answers}
 */
function isNewAnswer(path, sent, base) {
  const name = ANSWERS.find((one) => one === path);
  return name !== undefined && sent[name] !== null && sent[name] !== "" && sent[name] !== base?.[name];
}
