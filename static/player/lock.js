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

/** Whether the plan was told by a server that had the check: then its own word on what is locked counts. @param {KeptPlan} plan @param {CheckRecord} record */
function isKnown(plan, record) {
  const toldAt = record.answer?.told_at;
  return record.base !== null && Boolean(toldAt) && Date.parse(plan.today.now) > Date.parse(toldAt ?? "");
}

/**
 * The check of this device that stops exercise today, as long as the server has not had its say; null for none. What only
 * the therapist is told of stops its own day, and not if it was pressed by mistake; what is more urgent stops until the
 * server says that it is open again.
 * @param {KeptPlan} plan
 * @param {OutboxRecord[]} records
 * @param {string} today the patient's day
 * @returns {CheckRecord | null}
 */
export function stoppedBy(plan, records, today) {
  const stops = records.filter(isCheck).filter((record) => {
    const { urgency } = judged(plan.today.check, record);
    if (!urgency || isKnown(plan, record)) return false;
    return urgency !== "T" || (record.doc.day === today && !record.doc.mistaken_at);
  });
  return (
    stops
      .sort((one, other) => String(one.doc.answered_at).localeCompare(String(other.doc.answered_at)))
      .at(-1) ?? null
  );
}

/**
 * The clean check of this device with which a session of the day may begin.
 * @param {KeptPlan} plan
 * @param {OutboxRecord[]} records
 * @param {string} today
 * @returns {CheckRecord | null}
 */
export function openedBy(plan, records, today) {
  const clean = records
    .filter(isCheck)
    .filter(
      (record) =>
        record.doc.kind === "before" && record.doc.day === today && judged(plan.today.check, record).mayStart,
    );
  return clean.at(-1) ?? null;
}
