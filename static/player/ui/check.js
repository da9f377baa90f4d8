/* The check before a session, and of the feet after one. Every question waits for an answer; nothing is filled in. */

import { advice, inMgDl, isHigh, judge, unanswered } from "../screening.js";
import { act, copyOf, onSubmit, put, show, slot, write } from "./dom.js";
import { choiceField, scale } from "./fields.js";
import { say } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { CheckScreen } from "../types.js" */
/** @import { Questions, Said } from "../screening.js" */

/** @typedef {Pick<App, "check" | "go" | "leave" | "morning" | "put" | "questions">} CheckApp */

/** @param {CheckApp} app @param {CheckScreen} screen @returns {void} */
export function showCheck(app, { after = false }) {
  const questions = app.questions();
  if (!questions || (after && !questions.foot)) return app.go({ name: after ? "overview" : "begin" });
  const root = copyOf("check");
  const kind = after ? "after" : "before";
  write(root, {
    title: say(`${after ? "after" : "check"}_title`),
    lead: say(`${after ? "after" : "check"}_lead`),
    go: say(`${after ? "after" : "check"}_go`),
    about: "",
  });
  if (!after) {
    const morning = app.morning();
    if (morning) put(root, "morning", morningField(questions, morning));
    put(root, "questions", ...questions.questions.map((question) => questionField(questions, question)));
    if (questions.glucose) put(root, "glucose", glucoseField(questions));
  }
  if (questions.foot) put(root, "foot", ...footFields(questions.foot));
  act(root, { leave: () => app.leave(), wrong: () => app.go({ name: "wrong" }) });
  onSubmit(root, async (form, element) => {
    const said = saidIn(form, questions, kind);
    const open = openIn(element, questions, said, form, kind);
    for (const field of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-ask]"))) {
      field.classList.toggle("is-open", open.includes(field.dataset.ask ?? "") && gapIn(field) !== null);
    }
    write(root, { error: say("answer_all") });
    show(root, { error: open.length });
    if (open.length) {
      gapIn(element.querySelector(".is-open"))?.focus();
      return;
    }
    await keep(app, questions, said, form);
  });
  // What was marked is unmarked as soon as it is answered: nobody has to send it to see what is left.
  root.addEventListener("change", (event) => {
    const field = /** @type {Element} */ (event.target).closest(".is-open");
    if (field && !gapIn(field)) field.classList.remove("is-open");
    if (!root.querySelector(".is-open")) show(root, { error: false });
  });
  app.put(root);
}

/**
 * Where the first answer is missing that can be seen: a group of radio buttons with none chosen, or what holds no number.
 * @param {Element | null} field
 * @returns {HTMLInputElement | null}
 */
function gapIn(field) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...(field?.querySelectorAll("input") ?? [])]);
  const shown = inputs.filter((input) => !input.closest("[hidden]"));
  const said = new Set(shown.filter((input) => input.checked).map(({ name }) => name));
  return (
    shown.find((input) =>
      input.type === "radio" ? !said.has(input.name) : Number.isNaN(numberOf(input.value)),
    ) ?? null
  );
}

/** @param {CheckApp} app @param {Questions} questions @param {Said} said @param {FormData} form */
async function keep(app, questions, said, form) {
  const record = await app.check({ ...said, morning: morningIn(form, app.morning()) });
  const judgement = judge(questions, said);
  if (judgement.urgency) return app.go({ name: "stop", record });
  if (said.kind === "after") return app.go({ name: "overview", ended: true });
  const lines = advice(questions, judgement);
  if (lines.length) return showAdvice(app, lines, judgement.mayStart);
  return app.go({ name: "begin" });
}

/** Eat, wait, go light: what comes before the start. @param {CheckApp} app @param {string[]} lines @param {boolean} mayStart */
function showAdvice(app, lines, mayStart) {
  const root = copyOf("advice");
  write(root, { title: say(mayStart ? "before_start" : "wait"), go: say("start_now") });
  put(root, "lines", ...lines.map((words) => tickLine(words)));
  show(root, { go: mayStart, again: !mayStart });
  act(root, {
    go: () => app.go({ name: "begin" }),
    again: () => app.go({ name: "check" }),
    leave: () => app.leave(),
    wrong: () => app.go({ name: "wrong" }),
  });
  app.put(root);
}

/** @param {string} words */
export function tickLine(words) {
  const line = copyOf("tick-line");
  write(line, { words });
  return line;
}

/** Yes or no; a yes asks which. @param {Questions} questions @param {{id: string, question: string[], signs: string[]}} question */
function questionField(questions, question) {
  const more = choiceField(
    say("which"),
    `${question.id}.sign`,
    question.signs.map((id) => [id, questions.reasons[id].words]),
  );
  return yesNo(question.id, question.question, question.id, more);
}

/** @param {string} name @param {string[]} lines @param {string} ask @param {HTMLElement} [more] shown after a yes */
function yesNo(name, lines, ask, more) {
  const field = copyOf("yes-no");
  field.dataset.ask = ask;
  slot(field, "question").append(
    ...lines.map((text) => Object.assign(document.createElement("span"), { textContent: text })),
  );
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input")))
    input.name = name;
  if (!more) return field;
  slot(field, "more").hidden = true;
  slot(field, "more").append(more);
  field.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.name === name) slot(field, "more").hidden = input.value !== "yes";
  });
  return field;
}

