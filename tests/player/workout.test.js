import assert from "node:assert/strict";
import { test } from "node:test";
import { current, restBetween, setOf, stepsOf, tally } from "../../static/player/position.js";
import { outcomeOf, tidied, wrongWith } from "../../static/player/sets.js";
import * as workouts from "../../static/player/workout.js";
import { dose, NOON, today } from "./support/cast.js";
import "./support/limits.js";

const begun = (plan = today()) => workouts.begin(plan, { day: "2026-11-23", now: NOON, check: "check" });
const made = (id) => ({ id, now: NOON });
const asPrescribed = (workout, id) => workouts.logAsPrescribed(workout, made(id));
const all = (workout) => {
  let done = workout;
  for (let index = 0; current(done); index += 1) done = asPrescribed(done, `s${index}`);
  return done;
};

test("a workout begins at its first set, with nothing said", () => {
  const workout = begun();
  assert.deepEqual(current(workout).step, { dose: "raise-l", number: 1, round: 1 });
  assert.deepEqual(current(workout).round, { number: 1, of: 2 });
  assert.equal(current(workout).exercise.name, "Heel raise");
  assert.deepEqual(workout.doc, {
    day: "2026-11-23",
    check: "check",
    started_at: NOON,
    finished_at: null,
    pain_before: null,
    pain_after: null,
    effort: null,
    note: "",
    sets: [],
  });
});

test("a day that the plan does not reach cannot be begun", () => {
  assert.throws(() => workouts.begin(today(), { day: "2027-01-01", now: NOON }), RangeError);
});

test("as prescribed is an answer without numbers of its own", () => {
  const set = asPrescribed(begun(), "s1").doc.sets[0];
  assert.deepEqual([set.outcome, set.reps, set.pain, set.effort], ["as_prescribed", null, null, null]);
});

test("it goes from set to set to the other leg and to the next exercise, and ends", () => {
  let workout = begun();
  const seen = [];
  const counts = [];
  for (let index = 0; current(workout); index += 1) {
    const { step, side, round } = current(workout);
    counts.push(`${current(workout).count.number} of ${current(workout).count.of}`);
    seen.push([`${step.dose} ${step.number}`, side, round.number].join(" "));
    workout = asPrescribed(workout, `s${index}`);
  }
  assert.deepEqual(seen, [
    "raise-l 1 L 1",
    "raise-l 2 L 1",
    "raise-l 3 L 1",
    "raise-r 1 R 1",
    "raise-r 2 R 1",
    "stretch-l 1 L 2",
  ]);
  assert.deepEqual(counts, ["1 of 3", "2 of 3", "3 of 3", "1 of 2", "2 of 2", "1 of 1"]);
  assert.equal(tally(workout).done, 6);
});

