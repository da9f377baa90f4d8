/* One set on the screen: what to do, the timer, and the buttons. */

import { current, stepsOf } from "../position.js";
import { outcomeOf } from "../sets.js";
import { cues, pause, reset, restTimer, run, setTimer, view } from "../timer.js";
import { goBack, goOn, logAsPrescribed, takeBack } from "../workout.js";
import { give, wake } from "./cues.js";
import { act, copyOf, part, put, show, slot, write } from "./dom.js";
import { calm, showFigure } from "./figure.js";
import { glyph, pips, sideClass } from "./marks.js";
import { wordsOf } from "./said.js";
import { openChange, openOptions, openPain, openSkip } from "./sheets.js";
import { say } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { SheetApp } from "./sheets.js" */
/** @import { Advice, StepScreen } from "../types.js" */
/** @import { Timer, View } from "../timer.js" */

const LOOK_MS = 100;
/** @type {Partial<Record<Advice["kind"], string>>} */
const ALERTS = { red: "alert-danger", amber: "alert-warning", nerve: "alert-warning" };

/** @typedef {SheetApp & Pick<App, "announce" | "put" | "store" | "timing" | "workout">} StepApp */

/** @param {StepApp} app @param {StepScreen} screen @returns {void} */
export function showStep(app, { rest = 0, advice = null }) {
  const here = current(app.workout());
  if (!here) return app.go({ name: "finish" });
  const root = copyOf("step");
  const { dose, exercise, set } = here;
  const logged = set ? outcomeOf(set, dose) : null;
  const words = wordsOf(here);
  root.classList.add(sideClass(dose.side));
  part(root, "stage").classList.add(sideClass(dose.side));
  write(root, {
    ...words,
    name: exercise.name,
    note: exercise.note,
    position: say("position", { n: here.round.number, of: here.round.of }),
    words: dose.words,
    more: dose.words_more,
    logged: logged ? say(`logged.${logged}`) : "",
    pain: painOf(here),
  });
  put(root, "glyph", glyph(dose.side));
  put(root, "pips", pips(dose.side, pipsOf(app, here)));
  show(root, {
    note: exercise.note,
    logged,
    done: !logged,
    on: logged,
    skip: !logged,
    "take-back": logged,
    advice: false,
    rest: false,
  });
  part(root, "pain").classList.toggle("btn-unsaid", (set?.pain ?? here.draft.pain ?? null) === null);
  if (advice) tell(root, advice);
  const clock = timing(app, root, here, logged ? null : setTimer(dose), rest);
  act(root, {
    back: () => (here.at === 0 ? app.leave() : app.change(goBack, { name: "step" })),
    options: () => openOptions(app, here),
    wrong: () => app.go({ name: "wrong" }),
    timer: () => clock.press(),
    "rest-over": () => clock.endRest(),
    done: () => app.log((workout) => logAsPrescribed(workout, app.made())),
    on: () => app.change(goOn, { name: "step" }),
    change: () => openChange(app, here),
    skip: () => openSkip(app, here, {}),
    "skip-exercise": () => openSkip(app, here, { rest: true, reason: "pain" }),
    pain: () => openPain(app, here),
    "take-back": async () => {
      if (set) await app.change((workout) => takeBack(workout, set.id), { name: "step" });
      app.announce(say("taken_back"));
    },
  });
  app.put(root, () => clock.stop());
  app.announce(say("said_step", { name: exercise.name, leg: words.leg, set: words.set, words: dose.words }));
  showFigure(slot(root, "figure"), app.store, dose.figure, exercise.steps);
}

/** @param {NonNullable<ReturnType<typeof current>>} here */
function painOf({ set, draft }) {
  const pain = set?.pain ?? draft.pain ?? null;
  return pain === null ? say("not_said") : say("of_ten", { n: pain });
}

/** @param {Pick<App, "workout">} app @param {NonNullable<ReturnType<typeof current>>} here */
function pipsOf(app, here) {
  const states = { done: "done", elsewhere: "done", partial: "part", skipped: "skipped", open: "todo" };
  return stepsOf(app.workout(), here.step.dose).map(
    ({ at, state }) =>
      /** @type {import("./marks.js").PipState} */ (
        at === here.at && state === "open" ? "now" : states[state]
      ),
  );
}

