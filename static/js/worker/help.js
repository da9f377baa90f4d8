/* A part of the service worker: keeps the page of help, and shows it where a page cannot be had for want of a network.
   Everything else goes to the network and comes from nowhere else. */

(() => {
  const worker = /** @type {OurWorker} */ (/** @type {unknown} */ (self));
  const { show } = worker.shelf(worker.KEPT.help);

  worker.addEventListener("fetch", (event) => {
    const { method, mode } = event.request;
    if (method === "GET" && mode === "navigate")
      event.respondWith(fetch(event.request).catch(() => show(event)));
  });
})();
