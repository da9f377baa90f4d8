/* Another way of writing came first: 409 tells what is stored, and both are brought together. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { correct, answer as say, takeBack } from "../../static/player/workout.js";
import { SESSION, said } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { Server } from "./support/server.js";

/** Two sets are on the server and on the phone. */
async function agreed() {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  const [one, two] = [await phone.do(), await phone.do()];
  await phone.flush();
  return { server, phone, one, two };
}
const change = (server, how) => server.change(SESSION, (doc) => ({ ...doc, sets: how(doc.sets) }));
const stored = (server) =>
  Object.fromEntries(server.sessions.get(SESSION).sets.map((set) => [set.id, set.reps]));
const here = async (phone) =>
  Object.fromEntries((await phone.record()).doc.sets.map((set) => [set.id, set.reps]));
const with5 = (id) => (sets) => sets.map((set) => (set.id === id ? { ...set, reps: 5 } : set));

test("a set that was added and one that was corrected elsewhere come to the phone", async () => {
  const { server, phone, one, two } = await agreed();
  change(server, (sets) => [...with5(one)(sets), said("form", { dose: "raise-r", reps: 4 })]);
  const three = await phone.do();
  assert.equal((await phone.flush()).unsent.sets, 0);
  const both = { [one]: 5, [two]: 8, form: 4, [three]: 8 };
  assert.deepEqual(stored(server), both);
  assert.deepEqual(await here(phone), both);
  assert.deepEqual(
    server.puts.map((put) => put.body.version),
    [1, 2, 3],
  );
});

test("a correction here wins over one elsewhere", async () => {
  const { server, phone, one, two } = await agreed();
  change(server, with5(one));
  await phone.change((workout) => correct(workout, one, { reps: 6 }));
  await phone.flush();
  assert.deepEqual(stored(server), { [one]: 6, [two]: 8 });
});

test("what was taken back on either side is gone on both", async () => {
  const { server, phone, one, two } = await agreed();
  change(server, (sets) => sets.filter((set) => set.id !== one));
  await phone.change((workout) => takeBack(workout, two));
  await phone.flush();
  assert.deepEqual([stored(server), await here(phone)], [{}, {}]);
});

test("a set as prescribed that was corrected elsewhere is not undone", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  const one = await phone.do({ outcome: "as_prescribed" });
  await phone.flush();
  change(server, with5(one));
  const two = await phone.do();
  await phone.flush();
  assert.deepEqual(stored(server), { [one]: 5, [two]: 8 });
});

test("answers are brought together one by one", async () => {
  const { server, phone } = await agreed();
  server.change(SESSION, (doc) => ({ ...doc, effort: 7, note: "from the form" }));
  await phone.change((workout) => say(workout, { pain_after: 0, effort: 4 }));
  await phone.flush();
  const { effort, note, pain_after } = server.sessions.get(SESSION);
  assert.deepEqual([effort, note, pain_after], [4, "from the form", 0]);
});

test("two phones that say different things of one session say the same in the end", async () => {
  const { server, phone } = await agreed();
  const other = new Phone(server);
  await other.begin();
  const record = await phone.record();
  await other.store.update(SESSION, () => record);
  const [mine, theirs] = [await phone.do({ reps: 3 }), await other.do({ reps: 4 })];
  await phone.flush();
  await other.flush();
  await phone.do();
  await phone.flush();
  await other.change((workout) => say(workout, { effort: 5 }));
  await other.flush();
  assert.deepEqual(await here(phone), await here(other));
  assert.deepEqual(stored(server), await here(phone));
  // Both were the third set: what was said last stands, once.
  assert.equal(mine in stored(server), false);
  assert.equal(stored(server)[theirs], 4);
});

test("a change while the conflict was on its way is in what is sent next", async () => {
  const { server, phone, one } = await agreed();
  change(server, with5(one));
  await phone.do();
  let late;
  server.after = async (given) => {
    if (given.status === 409 && !late) late = await phone.do({ reps: 2 });
    return given;
  };
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.equal(stored(server)[late], 2);
});

test("a server that is changed each time is not asked for ever", async () => {
  const { server, phone, one } = await agreed();
  await phone.do();
  server.instead = (request) => {
    if (request.method === "PUT")
      change(server, (sets) => sets.map((set) => (set.id === one ? { ...set, reps: set.reps + 1 } : set)));
  };
  const before = server.puts.length;
  const { unsent } = await phone.flush();
  assert.equal(unsent.sets, 1);
  assert.ok(server.puts.length - before <= 8);
});
