/* A part of the service worker: a shelf holds one public page and the static files that it is drawn with, in a cache that
   is named by what is in them. Nothing comes from a shelf while the network answers, but for the files of a page that came
   from it: a page and its files belong together. */

/** @typedef {{cache: string, page: string, files: string[]}} Kept a page and its files, and the cache that holds them */
/** @typedef {{show: (event: FetchEvent) => Promise<Response>}} Shelf */
/**
 * @typedef {ServiceWorkerGlobalScope & {
 *   KEPT: {help: Kept, player: Kept & {opens: Record<string, boolean>}},
 *   shelf: (kept: Kept) => Shelf,
 * }} OurWorker `KEPT` is written by therapy/offline.py, before these scripts
 */

(() => {
  const worker = /** @type {OurWorker} */ (/** @type {unknown} */ (self));
  /** Pages that were shown from a shelf, by the browser's id for them; forgotten when it stops this worker. @type {Set<string>} */
  const shown = new Set();

  worker.shelf = ({ cache: name, page, files }) => {
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

    worker.addEventListener("install", (event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
    worker.addEventListener("activate", (event) =>
      event.waitUntil(forgetOlder().then(() => worker.clients.claim())),
    );
    worker.addEventListener("fetch", (event) => {
      const { method, mode, url } = event.request;
      const { origin, pathname } = new URL(url);
      if (method !== "GET" || mode === "navigate" || origin !== worker.location.origin) return;
      if (files.includes(pathname)) event.respondWith(fileFor(event, pathname));
    });
    return { show };
  };
})();