/** What to do about the pain that was just said. @param {HTMLElement} root @param {Advice} advice */
function tell(root, { kind, n }) {
  const box = part(root, "advice");
  box.classList.add(ALERTS[kind] ?? "alert-info");
  write(root, { advice: say(`advice.${kind}`, { n }) });
  show(root, { advice: true, "stop-exercise": kind === "red" });
}

/**
 * The ring: the rest before this set, then the set's own timer. It counts, and never logs.
 * @param {Pick<App, "timing">} app
 * @param {HTMLElement} root
 * @param {NonNullable<ReturnType<typeof current>>} here
 * @param {Timer | null} ofSet
 * @param {number} rest seconds
 */
function timing(app, root, here, ofSet, rest) {
  let timer = restTimer(rest) ?? ofSet;
  let resting = rest > 0;
  /** @type {View | null} */
  let before = null;
  const leg = say(`leg.${here.side}`);
  const now = () => performance.now();
  const isLogged = here.set !== null;

  function look() {
    show(root, { ring: timer && !isLogged, rest: resting });
    if (!timer) return;
    const seen = view(timer, now());
    if (timer.since !== null || seen.phase === "over") {
      const heard = before && before.index === seen.index && seen.phase === "over" ? [] : cues(before, seen);
      if (before || timer.since !== null) give(heard, leg);
    }
    draw(root, here, timer, seen, leg);
    before = seen;
    if (seen.phase === "over" && resting) endRest();
  }

  function endRest() {
    resting = false;
    timer = ofSet;
    before = null;
    // Who timed the set before wants this one timed: it begins with a count, after a rest that nobody had to watch.
    if (timer && app.timing) timer = run(timer, now());
    look();
  }

  function press() {
    if (!timer) return;
    wake();
    app.timing = true;
    const { phase } = view(timer, now());
    if (phase === "over") timer = run(reset(timer), now());
    else timer = timer.since === null ? run(timer, now()) : pause(timer, now());
    look();
  }

  if (timer && resting) timer = run(timer, now());
  look();
  const interval = window.setInterval(() => timer?.since !== null && look(), LOOK_MS);
  return { press, endRest, stop: () => window.clearInterval(interval) };
}

/** @param {HTMLElement} root @param {NonNullable<ReturnType<typeof current>>} here @param {Timer} timer @param {View} seen @param {string} leg */
function draw(root, here, timer, seen, leg) {
  const fresh = timer.since === null && timer.passed === 0;
  const running = timer.since !== null && seen.phase !== "over";
  const { set } = wordsOf(here);
  const doing = seen.round && seen.of > 1 && !fresh;
  const counted = (here.dose.hold_s ?? 0) >= 5 ? "hold_of" : "rep_of";
  const first = timer.pieces.find((piece) => piece.phase === "work") ?? timer.pieces[0];
  write(root, {
    word: say(`timer.${fresh ? first.word : seen.word}`),
    left: seen.phase === "over" ? "✓" : clockWords(fresh ? first.s : seen.left),
    act: say(seen.phase === "over" ? "again" : running ? "pause" : fresh ? "start" : "resume"),
    set: doing ? say(counted, { set, n: seen.round, of: seen.of }) : set,
    "rest-next": say("rest_next", { left: seen.left, leg }),
  });
  const button = part(root, "ring");
  const name = running
    ? say("timer_pause")
    : fresh
      ? say("timer_start", { words: here.dose.words })
      : say("timer_resume");
  if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
  part(root, "arc").setAttribute("stroke-dasharray", dashes(fresh ? 1 : shareLeft(seen), here.side));
}

/** What is left of a piece, 0 to 1; by whole seconds for who wants nothing to move. @param {View} seen */
function shareLeft(seen) {
  return calm() && seen.s > 0 ? seen.left / seen.s : 1 - seen.share;
}

/** @param {number} s */
function clockWords(s) {
  if (s < 100) return say("seconds", { n: s });
  return say("minutes", { m: Math.floor(s / 60), s: String(s % 60).padStart(2, "0") });
}

/** What is left, along a path of length 100: a solid line, for the right leg a dashed one. @param {number} share @param {string} side */
function dashes(share, side) {
  const length = Math.max(0, Math.min(1, share)) * 100;
  if (side !== "R") return `${length.toFixed(2)} 200`;
  const parts = [];
  for (let at = 0; at < length; at += 3.6)
    parts.push(Math.min(2.4, length - at).toFixed(2), at + 3.6 < length ? "1.2" : "200");
  return parts.length ? parts.join(" ") : "0 200";
}
