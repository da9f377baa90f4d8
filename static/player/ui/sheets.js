/* Sheets over a set: what was really done, why it is skipped, pain, and sound. */

import { AMOUNTS, tidied, wrongWith } from "../sets.js";
import { addSet, correct, drafted, goTo, log, skip, skipExercise } from "../workout.js";
import { choose, voice, wake, wanted } from "./cues.js";
import { act, copyOf, onSubmit, part, put, show, write } from "./dom.js";
import { choices, markWrong, numberIn, painKinds, scale, stepper } from "./fields.js";
import { stepList } from "./figure.js";
import { glyph, sideClass } from "./marks.js";
import { adviceFor, wordsOf } from "./said.js";
import { all, say } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { Said } from "../types.js" */
/** @import { Here } from "./said.js" */

/** @typedef {Pick<App, "change" | "go" | "leave" | "log" | "made" | "plan">} SheetApp */

const STEPS = { reps: 1, hold_s: 1, minutes: 0.5, metres: 1, load_kg: 0.5 };

/** @param {string} name @param {string} title @param {Here} here */
function sheet(name, title, here) {
  const root = /** @type {HTMLDialogElement} */ (copyOf(name));
  const words = wordsOf(here);
  write(root, { title, leg: words.leg, set: words.set, name: here.exercise.name });
  part(root, "chip").classList.add(sideClass(here.side));
  put(root, "glyph", glyph(here.side));
  return root;
}

/** Open it over the page, and put it away when it closes. @param {Pick<App, "go">} app @param {HTMLDialogElement} root */
function open(app, root) {
  root.addEventListener("close", () => root.remove());
  act(root, {
    close: () => root.close(),
    wrong: () => {
      root.close();
      app.go({ name: "wrong" });
    },
  });
  document.body.append(root);
  root.showModal();
  root.querySelector("h2")?.focus();
}

/** What the sheet begins with: what is logged or said already, and nothing else. @param {Here} here @returns {Partial<Said>} */
function saidOf({ set, draft, dose }) {
  if (!set) return draft;
  if (set.outcome !== "as_prescribed") return set;
  return { ...set, ...Object.fromEntries(AMOUNTS.map((name) => [name, dose[name]])) };
}

/** @param {SheetApp} app @param {Here} here */
export function openChange(app, here) {
  const root = sheet("change", say("change_title"), here);
  const said = saidOf(here);
  const unit = app.plan?.today.unit ?? { name: "kg", kg: 1 };
  put(root, "amounts", ...amountFields(here, said, unit));
  put(root, "pain", scale(say("pain_question"), "pain", said.pain ?? null, all().pain_words));
  put(root, "kind", painKinds(said.pain_kind ?? ""));
  put(root, "effort", scale(say("effort_question"), "effort", said.effort ?? null, all().effort_words));
  const note = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
  note.value = said.note ?? "";
  write(root, { save: say("save", { leg: say(`leg_in_text.${here.side}`) }) });
  onSubmit(root, async (form, element) => {
    const answers = tidied({ ...answersIn(form, here, unit), note: String(form.get("note") ?? "") });
    if (!isRight(root, element, answers)) return;
    root.close();
    await app.log((workout) => log(workout, answers, app.made()));
  });
  open(app, root);
}

/** @param {Here} here @param {Partial<Said>} said @param {{name: string, kg: number}} unit */
function amountFields({ dose }, said, unit) {
  return dose.asks.map((name) => {
    const label = all().amounts[name];
    if (name === "band") return bandField(dose.band, said.band ?? "");
    const isLoad = name === "load_kg";
    const value = /** @type {number | null} */ (/** @type {any} */ (said)[name] ?? null);
    return stepper({
      name,
      label: isLoad ? `${label}, ${unit.name}` : label,
      target: isLoad ? dose.load_shown : /** @type {any} */ (dose)[name],
      value: isLoad && value !== null ? Number((value / unit.kg).toFixed(2)) : value,
      step: STEPS[/** @type {keyof typeof STEPS} */ (name)],
    });
  });
}

/** @param {string} target @param {string} value */
function bandField(target, value) {
  const field = copyOf("band");
  const select = /** @type {HTMLSelectElement} */ (field.querySelector("select"));
  for (const [band, words] of [["", say("not_said")], ...Object.entries(all().bands)]) {
    select.add(new Option(String(words), band, false, band === value));
  }
  write(field, { target: target ? say("target", { n: all().bands[target] }) : say("target_none") });
  return field;
}

/** @param {FormData} form @param {Here} here @param {{kg: number}} unit @returns {Partial<Said> & {outcome: "done"}} */
function answersIn(form, { dose }, unit) {
  /** @type {any} */
  const said = { outcome: "done", pain: numberIn(form, "pain"), effort: numberIn(form, "effort") };
  said.pain_kind = String(form.get("pain_kind") ?? "");
  for (const name of dose.asks) {
    if (name === "band") said.band = String(form.get("band") ?? "");
    else said[name] = numberIn(form, name);
  }
  if (typeof said.load_kg === "number") said.load_kg = Number((said.load_kg * unit.kg).toFixed(2));
  return said;
}

