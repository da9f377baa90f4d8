/* A figure that moves, put into the page so that it can be stopped, and held for as long as the dose asks.

   The picture tells its phases ("frame:from-until+stays ..."): in the longest stay the movement waits until the hold is
   over. Without this script the picture moves by itself. */

import { elementFrom } from "./figure-element.js";
import { phaseAt, phasesOf, timeAt } from "./phases.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** @param {string} address */
async function elementOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`figure: ${answer.status}`);
  return elementFrom(await answer.text());
}

/**
 * A part of the box; templates/library/_moving.html and those that include it have all of them.
 * @param {HTMLElement} box
 * @param {string} selector
 * @returns {HTMLElement}
 */
function partOf(box, selector) {
  const found = /** @type {HTMLElement | null} */ (box.querySelector(selector));
  if (!found) throw new Error(`figure: no ${selector}`);
  return found;
}

/** @param {HTMLElement} box */
async function mount(box) {
  const stage = partOf(box, ".stage-figure");
  const button = partOf(box, "[data-figure-pause]");
  const words = partOf(box, "[data-figure-words]");
  const svg = await elementOf(box.dataset.figure ?? "");
  stage.replaceChildren(svg);
  const phases = phasesOf(svg.dataset.phases ?? "", Number(box.dataset.hold));
  let started = performance.now();
  let passed = 0;
  let running = !calm.matches;

  const show = () => {
    const now = passed + (running ? (performance.now() - started) / 1000 : 0);
    if (phases.length) {
      svg.setCurrentTime(timeAt(phases, now));
      const phase = phaseAt(phases, now);
      const said = phase.left > 0 ? `${box.dataset.wordHold} ${Math.ceil(phase.left)}` : "";
      if (words.textContent !== said) words.textContent = said;
    }
    if (running) requestAnimationFrame(show);
  };
  const run = (/** @type {boolean} */ on) => {
    if (running && !on) passed += (performance.now() - started) / 1000;
    started = performance.now();
    running = on;
    button.textContent = (on ? box.dataset.wordPause : box.dataset.wordPlay) ?? null;
    // A loop without phases runs by itself; one with phases is led by the clock above.
    if (on && !phases.length) svg.unpauseAnimations();
    else svg.pauseAnimations();
    show();
  };
  button.hidden = false;
  button.addEventListener("click", () => run(!running));
  run(running);
}

/** @type {NodeListOf<HTMLElement>} */
const boxes = document.querySelectorAll("[data-figure]");
for (const box of boxes) {
  // Where it cannot be fetched, the picture that is there goes on moving.
  mount(box).catch((error) => console.warn(error));
}
