/* What this device keeps of a person, in IndexedDB: a database for each, named after the user. `plan` is what comes from
   the server and goes at sign-out; `outbox` is what the server has not got yet. Nothing here waits for the network inside
   a transaction: it would end before the answer comes. */

import { openDB } from "../idb/build/index.js";
import { forgotten, summary } from "./outbox.js";

/** @import { IDBPDatabase, IDBPTransaction } from "../idb/build/index.js" */
/** @import { Unsent } from "./outbox.js" */
/** @import { OutboxRecord, Store } from "./types.js" */

const VERSION = 1;
/** Who has a database here. Not every browser can list its databases. */
const REGISTER = "evenstep";
/** Written through to the disk before it counts as kept: a battery may die right after. */
const SAFE = /** @type {const} */ ({ durability: "strict" });

/**
 * @typedef {Store & {figure: (address: string) => Promise<string | undefined>,
 *   keepFigures: (figures: Record<string, string>) => Promise<void>, close: () => void}} DeviceStore
 * Figures are SVG texts by address. `keepFigures` drops every other one.
 */

/** @param {string} name @param {string[]} stores */
function open(name, stores) {
  return openDB(name, VERSION, {
    upgrade(db) {
      for (const store of stores) db.createObjectStore(store);
    },
    blocking(_from, _to, event) {
      // A newer page waits for us: let it go on, rather than hold it up.
      /** @type {IDBDatabase} */ (event.target).close();
    },
  });
}

/** @param {string} person */
function openPerson(person) {
  return open(`evenstep-${person}`, ["plan", "figures", "outbox"]);
}

/**
 * The person's own store, made if there is none.
 * @param {string} person
 * @returns {Promise<DeviceStore>}
 */
export async function openStore(person) {
  const register = await open(REGISTER, ["people"]);
  await register.put("people", true, person);
  register.close();
  let db = await openPerson(person);
  /** Some phones cut the connection while the page sleeps. @template T @param {(db: IDBPDatabase) => Promise<T>} work */
  const using = async (work) => {
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
      db = await openPerson(person);
      return work(db);
    }
  };
  return {
    person,
    records: () => using((on) => on.getAll("outbox")),
    get: (id) => using((on) => on.get("outbox", id)),
    update: (id, change) => using((on) => update(on, id, change)),
    plan: () => using((on) => on.get("plan", "today")),
    keepPlan: (plan) => using(async (on) => void (await on.put("plan", plan, "today"))),
    figure: (address) => using((on) => on.get("figures", address)),
    keepFigures: (figures) => using((on) => keepFigures(on, figures)),
    close: () => db.close(),
  };
}

/**
 * @param {IDBPDatabase} db
 * @param {string} id
 * @param {(record: OutboxRecord | undefined) => OutboxRecord | null | undefined} change
 */
async function update(db, id, change) {
  const tx = db.transaction("outbox", "readwrite", SAFE);
  return whole(tx, async () => {
    const before = await tx.store.get(id);
    const after = change(before);
    if (after === null) await tx.store.delete(id);
    else if (after !== undefined && after !== before) await tx.store.put(after, id);
    return after === null ? undefined : (after ?? before);
  });
}

/**
 * All of it or nothing; done only when the disk has it.
 * @template T
 * @param {IDBPTransaction<any, any, "readwrite">} tx
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function whole(tx, work) {
  // Either may fail first; each failure is told once, by the other promise.
  const done = tx.done;
  done.catch(() => undefined);
  let result;
  try {
    result = await work();
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended by itself, with the same error.
    }
    throw error;
  }
  await done;
  return result;
}

/** @param {IDBPDatabase} db @param {Record<string, string>} figures */
async function keepFigures(db, figures) {
  const tx = db.transaction("figures", "readwrite");
  await whole(tx, async () => {
    for (const address of await tx.store.getAllKeys()) {
      if (!(String(address) in figures)) await tx.store.delete(address);
    }
    for (const [address, svg] of Object.entries(figures)) await tx.store.put(svg, address);
  });
}

/** Everybody who ever had a database on this device. @returns {Promise<string[]>} */
async function everybody() {
  const register = await open(REGISTER, ["people"]);
  const keys = await register.getAllKeys("people");
  register.close();
  return keys.map(String);
}

/** @type {BroadcastChannel | null} */
let tabs = null;

/** What tells the other tabs that the plans are gone; an old browser has none. */
function otherTabs() {
  if (!("BroadcastChannel" in globalThis)) return null;
  tabs ??= new BroadcastChannel("evenstep-forgotten");
  return tabs;
}

/** Once another tab has made the plans go. @param {() => void} work */
export function onForgotten(work) {
  otherTabs()?.addEventListener("message", work);
}

/**
 * At sign-out: the plan of everybody who was here goes, and all that the server has. What it has not got stays, without
 * the plan that it belongs to.
 */
export async function forgetPlans() {
  for (const person of await everybody()) {
    const db = await openPerson(person);
    const tx = db.transaction(["plan", "figures", "outbox"], "readwrite", SAFE);
    await whole(tx, async () => {
      await tx.objectStore("plan").clear();
      await tx.objectStore("figures").clear();
      const outbox = tx.objectStore("outbox");
      for (const record of /** @type {OutboxRecord[]} */ (await outbox.getAll())) {
        const left = forgotten(record);
        await (left ? outbox.put(left, record.id) : outbox.delete(record.id));
      }
    });
    db.close();
  }
  otherTabs()?.postMessage(null);
}

/**
 * Who has something on this device that the server has not got.
 * @returns {Promise<{person: string, unsent: Unsent}[]>}
 */
export async function persons() {
  const found = [];
  for (const person of await everybody()) {
    const db = await openPerson(person);
    const unsent = summary(await db.getAll("outbox"));
    db.close();
    const { sets, answers, checks, refused } = unsent;
    if (sets + answers + checks + refused.length) found.push({ person, unsent });
  }
  return found;
}
