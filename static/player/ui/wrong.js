/* Something is wrong: the full list, at any moment, with or without a network. */

import { answersOf } from "../screening.js";
import { act, copyOf, onSubmit, part, put, show, write } from "./dom.js";
import { choices } from "./fields.js";
import { call } from "./stop.js";
import { say } from "./words.js";

/** @import { App } from "./app.js" */
/** @import { Questions } from "../screening.js" */
/** @import { WrongScreen } from "../types.js" */

/** @typedef {Pick<App, "addresses" | "check" | "go" | "plan" | "put" | "questions" | "resume">} WrongApp */

/** The signs, the most urgent first, under what each of a group asks for. @param {Questions} questions */
function groups({ list, reasons, urgencies }) {
  return /** @type {const} */ (["E", "S", "T"]).flatMap((urgency) => {
    const signs = list.filter((id) => reasons[id].urgency === urgency);
    if (!signs.length) return [];
    const field = copyOf("signs");
    field.dataset.urgency = urgency;
    write(field, { about: urgencies[urgency].about });
    put(
      field,
      "signs",
      ...choices(
        "sign",
        signs.map((id) => [id, reasons[id].words]),
        { many: true },
      ),
    );
    return [field];
  });
}

/** @param {WrongApp} app @param {WrongScreen} screen @returns {void} */
export function showWrong(app, { back }) {
  const questions = app.questions();
  if (!questions) return void window.location.assign(app.addresses.help);
  const root = copyOf("wrong");
  const clinic = app.plan?.today.clinic;
  put(root, "emergency", call(say("call_emergency"), clinic?.emergency_number ?? "", false));
  put(root, "list", ...groups(questions));
  act(root, { close: () => app.resume(back) });
  onSubmit(root, async (form) => {
    const ticked = form.getAll("sign").map(String);
    show(root, { error: !ticked.length });
    if (!ticked.length) return part(root, "error").scrollIntoView({ block: "center" });
    const said = {
      kind: /** @type {const} */ ("wrong"),
      answers: answersOf(questions, ticked),
      foot: null,
      glucose: null,
    };
    const record = await app.check({ ...said, morning: null });
    app.go({ name: "stop", record });
  });
  app.put(root);
}
