/* "3 sets waiting since 18:42", and what stays at sign-out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { edit, editCheck, forgotten, newCheck } from "../../static/player/outbox.js";
import { correct, answer as say, takeBack } from "../../static/player/workout.js";
import { CHECK, MARGARET, OTHER_SESSION, SESSION } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { answer, Server } from "./support/server.js";

async function begun() {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  return { server, phone };
}
const MINUTE = 60_000;

test("nothing waits in a session that has just begun", async () => {
  const { phone } = await begun();
  assert.deepEqual(await phone.waiting(), { sets: 0, answers: 0, checks: 0, since: null, refused: [] });
});

test("how many wait, and since the first of them", async () => {
  const { server, phone } = await begun();
  const first = phone.now;
  await phone.do();
  phone.clock += MINUTE;
  await phone.do();
  phone.clock += MINUTE;
  await phone.do();
  assert.deepEqual([(await phone.waiting()).sets, (await phone.waiting()).since], [3, first]);
  await phone.flush();
  assert.deepEqual((await phone.waiting()).since, null);
  phone.clock += MINUTE;
  server.instead = () => answer(500, "");
  const later = phone.now;
  await phone.do();
  phone.clock += MINUTE;
  await phone.flush();
  assert.deepEqual([(await phone.waiting()).sets, (await phone.waiting()).since], [1, later]);
});

test("the oldest of several sessions counts", async () => {
  const { phone } = await begun();
  const first = phone.now;
  await phone.do();
  phone.clock += MINUTE;
  await phone.begin(OTHER_SESSION);
  await phone.do({}, OTHER_SESSION);
  assert.deepEqual([(await phone.waiting()).sets, (await phone.waiting()).since], [2, first]);
});

test("a correction waits, and one that is undone before it was sent does not", async () => {
  const { phone } = await begun();
  const one = await phone.do();
  await phone.flush();
  await phone.change((workout) => correct(workout, one, { reps: 5 }));
  assert.equal((await phone.waiting()).sets, 1);
  await phone.change((workout) => correct(workout, one, { reps: 8 }));
  assert.equal((await phone.waiting()).sets, 0);
});

test("standing at another step is nothing to send", async () => {
  const { phone } = await begun();
  await phone.do();
  await phone.flush();
  const record = await phone.record();
  const moved = edit(record, (workout) => ({ ...workout, course: { ...workout.course, at: 0 } }), phone.now);
  assert.deepEqual([moved.course.at, moved.change, moved.waits], [0, record.change, {}]);
});

test("at sign-out what the server has goes, and what it has not stays without the plan", async () => {
  const { phone } = await begun();
  await phone.do();
  const waiting = await phone.record();
  assert.deepEqual(forgotten(waiting), { ...waiting, course: null });
  await phone.flush();
  assert.equal(forgotten(await phone.record()), null);
  await phone.change((workout) => say(workout, { note: "tired" }));
  assert.equal(forgotten(await phone.record()).doc.note, "tired");
});

test("at sign-out an answer before the first set is not lost either", async () => {
  const { phone } = await begun();
  await phone.change((workout) => say(workout, { pain_before: 3 }));
  assert.equal(forgotten(await phone.record()).doc.pain_before, 3);
});

test("at sign-out what was refused stays, to be looked at", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.instead = () => answer(422, JSON.stringify({ errors: { "sets.0.reps": "Too many." } }));
  await phone.flush();
  assert.ok(forgotten(await phone.record()));
});

test("a set of a session without its plan can be corrected, taken back and sent", async () => {
  const { server, phone } = await begun();
  const [one, two] = [await phone.do(), await phone.do()];
  await phone.store.update(SESSION, forgotten);
  await phone.change((workout) => correct(workout, one, { reps: 3 }));
  await phone.change((workout) => takeBack(workout, two));
  assert.equal((await phone.record()).course, null);
  await phone.flush();
  assert.deepEqual(
    server.sessions.get(SESSION).sets.map((set) => [set.id, set.reps]),
    [[one, 3]],
  );
});

test("a check waits until it was heard, and again when something is filled in", async () => {
  const { phone } = await begun();
  const doc = { person: MARGARET, kind: "wrong", called_at: null };
  await phone.store.update(CHECK, () => newCheck(CHECK, doc, phone.now));
  assert.equal((await phone.waiting()).checks, 1);
  await phone.flush();
  assert.equal(forgotten(await phone.record(CHECK)), null);
  await phone.store.update(CHECK, (record) => editCheck(record, { called_at: phone.now }, phone.now));
  assert.equal((await phone.waiting()).checks, 1);
  assert.ok(forgotten(await phone.record(CHECK)));
});
