/* Whose clock says what. A phone's clock may be days wrong; moments are kept as the phone has them, days are decided by
   the server's clock, as far as we know it, in the patient's time zone. */

/** @import { Day, KeptPlan } from "./types.js" */

/**
 * How far the server's clock is ahead of ours. The answer was made about halfway between asking and hearing.
 * @param {string} serverNow
 * @param {number} askedAt our clock, ms
 * @param {number} heardAt our clock, ms
 * @returns {number} ms
 */
export function offsetOf(serverNow, askedAt, heardAt) {
  const theirs = Date.parse(serverNow);
  if (Number.isNaN(theirs)) throw new RangeError(`not a moment: ${serverNow}`);
  return Math.round(theirs - (askedAt + heardAt) / 2);
}

/**
 * A moment as documents have it. @param {number} now ms
 * @returns {string}
 */
export function moment(now) {
  return new Date(now).toISOString();
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone */
function formatOf(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/**
 * The day that a place has at a moment, as "2026-11-23".
 * @param {number} now ms of a clock that is right
 * @param {string} zone IANA name; an unknown one throws RangeError
 * @returns {string}
 */
export function localDay(now, zone) {
  const parts = formatOf(zone).formatToParts(now);
  /** @param {string} type */
  const part = (type) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/**
 * The patient's day, by our clock set right by what we know of the server's.
 * @param {KeptPlan} plan
 * @param {number} now our clock, ms
 * @returns {string}
 */
export function todayOf(plan, now) {
  return localDay(now + plan.offset, plan.today.patient.time_zone);
}

/**
 * What the kept plan asks for today; null where it does not reach so far.
 * @param {KeptPlan} plan
 * @param {number} now our clock, ms
 * @returns {Day | null}
 */
export function dayOf(plan, now) {
  const today = todayOf(plan, now);
  return plan.today.days.find((one) => one.day === today) ?? null;
}
