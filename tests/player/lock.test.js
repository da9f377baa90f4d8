/* What stops exercise on this device, and what lets a session begin. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openedBy, stoppedBy } from "../../static/player/lock.js";
import { editCheck, newCheck } from "../../static/player/outbox.js";
import "./support/limits.js";

const questions = JSON.parse(readFileSync(new URL("./screening_questions.json", import.meta.url), "utf8"));
const TODAY = "2026-11-23";
const CLEAN = { G1: "no", G2: "no", G3: "no", G4: "no", G5: "no", G6: "no" };
const SIGNS = { E: { R1: "R1.heart" }, S: { R5: "R5.pop" }, T: { R14: "R14.burning" } };

/** The plan as the server told it at a moment. */
const plan = (now = "2026-11-23T09:00:00Z") => ({
  today: { now, check: questions },
  offset: 0,
  kept_at: now,
});

function check(answers, more = {}) {
  const doc = {
    person: "p",
    kind: "wrong",
    day: TODAY,
    answered_at: "2026-11-23T10:00:00Z",
    answers,
    foot: null,
    glucose: null,
  };
  return newCheck(
    more.id ?? "c",
    { ...doc, called_at: null, mistaken_at: null, ...more },
    "2026-11-23T10:00:00Z",
  );
}

/** The server has it, and told its own moment. */
const stored = (record) => ({
  ...record,
  base: record.doc,
  answer: { urgency: "S", lock: null, told_at: "2026-11-23T10:00:05Z" },
});

for (const [urgency, answers] of Object.entries(SIGNS)) {
  test(`${urgency} stops at once, without a network`, () => {
    const record = check(answers);
    assert.equal(stoppedBy(plan(), [record], TODAY), record);
  });

  test(`${urgency} goes on stopping while the plan is older than the check`, () => {
    const record = stored(check(answers));
    assert.equal(stoppedBy(plan(), [record], TODAY), record);
  });

  test(`${urgency} is the server's to decide once it has told of a later moment`, () => {
    assert.equal(stoppedBy(plan("2026-11-23T10:00:06Z"), [stored(check(answers))], TODAY), null);
  });
}

test("what the therapist is told of stops its own day alone", () => {
  assert.equal(stoppedBy(plan(), [check(SIGNS.T)], "2026-11-24"), null);
});

test("what is urgent stops on the next day too, until the server opens it", () => {
  for (const urgency of ["S", "E"]) {
    const record = check(SIGNS[urgency]);
    assert.equal(stoppedBy(plan(), [record], "2026-11-24"), record);
  }
});

test("a mistake opens what the therapist is told of, and nothing urgent", () => {
  const mistaken = (answers) =>
    editCheck(check(answers), { mistaken_at: "2026-11-23T10:01:00Z" }, "2026-11-23T10:01:00Z");
  assert.equal(stoppedBy(plan(), [mistaken(SIGNS.T)], TODAY), null);
  const urgent = mistaken(SIGNS.S);
  assert.equal(stoppedBy(plan(), [urgent], TODAY), urgent);
});

test("the last of several is shown", () => {
  const later = check(SIGNS.S, { id: "d", answered_at: "2026-11-23T11:00:00Z" });
  assert.equal(stoppedBy(plan(), [later, check(SIGNS.E)], TODAY), later);
});

test("a clean check before a session opens its own day", () => {
  const clean = check(CLEAN, { kind: "before" });
  assert.equal(openedBy(plan(), [clean], TODAY), clean);
  assert.equal(openedBy(plan(), [clean], "2026-11-24"), null);
  assert.equal(stoppedBy(plan(), [clean], TODAY), null);
});

test("neither a sign nor a look at feet afterwards opens anything", () => {
  assert.equal(
    openedBy(
      plan(),
      [check({ ...CLEAN, G2: "R2.alone" }, { kind: "before" }), check({}, { kind: "after" })],
      TODAY,
    ),
    null,
  );
});

test("sugar that has to be tested again neither stops nor opens", () => {
  const low = { uses: "insulin", mg_dl: 60, helped: false, unwell: null, ketones: null };
  const record = check(CLEAN, { kind: "before", glucose: low });
  assert.deepEqual([stoppedBy(plan(), [record], TODAY), openedBy(plan(), [record], TODAY)], [null, null]);
});
