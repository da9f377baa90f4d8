/* A part of the service worker: keeps the page of the player, which is the same for everybody, and shows it where a
   patient's day cannot be had. Of a patient it keeps nothing: the plan is in the player's own store. */

(() => {
  const worker = /** @type {OurWorker} */ (/** @type {unknown} */ (self));
  const { opens } = worker.KEPT.player;
  const { show } = worker.shelf(worker.KEPT.player);
  const PATIENCE_MS = 3000;
  /** A proxy says so where the server behind it is away. */
  const AWAY = [502, 503, 504];

  /** @param {FetchEvent} event @param {boolean} isPatients */
  async function pageFor(event, isPatients) {
    const asked = fetch(event.request).then((answer) =>
      AWAY.includes(answer.status) ? show(event) : answer,
    );
    const answer = asked.catch(() => show(event));
    if (!isPatients) return answer;
    const slow = new Promise((done) => setTimeout(done, PATIENCE_MS));
    return (await Promise.race([answer, slow])) ?? show(event);
  }

  worker.addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    const { pathname, searchParams } = new URL(url);
    // The player itself asks so for the page of help, where it knows nobody and has no plan.
    const isOurs = method === "GET" && mode === "navigate" && pathname in opens && !searchParams.has("kept");
    if (isOurs) event.respondWith(pageFor(event, opens[pathname]));
  });
})();
