/* Whose outbox it is: nothing of one person is ever sent for another, and a token that is old is fetched anew. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { newSession } from "../../static/player/outbox.js";
import { begin } from "../../static/player/workout.js";
import { NOON, OTHER_SESSION, OTTO, SESSION, today } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { answer, Server } from "./support/server.js";

async function begun() {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  return { server, phone };
}

test("when somebody else has signed in, nothing is stored for them and all of it stays", async () => {
  const { server, phone } = await begun();
  await phone.begin(OTHER_SESSION);
  await phone.do();
  await phone.do({}, OTHER_SESSION);
  server.signedIn = OTTO;
  const flushed = await phone.flush();
  assert.deepEqual([flushed.stopped, flushed.unsent.sets], ["other-person", 2]);
  assert.equal(server.sessions.size, 0);
  assert.equal(server.puts.length, 1);
  assert.equal((await phone.record()).tries, 0);
});

test("a record of another person is never sent, wherever it lies", async () => {
  const { server, phone } = await begun();
  await phone.do();
  await phone.store.update(SESSION, (record) => ({ ...record, person: OTTO }));
  await phone.flush();
  assert.equal(server.asked.length, 0);
});

test("the phone of a second person sends only their own", async () => {
  const server = new Server();
  const [hers, his] = [new Phone(server), new Phone(server, { person: OTTO })];
  await hers.begin();
  await hers.do();
  server.signedIn = OTTO;
  const workout = begin(today(), { day: "2026-11-23", now: NOON });
  await his.begin(OTHER_SESSION);
  await his.store.update(OTHER_SESSION, () => newSession(OTHER_SESSION, OTTO, workout));
  await his.do({}, OTHER_SESSION);
  await his.flush();
  assert.deepEqual([...server.sessions.keys()], [OTHER_SESSION]);
  server.signedIn = hers.store.person;
  assert.equal((await hers.flush()).unsent.sets, 0);
  assert.equal(server.sessions.size, 2);
});

test("an old token is fetched anew, once, and then the set goes", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.token = "newer";
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(
    server.asked.map((one) => one.method),
    ["PUT", "GET", "PUT"],
  );
  assert.equal(server.puts.at(-1).headers["X-CSRFToken"], "newer");
});

test("a token that is refused again is not fetched again, and the set stays", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.instead = ({ method }) =>
    method === "PUT" ? answer(403, JSON.stringify({ errors: { token: "Old." } })) : undefined;
  const { unsent, retry_in } = await phone.flush();
  assert.deepEqual([unsent.sets, unsent.refused, retry_in], [1, [], 5000]);
  assert.deepEqual(
    server.asked.map((one) => one.method),
    ["PUT", "GET", "PUT"],
  );
});

test("where the new token is somebody else's, nothing is sent with it", async () => {
  const { server, phone } = await begun();
  await phone.do();
  Object.assign(server, { token: "newer", signedIn: OTTO });
  assert.equal((await phone.flush()).stopped, "other-person");
  assert.deepEqual(
    server.asked.map((one) => one.method),
    ["PUT", "GET"],
  );
  assert.equal((await phone.store.plan()).today.token, "token");
});

test("without a network for the new token the set stays", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.token = "newer";
  server.instead = ({ method }) => {
    if (method === "GET") throw new TypeError("gone");
  };
  const flushed = await phone.flush();
  assert.deepEqual([flushed.stopped, flushed.unsent.sets], [null, 1]);
});

test("when somebody of the staff has signed in, nothing is refused and all of it stays", async () => {
  const { server, phone } = await begun();
  await phone.do();
  server.instead = () => answer(404, JSON.stringify({ errors: { address: "not found" } }));
  const flushed = await phone.flush();
  assert.deepEqual([flushed.stopped, flushed.unsent.sets, flushed.unsent.refused], ["other-person", 1, []]);
});

test("after signing out and in again without a plan, the token is fetched before the set goes", async () => {
  const server = new Server();
  const phone = new Phone(server);
  const workout = begin(today(), { day: "2026-11-23", now: NOON });
  await phone.store.update(SESSION, () => ({ ...newSession(SESSION, phone.store.person, workout) }));
  await phone.do();
  assert.equal((await phone.flush()).unsent.sets, 0);
});

test("the plan is kept with what the server's clock says", async () => {
  const { server, phone } = await begun();
  phone.clock -= 86_400_000;
  const { kind, plan } = await phone.refresh();
  assert.deepEqual([kind, plan.offset], ["plan", 86_400_000]);
  assert.deepEqual(await phone.store.plan(), plan);
  assert.equal(server.asked.length, 1);
});

test("a plan that is no whole answer of ours is not kept", async () => {
  const { server, phone } = await begun();
  const before = await phone.store.plan();
  const broken = [
    () => answer(200, "<html>"),
    () => answer(200, JSON.stringify(today()).slice(0, -9)),
    () => answer(200, JSON.stringify(today()), { redirected: true }),
    () => answer(200, "{}"),
    () => answer(200, JSON.stringify({ ...today(), now: "soon" })),
    () => answer(500, JSON.stringify(today())),
    () => answer(0, "", { type: "opaqueredirect" }),
    () => {
      throw new TypeError("gone");
    },
  ];
  for (const instead of broken) {
    server.instead = instead;
    assert.deepEqual(await phone.refresh(), { kind: "unreachable" });
  }
  server.instead = () => answer(200, JSON.stringify({ ...today(), person: OTTO }));
  assert.deepEqual(await phone.refresh(), { kind: "other-person" });
  server.instead = () => answer(401, JSON.stringify({ errors: { session: "sign in" } }));
  assert.deepEqual(await phone.refresh(), { kind: "signed-out" });
  assert.deepEqual(await phone.store.plan(), before);
});
