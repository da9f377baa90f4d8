/* The store of `static/player/store.js` in memory. As there, records go in and out as copies, a change is one
   transaction, and every call takes a moment, in which others may come. */

/** @param {string} person */
export function memoryStore(person) {
  const records = new Map();
  let plan;
  const aMoment = () => new Promise((resolve) => setImmediate(resolve));
  return {
    person,
    async records() {
      await aMoment();
      return structuredClone([...records.values()]);
    },
    async get(id) {
      await aMoment();
      return structuredClone(records.get(id));
    },
    async update(id, change) {
      await aMoment();
      const before = structuredClone(records.get(id));
      const after = change(before);
      if (after === null) records.delete(id);
      else if (after !== undefined) records.set(id, structuredClone(after));
      return after === null ? undefined : (after ?? before);
    },
    async plan() {
      await aMoment();
      return structuredClone(plan);
    },
    async keepPlan(kept) {
      await aMoment();
      plan = structuredClone(kept);
    },
  };
}
