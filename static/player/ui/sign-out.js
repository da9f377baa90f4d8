/* Sign-out: what waits is sent first; what cannot be stays on the device if the person says so; plans go; then the form is
   really sent. The modules that do it are fetched only then. */

import { act, show, write } from "./dom.js";
import { waitingWords } from "./unsent.js";
import { say } from "./words.js";

/** @import { Unsent } from "../outbox.js" */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("leaving"));
const me = dialog.dataset.person ?? "";
/** Nobody waits longer to be asked. */
const PATIENCE_MS = 8000;

/** What of this person the server has not got, after a try to send it. @returns {Promise<Unsent | null>} */
async function unsentAfterTrying() {
  const [{ openStore, persons }, { syncOf }] = await Promise.all([
    import("../store.js"),
    import("./device.js"),
  ]);
  const left = async () => (await persons()).find(({ person }) => person === me)?.unsent ?? null;
  if (!(await left())) return null;
  const sync = syncOf(await openStore(me));
  await Promise.race([sync.flush(), new Promise((done) => window.setTimeout(done, PATIENCE_MS))]);
  return left();
}

/** @returns {Promise<void>} */
async function forget() {
  const [{ forgetPlans }, { remember }] = await Promise.all([import("../store.js"), import("./who.js")]);
  remember(null);
  await forgetPlans();
}

/** Whether to go on. @param {Unsent | null} unsent @param {boolean} isOffline @returns {Promise<boolean>} */
function asked(unsent, isOffline) {
  const waiting = unsent ? waitingWords(unsent) || say("unsent_refused") : "";
  write(dialog, { waiting });
  show(dialog, { waiting, unsent: !isOffline, offline: isOffline });
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
  return new Promise((done) =>
    dialog.addEventListener("close", () => done(dialog.returnValue === "leave"), { once: true }),
  );
}

/** @param {HTMLFormElement} form */
async function signOut(form) {
  try {
    const unsent = await unsentAfterTrying();
    const isOffline = navigator.onLine === false;
    if ((unsent || isOffline) && !(await asked(unsent, isOffline))) return;
    await forget();
  } catch (error) {
    // Who wants to go must be able to; the sign-in page puts plans away, too.
    console.error("this device could not be tidied:", error);
  }
  form.submit();
}

act(dialog, { stay: () => dialog.close("stay"), leave: () => dialog.close("leave") });

let busy = false;
document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.getAttribute("action") !== dialog.dataset.address) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  await signOut(form);
  form.removeAttribute("aria-busy");
  busy = false;
});
