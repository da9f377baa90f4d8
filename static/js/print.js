/* Buttons that print the page: <button data-print hidden>. Without script they stay hidden; the browser's menu prints. */

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll("[data-print]")
)) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
