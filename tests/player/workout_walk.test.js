import assert from "node:assert/strict";
import { test } from "node:test";
import { current, isOpen, tally } from "../../static/player/position.js";
import { slotOf } from "../../static/player/sets.js";
import * as workouts from "../../static/player/workout.js";
import { NOON, today } from "./support/cast.js";
import { chance } from "./support/random.js";
import "./support/limits.js";

/** One thing that a person does, and what a simple model of the sets says of it. */
const STEPS = {
  log(workout, model, random, id) {
    const here = current(workout);
    if (!here) return workout;
    const reps = random.number(12) + 1;
    model.set(slotOf(here.step), { id: here.set?.id ?? id, reps });
    return workouts.log(workout, { outcome: "done", reps }, { id, now: NOON });
  },
  asPrescribed(workout, model, _random, id) {
    const here = current(workout);
    if (!here) return workout;
    model.set(slotOf(here.step), { id: here.set?.id ?? id, reps: null });
    return workouts.logAsPrescribed(workout, { id, now: NOON });
  },
  skipExercise(workout, model, _random, id) {
    const here = current(workout);
    if (!here) return workout;
    let count = 0;
    for (const step of workout.course.steps) {
      const same = workout.course.doses[step.dose].prescription === here.dose.prescription;
      if (!same || model.has(slotOf(step))) continue;
      count += 1;
      model.set(slotOf(step), { id: `${id}-${count}`, reps: null });
    }
    let made = 0;
    const newId = () => {
      made += 1;
      return `${id}-${made}`;
    };
    return workouts.skipExercise(workout, "pain", { newId, now: NOON });
  },
  correct(workout, model, random) {
    const set = random.pick(workout.doc.sets);
    if (!set || set.outcome === "skipped") return workout;
    const reps = random.number(12) + 1;
    model.set(slotOf(set), { id: set.id, reps });
    return workouts.correct(workout, set.id, { reps });
  },
  takeBack(workout, model, random) {
    const set = random.pick(workout.doc.sets);
    if (!set) return workout;
    model.delete(slotOf(set));
    return workouts.takeBack(workout, set.id);
  },
  goTo: (workout, _model, random) => workouts.goTo(workout, random.number(workout.course.steps.length + 1)),
  goBack: (workout) => workouts.goBack(workout),
  goOn: (workout) => workouts.goOn(workout),
  addSet: (workout, _model, random) =>
    workouts.addSet(workout, random.pick(["raise-l", "raise-r", "stretch-l"])),
  draft: (workout, _model, random) => workouts.drafted(workout, { pain: random.number(11) }),
};

test("whatever a person does, in whatever order, what was said is what is there, once", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = chance(seed);
    const model = new Map();
    let workout = workouts.begin(today(), { day: "2026-11-23", now: NOON });
    for (let step = 0; step < 40; step += 1) {
      const what = random.pick(Object.keys(STEPS));
      workout = STEPS[what](workout, model, random, `s${step}`);
      const told = `seed ${seed}, step ${step}: ${what}`;
      const there = Object.fromEntries(
        workout.doc.sets.map((set) => [slotOf(set), { id: set.id, reps: set.reps }]),
      );
      assert.deepEqual(there, Object.fromEntries(model), told);
      assert.equal(workout.doc.sets.length, model.size, told);
      const { steps, at } = workout.course;
      assert.ok(at >= 0 && at <= steps.length, told);
      assert.equal(new Set(steps.map(slotOf)).size, steps.length, told);
      const counts = tally(workout);
      assert.equal(counts.open, steps.filter((one) => isOpen(workout, one)).length, told);
      assert.equal(counts.open + counts.done + counts.partial + counts.skipped, counts.of, told);
    }
  }
});
