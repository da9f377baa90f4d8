/* Asks the browser to keep the page of help for when there is no network (therapy/offline.py). Where it will not, as in some
   private windows, every page works as it does without. */

const script = document.currentScript;
if (script && "serviceWorker" in navigator) {
  navigator.serviceWorker
    .register(script.dataset.address)
    .catch((reason) => console.info("no page is kept:", reason));
}
