/* A part of the service worker: a shelf holds one public page and the static files that it is drawn with, in a cache that
   is named by what is in them. Nothing comes from a shelf while the network answers, but for the files of a page that came
   from it: a page and its files belong together. */

(() => {
  /** Pages that were shown from a shelf, by the browser's id for them; forgotten when it stops this worker. */
  const shown = new Set();

  /** @param {{cache: string, page: string, files: string[]}} kept */
  self.shelf = ({ cache: name, page, files }) => {
    const family = name.slice(0, name.lastIndexOf("-") + 1);

    /** The page is asked for as nobody: what is kept is of no person and no clinic. */
    async function keep() {
      const cache = await caches.open(name);
      await cache.addAll([new Request(page, { credentials: "omit", cache: "no-cache" }), ...files]);
    }

    async function forgetOlder() {
      const names = await caches.keys();
      await Promise.all(
        names.filter((one) => one.startsWith(family) && one !== name).map((one) => caches.delete(one)),
      );
    }

    /** @param {string} address */
    async function kept(address) {
      return (await caches.open(name)).match(address);
    }

    /** The page, in the place of the one that was asked for. @param {FetchEvent} event */
    async function show(event) {
      const found = await kept(page);
      if (found) shown.add(event.resultingClientId);
      return found ?? Response.error();
    }

    /** @param {FetchEvent} event @param {string} pathname */
    async function fileFor(event, pathname) {
      if (shown.has(event.clientId)) return (await kept(pathname)) ?? fetch(event.request);
      try {
        const answer = await fetch(event.request);
        // Of an older page that stays open, a newer server may have no file any more.
        return answer.ok ? answer : ((await kept(pathname)) ?? answer);
      } catch {
        return (await kept(pathname)) ?? Response.error();
      }
    }

    self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
    self.addEventListener("activate", (event) =>
      event.waitUntil(forgetOlder().then(() => self.clients.claim())),
    );
    self.addEventListener("fetch", (event) => {
      const { method, mode, url } = event.request;
      const { origin, pathname } = new URL(url);
      if (method !== "GET" || mode === "navigate" || origin !== self.location.origin) return;
      if (files.includes(pathname)) event.respondWith(fileFor(event, pathname));
    });
    return { show };
  };
})();
