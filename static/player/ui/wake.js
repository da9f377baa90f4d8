/* Keeps the screen on while a session runs, where the browser can. The system takes the lock away whenever the page is
   hidden, so it is asked for again. */

/** @type {WakeLockSentinel | null} */
let lock = null;
let wantedOn = false;

async function ask() {
  if (!wantedOn || !("wakeLock" in navigator) || document.hidden || (lock && !lock.released)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch (error) {
    console.info("the screen may go dark:", error); // a battery that is low says no
  }
}

/** @param {boolean} on */
export function stayAwake(on) {
  wantedOn = on;
  if (on) ask();
  else if (lock) {
    lock.release().catch((error) => console.info(error));
    lock = null;
  }
}

if (typeof document !== "undefined") document.addEventListener("visibilitychange", ask);
