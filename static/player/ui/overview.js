/* What the day asks and what is done of it: the way in without a network, and the way out. */

import { todayOf } from "../clock.js";
import { current, firstOpen, stepsOf, tally } from "../position.js";
import { goTo, reopen } from "../workout.js";
import { act, copyOf, put, show, svg, write } from "./dom.js";
import { glyph, pips, sideClass } from "./marks.js";
import { dayWords, say } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { OverviewScreen, Side, Workout } from "../types.js" */

/** @typedef {Pick<App, "addresses" | "change" | "go" | "now" | "plan" | "put" | "record" | "workout">} OverviewApp */

/** @param {OverviewApp} app @param {OverviewScreen} screen @returns {void} */
export function showOverview(app, { ended = false }) {
  const root = copyOf("overview");
  const { plan } = app;
  if (!plan) return app.go({ name: "nobody" });
  const today = todayOf(plan, app.now());
  const day = plan.today.days.find((one) => one.day === today) ?? null;
  const workout = app.record?.course ? app.workout() : null;
  const counts = workout ? tally(workout) : null;
  const first =
    workout && counts?.open ? current(goTo(workout, firstOpen(workout, workout.course.at))) : null;
  const isRound = Boolean(first && ended && workout?.doc.finished_at);
  write(root, {
    day: dayWords(today),
    title: titleOf(day, counts, ended, isRound),
    about: aboutOf(day, app.record?.plan_then ?? "", isRound),
    reach: say("reach", { day: dayWords(plan.today.days.at(-1)?.day ?? today) }),
    start: say(counts && counts.open < counts.of ? (first ? "continue" : "more_today") : "start_session", {
      name: first?.exercise.name ?? "",
    }),
    first: first
      ? `${say(`leg.${first.side}`)}, ${say("set_of", { n: first.step.number, of: first.dose.sets })}`
      : "",
    leave: say("today_list"),
  });
  const canStart = day?.state === "due" && (!workout || Boolean(first));
  show(root, {
    about: aboutOf(day, app.record?.plan_then ?? "", isRound),
    tally: workout,
    exercises: workout,
    start: canStart,
    first,
    leave: true,
    reach: true,
  });
  if (workout) {
    put(root, "tally", ...tallyRows(workout));
    put(root, "exercises", ...rows(workout));
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll("a[data-part]")))
    link.href = app.addresses.today;
  act(root, {
    start: () => (first ? app.change(reopen, { name: "step" }) : app.go({ name: "begin" })),
    go: (button) => app.change((one) => goTo(reopen(one), Number(button.dataset.at)), { name: "step" }),
    wrong: () => app.go({ name: "wrong" }),
  });
  app.put(root);
}

/** @param {import("../types.js").Day | null} day @param {ReturnType<typeof tally> | null} counts @param {boolean} ended @param {boolean} isRound */
function titleOf(day, counts, ended, isRound) {
  if (isRound) return say("round_done");
  if (counts && !counts.open) return say("all_done");
  if (ended) return say("ended");
  const titles = { due: "to_do", rest: "nothing_due", paused: "paused", none: "no_plan" };
  return say(day ? titles[day.state] : "no_plan");
}

/** @param {import("../types.js").Day | null} day @param {string} planThen @param {boolean} isRound */
function aboutOf(day, planThen, isRound) {
  if (planThen) return say(`plan_then.${planThen}`);
  if (isRound) return say("round_done_text");
  return day ? "" : say("beyond");
}

/** One row a side: what is done of it. @param {Workout} workout */
export function tallyRows(workout) {
  const sides = /** @type {Side[]} */ (["L", "R", "B"]);
  return sides.flatMap((side) => {
    const doses = Object.entries(workout.course.doses)
      .filter(([, dose]) => dose.side === side)
      .map(([id]) => id);
    const states = doses.flatMap((dose) => stepsOf(workout, dose)).map(({ state }) => state);
    if (!states.length) return [];
    const row = Object.assign(document.createElement("div"), { className: `tally-row ${sideClass(side)}` });
    const tag = Object.assign(document.createElement("span"), { className: "side-tag" });
    tag.append(glyph(side), say(`side.${side}`));
    const done = states.filter((state) => state === "done" || state === "elsewhere").length;
    const marks = { done: "done", elsewhere: "done", partial: "part", skipped: "skipped", open: "todo" };
    const drawn =
      states.length <= 8
        ? pips(
            side,
            states.map((state) => /** @type {any} */ (marks[state])),
          )
        : svg("svg", { width: 0, height: 0 });
    row.append(
      tag,
      drawn,
      Object.assign(document.createElement("span"), {
        textContent: say("sets_of", { done, of: states.length }),
      }),
    );
    return [row];
  });
}

/** @param {Workout} workout */
function rows(workout) {
  return Object.values(workout.course.exercises).map((exercise) => {
    const row = copyOf("overview-row");
    const doses = exercise.doses.filter((id) => workout.course.doses[id]);
    const steps = doses.flatMap((dose) => stepsOf(workout, dose));
    const open = steps.filter(({ state }) => state === "open");
    const state = open.length
      ? "open"
      : steps.every((one) => one.state === "skipped")
        ? "skipped"
        : steps.some((one) => one.state === "partial")
          ? "partial"
          : "done";
    write(row, { name: exercise.name, state: say(`state.${state}`) });
    put(row, "doses", ...doses.map((id) => doseLine(workout.course.doses[id])));
    row.querySelector(".ex-state")?.classList.toggle("done", state === "done");
    const button = /** @type {HTMLElement} */ (row.querySelector("button"));
    button.dataset.at = String((open[0] ?? steps[0]).at);
    return row;
  });
}

/** @param {import("../types.js").Dose} dose */
function doseLine(dose) {
  const line = Object.assign(document.createElement("span"), { className: `dose ${sideClass(dose.side)}` });
  const text = document.createElement("span");
  text.append(
    Object.assign(document.createElement("b"), { textContent: say(`side.${dose.side}`) }),
    ` ${dose.line}`,
  );
  line.append(glyph(dose.side), text);
  return line;
}
