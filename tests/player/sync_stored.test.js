/* What was acknowledged, and only that, waits no more. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { correct, finish, answer as say, takeBack } from "../../static/player/workout.js";
import { SESSION } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { answer, Server } from "./support/server.js";

async function begun() {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  return { server, phone };
}
const stored = (server) => server.sessions.get(SESSION).sets.map((set) => [set.id, set.reps]);

test("a session of which nothing was said is not sent", async () => {
  const { server, phone } = await begun();
  await phone.flush();
  assert.equal(server.asked.length, 0);
});

test("answers before the first set go with it", async () => {
  const { server, phone } = await begun();
  await phone.change((workout) => say(workout, { pain_before: 2 }));
  await phone.flush();
  assert.equal(server.asked.length, 0);
  assert.deepEqual((await phone.waiting()).since, null);
  await phone.do();
  await phone.flush();
  assert.equal(server.sessions.get(SESSION).pain_before, 2);
});

test("the document is whole, and the version counts what was acknowledged", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  await phone.flush();
  const two = await phone.do({ reps: 7 });
  await phone.flush();
  await phone.flush();
  assert.deepEqual(
    server.puts.map((one) => one.body.version),
    [1, 2],
  );
  assert.deepEqual(stored(server), [
    [one, 8],
    [two, 7],
  ]);
  const [first] = server.puts;
  assert.equal(first.url, `/api/v1/sessions/${SESSION}`);
  assert.equal(first.headers["X-CSRFToken"], "token");
  assert.deepEqual(Object.keys(first.body).sort(), [
    "check",
    "day",
    "effort",
    "finished_at",
    "note",
    "pain_after",
    "pain_before",
    "person",
    "sent_at",
    "sets",
    "started_at",
    "version",
  ]);
  assert.deepEqual(Object.keys(first.body.sets[0]).sort(), [
    "band",
    "dose",
    "effort",
    "hold_s",
    "id",
    "load_kg",
    "logged_at",
    "metres",
    "minutes",
    "note",
    "number",
    "outcome",
    "pain",
    "pain_kind",
    "reps",
    "skip_reason",
  ]);
});

test("of an answer that names only some sets, the others stay and are sent again", async () => {
  const { server, phone } = await begun();
  const [one, two] = [await phone.do(), await phone.do()];
  server.after = async (given) =>
    answer(200, JSON.stringify({ ...JSON.parse(await given.text()), sets: [one] }));
  const { unsent, retry_in } = await phone.flush();
  assert.equal(unsent.sets, 1);
  assert.equal(retry_in, 5000);
  assert.equal(server.puts.length, 1);
  assert.deepEqual(Object.keys((await phone.record()).waits), [two]);
  server.after = (given) => given;
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.equal(server.puts.at(-1).body.version, 2);
});

test("what was said while the answer was on its way still waits, and goes at once", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  let two;
  server.after = async (given) => {
    if (!two) {
      two = await phone.do();
      await phone.change((workout) => correct(workout, one, { reps: 5 }));
    }
    return given;
  };
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(
    server.puts.map((put) => put.body.version),
    [1, 2],
  );
  assert.deepEqual(stored(server), [
    [one, 5],
    [two, 8],
  ]);
});

test("what was said while the answer was lost is not lost with it", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  server.after = async () => {
    await phone.change((workout) => correct(workout, one, { reps: 5 }));
    throw new TypeError("gone");
  };
  await phone.flush();
  server.after = (given) => given;
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(stored(server), [[one, 5]]);
});

test("a set whose answer was lost, and that was then taken back, is not on the server either", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  server.after = () => {
    throw new TypeError("gone");
  };
  await phone.flush();
  await phone.change((workout) => takeBack(workout, one));
  server.after = (given) => given;
  assert.equal((await phone.waiting()).sets, 1);
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(stored(server), []);
});

test("a set that never arrived, and was then taken back, is no error", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  server.instead = () => answer(500, "");
  await phone.flush();
  await phone.change((workout) => takeBack(workout, one));
  server.instead = () => undefined;
  const { unsent } = await phone.flush();
  assert.deepEqual(unsent, { sets: 0, answers: 0, checks: 0, since: null, refused: [] });
  assert.equal(server.sessions.size, 0);
  await phone.do();
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.equal(server.sessions.size, 1);
});

test("a correction whose answer was lost, and that was then undone, is undone on the server", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  await phone.flush();
  await phone.change((workout) => correct(workout, one, { reps: 5 }));
  server.after = () => {
    throw new TypeError("gone");
  };
  await phone.flush();
  assert.deepEqual(stored(server), [[one, 5]]);
  await phone.change((workout) => correct(workout, one, { reps: 8 }));
  server.after = (given) => given;
  assert.equal((await phone.waiting()).sets, 1);
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(stored(server), [[one, 8]]);
});

test("a set that is taken back after it was acknowledged is taken back on the server", async () => {
  const { server, phone } = await begun();
  const [one, two] = [await phone.do(), await phone.do()];
  await phone.flush();
  await phone.change((workout) => takeBack(workout, one));
  assert.equal((await phone.waiting()).sets, 1);
  await phone.flush();
  assert.deepEqual(stored(server), [[two, 8]]);
});

test("that the session is finished is told, once", async () => {
  const { server, phone } = await begun();
  await phone.do();
  await phone.flush();
  await phone.change((workout) => finish(workout, phone.now));
  assert.equal((await phone.waiting()).answers, 1);
  await phone.flush();
  await phone.flush();
  assert.equal(server.puts.length, 2);
  assert.equal(server.sessions.get(SESSION).finished_at, phone.now);
});

test("it is sent with our own clock, however wrong", async () => {
  const { server, phone } = await begun();
  phone.clock -= 2 * 86_400_000;
  await phone.do();
  await phone.flush();
  assert.equal(server.puts[0].body.sent_at, "2026-11-21T12:00:00.000Z");
});
