/* Carries what waits to the server, one flush at a time, and fetches the plan. It decides nothing: `outbox` says what to
   send, `answers` what came of it; here are the order of things and the transactions. */

import { moment, offsetOf } from "./clock.js";
import { inOrder, marked, requestFor, summary } from "./outbox.js";
import { applied, meaningOf, parsed, retryIn } from "./responses.js";

/** @import { Answer, Meaning } from "./responses.js" */
/** @import { Unsent, Request } from "./outbox.js" */
/** @import { KeptPlan, Store, Today } from "./types.js" */

/**
 * @typedef {(name: string, work: () => Promise<any>) => Promise<any>} Lock runs `work` while nobody else holds the name
 * @typedef {{store: Store, fetch: typeof fetch, lock: Lock, now: () => number}} Parts `now` in ms, by our own clock
 *
 * @typedef {"signed-out" | "other-person"} Stop nothing more can be sent for this person now
 * @typedef {{stopped: Stop | null, unsent: Unsent, retry_in: number | null}} Flushed `retry_in` ms; null: nothing to retry
 * @typedef {{kind: "plan", plan: KeptPlan} | {kind: Stop} | {kind: "unreachable"}} Fetched
 */

const TODAY = "/api/v1/today";
/** A request that hangs must not hold the lock for ever. */
const TIMEOUT_MS = 30_000;
/** Rounds for one record in one flush: each conflict or refused part needs one more. The rest waits for the next flush. */
const ROUNDS = 8;

/**
 * @param {Parts} parts
 * @returns {{flush: () => Promise<Flushed>, refresh: () => Promise<Fetched>}}
 */
export function makeSync(parts) {
  /** @type {Promise<Flushed> | null} */
  let queued = null;
  const flush = () => {
    // One that has not begun yet will find whatever is there by then, so it serves everybody who asks meanwhile.
    queued ??= parts
      .lock(`evenstep-flush-${parts.store.person}`, async () => {
        await null; // also where the lock is had at once, `queued` is set first
        queued = null;
        return flushNow(parts);
      })
      .catch((error) => {
        queued = null;
        throw error;
      });
    return queued;
  };
  return { flush, refresh: () => refresh(parts) };
}

/**
 * A lock for all tabs where the browser has one, else for this page: two tabs may then send the same thing, which the
 * server takes for one.
 * @param {LockManager | undefined} locks
 * @returns {Lock}
 */
export function lockOf(locks) {
  if (locks) return (name, work) => locks.request(name, work);
  /** @type {Map<string, Promise<unknown>>} */
  const last = new Map();
  return (name, work) => {
    const run = (last.get(name) ?? Promise.resolve()).then(work);
    // Whoever comes next waits for the end, however this one ends; who asked for it hears of an error.
    last.set(
      name,
      run.catch(() => undefined),
    );
    return run;
  };
}

/** @param {Parts} parts @returns {Promise<Flushed>} */
async function flushNow(parts) {
  const { store } = parts;
  /** @type {Stop | null} */
  let stopped = null;
  for (const { id } of inOrder(await store.records(), store.person)) {
    stopped = await send(parts, id);
    if (stopped) break;
  }
  const records = await store.records();
  return { stopped, unsent: summary(records), retry_in: stopped ? null : retryIn(records, parts.now()) };
}

/**
 * Send one record until nothing of it waits, or there is no getting on.
 * @param {Parts} parts
 * @param {string} id
 * @returns {Promise<Stop | null>}
 */
async function send(parts, id) {
  let freshened = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    const request = await take(parts, id);
    if (!request) return null;
    let meaning = meaningOf(await put(parts, request), request);
    if (meaning.kind === "token" && !freshened) {
      freshened = true;
      const fetched = await refresh(parts);
      if (fetched.kind === "plan") continue;
      if (fetched.kind !== "unreachable") return fetched.kind;
    }
    if (meaning.kind === "signed-out" || meaning.kind === "other-person") return meaning.kind;
    if (meaning.kind === "token") meaning = { kind: "keep", why: "server" };
    await keep(parts, request, meaning);
    if (meaning.kind === "keep" || namesTooFew(meaning, request)) return null;
  }
  return null;
}

/**
 * What to send of a record now; noted before it goes.
 * @param {Parts} parts
 * @param {string} id
 * @returns {Promise<Request | null>}
 */
async function take({ store, now }, id) {
  /** @type {Request | null} */
  let request = null;
  await store.update(id, (record) => {
    request = record ? requestFor(record, moment(now())) : null;
    return record && request ? marked(record, request) : record;
  });
  return request;
}

/**
 * Whether the server left sets out: asking again at once would only hear the same.
 * @param {Meaning} meaning
 * @param {Request} request
 */
function namesTooFew(meaning, request) {
  if (meaning.kind !== "stored" || request.kind !== "session") return false;
  return !request.sent.sets.every((set) => meaning.sets.includes(set.id));
}

/**
 * @param {Parts} parts
 * @param {Request} request
 * @param {Meaning} meaning
 */
function keep({ store, now }, request, meaning) {
  return store.update(request.id, (record) => record && applied(record, request, meaning, now()));
}

/**
 * @param {Parts} parts
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
async function put(parts, request) {
  const plan = await parts.store.plan();
  return ask(parts, request.url, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": plan?.today.token ?? "" },
    body: JSON.stringify(request.body),
  });
}

/**
 * Whatever happens on the way is an answer: status 0 where none came, or not the whole of it.
 * @param {Parts} parts
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Answer>}
 */
async function ask(parts, url, options) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    // A redirect is not followed: what a person said is for this address alone.
    const response = await parts.fetch(url, {
      ...options,
      signal,
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
    });
    const { status, type, redirected } = response;
    return { status, type, redirected, body: await response.text() };
  } catch {
    // No network, a connection that broke, or too slow: all the same to us, it stays and is tried again.
    return { status: 0, type: "error", redirected: false, body: "" };
  }
}

/**
 * Fetch what the player needs and keep it, if it is this person's.
 * @param {Parts} parts
 * @returns {Promise<Fetched>}
 */
async function refresh(parts) {
  const askedAt = parts.now();
  const answer = await ask(parts, TODAY, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return { kind: "signed-out" };
  const told = answer.status === 200 && !answer.redirected ? todayOf(parsed(answer.body)) : null;
  if (!told) return { kind: "unreachable" };
  if (told.person !== parts.store.person) return { kind: "other-person" };
  const heardAt = parts.now();
  const plan = { today: told, offset: offsetOf(told.now, askedAt, heardAt), kept_at: moment(heardAt) };
  await parts.store.keepPlan(plan);
  return { kind: "plan", plan };
}

/**
 * The answer, if it is one of ours and whole.
 * @param {Record<string, any> | null} said
 * @returns {Today | null}
 */
function todayOf(said) {
  const isToday =
    said !== null &&
    typeof said.person === "string" &&
    typeof said.token === "string" &&
    Number.isFinite(Date.parse(said.now)) &&
    typeof said.patient?.time_zone === "string" &&
    Array.isArray(said.days) &&
    Boolean(said.doses && said.exercises && said.logged);
  return isToday ? /** @type {Today} */ (said) : null;
}
