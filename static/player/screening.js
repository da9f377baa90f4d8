// @ts-check
/**
 * What the answers of a check mean: the rules of `therapy/logbook/screening`, over the questions that the server hands
 * out. Both are tried on `tests/player/screening_cases.json`. No document, no clock, no network.
 */

/**
 * @typedef {"" | "T" | "S" | "E"} Urgency
 * @typedef {"start" | "eat" | "light" | "wait" | "stop"} Go
 * @typedef {{row: string, urgency: Urgency, words: string, said: string, do: string[], go: Go | null}} Reason
 * @typedef {{id: string, question: string[], signs: string[]}} ScreeningQuestion
 * @typedef {{uses: string, mg_dl: number | null, helped: boolean, unwell?: boolean | null, ketones?: string | null}} Glucose
 * @typedef {{session: string, pain: number | null, compared: "same" | "little" | "clearly", stiff_longer: boolean | null}} Morning
 * @typedef {object} Questions
 * @property {ScreeningQuestion[]} questions
 * @property {string[]} list every sign that the full list offers, most urgent first
 * @property {Record<string, Reason>} reasons
 * @property {Record<"T" | "S" | "E", {about: string, do: string, opens: string}>} urgencies
 * @property {{question: string, points: {name: string, words: string}[]} | null} foot
 * @property {object | null} glucose
 * @typedef {object} Said
 * @property {"before" | "wrong" | "after"} kind
 * @property {Record<string, string>} answers question to "no" or the id of a sign; for the full list row to id of a sign
 * @property {Record<string, boolean> | null} foot
 * @property {Glucose | null} glucose
 * @typedef {{urgency: Urgency, rules: string[], go: Go, mayStart: boolean}} Judgement
 */

import { limits } from "./limits.js";

export const NO = "no";

/**
 * Whether these medicines can bring sugar down too far; who is not sure counts.
 * @param {string} uses
 */
function canCauseLows(uses) {
  return ["insulin", "tablets", "unsure"].includes(uses);
}

/**
 * Whether it is asked how the person feels, and for ketones.
 * @param {number | null} reading in mg/dL
 */
export function isHigh(reading) {
  return reading !== null && reading > limits().glucose.ketones_over;
}

/**
 * The id of the row of the table that the answers fall into.
 * @param {Glucose} said
 * @returns {string}
 */
export function glucoseFinding(said) {
  const edges = limits().glucose;
  const reading = said.mg_dl;
  if (said.helped) return "D2.helped";
  if (reading === null || reading === undefined)
    return canCauseLows(said.uses) ? "D2.not-tested" : "D2.start";
  if (reading < edges.very_low) return "D2.very-low";
  if (reading < edges.low) return "D2.low";
  if (reading < (canCauseLows(said.uses) ? edges.eat_under_with_drugs : edges.eat_under)) return "D2.eat";
  if (!isHigh(reading)) return "D2.start";
  if (reading >= edges.stop_from) return "D2.very-high";
  return highFinding(reading, said);
}

/**
 * High: ketones first, for insulin and the unwell; then light exercise, for those who feel well.
 * @param {number} reading
 * @param {Glucose} said
 * @returns {string}
 */
function highFinding(reading, said) {
  if (said.ketones === "more") return "D2.ketones";
  const needsTest = ["insulin", "unsure"].includes(said.uses) || said.unwell === true;
  if (needsTest && said.ketones !== "none") return "D2.ketone-test";
  if (said.unwell) return "D2.unwell";
  return reading > limits().glucose.light_over ? "D2.light-water" : "D2.light";
}

/**
 * What all answers mean together. Throws for an answer that no question offers.
 * @param {Questions} questions
 * @param {Said} said
 * @returns {Judgement}
 */
