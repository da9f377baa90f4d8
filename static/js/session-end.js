/* Warns before the session ends, and keeps what was typed when it has: the page stays as it is, covered, until the same
   person has signed in again. Nothing is written into the browser's storage, since a phone is handed on. The server ends
   sessions whether this runs or not. */

const TICK = 1000;
const ASK_EVERY = 5000;

/** @typedef {{ left: number, canStay: boolean, person: string | null, mine: string, warnBefore: number }} State seconds */
/** @typedef {{ minutes: string, minute: string, seconds: string }} Words with {n} for the number */

/**
 * What the dialog shows.
 * @param {State} state
 * @returns {"none" | "stay" | "leave" | "ended" | "other"}
 */
export function shown({ left, canStay, person, mine, warnBefore }) {
  if (person === null) return "ended";
  if (person !== mine) return "other";
  if (left > warnBefore) return "none";
  return canStay ? "stay" : "leave";
}

/**
 * The time left in words: minutes, and below one of them tens of seconds, so that a screen reader is not told each one.
 * @param {number} left seconds
 * @param {Words} words
 */
export function inWords(left, words) {
  if (left > 90) return words.minutes.replace("{n}", String(Math.round(left / 60)));
  if (left > 50) return words.minute;
  return words.seconds.replace("{n}", String(Math.max(0, Math.ceil(left / 10) * 10)));
}

/** The hidden fields against forged requests, in every form of the page. @returns {NodeListOf<HTMLInputElement>} */
function tokenFields() {
  return document.querySelectorAll("input[name=csrfmiddlewaretoken]");
}

/**
 * A part of the dialog; templates/parts/session_end.html has all of them.
 * @param {HTMLDialogElement} dialog
 * @param {string} selector
 * @returns {HTMLElement}
 */
function partOf(dialog, selector) {
  const found = /** @type {HTMLElement | null} */ (dialog.querySelector(selector));
  if (!found) throw new Error(`session-end: no ${selector}`);
  return found;
}

/** @param {HTMLDialogElement} dialog */
function watch(dialog) {
  const { address = "", person: mine = "", warnBefore, tellEvery } = dialog.dataset;
  const words = /** @type {Words} */ (/** @type {unknown} */ (dialog.dataset));
  /** @type {State} */
  const state = { left: 0, canStay: true, person: mine, mine, warnBefore: Number(warnBefore) };
  let endsAt = Date.now() + Number(dialog.dataset.left) * 1000;
  let toldAt = Date.now();
  let askedAt = 0;
  let dismissed = false;

  /** Ask the server, or tell it that somebody is there. Where it is not reached, all stays as it was. @param {"GET" | "POST"} method */
  async function talk(method) {
    askedAt = Date.now();
    if (method === "POST") toldAt = Date.now();
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    const [token] = tokenFields();
    if (method === "POST" && token) headers["X-CSRFToken"] = token.value;
    const answer = await fetch(address, { method, headers }).catch(() => null);
    if (!answer?.ok) return;
    const said = await answer.json();
    state.person = said.person;
    if (said.person !== mine) return;
    state.canStay = said.can_stay;
    endsAt = Date.now() + said.left * 1000;
    for (const field of tokenFields()) field.value = said.token;
  }

  function show() {
    state.left = (endsAt - Date.now()) / 1000;
    const now = shown(state);
    if (now === "other") return window.location.replace("/");
    if (now === "none") dismissed = false;
    if (now === "none" || (now === "leave" && dismissed)) return dialog.open && dialog.close();
    dialog.classList.toggle("covers", now === "ended");
    /** @type {NodeListOf<HTMLElement>} */
    const parts = dialog.querySelectorAll("[data-in]");
    for (const part of parts) part.hidden = part.dataset.in !== now;
    const title = partOf(dialog, "#session-end-title");
    title.textContent = (now === "ended" ? dialog.dataset.titleEnded : dialog.dataset.titleSoon) ?? null;
    const when = now === "ended" ? "" : inWords(state.left, words);
    const line = partOf(dialog, "[data-when]");
    if (line.textContent !== when) line.textContent = when;
    if (!dialog.open) {
      dialog.showModal();
      title.focus();
    }
  }

  async function tick() {
    const isNear = (endsAt - Date.now()) / 1000 <= state.warnBefore;
    if ((isNear || state.person === null) && Date.now() - askedAt >= ASK_EVERY) await talk("GET");
    show();
  }

  partOf(dialog, "[data-stay]").addEventListener("click", async () => {
    await talk("POST");
    show();
  });
  partOf(dialog, "[data-close]").addEventListener("click", () => {
    dismissed = true;
    dialog.close();
  });
  dialog.addEventListener("cancel", (event) => {
    if (state.person === null) event.preventDefault();
    else if (!state.canStay) dismissed = true;
    else talk("POST").then(show);
  });
  document.addEventListener("input", () => {
    if (state.person === mine && Date.now() - toldAt >= Number(tellEvery) * 1000) talk("POST").then(show);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) askedAt = 0;
  });
  window.setInterval(tick, TICK);
}

if (typeof document !== "undefined") {
  const dialog = document.getElementById("session-end");
  if (dialog instanceof HTMLDialogElement) watch(dialog);
}
