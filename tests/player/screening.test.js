// The check's rules in the player: the same cases as the server's (tests/logbook/screening/test_cases.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  advice,
  answersOf,
  glucoseFinding,
  inMgDl,
  isClearlyWorse,
  judge,
  stop,
  unanswered,
} from "../../static/player/screening.js";
import "./support/limits.js";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const questions = read("screening_questions.json");
const cases = read("screening_cases.json");
const NOS = Object.fromEntries(["G1", "G2", "G3", "G4", "G5", "G6"].map((gate) => [gate, "no"]));
const FEET = Object.fromEntries(questions.foot.points.map(({ name }) => [name, false]));

for (const { name, expect, ...said } of cases) {
  test(name, () => {
    const { urgency, rules, go, mayStart } = judge(questions, said);
    assert.deepEqual({ urgency, rules, go }, expect);
    assert.equal(mayStart, !["wait", "stop"].includes(expect.go));
  });
}

test("every sign and every row of the glucose table has its case", () => {
  const tried = new Set(cases.flatMap(({ expect }) => expect.rules));
  assert.deepEqual(
    Object.keys(questions.reasons).filter((id) => !tried.has(id)),
    [],
  );
});

test("an answer that no question offers is refused", () => {
  const said = { kind: "before", answers: { ...NOS, G1: "R99.nothing" }, foot: null, glucose: null };
  assert.throws(() => judge(questions, said), RangeError);
  assert.throws(() => judge(questions, { ...said, answers: { G1: "toString" } }), RangeError);
});

test("what still waits for an answer", () => {
  const said = {
    kind: "before",
    answers: { ...NOS, G2: "yes", G5: "R9.leg" },
    foot: { ...FEET, hot: null },
    glucose: null,
  };
  assert.deepEqual(unanswered(questions, said), ["G2", "G5", "foot", "glucose"]);
  const whole = {
    ...said,
    answers: { ...NOS, G2: "R2.alone" },
    foot: FEET,
    glucose: { uses: "neither", mg_dl: null, helped: false },
  };
  assert.deepEqual(unanswered(questions, whole), []);
  assert.deepEqual(
    unanswered({ ...questions, foot: null, glucose: null }, { ...whole, foot: null, glucose: null }),
    [],
  );
});

test("of two signs of one row the more urgent one is the answer", () => {
  assert.deepEqual(answersOf(questions, ["R6.fever", "R6.shaking", "R5.pop"]), {
    R6: "R6.shaking",
    R5: "R5.pop",
  });
  assert.deepEqual(answersOf(questions, []), {});
});

test("the words of the STOP screen", () => {
  const said = {
    kind: "before",
    answers: { ...NOS, G2: "R2.alone" },
    foot: { ...FEET, cut: true },
    glucose: null,
  };
  const screen = stop(questions, judge(questions, said));
  assert.deepEqual(screen.said, [
    "one calf or leg is newly swollen, sore, warm or red, or tight, and you did not hurt it",
    "there is a cut on your foot",
  ]);
  assert.equal(screen.about, "A doctor needs to see this today.");
  assert.deepEqual(screen.do.slice(0, 2), ["Do not rub or stretch the calf.", "Stay off this foot."]);
  assert.equal(screen.opens, "Exercise opens again when your therapist says so.");
  assert.equal(stop(questions, judge(questions, { ...said, answers: NOS, foot: FEET })), null);
});

test("what to do before a session that is not stopped", () => {
  const said = {
    kind: "before",
    answers: NOS,
    foot: { ...FEET, shoe: true },
    glucose: { uses: "insulin", mg_dl: 92, helped: false },
  };
  const judged = judge(questions, said);
  assert.equal(judged.go, "eat");
  assert.equal(advice(questions, judged).length, 2);
});

test("mmol/L are eighteen times as many mg/dL", () => {
  assert.equal(inMgDl(5, "mmol/L"), 90);
  assert.equal(inMgDl(90, "mg/dL"), 90);
  assert.equal(glucoseFinding({ uses: "neither", mg_dl: inMgDl(3.8, "mmol/L"), helped: false }), "D2.low");
});

test("the morning after", () => {
  assert.equal(isClearlyWorse({ compared: "clearly", stiff_longer: false }), true);
  assert.equal(isClearlyWorse({ compared: "same", stiff_longer: true }), true);
  assert.equal(isClearlyWorse({ compared: "little", stiff_longer: null }), false);
});
