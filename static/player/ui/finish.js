/* How the whole session was. */

import { tally } from "../position.js";
import { answer, finish, goTo } from "../workout.js";
import { act, copyOf, onSubmit, put, write } from "./dom.js";
import { numberIn, scale } from "./fields.js";
import { tallyRows } from "./overview.js";
import { all, say } from "./words.js";

/** @import { App } from "./app.js" */

/** @param {Pick<App, "change" | "go" | "made" | "put" | "questions" | "workout">} app @returns {void} */
export function showFinish(app) {
  const workout = app.workout();
  const { doc } = workout;
  // A session without a set is none: there is nothing to say of it.
  if (!doc.sets.length) return app.go({ name: "overview" });
  const root = copyOf("finish");
  const counts = tally(workout);
  write(root, {
    about: say("finish_about", { done: counts.done + counts.partial + counts.elsewhere, of: counts.of }),
  });
  put(root, "tally", ...tallyRows(workout));
  put(root, "pain_after", scale(say("pain_after_question"), "pain_after", doc.pain_after));
  put(root, "effort", scale(say("effort_session"), "effort", doc.effort, all().effort_words));
  const note = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
  note.value = doc.note;
  const said = (/** @type {FormData} */ form) => ({
    pain_after: numberIn(form, "pain_after"),
    effort: numberIn(form, "effort"),
    note: String(form.get("note") ?? "").trim(),
  });
  const form = /** @type {HTMLFormElement} */ (root);
  act(root, {
    back: async () => {
      // Who ended early goes back to the set they stood at, others to the last one.
      const at = Math.min(workout.course.at, workout.course.steps.length - 1);
      await app.change((one) => goTo(answer(one, said(new FormData(form))), at), { name: "step" });
    },
    wrong: async () => {
      await app.change((one) => answer(one, said(new FormData(form))));
      app.go({ name: "wrong" });
    },
  });
  onSubmit(root, async (sent) => {
    await app.change((one) => finish(answer(one, said(sent)), one.doc.finished_at ?? app.made().now));
    app.go(app.questions()?.foot ? { name: "check", after: true } : { name: "overview", ended: true });
  });
  app.put(root);
}
