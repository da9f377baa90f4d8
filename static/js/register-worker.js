/* Asks the browser to keep the page of help for when there is no network (therapy/offline.py). Where it will not, as in some
   private windows, every page works as it does without. */

const address = document.currentScript?.dataset.address;
if (address && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(address).catch((reason) => console.info("no page is kept:", reason));
}
