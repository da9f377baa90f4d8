/* Never two flushes at once, and none that is asked for is lost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lockOf, makeSync } from "../../static/player/sync.js";
import { SESSION } from "./support/cast.js";
import { Phone } from "./support/phone.js";
import { Server } from "./support/server.js";

test("two flushes at once send one thing after the other, and nothing twice", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  const all = [phone.flush(), phone.flush(), phone.flush()];
  await Promise.all(all);
  assert.equal(server.puts.length, 1);
});

test("two tabs with one lock send one thing after the other", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  const lock = lockOf(undefined);
  const tab = () => makeSync({ store: phone.store, fetch: server.fetch, lock, now: () => phone.clock });
  const tabs = [tab(), tab(), tab()];
  for (let round = 0; round < 5; round += 1) {
    await phone.do();
    await Promise.all(tabs.map((one) => one.flush()));
  }
  assert.deepEqual(
    server.asked.map((one) => one.together),
    [1, 1, 1, 1, 1],
  );
  assert.equal(server.sessions.get(SESSION).sets.length, 5);
});

test("two tabs without a lock lose nothing and store nothing twice", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  const lock = (_name, work) => work();
  const tab = () => makeSync({ store: phone.store, fetch: server.fetch, lock, now: () => phone.clock });
  const tabs = [tab(), tab()];
  for (let round = 0; round < 5; round += 1) {
    await phone.do();
    await Promise.all(tabs.map((one) => one.flush()));
  }
  await phone.flush();
  assert.equal((await phone.waiting()).sets, 0);
  assert.equal(server.sessions.get(SESSION).sets.length, 5);
});

test("a set that is done while a flush is on its way is sent by the flush that is asked for then", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  let second;
  server.after = async (given) => {
    if (!second) {
      await phone.do();
      second = phone.flush();
    }
    return given;
  };
  await phone.flush();
  await second;
  assert.equal(server.sessions.get(SESSION).sets.length, 2);
  assert.equal((await phone.waiting()).sets, 0);
});

test("the browser's own lock is used where there is one", async () => {
  const asked = [];
  const locks = {
    request: async (name, work) => {
      asked.push(name);
      return work();
    },
  };
  const phone = new Phone(new Server(), { lock: lockOf(locks) });
  await phone.begin();
  await phone.flush();
  assert.deepEqual(asked, [`evenstep-flush-${phone.store.person}`]);
});

test("a flush that fails is told of, and the next one is free to go", async () => {
  const server = new Server();
  const phone = new Phone(server);
  await phone.begin();
  await phone.do();
  const { records } = phone.store;
  phone.store.records = () => Promise.reject(new Error("the disk is full"));
  await assert.rejects(phone.flush(), /disk is full/);
  phone.store.records = records;
  assert.equal((await phone.flush()).unsent.sets, 0);
});

test("no request waits for ever, follows a redirect or is answered from a cache", async () => {
  const server = new Server();
  const phone = new Phone(server);
  const seen = [];
  const sync = makeSync({
    store: phone.store,
    fetch: (url, options) => {
      seen.push(options);
      return server.fetch(url, options);
    },
    lock: lockOf(undefined),
    now: () => phone.clock,
  });
  await phone.begin();
  await phone.do();
  await sync.flush();
  await sync.refresh();
  for (const { signal, redirect, cache, credentials } of seen) {
    assert.ok(signal instanceof AbortSignal);
    assert.deepEqual([redirect, cache, credentials], ["manual", "no-store", "same-origin"]);
  }
  assert.equal(seen.length, 2);
});
