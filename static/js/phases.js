/* When a movement is where: from the phases that a picture tells and the hold that a dose asks for. No DOM. */

/**
 * @typedef {{frame: number, from: number, until: number, stays: number, held: number}} Phase
 * `from` to `until` the picture moves to `frame`; it stays for `stays` seconds in the picture and `held` seconds for us.
 */

/**
 * The phases of "frame:from-until+stays frame:from-until+stays"; none for "".
 * The longest stay, where the exercise is held, takes `hold` seconds if that is more than 0.
 * @param {string} told
 * @param {number} hold seconds
 * @returns {Phase[]}
 */
export function phasesOf(told, hold) {
  const phases = told
    .split(" ")
    .filter(Boolean)
    .map((part) => {
      const match = /^(\d+):([\d.]+)-([\d.]+)\+([\d.]+)$/.exec(part);
      if (!match) throw new Error(`not a phase: ${part}`);
      const [frame, from, until, stays] = match.slice(1).map(Number);
      return { frame, from, until, stays, held: stays };
    });
  const longest = phases.reduce((most, phase) => (phase.stays > most.stays ? phase : most), { stays: 0 });
  if (hold > 0 && longest.stays > 0) {
    for (const phase of phases) if (phase.stays === longest.stays) phase.held = hold;
  }
  return phases;
}

/** @param {Phase[]} phases */
export function lengthOf(phases) {
  return phases.reduce((sum, phase) => sum + (phase.until - phase.from) + phase.held, 0);
}

/**
 * Where we are `now` seconds after the begin: in which phase, how far, and how much of a hold is left.
 * @param {Phase[]} phases
 * @param {number} now seconds
 */
export function phaseAt(phases, now) {
  let left = now % lengthOf(phases);
  for (const phase of phases) {
    const moves = phase.until - phase.from;
    if (left < moves) return { phase, moved: left, left: 0 };
    left -= moves;
    if (left < phase.held) return { phase, moved: moves, left: phase.held - left };
    left -= phase.held;
  }
  const last = phases[phases.length - 1];
  return { phase: last, moved: last.until - last.from, left: 0 };
}

/**
 * The second of the picture that shows where we are.
 * @param {Phase[]} phases
 * @param {number} now seconds
 */
export function timeAt(phases, now) {
  const { phase, moved } = phaseAt(phases, now);
  return phase.from + moved;
}
