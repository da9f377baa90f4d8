/* The page's words, and how a moment, a day or a number is said. */

/** @type {Record<string, any> | null} */
let words = null;

/** @returns {Record<string, any>} */
export function all() {
  words ??= JSON.parse(document.getElementById("player-words")?.textContent ?? "{}");
  return /** @type {Record<string, any>} */ (words);
}

/** A sentence by its path ("state.done"), with its {names} filled in. @param {string} path @param {Record<string, string | number>} [values] */
export function say(path, values = {}) {
  const found = path.split(".").reduce((inside, key) => inside?.[key], /** @type {any} */ (all()));
  if (typeof found !== "string") throw new Error(`no words for ${path}`);
  return found.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));
}

const language = () => document.documentElement.lang || "en-GB";

/** "18:42"; with the day before it where that is not today. @param {string} moment */
export function timeOf(moment) {
  const at = new Date(moment);
  const time = at.toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${at.toLocaleDateString(language(), { weekday: "short", day: "numeric", month: "short" })}, ${time}`;
}

/** "Thursday 19 November". @param {string} day as 2026-11-19 */
export function dayWords(day) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(language(), /** @type {any} */ (format));
}
