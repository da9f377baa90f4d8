/* What is no whole answer of ours keeps everything on the phone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { retryIn } from "../../static/player/responses.js";
import { SESSION, session } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { answer, HTML, Server } from "./support/server.js";

const whole = (request) =>
  JSON.stringify({
    session: SESSION,
    version: request.body.version,
    day: request.body.day,
    plan_then: "",
    finished: false,
    sets: request.body.sets.map((set) => set.id),
  });

const ANSWERS = {
  "a redirect that was not followed": () => answer(0, "", { type: "opaqueredirect" }),
  "a redirect as it stands": () => answer(302, ""),
  "a redirect that was followed to a page": () => answer(200, HTML, { redirected: true }),
  "a redirect that was followed to JSON": (request) => answer(200, whole(request), { redirected: true }),
  "a page with 200": () => answer(200, HTML),
  "JSON that broke off": (request) => answer(200, whole(request).slice(0, -20)),
  "nothing with 200": () => answer(200, ""),
  "JSON that is no answer of ours": () => answer(200, "{}"),
  "a list": () => answer(200, "[]"),
  null: () => answer(200, "null"),
  "an answer about another session": (request) => answer(200, whole(request).replace(SESSION, "another")),
  "an answer about another version": (request) =>
    answer(200, whole(request).replace('"version":1', '"version":2')),
  "an answer without sets": (request) => answer(200, whole(request).replace('"sets"', '"set"')),
  "an answer that says nothing of the plan": (request) =>
    answer(200, whole(request).replace("plan_then", "plan")),
  "409 with a set of which half is missing": () => {
    const stored = { version: 3, ...session([{ id: "one", dose: "raise-l", number: 1, outcome: "done" }]) };
    return answer(409, JSON.stringify({ errors: { version: "x" }, stored }));
  },
  201: (request) => answer(201, whole(request)),
  500: () => answer(500, HTML),
  "503 with JSON": () => answer(503, JSON.stringify({ errors: { server: "Later." } })),
  "a page with 404": () => answer(404, HTML),
  "a page with 403": () => answer(403, HTML),
  "a page with 422": () => answer(422, HTML),
  "409 without what is stored": () => answer(409, JSON.stringify({ errors: { version: "x" } })),
  "409 with half of what is stored": () =>
    answer(
      409,
      JSON.stringify({ errors: { version: "x" }, stored: { version: 3, day: "2026-11-23", sets: [] } }),
    ),
  429: () => answer(429, JSON.stringify({ errors: { rate: "Slowly." } })),
  "a network that is gone": () => {
    throw new TypeError("Failed to fetch");
  },
  "a body that breaks off": () =>
    answer(200, "", { text: () => Promise.reject(new TypeError("network error")) }),
};

for (const [name, instead] of Object.entries(ANSWERS)) {
  test(`${name} keeps the set, and it goes when the server is well again`, async () => {
    const server = new Server();
    const phone = new Phone(server);
    await phone.begin();
    const id = await phone.do();
    const before = await phone.record();
    server.instead = instead;
    const { stopped, unsent, retry_in } = await phone.flush();
    assert.equal(stopped, null);
    assert.equal(unsent.sets, 1);
    assert.deepEqual(unsent.refused, []);
    assert.equal(retry_in, 5000);
    const after = await phone.record();
    assert.deepEqual(after.doc, before.doc);
    assert.equal(after.base, null);
    assert.equal(server.sessions.size, 0);
    server.instead = () => undefined;
    assert.equal((await phone.flush()).unsent.sets, 0);
    assert.deepEqual(
      server.sessions.get(SESSION).sets.map((set) => set.id),
      [id],
    );
  });
}

test("401 keeps the set, asks for nothing more, and it goes after signing in", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  server.signedIn = null;
  const flushed = await phone.flush();
  assert.deepEqual([flushed.stopped, flushed.unsent.sets, flushed.retry_in], ["signed-out", 1, null]);
  assert.equal(server.asked.length, 1);
  server.signedIn = phone.store.person;
  assert.equal((await phone.flush()).unsent.sets, 0);
});

test("each try in vain waits longer than the one before, up to five minutes", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  server.instead = () => answer(500, "");
  const waits = [];
  for (let count = 0; count < 9; count += 1) waits.push((await phone.flush()).retry_in / 1000);
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
  phone.clock -= 86_400_000;
  server.instead = () => undefined;
  assert.equal((await phone.flush()).retry_in, null);
});

test("a clock that was set makes no wait longer than the longest, nor shorter than none", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  server.instead = () => answer(500, "");
  await phone.flush();
  const records = await phone.store.records();
  assert.equal(retryIn(records, phone.clock + 1000), 4000);
  assert.equal(retryIn(records, phone.clock - 2 * 86_400_000), 300_000);
  assert.equal(retryIn(records, phone.clock + 2 * 86_400_000), 0);
});

test("an answer that nobody hears of is made up for by sending the same again", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  const id = await phone.do();
  server.after = () => {
    throw new TypeError("connection lost");
  };
  await phone.flush();
  assert.equal(server.sessions.size, 1);
  server.after = (given) => given;
  assert.equal((await phone.flush()).unsent.sets, 0);
  assert.deepEqual(
    server.puts.map((one) => one.body.version),
    [1, 1],
  );
  assert.deepEqual(
    server.sessions.get(SESSION).sets.map((set) => set.id),
    [id],
  );
});