/** @param {NonNullable<Questions["foot"]>} foot */
function footFields(foot) {
  const head = document.createElement("h2");
  head.textContent = foot.question;
  return [head, ...foot.points.map((point) => yesNo(`foot.${point.name}`, [point.words], "foot"))];
}

/** @param {Questions} questions */
function glucoseField(questions) {
  const { uses, ketones } = /** @type {{uses: any[], ketones: any[]}} */ (questions.glucose);
  const field = copyOf("glucose");
  field.dataset.ask = "glucose";
  const options = (/** @type {any[]} */ all) =>
    all.map(({ value, words }) => /** @type {[string, string]} */ ([value, words]));
  put(field, "uses", choiceField(say("uses"), "glucose.uses", options(uses)));
  put(field, "helped", yesNo("glucose.helped", [say("helped")], "helped"));
  put(
    field,
    "high",
    yesNo("glucose.unwell", [say("unwell")], "unwell"),
    choiceField(say("ketones"), "glucose.ketones", options(ketones)),
  );
  field.addEventListener("input", () => {
    const reading = readingIn(new FormData(/** @type {HTMLFormElement} */ (field.closest("form"))));
    slot(field, "high").hidden = !isHigh(reading);
  });
  return field;
}

/** Null where nothing is typed, NaN where it is no number. @param {string} typed */
function numberOf(typed) {
  const text = typed.trim().replace(",", ".");
  if (!text) return null;
  return /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) : NaN;
}

/** In mg/dL; null where the field is empty, NaN where it holds no number. @param {FormData} form */
function readingIn(form) {
  const number = numberOf(String(form.get("reading") ?? ""));
  if (number === null) return null;
  return Math.round(inMgDl(number, /** @type {"mg/dL" | "mmol/L"} */ (form.get("unit"))));
}

/** @param {Questions} questions @param {{exercises?: string[]}} morning */
function morningField(questions, morning) {
  const words = /** @type {any} */ (questions).morning;
  const field = document.createElement("fieldset");
  field.className = "field surface pad stack-sm";
  const legend = Object.assign(document.createElement("legend"), { textContent: words.question });
  const options = words.options.map((/** @type {any} */ one) => [one.value, one.words]);
  const compared = choiceField(words.compared, "morning.compared", options);
  compared.dataset.ask = "morning";
  field.append(
    legend,
    scale(words.pain, "morning.pain", null),
    compared,
    yesNo("morning.stiff", [words.stiff], "stiff"),
  );
  if (morning.exercises?.length) {
    field.insertBefore(
      Object.assign(document.createElement("p"), {
        className: "muted",
        textContent: morning.exercises.join(", "),
      }),
      compared,
    );
  }
  return field;
}

/** @param {FormData} form @param {{session: string} | null} morning */
function morningIn(form, morning) {
  const compared = form.get("morning.compared");
  if (!morning || !compared) return null;
  const pain = String(form.get("morning.pain") ?? "");
  const stiff = form.get("morning.stiff");
  return {
    session: morning.session,
    pain: pain === "" ? null : Number(pain),
    compared: String(compared),
    stiff_longer: stiff === null ? null : stiff === "yes",
  };
}

/** @param {FormData} form @param {Questions} questions @param {"before" | "after"} kind @returns {Said} */
function saidIn(form, questions, kind) {
  /** @type {Record<string, string>} */
  const answers = {};
  for (const { id } of kind === "before" ? questions.questions : []) {
    const said = form.get(id);
    const sign = form.get(`${id}.sign`);
    if (said === "no") answers[id] = "no";
    else if (said === "yes" && sign) answers[id] = String(sign);
  }
  return {
    kind,
    answers,
    foot: footIn(form, questions),
    glucose: kind === "before" ? glucoseIn(form, questions) : null,
  };
}

/** @param {FormData} form @param {Questions} questions */
function footIn(form, questions) {
  if (!questions.foot) return null;
  const said = questions.foot.points.map(({ name }) => [name, form.get(`foot.${name}`)]);
  return Object.fromEntries(
    said.filter(([, answer]) => answer !== null).map(([name, answer]) => [name, answer === "yes"]),
  );
}

/** @param {FormData} form @param {Questions} questions */
function glucoseIn(form, questions) {
  const [uses, helped, reading] = [form.get("glucose.uses"), form.get("glucose.helped"), readingIn(form)];
  if (!questions.glucose || !uses || !helped || Number.isNaN(reading)) return null;
  const high = isHigh(reading);
  const [unwell, ketones] = [form.get("glucose.unwell"), form.get("glucose.ketones")];
  if (high && unwell === null) return null; // as on the page: how one feels decides about a high reading
  return {
    uses: String(uses),
    mg_dl: reading,
    helped: helped === "yes",
    unwell: high ? unwell === "yes" : null,
    ketones: high && ketones ? String(ketones) : null,
  };
}

/** What still waits for an answer. @param {HTMLFormElement} element @param {Questions} questions @param {Said} said @param {FormData} form @param {string} kind */
function openIn(element, questions, said, form, kind) {
  const asked = kind === "after" ? { ...questions, questions: [], glucose: null } : questions;
  const open = unanswered(asked, said);
  const reading = readingIn(form);
  write(element, { "reading-error": say("reading_wrong") });
  show(element, { "reading-error": Number.isNaN(reading) });
  if (element.querySelector('[data-ask="morning"]') && !form.get("morning.compared")) open.push("morning");
  return open;
}
