/* On each of a patient's pages: what still waits on this device, and a way to send it. Where nothing waits, the store is
   read and that is all. */

import { summary } from "../outbox.js";
import { openStore, persons } from "../store.js";
import { nameOf, notices } from "./unsent.js";

const place = /** @type {HTMLElement} */ (document.getElementById("waiting"));
const me = place.dataset.person ?? "";

/** @typedef {{store: import("../store.js").DeviceStore, flush: () => Promise<import("../sync.js").Flushed>}} Outbox */
/** @type {Promise<Outbox> | null} */
let outbox = null;
let retry = 0;

/** @returns {Promise<Outbox>} */
async function open() {
  const { syncOf } = await import("./device.js");
  const store = await openStore(me);
  return { store, flush: syncOf(store).flush };
}

/** @param {Outbox} outbox @param {string | null} stopped */
async function tell({ store }, stopped) {
  const records = await store.records();
  const signIn = `${place.dataset.signIn}?next=${encodeURIComponent(window.location.pathname)}`;
  const how = { small: false, signIn, nameOf: (/** @type {any} */ refused) => nameOf(records, refused) };
  const found = notices(summary(records), stopped, how);
  place.replaceChildren(...found);
  place.hidden = !found.length;
}

async function look() {
  window.clearTimeout(retry);
  if (!outbox && !(await persons()).some(({ person }) => person === me)) return;
  outbox ??= open();
  const own = await outbox;
  await tell(own, null);
  const { stopped, retry_in } = await own.flush();
  await tell(own, stopped);
  if (retry_in !== null) retry = window.setTimeout(again, retry_in);
}

const again = () => look().catch((error) => console.error("what waits on this device is not known:", error));

again();
window.addEventListener("online", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
place.addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest?.('[data-do="send"]')) again();
});
