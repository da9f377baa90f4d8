/* The browser's own parts for a sync: its network, its clock, and a lock that all tabs share. */

import { lockOf, makeSync } from "../sync.js";

/** @import { Store } from "../types.js" */

/** @param {Store} store */
export function syncOf(store) {
  const lock = lockOf(navigator.locks);
  return makeSync({ store, lock, fetch: (...all) => fetch(...all), now: () => Date.now() });
}
