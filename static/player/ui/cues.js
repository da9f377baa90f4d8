/* What a person hears and feels of the timer: a tone made on the spot, a short buzz, a spoken word. Each can be switched
   off; the voice is off until it is switched on. Which is on is of this phone and no secret. */

import { say } from "./words.js";

/** @import { Cue } from "../timer.js" */

const KEY = "evenstep.cues";
const TONES = { tick: [660, 0.08], turn: [880, 0.14], go: [990, 0.25], over: [523, 0.5] };
const BUZZES = { tick: 40, turn: 90, go: 180, over: [180, 90, 180] };

/** @typedef {{sound: boolean, vibration: boolean, voice: boolean}} Wanted */

/** @returns {Wanted} */
export function wanted() {
  const first = { sound: true, vibration: true, voice: false };
  try {
    return { ...first, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return first; // storage is closed in some private windows: the timer then begins as it does for everybody
  }
}

/** @param {Wanted} chosen */
export function choose(chosen) {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch (error) {
    console.info("the choice of sounds is not kept:", error);
  }
}

/** @type {AudioContext | null} */
let audio = null;

/** Browsers let a page sound only after somebody has touched it: call this from a tap. */
export function wake() {
  if (!wanted().sound || !("AudioContext" in window)) return;
  audio ??= new AudioContext();
  audio.resume().catch((error) => console.info("no sound:", error));
}

/** @param {Cue[]} cues @param {string} leg */
export function give(cues, leg) {
  const on = wanted();
  for (const { sound, say: said } of cues) {
    if (on.sound) tone(sound);
    if (on.vibration) navigator.vibrate?.(BUZZES[sound]);
    if (on.voice) speak(typeof said === "number" ? String(said) : say(`say.${said}`, { leg }));
  }
}

/** @param {keyof typeof TONES} sound */
function tone(sound) {
  if (audio?.state !== "running") return;
  const [pitch, length] = TONES[sound];
  const now = audio.currentTime;
  const volume = audio.createGain();
  // Without a slope at its ends a tone clicks.
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.25, now + 0.01);
  volume.gain.setValueAtTime(0.25, now + length - 0.03);
  volume.gain.linearRampToValueAtTime(0, now + length);
  const source = audio.createOscillator();
  source.frequency.value = pitch;
  source.connect(volume).connect(audio.destination);
  source.start(now);
  source.stop(now + length);
}

/** A voice that works on the device itself: others would send away what is said. */
export function voice() {
  const language = document.documentElement.lang.slice(0, 2).toLowerCase();
  const voices = "speechSynthesis" in window ? speechSynthesis.getVoices() : [];
  return voices.find((one) => one.localService && one.lang.toLowerCase().startsWith(language)) ?? null;
}

/** @param {string} text */
function speak(text) {
  const own = voice();
  if (!own) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.voice = own;
  said.lang = own.lang;
  speechSynthesis.speak(said);
}
