/* STOP: what to do now, whom to call, and when exercise opens again. */

import { judge, stop } from "../screening.js";
import { tickLine } from "./check.js";
import { act, copyOf, put, show, write } from "./dom.js";
import { say, timeOf } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { CheckRecord, StopScreen } from "../types.js" */
/** @import { Urgency } from "../screening.js" */

/** @typedef {{urgency: Urgency, said: string[], about: string, do: string[], opens: string, told_at: string | null, called_at: string | null, mistaken_at: string | null}} Stopped */

/**
 * @typedef {"addresses" | "amendCheck" | "announce" | "go" | "lock" | "lockRecord" | "made" | "plan" | "put" | "questions" | "stopRecord"} Used
 * @typedef {Pick<App, Used>} StopApp
 */

/** @param {StopApp} app @param {StopScreen} screen @returns {void} */
export function showStop(app, { record }) {
  const questions = app.questions();
  const own = record ?? app.stopRecord() ?? app.lockRecord();
  const stopped = own && questions ? fromRecord(own, questions) : app.lock();
  if (!stopped) return app.go({ name: "overview" });
  const root = copyOf("stop");
  const clinic = app.plan?.today.clinic;
  const emergency = call(say("call_emergency"), clinic?.emergency_number ?? "", stopped.urgency === "E");
  const office = call(say("call_clinic"), clinic?.phone ?? "", stopped.urgency !== "E");
  write(root, {
    said: stopped.said.length ? say("said_that", { said: stopped.said.join("; ") }) : "",
    about: stopped.about,
    opens: stopped.opens,
    told: toldWords(app, stopped.told_at),
    called: stopped.called_at ? say("called_at", { time: timeOf(stopped.called_at) }) : "",
  });
  put(root, "calls", stopped.urgency === "E" ? emergency : office);
  put(root, "emergency", stopped.urgency === "E" ? office : emergency);
  put(root, "do", ...stopped.do.map((line) => tickLine(line)));
  show(root, {
    said: stopped.said.length,
    emergency: stopped.urgency !== "E",
    mistake: own && !stopped.mistaken_at,
    call: own && !stopped.called_at,
    called: stopped.called_at,
  });
  const leave = /** @type {HTMLAnchorElement} */ (root.querySelector('[data-part="leave"]'));
  leave.href = app.addresses.today;
  act(root, {
    called: async () => {
      if (!own || stopped.called_at) return;
      await app.amendCheck(own.id, { called_at: app.made().now });
    },
    mistake: async () => {
      if (!own) return;
      await app.amendCheck(own.id, { mistaken_at: app.made().now });
      app.announce(say("mistaken"));
    },
  });
  app.put(root);
}

/** @param {CheckRecord} record @param {import("../screening.js").Questions} questions @returns {Stopped | null} */
function fromRecord(record, questions) {
  const doc = /** @type {any} */ (record.doc);
  const found = stop(questions, judge(questions, doc));
  return (
    found && {
      ...found,
      told_at: record.answer?.told_at ?? null,
      called_at: doc.called_at,
      mistaken_at: doc.mistaken_at,
    }
  );
}

/** @param {Pick<App, "plan">} app @param {string | null} at */
function toldWords(app, at) {
  const name = app.plan?.today.therapist;
  if (!at) return say("told_later");
  return name ? say("told", { name, time: timeOf(at) }) : say("told_team", { time: timeOf(at) });
}

/** @param {string} what @param {string} number @param {boolean} isFirst */
export function call(what, number, isFirst) {
  const link = /** @type {HTMLAnchorElement} */ (copyOf("call"));
  link.href = `tel:${number.replace(/[^\d+*#]/g, "")}`;
  link.classList.toggle("is-first", isFirst);
  write(link, { what, number });
  return link;
}
