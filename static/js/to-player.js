/* Leads the green button of today to the player, where a browser can run it; without this it leads to the plain pages. */

if ("indexedDB" in window) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("a[data-player]");
  for (const link of links) link.href = link.dataset.player ?? link.href;
}
