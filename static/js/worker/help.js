/* A part of the service worker: keeps the page of help, and shows it where a page cannot be had for want of a network.
   Everything else goes to the network and comes from nowhere else. */

(() => {
  const { show } = self.shelf(self.KEPT.help);

  self.addEventListener("fetch", (event) => {
    const { method, mode } = event.request;
    if (method === "GET" && mode === "navigate")
      event.respondWith(fetch(event.request).catch(() => show(event)));
  });
})();