/** Whether the server will take it; if not, say so where it was typed. @param {Element} root @param {HTMLFormElement} form @param {Said} answers */
function isRight(root, form, answers) {
  const wrong = wrongWith(answers);
  for (const name of ["reps", "hold_s", "minutes", "metres", "load_kg"]) {
    const found = wrong[/** @type {keyof Said} */ (name)];
    // A number field that holds no number tells us nothing of it.
    const input = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]`));
    const said = found ?? (input?.validity.badInput ? "not_a_number" : null);
    markWrong(form, name, said ? say(`wrong.${said}`) : "");
    if (said) wrong[/** @type {keyof Said} */ (name)] = /** @type {any} */ (said);
  }
  const isWrong = Object.keys(wrong).length > 0;
  write(root, { error: say("look_again") });
  show(root, { error: isWrong });
  if (isWrong) /** @type {HTMLElement | null} */ (form.querySelector(".is-invalid"))?.focus();
  return !isWrong;
}

/** @param {SheetApp} app @param {Here} here @param {{rest?: boolean, reason?: string}} how */
export function openSkip(app, here, { rest = false, reason = "" }) {
  const root = sheet("skip", say(rest ? "skip_exercise_title" : "skip_title"), here);
  const reasons = /** @type {[string, string][]} */ (Object.entries(all().skip_reasons));
  put(root, "reasons", ...choices("reason", reasons, { chosen: reason || null }));
  const what = /** @type {[string, string][]} */ ([
    ["set", say("skip_set")],
    ["rest", say("skip_rest")],
  ]);
  put(root, "what", ...choices("what", what, { chosen: rest ? "rest" : "set" }));
  put(root, "pain", scale(say("pain_question"), "pain", here.draft.pain ?? null, all().pain_words));
  onSubmit(root, async (form) => {
    const why = String(form.get("reason") ?? "");
    show(root, { error: !why });
    if (!why) return part(root, "error").scrollIntoView({ block: "center" });
    root.close();
    const pain = numberIn(form, "pain");
    if (form.get("what") === "rest") {
      const made = { newId: () => crypto.randomUUID(), now: app.made().now };
      // The set on the screen keeps the pain that was said; the others were not tried.
      const first = (/** @type {any} */ workout) =>
        here.set ? workout : skip(drafted(workout, { pain }), why, app.made());
      await app.log((workout) => skipExercise(goTo(first(workout), here.at), why, made));
    } else await app.log((workout) => skip(drafted(workout, { pain }), why, app.made()));
  });
  open(app, root);
}

/** @param {SheetApp} app @param {Here} here */
export function openPain(app, here) {
  const root = sheet("pain", say("pain_title"), here);
  const said = here.set ?? here.draft;
  put(root, "pain", scale(say("pain_question"), "pain", said.pain ?? null, all().pain_words));
  put(root, "kind", painKinds(said.pain_kind ?? ""));
  const told = (/** @type {FormData} */ form) => ({
    pain: numberIn(form, "pain"),
    pain_kind: String(form.get("pain_kind") ?? ""),
  });
  root.addEventListener("change", () => {
    const now = told(new FormData(/** @type {HTMLFormElement} */ (root.querySelector("form"))));
    const advice = adviceFor({ ...here, set: null, draft: now });
    if (advice) write(root, { advice: say(`advice.${advice.kind}`, { n: advice.n }) });
    show(root, { advice });
  });
  onSubmit(root, async (form) => {
    const answers = told(form);
    root.close();
    const { set } = here;
    await app.change((workout) => (set ? correct(workout, set.id, answers) : drafted(workout, answers)));
    const advice = adviceFor({ ...here, set: null, draft: answers });
    const isNewlyNumb = answers.pain_kind === "numb" && !here.dose.pain.numb;
    if (advice?.kind === "red" || isNewlyNumb) app.go({ name: "wrong", back: { advice } });
    else app.go({ name: "step", advice });
  });
  open(app, root);
}

/** @param {SheetApp} app @param {Here} here */
export function openOptions(app, here) {
  const root = /** @type {HTMLDialogElement} */ (copyOf("options"));
  const on = wanted();
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input"))) {
    input.checked = on[/** @type {keyof typeof on} */ (input.name)];
  }
  const shown = () => write(root, { voice: say(voice() ? "voice_some" : "voice_none") });
  shown();
  put(root, "steps", stepList(here.exercise.steps));
  root.addEventListener("change", () => {
    const form = new FormData(/** @type {HTMLFormElement} */ (root.querySelector("form")));
    choose({ sound: form.has("sound"), vibration: form.has("vibration"), voice: form.has("voice") });
    wake();
  });
  act(root, {
    leave: () => app.leave(),
    end: () => {
      root.close();
      app.go({ name: "finish" });
    },
    extra: async () => {
      root.close();
      await app.change((workout) => addSet(workout, here.step.dose), { name: "step" });
    },
    "skip-exercise": () => {
      root.close();
      openSkip(app, here, { rest: true });
    },
  });
  open(app, root);
}
