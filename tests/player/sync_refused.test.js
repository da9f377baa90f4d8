/* What the server refuses is put aside with its message, and blocks nothing else. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { editCheck, newCheck, tryAgain } from "../../static/player/outbox.js";
import { correct, answer as say } from "../../static/player/workout.js";
import { CHECK, MARGARET, OTHER_SESSION, SESSION } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { answer, Server } from "./support/server.js";

async function begun() {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  return { server, phone };
}
const stored = (server, id = SESSION) => (server.sessions.get(id)?.sets ?? []).map((set) => set.id);
/** Refuses the sets that have these repetitions. */
const refuses = (reps) => (doc) => {
  const errors = doc.sets.flatMap((set, index) =>
    set.reps === reps ? [[`sets.${index}.reps`, "Too many."]] : [],
  );
  return errors.length ? Object.fromEntries(errors) : null;
};

test("a refused set is put aside with its message, and the rest is sent", async () => {
  const { server, phone } = await begun();
  server.wrong = refuses(99);
  const [one, two, three] = [await phone.do(), await phone.do({ reps: 99 }), await phone.do()];
  const { unsent } = await phone.flush();
  assert.deepEqual(stored(server), [one, three]);
  assert.equal(unsent.sets, 0);
  assert.deepEqual(unsent.refused, [
    { id: SESSION, kind: "session", set: two, answer: null, code: "refused", errors: { reps: "Too many." } },
  ]);
  assert.equal((await phone.record()).doc.sets.length, 3);
});

test("a refused set is not sent again until it says something else", async () => {
  const { server, phone } = await begun();
  server.wrong = refuses(99);
  const one = await phone.do({ reps: 99 });
  assert.equal((await phone.flush()).unsent.sets, 0);
  const count = server.puts.length;
  assert.equal(count, 1);
  await phone.flush();
  assert.equal(server.puts.length, count);
  await phone.change((workout) => correct(workout, one, { reps: 9 }));
  assert.deepEqual((await phone.flush()).unsent, {
    sets: 0,
    answers: 0,
    checks: 0,
    since: null,
    refused: [],
  });
  assert.deepEqual(stored(server), [one]);
});

test("a refused correction leaves on the server what was agreed on", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  await phone.flush();
  server.wrong = refuses(99);
  await phone.change((workout) => correct(workout, one, { reps: 99 }));
  const two = await phone.do();
  const { unsent } = await phone.flush();
  assert.deepEqual(
    server.sessions.get(SESSION).sets.map((set) => [set.id, set.reps]),
    [
      [one, 8],
      [two, 8],
    ],
  );
  assert.deepEqual(
    unsent.refused.map((refused) => refused.set),
    [one],
  );
});

test("a refused answer is put aside, and the sets are sent", async () => {
  const { server, phone } = await begun();
  server.wrong = (doc) => (doc.note ? { note: "Too long." } : null);
  const one = await phone.do();
  await phone.change((workout) => say(workout, { note: "x", effort: 5 }));
  const { unsent } = await phone.flush();
  assert.deepEqual(stored(server), [one]);
  assert.equal(server.sessions.get(SESSION).effort, 5);
  assert.deepEqual(
    unsent.refused.map((refused) => [refused.answer, refused.errors]),
    [["note", { note: "Too long." }]],
  );
  assert.equal((await phone.record()).doc.note, "x");
});

const WHOLE = {
  "a session that is refused": [
    () => answer(422, JSON.stringify({ errors: { day: "Not yet." } })),
    "refused",
    { day: "Not yet." },
  ],
  "somebody else's id": [
    () => answer(404, JSON.stringify({ errors: { session: "not found" } })),
    "not_found",
    { session: "not found" },
  ],
  "a session that is too large": [() => answer(413, "<h1>Too large</h1>"), "too_large", {}],
  "a body that was no JSON there": [
    () => answer(400, JSON.stringify({ errors: { body: "no JSON" } })),
    "malformed",
    { body: "no JSON" },
  ],
  "an error about a set that is not there": [
    () => answer(422, JSON.stringify({ errors: { "sets.7.reps": "Odd." } })),
    "refused",
    { "sets.7.reps": "Odd." },
  ],
};

