/* Leads the green button of today to the player, where a browser can run it; without this it leads to the plain pages. */

if ("indexedDB" in window) {
  for (const link of document.querySelectorAll("a[data-player]")) link.href = link.dataset.player;
}
