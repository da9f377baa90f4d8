/* Whether exercise is stopped: by what the server says, and by answers that it may not have yet (clinical-facts 5.1). */

import { judge } from "./screening.js";

/** @import { Questions } from "./screening.js" */
/** @import { CheckRecord, KeptPlan, OutboxRecord } from "./types.js" */

/** @param {OutboxRecord} record @returns {record is CheckRecord} */
function isCheck(record) {
  return record.kind === "check";
}

/** @param {Questions} questions @param {CheckRecord} record */
function judged(questions, record) {
  return judge(questions, /** @type {any} */ (record.doc));
}

/**
 * The check of this device that stops exercise today; null for none. One that tells the therapist stops its own day; a
 * more urgent one stops until the server, which has it, says that it is open again.
 * @param {KeptPlan} plan
 * @param {OutboxRecord[]} records
 * @param {string} today the patient's day
 * @returns {CheckRecord | null}
 */
export function stoppedBy(plan, records, today) {
  const questions = plan.today.check;
  const stops = records.filter(isCheck).filter((record) => {
    const { urgency } = judged(questions, record);
    if (!urgency) return false;
    if (urgency === "T") return record.doc.day === today;
    const toldAt = record.answer?.told_at;
    const isKnown = record.base !== null && Boolean(toldAt) && Date.parse(plan.today.now) > Date.parse(toldAt ?? "");
    return !isKnown;
  });
  return stops.sort((one, other) => String(one.doc.answered_at).localeCompare(String(other.doc.answered_at))).at(-1) ?? null;
}

/**
 * The clean check of this device with which a session of the day may begin.
 * @param {KeptPlan} plan
 * @param {OutboxRecord[]} records
 * @param {string} today
 * @returns {CheckRecord | null}
 */
export function openedBy(plan, records, today) {
  const questions = plan.today.check;
  const clean = records.filter(isCheck).filter(
    (record) => record.doc.kind === "before" && record.doc.day === today && judged(questions, record).mayStart,
  );
  return clean.at(-1) ?? null;
}
