import assert from "node:assert/strict";
import { test } from "node:test";
import { merge, sameAnswer } from "../../static/player/merge.js";
import { NOON, said, session } from "./support/cast.js";

const sets = (doc) => doc.sets.map((set) => [set.id, set.reps]);
const one = said("one", { reps: 8 });
const two = said("two", { number: 2, reps: 8 });

test("what neither side changed stays", () => {
  const doc = session([one, two]);
  assert.deepEqual(merge(doc, doc, doc, []), doc);
});

test("a set that was added elsewhere is taken in", () => {
  assert.deepEqual(sets(merge(session([one]), session([one]), session([one, two]), [])), [
    ["one", 8],
    ["two", 8],
  ]);
});

test("a set that was added here stays", () => {
  assert.deepEqual(sets(merge(session([one]), session([one, two]), session([one]), [])), [
    ["one", 8],
    ["two", 8],
  ]);
});

test("a correction made elsewhere is taken where nothing was changed here", () => {
  const stored = session([{ ...one, reps: 5 }]);
  assert.deepEqual(sets(merge(session([one]), session([one]), stored, [])), [["one", 5]]);
});

test("a correction made here wins over one made elsewhere", () => {
  const [mine, stored] = [session([{ ...one, reps: 6 }]), session([{ ...one, reps: 5 }])];
  assert.deepEqual(sets(merge(session([one]), mine, stored, [])), [["one", 6]]);
});

test("a set that was moved here to another number or leg stays where it was moved", () => {
  const mine = session([
    { ...one, number: 3 },
    { ...two, dose: "raise-r" },
  ]);
  const merged = merge(session([one, two]), mine, session([one, two]), []);
  assert.deepEqual(
    merged.sets.map((set) => [set.dose, set.number]),
    [
      ["raise-l", 3],
      ["raise-r", 2],
    ],
  );
});

test("a set that was taken back here stays away, also where it was corrected elsewhere", () => {
  const stored = session([{ ...one, reps: 5 }, two]);
  assert.deepEqual(sets(merge(session([one, two]), session([two]), stored, [])), [["two", 8]]);
});

test("a set that was taken back elsewhere goes, unless it was corrected here", () => {
  const base = session([one, two]);
  assert.deepEqual(sets(merge(base, base, session([two]), [])), [["two", 8]]);
  const mine = session([{ ...one, reps: 6 }, two]);
  assert.deepEqual(sets(merge(base, mine, session([two]), [])), [
    ["one", 6],
    ["two", 8],
  ]);
});

test("where both logged the same set, there is one, and it says what was said here", () => {
  const theirs = said("theirs", { number: 2, reps: 4 });
  assert.deepEqual(sets(merge(session([one]), session([one, two]), session([one, theirs]), [])), [
    ["one", 8],
    ["two", 8],
  ]);
});

test("where only the other side logged it anew, theirs stands", () => {
  const theirs = said("theirs", { reps: 4 });
  assert.deepEqual(sets(merge(session([one]), session([one]), session([theirs]), [])), [["theirs", 4]]);
});

test("a set that was sent without an answer and then taken back stays away", () => {
  assert.deepEqual(sets(merge(null, session([]), session([one]), ["one"])), []);
});

test("a correction that was sent without an answer and then undone stays undone", () => {
  const base = session([one]);
  assert.deepEqual(sets(merge(base, base, session([{ ...one, reps: 5 }]), ["one"])), [["one", 8]]);
});

test("an answer that was given here wins; one that was not comes from the other side", () => {
  const base = session([], { pain_before: 1 });
  const mine = session([], { pain_before: 1, effort: 5, note: "tired" });
  const stored = session([], { pain_before: 3, effort: 7, note: "" });
  const merged = merge(base, mine, stored, []);
  assert.deepEqual([merged.pain_before, merged.effort, merged.note], [3, 5, "tired"]);
});

test("an answer that was sent without an answer and then taken away stays away", () => {
  const base = session([]);
  assert.equal(merge(base, base, session([], { pain_after: 4 }), ["pain_after"]).pain_after, null);
});

test("pain 0 is an answer and not a missing one", () => {
  const merged = merge(
    session([], { pain_after: 4 }),
    session([], { pain_after: 0 }),
    session([], { pain_after: 4 }),
    [],
  );
  assert.equal(merged.pain_after, 0);
});

test("the day is the server's", () => {
  assert.equal(merge(null, session([]), session([], { day: "2026-11-22" }), []).day, "2026-11-22");
});

test("of a moment only counts that it is there", () => {
  const later = "2026-11-23T13:00:00.000Z";
  assert.equal(sameAnswer("finished_at", NOON, later), true);
  assert.equal(sameAnswer("finished_at", NOON, null), false);
  const merged = merge(session([]), session([], { finished_at: NOON }), session([]), []);
  assert.equal(merged.finished_at, NOON);
  const moved = merge(session([one]), session([{ ...one, logged_at: later }]), session([one]), []);
  assert.equal(moved.sets[0].logged_at, NOON);
});
