/* Runs before the first paint, so that a dark page never flashes light. Only for people who let the device decide
   (data-theme="auto"): a theme that they chose is already set by the server. */
(() => {
  const root = document.documentElement;
  if (root.dataset.theme !== "auto") return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  apply();
  dark.addEventListener("change", apply);
})();
