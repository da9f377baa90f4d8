/* A part of the service worker: keeps the page of help and its files, and shows it where a page cannot be had for want of
   a network. Everything else goes to the network and comes from nowhere else. `KEPT` stands before this in /sw.js. */

(() => {
  const { cache: name, page, files } = self.KEPT;
  const family = "evenstep-help-";

  /** The page is asked for as nobody: what is kept is of no person and no clinic. */
  async function keep() {
    const cache = await caches.open(name);
    await cache.addAll([new Request(page, { credentials: "omit", cache: "no-cache" }), ...files]);
  }

  async function forgetOlder() {
    const names = await caches.keys();
    await Promise.all(names.filter((one) => one.startsWith(family) && one !== name).map((one) => caches.delete(one)));
  }

  /** @param {string} address */
  async function kept(address) {
    const cache = await caches.open(name);
    return (await cache.match(address)) ?? Response.error();
  }

  self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => self.clients.claim())));

  self.addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    if (method !== "GET") return;
    const { origin, pathname } = new URL(url);
    if (mode === "navigate") event.respondWith(fetch(event.request).catch(() => kept(page)));
    else if (origin === self.location.origin && files.includes(pathname)) {
      event.respondWith(fetch(event.request).catch(() => kept(pathname)));
    }
  });
})();
