/* The moving figure of a dose, from what is kept on the device or from the network. */

import { elementFrom } from "../../js/figure-element.js";

/** @import { DeviceStore } from "../store.js" */
/** @import { Today } from "../types.js" */

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Fetch what is not kept yet, and keep what the plan shows and nothing else. @param {DeviceStore} store @param {Today} today */
export async function keepFigures(store, today) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const address of new Set(
    Object.values(today.doses)
      .map((dose) => dose.figure)
      .filter(Boolean),
  )) {
    const text = (await store.figure(address)) ?? (await fetched(address));
    if (text) found[address] = text;
  }
  await store.keepFigures(found);
}

/** @param {string} address @returns {Promise<string | undefined>} */
async function fetched(address) {
  try {
    const answer = await fetch(address, { credentials: "omit" });
    return answer.ok && answer.headers.get("Content-Type")?.includes("svg") ? await answer.text() : undefined;
  } catch {
    return undefined; // without a network the exercise is shown by its words
  }
}

/** Put the figure into its place, or else how it is done in words. @param {HTMLElement} place @param {DeviceStore} store @param {string} address @param {string[]} steps */
export async function showFigure(place, store, address, steps) {
  const text = address ? ((await store.figure(address)) ?? (await fetched(address))) : undefined;
  if (!place.isConnected) return;
  if (!text) return place.replaceChildren(stepList(steps));
  const svg = elementFrom(text);
  place.replaceChildren(svg);
  if (calm()) svg.pauseAnimations();
}

/** How an exercise is done, one line a step. @param {string[]} steps */
export function stepList(steps) {
  const list = Object.assign(document.createElement("ol"), { className: "steps" });
  for (const text of steps) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("span"), { textContent: text }));
    list.append(line);
  }
  return list;
}