export function judge(questions, said) {
  const chosen = Object.values(said.answers).filter((answer) => answer !== NO);
  const feet = Object.entries(said.foot ?? {})
    .filter(([, isThere]) => isThere)
    .map(([name]) => `D1.${name}`);
  const order = (questions.foot?.points ?? []).map((point) => `D1.${point.name}`);
  feet.sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const sugar = said.glucose ? glucoseFinding(said.glucose) : null;
  const found = [...chosen, ...feet, ...(sugar ? [sugar] : [])];
  const urgencyOf = (/** @type {string} */ id) => reasonOf(questions, id).urgency;
  const { urgencies } = limits();
  /** @type {Urgency} */
  const urgency = found
    .map(urgencyOf)
    .reduce(
      (most, one) => (urgencies.indexOf(one) > urgencies.indexOf(most) ? one : most),
      /** @type {Urgency} */ (""),
    );
  const rules = [...urgencies].reverse().flatMap((level) => found.filter((id) => urgencyOf(id) === level));
  const go = urgency ? "stop" : (sugar && reasonOf(questions, sugar).go) || "start";
  return { urgency, rules, go, mayStart: !urgency && go !== "wait" && go !== "stop" };
}

/**
 * @param {Questions} questions
 * @param {string} id
 * @returns {Reason}
 */
function reasonOf(questions, id) {
  const reason = Object.hasOwn(questions.reasons, id) ? questions.reasons[id] : undefined;
  if (!reason) throw new RangeError(`no question has the answer ${id}`);
  return reason;
}

/**
 * Which parts of a check before a session still wait for an answer: ids of questions, "foot", "glucose".
 * A yes without its follow-up has none yet.
 * @param {Questions} questions
 * @param {Said} said
 * @returns {string[]}
 */
export function unanswered(questions, said) {
  const open = questions.questions.filter(({ id, signs }) => {
    const answer = said.answers[id];
    return answer !== NO && !signs.includes(answer);
  });
  const feet = questions.foot?.points.some(({ name }) => typeof said.foot?.[name] !== "boolean");
  const sugar = questions.glucose && !said.glucose;
  return [...open.map(({ id }) => id), ...(feet ? ["foot"] : []), ...(sugar ? ["glucose"] : [])];
}

/**
 * The answers of the full list from the signs that were ticked: of two signs of one row the more urgent one.
 * @param {Questions} questions
 * @param {string[]} ticked ids of signs
 * @returns {Record<string, string>}
 */
export function answersOf(questions, ticked) {
  /** @type {Record<string, string>} */
  const answers = {};
  for (const id of questions.list) {
    const { row } = reasonOf(questions, id);
    if (ticked.includes(id) && !Object.hasOwn(answers, row)) answers[row] = id; // the list has the most urgent first
  }
  return answers;
}

/**
 * The words of a STOP screen, or null where nothing stops: what was found, how urgent it is, what to do, what opens.
 * `said` goes on from "You said that".
 * @param {Questions} questions
 * @param {Judgement} judgement
 * @returns {{urgency: Urgency, said: string[], about: string, do: string[], opens: string} | null}
 */
export function stop(questions, judgement) {
  const { urgency } = judgement;
  if (!urgency) return null;
  const found = judgement.rules.map((id) => reasonOf(questions, id)).filter((reason) => reason.urgency);
  const { about, do: besides, opens } = questions.urgencies[urgency];
  return {
    urgency,
    said: found.map((reason) => reason.said),
    about,
    do: [...new Set(found.flatMap((reason) => reason.do)), besides],
    opens,
  };
}

/**
 * What to do before a session that is not stopped: eat, wait, go light, take something out of the shoe.
 * @param {Questions} questions
 * @param {Judgement} judgement
 * @returns {string[]}
 */
export function advice(questions, judgement) {
  return judgement.rules.flatMap((id) => reasonOf(questions, id).do);
}

/**
 * The morning after: 2 points or more, or stiff for over 30 minutes longer (clinical-facts 2.5).
 * @param {Pick<Morning, "compared" | "stiff_longer">} morning
 */
export function isClearlyWorse({ compared, stiff_longer: stiffLonger }) {
  return compared === "clearly" || stiffLonger === true;
}

/**
 * A reading in mg/dL.
 * @param {number} reading
 * @param {"mg/dL" | "mmol/L"} unit
 */
export function inMgDl(reading, unit) {
  return unit === "mmol/L" ? reading * limits().glucose.mg_dl_per_mmol_l : reading;
}
