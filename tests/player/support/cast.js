/* Margaret and her day: a raise on each leg, three sets, and a stretch. */

export const MARGARET = "11111111-1111-4111-8111-111111111111";
export const OTTO = "22222222-2222-4222-8222-222222222222";
export const SESSION = "aaaaaaaa-0000-4000-8000-000000000001";
export const OTHER_SESSION = "aaaaaaaa-0000-4000-8000-000000000002";
export const CHECK = "cccccccc-0000-4000-8000-000000000001";
export const NOON = "2026-11-23T12:00:00.000Z";

export function dose(more = {}) {
  return {
    prescription: "raise",
    side: "L",
    sets: 3,
    reps: 8,
    hold_s: 1,
    minutes: null,
    metres: null,
    rest_s: 60,
    tempo: "2-1-2",
    load_kg: null,
    load_shown: null,
    band: "",
    asks: ["reps"],
    words: "8 times",
    words_more: "",
    figure: "",
    ...more,
  };
}

const exercise = (name, doses) => ({
  name,
  slug: name,
  position: "standing",
  category: "strength",
  tags: [],
  steps: [],
  mistakes: [],
  note: "",
  effort_max: null,
  doses,
});
const sets = (id, count) =>
  Array.from({ length: count }, (_none, index) => ({ dose: id, number: index + 1, round: 1 }));

export function today(more = {}) {
  const steps = [...sets("raise-l", 3), ...sets("raise-r", 2), ...sets("stretch-l", 1)];
  return {
    now: NOON,
    person: MARGARET,
    token: "token",
    patient: { first_name: "Margaret", time_zone: "Europe/London" },
    today: "2026-11-23",
    days: [
      { day: "2026-11-23", state: "due", steps },
      { day: "2026-11-24", state: "rest", steps: [] },
    ],
    exercises: {
      raise: exercise("Heel raise", ["raise-l", "raise-r"]),
      stretch: exercise("Stretch", ["stretch-l"]),
    },
    doses: {
      "raise-l": dose(),
      "raise-r": dose({ side: "R", sets: 2, rest_s: 45 }),
      "stretch-l": dose({ prescription: "stretch", sets: 1, reps: 2, hold_s: 30, tempo: "hold", rest_s: 15 }),
    },
    logged: [],
    unit: { name: "kg", kg: 1 },
    ...more,
  };
}

/** A set as a device says it. */
export function said(id, more = {}) {
  return {
    id,
    dose: "raise-l",
    number: 1,
    outcome: "done",
    skip_reason: "",
    reps: 8,
    hold_s: null,
    minutes: null,
    metres: null,
    load_kg: null,
    band: "",
    pain: null,
    pain_kind: "",
    effort: null,
    note: "",
    logged_at: NOON,
    ...more,
  };
}

export function session(sets, more = {}) {
  const answers = { check: null, started_at: NOON, finished_at: null, pain_before: null, pain_after: null };
  return { day: "2026-11-23", ...answers, effort: null, note: "", sets, ...more };
}