test("no function changes the workout that it was given", () => {
  const freeze = (value) => {
    if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const start = freeze(begun());
  const one = freeze(workouts.drafted(start, { pain: 2 }));
  const two = freeze(asPrescribed(one, "s1"));
  const three = freeze(workouts.skip(two, "time", made("s2")));
  const four = freeze(workouts.correct(three, "s1", { reps: 6 }));
  const five = freeze(workouts.takeBack(four, "s2"));
  const six = freeze(workouts.addSet(five, "raise-l"));
  freeze(workouts.reopen(workouts.finish(workouts.goBack(workouts.goOn(six)), NOON)));
  assert.equal(start.doc.sets.length, 0);
});

test("pain that was said in the middle of a set goes with it, and not with the next", () => {
  const workout = asPrescribed(workouts.drafted(begun(), { pain: 4, pain_kind: "joint" }), "s1");
  assert.deepEqual([workout.doc.sets[0].pain, workout.doc.sets[0].pain_kind], [4, "joint"]);
  assert.equal(asPrescribed(workout, "s2").doc.sets[1].pain, null);
});

test("pressing done again on a logged set corrects it and logs nothing twice", () => {
  const once = workouts.log(begun(), { outcome: "done", reps: 5, pain: 3 }, made("s1"));
  const again = asPrescribed(workouts.goTo(once, 0), "other-id");
  assert.equal(again.doc.sets.length, 1);
  const [set] = again.doc.sets;
  assert.deepEqual([set.id, set.outcome, set.reps, set.pain], ["s1", "as_prescribed", null, 3]);
});

test("a skipped set has a reason and no amounts", () => {
  const workout = workouts.skip(workouts.drafted(begun(), { reps: 4 }), "pain", made("s1"));
  assert.deepEqual(workout.doc.sets[0].skip_reason, "pain");
  assert.equal(workout.doc.sets[0].reps, null);
});

test("the rest of an exercise can be skipped, on one leg or on both", () => {
  let count = 0;
  const newId = () => {
    count += 1;
    return `n${count}`;
  };
  const one = asPrescribed(begun(), "s1");
  const both = workouts.skipExercise(one, "pain", { newId, now: NOON });
  assert.deepEqual(
    both.doc.sets.map((set) => set.outcome),
    ["as_prescribed", ...Array(4).fill("skipped")],
  );
  assert.equal(current(both).step.dose, "stretch-l");
  const left = workouts.skipExercise(one, "pain", { newId, now: NOON, side: "L" });
  assert.deepEqual(current(left).step, { dose: "raise-r", number: 1, round: 1 });
});

test("a correction keeps what was not corrected, the id and the moment", () => {
  const first = workouts.log(begun(), { outcome: "done", reps: 8, pain: 2, note: "slow" }, made("s1"));
  const set = workouts.correct(first, "s1", { reps: 6 }).doc.sets[0];
  assert.deepEqual([set.id, set.reps, set.pain, set.note, set.logged_at], ["s1", 6, 2, "slow", NOON]);
});

test("a set as prescribed that is given an amount is so no longer", () => {
  const set = workouts.correct(asPrescribed(begun(), "s1"), "s1", { reps: 6 }).doc.sets[0];
  assert.deepEqual([set.outcome, set.reps], ["done", 6]);
  const painful = workouts.correct(asPrescribed(begun(), "s1"), "s1", { pain: 6 }).doc.sets[0];
  assert.deepEqual([painful.outcome, painful.pain], ["as_prescribed", 6]);
});

test("a skipped set that was done after all has no reason any more", () => {
  const set = workouts.correct(workouts.skip(begun(), "time", made("s1")), "s1", { outcome: "done", reps: 8 })
    .doc.sets[0];
  assert.deepEqual([set.outcome, set.reps, set.skip_reason], ["done", 8, ""]);
});

test("a set that is taken back is open again, and the person stands there", () => {
  const workout = workouts.takeBack(asPrescribed(asPrescribed(begun(), "s1"), "s2"), "s1");
  assert.equal(current(workout).at, 0);
  assert.equal(current(workout).set, null);
  assert.equal(current(asPrescribed(workout, "s3")).at, 2);
});

test("a set that is not there cannot be corrected or taken back", () => {
  assert.throws(() => workouts.correct(begun(), "none", {}), RangeError);
  assert.throws(() => workouts.takeBack(begun(), "none"), RangeError);
  assert.throws(() => asPrescribed(all(begun()), "more"), RangeError);
  assert.throws(() => workouts.goTo(begun(), 7), RangeError);
});

test("going back shows what was logged, and going on finds the first set that is open", () => {
  const workout = workouts.goBack(asPrescribed(begun(), "s1"));
  assert.equal(current(workout).set.id, "s1");
  assert.equal(current(workouts.goOn(workout)).at, 1);
  assert.equal(current(workouts.goBack(workout)).at, 0);
});

test("a set that was passed over is asked for at the end", () => {
  let workout = workouts.goOn(begun());
  for (let index = 0; index < 5; index += 1) workout = asPrescribed(workout, `s${index}`);
  assert.equal(current(workout).at, 0);
});

test("sets of another session of the day are not asked for again", () => {
  const logged = [{ session: "other", id: "x", dose: "raise-l", number: 1, outcome: "done" }];
  const workout = begun(today({ logged }));
  assert.equal(current(workout).at, 1);
  assert.equal(stepsOf(workout, "raise-l")[0].state, "elsewhere");
  const later = workouts.doneElsewhere(begun(), "own", [
    ...logged,
    { ...logged[0], session: "own", number: 2 },
  ]);
  assert.deepEqual(
    stepsOf(later, "raise-l").map((one) => one.state),
    ["elsewhere", "open", "open"],
  );
});

test("one more set than asked can be done, but not any number", () => {
  let workout = workouts.addSet(all(begun()), "raise-l");
  assert.deepEqual(current(workout).step, { dose: "raise-l", number: 4, round: 1 });
  for (let index = 0; index < 9; index += 1) workout = workouts.addSet(workout, "raise-l");
  assert.equal(stepsOf(workout, "raise-l").length, 8);
});

test("rest lies between two sets of an exercise, legs included, and not before the next exercise", () => {
  const rests = [];
  let workout = begun();
  for (let index = 0; current(workout); index += 1) {
    const after = asPrescribed(workout, `s${index}`);
    rests.push(restBetween(workout, after));
    workout = after;
  }
  assert.deepEqual(rests, [60, 60, 60, 45, 0, 0]);
});

test("what is asked twice a day comes in two rounds, each with its own count and no rest between", () => {
  const plan = today();
  plan.doses["raise-l"].sets = 2;
  plan.days[0].steps = [1, 2].map((number) => ({ dose: "raise-l", number, round: number }));
  const workout = begun(plan);
  const after = asPrescribed(workout, "s1");
  assert.deepEqual(current(after).count, { number: 1, of: 1 });
  assert.equal(restBetween(workout, after), 0);
  assert.deepEqual(Object.keys(after.doc.sets[0]).includes("round"), false);
});

test("nobody rests from a set that was skipped", () => {
  const workout = begun();
  assert.equal(restBetween(workout, workouts.skip(workout, "time", made("s1"))), 0);
});

test("a rest in words is not counted", () => {
  const plan = today();
  plan.doses["raise-l"].rest_s = null;
  const workout = begun(plan);
  assert.equal(restBetween(workout, asPrescribed(workout, "s1")), 0);
});

test("what became of each set is what the server will say of it", () => {
  const say = (more, asked = dose()) => outcomeOf(tidied({ outcome: "done", ...more }), asked);
  assert.equal(say({ reps: 8 }), "done");
  assert.equal(say({ reps: 7 }), "partial");
  assert.equal(say({}), "done");
  assert.equal(say({ reps: 2, hold_s: 20 }, dose({ reps: 2, hold_s: 30 })), "partial");
  assert.equal(say({ reps: 3, hold_s: 20 }, dose({ reps: 2, hold_s: 30 })), "done");
  assert.equal(say({ minutes: 9.5 }, dose({ reps: null, minutes: 10 })), "partial");
  assert.equal(say({ metres: 12 }, dose({ reps: null, metres: 10 })), "done");
  assert.equal(say({ outcome: "skipped" }), "skipped");
});

test("what cannot be true is said before it is kept", () => {
  const wrong = (more) => wrongWith(tidied({ outcome: "done", ...more }));
  assert.deepEqual(wrong({ reps: 8, load_kg: 2.5, pain: 10, effort: 0 }), {});
  assert.deepEqual(wrong({ reps: -1 }), { reps: "not_a_number" });
  assert.deepEqual(wrong({ reps: 7.5 }), { reps: "not_a_number" });
  assert.deepEqual(wrong({ load_kg: Number.NaN }), { load_kg: "not_a_number" });
  assert.deepEqual(wrong({ reps: 201 }), { reps: "too_much" });
  assert.deepEqual(wrong({ pain: 11 }), { pain: "too_much" });
  assert.deepEqual(wrong({ reps: 0 }), { reps: "nothing_done" });
  assert.deepEqual(wrong({ outcome: "skipped" }), { skip_reason: "no_reason" });
  assert.deepEqual(wrong({ note: "x".repeat(501) }), { note: "too_long" });
  assert.deepEqual(wrong({ note: "😀".repeat(500) }), {});
});

test("a numb foot is said by its kind, where pain has no number", () => {
  assert.equal(tidied({ outcome: "done", pain_kind: "numb" }).pain_kind, "numb");
});

test("finishing is an answer that can be undone", () => {
  const done = workouts.finish(begun(), NOON);
  assert.equal(done.doc.finished_at, NOON);
  assert.equal(workouts.reopen(done).doc.finished_at, null);
  assert.equal(setOf(done, { dose: "raise-l", number: 1 }), undefined);
});

test("a tap is about the step that its own tab shows, wherever another tab stands", () => {
  const here = begun();
  const elsewhere = asPrescribed(here, "first");
  const seen = { doc: elsewhere.doc, course: workouts.seenFrom(elsewhere.course, here.course) };
  assert.equal(current(seen).set.id, "first");
  assert.deepEqual(
    asPrescribed(seen, "again").doc.sets.map((set) => set.id),
    ["first"],
  );
  const done = all(here);
  assert.equal(workouts.seenFrom(elsewhere.course, done.course).at, elsewhere.course.steps.length);
});
