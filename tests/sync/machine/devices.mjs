/* Devices with the player's real modules, driven from outside, line by line. What they ask of the server goes out as
   {"fetch": …} and waits for {"answer": …}; a command is answered by {"done": …}. */

import { createInterface } from "node:readline";
import { edit, newSession, summary, unsent } from "../../../static/player/outbox.js";
import { current } from "../../../static/player/position.js";
import { lockOf, makeSync } from "../../../static/player/sync.js";
import { addSet, answer, begin, correct, doneElsewhere, finish, goTo, log, skip, takeBack } from "../../../static/player/workout.js";
import { memoryStore } from "../../player/support/memory_store.js";
import "../../player/support/limits.js";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const hear = async () => JSON.parse((await lines.next()).value);

/** One request at a time goes over the line; others wait their turn. */
let last = Promise.resolve();
function overTheLine(request) {
  const answered = last.then(async () => {
    tell({ fetch: request });
    return (await hear()).answer;
  });
  last = answered.catch(() => undefined);
  return answered;
}

async function fetched(device, url, options = {}) {
  const { method = "GET", body = null } = options;
  const found = await overTheLine({ device, url, method, body });
  if (found.lost) throw new TypeError("no network");
  const { status, type = "basic", redirected = false, body: text, broken = false } = found;
  return {
    status,
    type,
    redirected,
    text: async () => {
      if (broken) throw new TypeError("the connection broke");
      return text;
    },
  };
}

let devices = new Map();
let ids = 0;
let clock = 0;
const newId = () => `d0000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`;
const moment = () => new Date((clock += 1000)).toISOString();

function device(name) {
  const found = devices.get(name);
  if (!found) throw new Error(`no device ${name}`);
  return found;
}

/** The store is the disk, and stays; everything else is gone after a dead battery. */
function switchOn(name, store) {
  const lock = lockOf(undefined);
  const sync = makeSync({ store, lock, fetch: (url, options) => fetched(name, url, options), now: () => clock });
  devices.set(name, { store, sync });
}

async function session(name) {
  const records = await device(name).store.records();
  return records.findLast((one) => one.kind === "session" && one.course) ?? null;
}

async function change(name, make) {
  const found = await session(name);
  if (!found) return null;
  const kept = await device(name).store.update(found.id, (record) => edit(record, make, moment()));
  return kept.doc;
}

const commands = {
  reset: ({ now }) => {
    devices = new Map();
    clock = Date.parse(now);
  },
  new: ({ name, person }) => switchOn(name, memoryStore(person)),
  restart: ({ name }) => switchOn(name, device(name).store),
  refresh: async ({ name }) => {
    const { kind, plan } = await device(name).sync.refresh();
    const found = await session(name);
    if (kind === "plan" && found) await change(name, (one) => doneElsewhere(one, found.id, plan.today.logged));
    return kind;
  },
  begin: async ({ name }) => {
    const plan = await device(name).store.plan();
    if (!plan || (await session(name))) return false;
    const id = newId();
    const workout = begin(plan.today, { day: plan.today.today, now: moment() });
    await device(name).store.update(id, () => newSession(id, device(name).store.person, workout));
    return true;
  },
  log: ({ name, at, said }) =>
    change(name, (one) => {
      const there = goTo(one, at % one.course.steps.length);
      const here = current(there);
      return said.outcome === "skipped" && !here.set
        ? skip(there, said.skip_reason, { id: newId(), now: moment() })
        : log(there, said, { id: newId(), now: moment() });
    }),
  extra: ({ name, at }) => change(name, (one) => addSet(one, one.course.steps[at % one.course.steps.length].dose)),
  correct: ({ name, at, said }) =>
    change(name, (one) => (one.doc.sets.length ? correct(one, one.doc.sets[at % one.doc.sets.length].id, said) : one)),
  takeBack: async ({ name, at }) => {
    let gone = null;
    await change(name, (one) => {
      if (one.doc.sets.length < 2) return one;
      gone = one.doc.sets[at % one.doc.sets.length].id;
      return takeBack(one, gone);
    });
    return gone;
  },
  answer: ({ name, said }) => change(name, (one) => answer(one, said)),
  finish: ({ name }) => change(name, (one) => (one.doc.sets.length ? finish(one, moment()) : one)),
  flush: async ({ name }) => {
    clock += 600_000;
    const { stopped } = await device(name).sync.flush();
    return stopped;
  },
  twice: async ({ name }) => {
    clock += 600_000;
    await Promise.all([device(name).sync.flush(), device(name).sync.flush()]);
  },
  dumpAll: async () => {
    const found = [];
    for (const name of devices.keys()) found.push(await commands.dump({ name }));
    return found;
  },
  dump: async ({ name }) => {
    const records = await device(name).store.records();
    return {
      unsent: summary(records),
      records: records.map((one) => ({ id: one.id, doc: one.doc, base: one.base, unsent: unsent(one), error: one.error, aside: one.aside })),
    };
  },
};

for (;;) {
  const line = await lines.next();
  if (line.done) break;
  const command = JSON.parse(line.value);
  try {
    tell({ done: (await commands[command.do](command)) ?? null });
  } catch (error) {
    tell({ failed: String(error?.stack ?? error) });
  }
}
