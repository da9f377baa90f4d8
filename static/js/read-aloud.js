/* Reads an article aloud with a voice of the device. Pausing stops the voice and keeps its position, because half of the
   browsers cannot pause one. Only voices that work on the device itself are used: others would send away what somebody
   reads. Without such a voice for the page's language the controls stay hidden. */

const SPEED_KEY = "evenstep.aloud.speed";
const READABLE = "h1, h2, h3, h4, p, li, th, td, blockquote";
// What is inside a list's line or a quotation and is read on its own, and marks of sources, which nobody wants to hear.
const APART = `${READABLE}, ul, ol, table, .source-mark`;

/** The words of an element itself, without those of the blocks inside it. @param {Element} element */
export function ownWords(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const inner of copy.querySelectorAll(APART)) inner.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** Sentences: some voices fall silent in the middle of a long text. @param {string} words @param {string} language */
export function sentences(words, language) {
  if (!("Segmenter" in Intl)) return words.match(/[^.!?]+[.!?]*\s*/g)?.map((one) => one.trim()) ?? [];
  const found = new Intl.Segmenter(language, { granularity: "sentence" }).segment(words);
  return [...found].map((one) => one.segment.trim()).filter(Boolean);
}

/** @typedef {{element: Element, words: string}} Piece a sentence, and the block of the page that it stands in */
/** @typedef {"idle" | "reading" | "paused" | "failed"} State */

/** Everything there is to say, in its order. @param {Iterable<Element>} roots @param {string} language @returns {Piece[]} */
export function pieces(roots, language) {
  const found = [];
  for (const root of roots) {
    for (const element of root.querySelectorAll(READABLE)) {
      for (const words of sentences(ownWords(element), language)) found.push({ element, words });
    }
  }
  return found;
}

/** A voice of this device for the language, of the same country if there is one. @param {SpeechSynthesisVoice[]} voices @param {string} language */
export function voiceFor(voices, language) {
  const wanted = language.toLowerCase();
  const spoken = (/** @type {SpeechSynthesisVoice} */ voice) => voice.lang.toLowerCase().replace("_", "-");
  const fits = voices.filter(
    (voice) => voice.localService && spoken(voice).split("-")[0] === wanted.split("-")[0],
  );
  return (
    fits.find((voice) => spoken(voice) === wanted) ?? fits.find((voice) => voice.default) ?? fits[0] ?? null
  );
}

/** The voice and the position in the text. `tell` hears each change, with the element that is read. */
export class Reader {
  /** Tells one run from the next. @type {object | null} */
  #run = null;
  #index = 0;
  /** Some browsers forget what nobody holds, and its end is never told. @type {SpeechSynthesisUtterance | null} */
  said = null;
  speed = 1;

  /**
   * @param {SpeechSynthesis} voice
   * @param {Piece[]} text
   * @param {string} language
   * @param {(state: State, element: Element | null) => void} tell
   */
  constructor(voice, text, language, tell) {
    this.voice = voice;
    this.text = text;
    this.language = language;
    this.tell = tell;
  }

  get isReading() {
    return this.#run !== null;
  }

  play() {
    this.voice.cancel();
    this.#say({});
  }

  pause() {
    this.#hush();
    this.tell("paused", this.text[this.#index].element);
  }

  /** @param {"idle" | "failed"} state */
  stop(state = "idle") {
    this.#hush();
    this.#index = 0;
    this.tell(state, null);
  }

  /** Faster or slower from the sentence that is being read. @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    if (this.isReading) this.play();
  }

  #hush() {
    this.#run = null;
    this.voice.cancel();
  }

  /** Says the piece at the index, then the next. What a voice tells of an earlier run is passed over. @param {object} run */
  #say(run) {
    this.#run = run;
    const piece = this.text[this.#index];
    const said = new SpeechSynthesisUtterance(piece.words);
    said.lang = this.language;
    said.rate = this.speed;
    said.voice = voiceFor(this.voice.getVoices(), this.language);
    said.onend = () => this.#run === run && this.#next(run);
    said.onerror = () => this.#run === run && this.stop("failed");
    this.said = said;
    this.tell("reading", piece.element);
    this.voice.speak(said);
  }

  /** @param {object} run */
  #next(run) {
    this.#index += 1;
    if (this.#index < this.text.length) this.#say(run);
    else this.stop();
  }
}

/** @param {Element} element */
function bringIntoView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

/** The speed that this browser was last asked for; storage may be closed, and then it is forgotten. */
function keptSpeed() {
  try {
    return localStorage.getItem(SPEED_KEY);
  } catch {
    return null;
  }
}

/** @param {string} speed */
function keepSpeed(speed) {
  try {
    localStorage.setItem(SPEED_KEY, speed);
  } catch {
    // Closed storage: the speed holds for this page.
  }
}

/** @param {HTMLElement} controls @param {SpeechSynthesis} voice */
function enhance(controls, voice) {
  const language = document.documentElement.lang;
  const toggle = /** @type {HTMLButtonElement} */ (controls.querySelector("[data-aloud-toggle]"));
  const stop = /** @type {HTMLButtonElement} */ (controls.querySelector("[data-aloud-stop]"));
  const speed = /** @type {HTMLSelectElement} */ (controls.querySelector("[data-aloud-speed]"));
  const said = /** @type {HTMLElement} */ (controls.querySelector("[data-aloud-said]"));
  const words = { idle: "stopped", reading: "goingOn", paused: "paused", failed: "failed" };
  /** @type {Element | null} */
  let marked = null;

  /** @param {State} state @param {Element | null} element */
  function show(state, element) {
    /** @type {NodeListOf<HTMLElement>} */
    const parts = controls.querySelectorAll("[data-aloud-in]");
    for (const part of parts) {
      part.hidden = part.dataset.aloudIn !== (state === "failed" ? "idle" : state);
    }
    if (document.activeElement === stop && !element) toggle.focus();
    stop.hidden = !element;
    said.textContent = controls.dataset[words[state]] ?? null;
    said.classList.toggle("visually-hidden", state !== "failed");
    if (element === marked) return;
    marked?.classList.remove("is-read-aloud");
    element?.classList.add("is-read-aloud");
    marked = element;
    if (element) bringIntoView(element);
  }

  const text = pieces(document.querySelectorAll("[data-aloud-text]"), language);
  const reader = new Reader(voice, text, language, show);
  const kept = keptSpeed();
  if (kept !== null && [...speed.options].some((option) => option.value === kept)) speed.value = kept;
  reader.speed = Number(speed.value);
  toggle.addEventListener("click", () => (reader.isReading ? reader.pause() : reader.play()));
  stop.addEventListener("click", () => reader.stop());
  speed.addEventListener("change", () => {
    keepSpeed(speed.value);
    reader.setSpeed(Number(speed.value));
  });
  window.addEventListener("pagehide", () => reader.stop());

  // Voices may come late, and be taken away.
  const offer = () => {
    controls.hidden = text.length === 0 || !voiceFor(voice.getVoices(), language);
  };
  voice.addEventListener?.("voiceschanged", offer);
  offer();
}

if (typeof document !== "undefined" && "speechSynthesis" in window) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("[data-aloud]");
  for (const controls of all) enhance(controls, window.speechSynthesis);
}
