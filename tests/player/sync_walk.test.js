/* A person, a phone and a network that fails anywhere: in the end the server says what the phone says, once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { newCheck } from "../../static/player/outbox.js";
import { correct, finish, goTo, log, reopen, answer as say, takeBack } from "../../static/player/workout.js";
import { CHECK, MARGARET, OTTO, SESSION } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { chance } from "./support/random.js";
import { answer, HTML, Server } from "./support/server.js";
import "./support/limits.js";

const lost = () => {
  throw new TypeError("connection lost");
};

/** Ways in which an exchange goes wrong: before the server has heard of it, or after it has done everything. */
const TROUBLE = [
  { instead: lost },
  { after: lost },
  { after: async (given) => answer(given.status, (await given.text()).slice(0, -5)) },
  { instead: () => answer(500, HTML) },
  { after: () => answer(502, HTML) },
  { instead: () => answer(200, HTML) },
  { instead: () => answer(0, "", { type: "opaqueredirect" }) },
  { signedIn: null },
  { signedIn: OTTO },
  { token: "newer" },
];

const DOES = {
  async log(phone, random, id) {
    const said = { outcome: "done", reps: random.number(12) + 1 };
    await phone.change((workout) => {
      const { at, steps } = workout.course;
      return log(at < steps.length ? workout : goTo(workout, random.number(steps.length)), said, {
        id,
        now: phone.now,
      });
    });
  },
  async correct(phone, random) {
    const reps = random.number(12) + 1;
    await onSome(phone, random, (workout, id) => correct(workout, id, { reps }));
  },
  takeBack: (phone, random) => onSome(phone, random, takeBack),
  say: (phone, random) => phone.change((workout) => say(workout, { effort: random.pick([null, 0, 7]) })),
  finish: (phone) => phone.change((workout) => finish(workout, phone.now)),
  reopen: (phone) => phone.change(reopen),
};

async function onSome(phone, random, change) {
  const { doc } = await phone.record();
  const set = random.pick(doc.sets);
  if (set) await phone.change((workout) => change(workout, set.id));
}

const plain = (doc) => [
  doc.effort,
  doc.finished_at !== null,
  doc.sets.map((set) => [set.id, set.dose, set.number, set.reps]).sort(),
];

/** One person's evening, with trouble; then a quiet network, and a look at both sides. */
async function evening(seed) {
  const random = chance(seed);
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.store.update(CHECK, () => newCheck(CHECK, { person: MARGARET, kind: "before" }, phone.now));
  for (let step = 0; step < 25; step += 1) {
    const what = random.pick(Object.keys(DOES));
    await DOES[what](phone, random, `s${step}`);
    phone.clock += 10_000;
    Object.assign(server, { signedIn: MARGARET, instead: () => undefined, after: (given) => given });
    if (random.happens(0.6)) Object.assign(server, random.pick(TROUBLE));
    if (random.happens(0.2)) server.after = withChange(phone, random, `late${step}`, server.after);
    if (random.happens(0.7)) await phone.flush();
    await nothingLost(server, phone, `seed ${seed}, step ${step}: ${what}`);
  }
  Object.assign(server, { signedIn: MARGARET, instead: () => undefined, after: (given) => given });
  const { unsent } = await phone.flush();
  const record = await phone.record();
  assert.deepEqual(unsent, { sets: 0, answers: 0, checks: 0, since: null, refused: [] }, `seed ${seed}`);
  assert.ok(server.checks.has(CHECK));
  const stored = server.sessions.get(SESSION);
  if (stored) assert.deepEqual(plain(stored), plain(record.doc), `seed ${seed}`);
  else assert.deepEqual(record.doc.sets, [], `seed ${seed}`);
  assert.ok(server.sessions.size <= 1);
}

/** While the answer is on its way, the person goes on. */
function withChange(phone, random, id, after) {
  let once = false;
  return async (given, request) => {
    if (!once && request.method === "PUT") {
      once = true;
      await DOES[random.pick(["log", "correct", "takeBack"])](phone, random, id);
    }
    return after(given, request);
  };
}

/** Whatever the phone takes for delivered is on the server just so. */
async function nothingLost(server, phone, told) {
  const { doc, waits } = await phone.record();
  const stored = server.sessions.get(SESSION);
  for (const set of doc.sets.filter(({ id }) => !(id in waits))) {
    const there = stored?.sets.find(({ id }) => id === set.id);
    assert.deepEqual([set.dose, set.number, set.reps], there && [there.dose, there.number, there.reps], told);
  }
  const gone = (stored?.sets ?? []).filter(
    ({ id }) => !doc.sets.some((set) => set.id === id) && !(id in waits),
  );
  assert.deepEqual(gone, [], told);
}

test("whatever fails, and wherever, nothing is lost and nothing is there twice", async () => {
  for (let seed = 1; seed <= 400; seed += 1) await evening(seed);
});
