import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, localDay, offsetOf, todayOf } from "../../static/player/clock.js";
import { NOON, today } from "./support/cast.js";

const at = (moment) => Date.parse(moment);

test("the day is the patient's, whatever the day elsewhere", () => {
  const late = at("2026-11-23T23:30:00Z");
  assert.equal(localDay(late, "Europe/London"), "2026-11-23");
  assert.equal(localDay(late, "Asia/Tokyo"), "2026-11-24");
  assert.equal(localDay(at("2026-11-24T03:00:00Z"), "America/New_York"), "2026-11-23");
});

test("the hour that the clocks change by is heeded", () => {
  assert.equal(localDay(at("2026-07-01T23:30:00Z"), "Europe/London"), "2026-07-02");
  assert.equal(localDay(at("2026-12-01T23:30:00Z"), "Europe/London"), "2026-12-01");
});

test("a phone that is two days wrong still knows the day", () => {
  const wrong = at(NOON) - 2 * 86_400_000;
  const plan = { today: today(), offset: offsetOf(NOON, wrong - 100, wrong + 100), kept_at: NOON };
  assert.equal(plan.offset, 2 * 86_400_000);
  assert.equal(todayOf(plan, wrong), "2026-11-23");
  assert.equal(todayOf(plan, wrong + 86_400_000), "2026-11-24");
});

test("a plan that does not reach today gives no day", () => {
  const plan = { today: today(), offset: 0, kept_at: NOON };
  assert.equal(dayOf(plan, at(NOON)).state, "due");
  assert.equal(dayOf(plan, at("2026-12-05T12:00:00Z")), null);
});

test("what is no moment is not taken for one", () => {
  assert.throws(() => offsetOf("soon", 0, 0), RangeError);
});

test("a time zone that does not exist is not taken for another", () => {
  assert.throws(() => localDay(at(NOON), "Europe/Atlantis"), RangeError);
});
