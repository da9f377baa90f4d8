/* What still waits on this device, and since when; always shown while anything does. */

import { copyOf, show, write } from "./dom.js";
import { say, timeOf } from "./words.js";

/** @import { Unsent } from "../outbox.js" */
/** @import { OutboxRecord } from "../types.js" */

/** "3 sets are waiting since 18:42"; "" where nothing is. @param {Unsent} unsent */
export function waitingWords({ sets, since }) {
  if (!since) return "";
  const time = timeOf(since);
  if (!sets) return say("unsent_other", { time });
  return sets === 1 ? say("unsent_one", { time }) : say("unsent_many", { n: sets, time });
}

/**
 * The notices for a place: what waits, and what was refused.
 * @param {Unsent} unsent
 * @param {string | null} stopped
 * @param {{small: boolean, signIn: string, nameOf: (refused: Unsent["refused"][number]) => string}} how
 * @returns {HTMLElement[]}
 */
export function notices(unsent, stopped, { small, signIn, nameOf }) {
  const [first, ...others] = unsent.refused;
  const found = first ? [refusedNotice(first, nameOf(first), others.length)] : [];
  const title = waitingWords(unsent);
  if (!title) return found;
  const box = copyOf(small && !stopped ? "unsent-line" : "unsent");
  const why = { "signed-out": "unsent_signed_out", "other-person": "unsent_other_person" };
  write(box, { title, text: say(stopped ? why[/** @type {keyof typeof why} */ (stopped)] : "unsent_text") });
  show(box, { send: !stopped, "sign-in": stopped === "signed-out" });
  const link = /** @type {HTMLAnchorElement | null} */ (box.querySelector('a[data-part="sign-in"]'));
  if (link) link.href = signIn;
  return [box, ...found];
}

/** One notice, whatever was refused: a list of them would hide the set. @param {Unsent["refused"][number]} refused @param {string} what @param {number} more */
function refusedNotice({ errors }, what, more) {
  const box = copyOf("refused");
  const title = more ? say("refused_more", { what, n: more }) : say("refused_title", { what });
  write(box, { title, text: `${Object.values(errors).join(" ")} ${say("refused_kept")}` });
  return box;
}

/** What was refused, by name: the set, or just today's session. @param {OutboxRecord[]} records @param {Unsent["refused"][number]} refused */
export function nameOf(records, { id, set: setId }) {
  const record = records.find((one) => one.id === id);
  const set = record?.kind === "session" ? record.doc.sets.find((one) => one.id === setId) : undefined;
  const course = record?.kind === "session" ? record.course : null;
  const dose = set && course?.doses[set.dose];
  if (!set || !course || !dose) return say("today");
  return `${course.exercises[dose.prescription].name}, ${say(`leg.${dose.side}`)}, ${set.number}`;
}