for (const [name, [instead, code, errors]] of Object.entries(WHOLE)) {
  test(`${name} is put aside whole, and blocks no other`, async () => {
    const { server, phone } = await begun();
    await phone.begin(OTHER_SESSION);
    await phone.do();
    const other = await phone.do({}, OTHER_SESSION);
    server.instead = (request) => (request.url.endsWith(SESSION) ? instead() : undefined);
    const { unsent, retry_in } = await phone.flush();
    assert.deepEqual(stored(server, OTHER_SESSION), [other]);
    assert.deepEqual(unsent.refused, [
      { id: SESSION, kind: "session", set: null, answer: null, code, errors },
    ]);
    assert.equal(unsent.sets, 0);
    assert.equal(retry_in, null);
    const count = server.puts.length;
    await phone.flush();
    assert.equal(server.puts.length, count);
    server.instead = () => undefined;
    await phone.store.update(SESSION, tryAgain);
    assert.deepEqual((await phone.flush()).unsent.refused, []);
    assert.equal(stored(server).length, 1);
  });
}

test("a session that was put aside is tried again once it says something else", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.instead = () => answer(422, JSON.stringify({ errors: { day: "Not yet." } }));
  await phone.flush();
  server.instead = () => undefined;
  await phone.do();
  await phone.flush();
  assert.equal(stored(server).length, 2);
});

test("what was said while a refusal was on its way is sent", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.instead = async () => {
    if (server.puts.length > 1) return undefined;
    await phone.do();
    return answer(422, JSON.stringify({ errors: { day: "Not yet." } }));
  };
  assert.deepEqual((await phone.flush()).unsent.refused, []);
  assert.equal(stored(server).length, 2);
});

test("where the server refuses what it had agreed to, the session is put aside and not asked for ever", async () => {
  const { server, phone } = await begun();
  await phone.do({ reps: 7 });
  await phone.flush();
  server.wrong = refuses(7);
  await phone.do();
  const { unsent } = await phone.flush();
  assert.equal(server.puts.length, 2);
  assert.equal(unsent.refused[0].set, null);
});

test("a record that never goes through holds up no other", async () => {
  const { server, phone } = await begun();
  await phone.begin(OTHER_SESSION);
  await phone.do();
  await phone.do({}, OTHER_SESSION);
  server.instead = (request) => (request.url.endsWith(SESSION) ? answer(500, "") : undefined);
  await phone.flush();
  assert.equal(stored(server, OTHER_SESSION).length, 1);
  await phone.do({}, OTHER_SESSION);
  await phone.flush();
  assert.deepEqual(
    server.puts.slice(-2).map((put) => put.url.endsWith(OTHER_SESSION)),
    [true, false],
  );
});

test("a check goes before the sessions, and its answer is kept", async () => {
  const { server, phone } = await begun();
  await phone.do();
  const doc = {
    person: MARGARET,
    kind: "before",
    day: "2026-11-23",
    answered_at: phone.now,
    answers: { G1: "no" },
    called_at: null,
  };
  await phone.store.update(CHECK, () => newCheck(CHECK, doc, phone.now));
  assert.deepEqual((await phone.waiting()).checks, 1);
  const { unsent } = await phone.flush();
  assert.deepEqual(
    server.puts.map((put) => put.url),
    [`/api/v1/checks/${CHECK}`, `/api/v1/sessions/${SESSION}`],
  );
  assert.equal(unsent.checks, 0);
  const record = await phone.record(CHECK);
  assert.deepEqual(record.answer, { urgency: "T", lock: null, told_at: "2026-11-23T12:00:05.000Z" });
  await phone.flush();
  assert.equal(server.puts.length, 2);
});

test("what is filled in while a check is on its way is sent as well", async () => {
  const { server, phone } = await begun();
  await phone.store.update(CHECK, () =>
    newCheck(CHECK, { person: MARGARET, kind: "wrong", called_at: null }, phone.now),
  );
  server.after = async (given) => {
    if (server.puts.length === 1)
      await phone.store.update(CHECK, (record) => editCheck(record, { called_at: phone.now }, phone.now));
    return given;
  };
  assert.equal((await phone.flush()).unsent.checks, 0);
  assert.equal(server.checks.get(CHECK).called_at, phone.now);
});

test("a check that is refused blocks no session", async () => {
  const { server, phone } = await begun();
  const one = await phone.do();
  await phone.store.update(CHECK, () => newCheck(CHECK, { person: MARGARET, kind: "wrong" }, phone.now));
  server.instead = (request) =>
    request.url.includes("checks")
      ? answer(409, JSON.stringify({ errors: { answers: "Said already." } }))
      : undefined;
  const { unsent } = await phone.flush();
  assert.deepEqual(stored(server), [one]);
  assert.deepEqual(
    unsent.refused.map((refused) => [refused.kind, refused.code]),
    [["check", "refused"]],
  );
});
