/* Which screen is shown: each by its name, with what it is given. */

import { summary } from "../outbox.js";
import { showCheck } from "./check.js";
import { act, copyOf, show, write } from "./dom.js";
import { showFinish } from "./finish.js";
import { showOverview } from "./overview.js";
import { showStep } from "./step.js";
import { showStop } from "./stop.js";
import { say } from "./words.js";
import { showWrong } from "./wrong.js";

/** @import { App } from "./app.js" */
/** @import { MessageScreen, Screen } from "../types.js" */

/** @param {App} app @param {Screen} screen @returns {void} */
export function showScreen(app, screen) {
  switch (screen.name) {
    case "begin":
      return void app.beginSession();
    case "check":
      return showCheck(app, screen);
    case "step":
      return showStep(app, screen);
    case "finish":
      return showFinish(app);
    case "overview":
      return showOverview(app, screen);
    case "stop":
      return showStop(app, screen);
    case "wrong":
      return showWrong(app, screen);
    default:
      return showMessage(app, screen);
  }
}

/**
 * No plan and no network: the page of help, which the worker shows here for this address. Its "Try again" comes back.
 * @param {Pick<App, "go" | "records">} app
 */
export function showHelp(app) {
  const address = new URL(window.location.href);
  const isKept = Boolean(navigator.serviceWorker?.controller) && !address.searchParams.has("kept");
  if (!isKept || summary(app.records).since) return app.go({ name: "no_network" });
  address.searchParams.set("kept", "1");
  window.location.replace(address);
}

/** @param {Pick<App, "addresses" | "put" | "records">} app @param {MessageScreen} screen */
function showMessage(app, { name }) {
  const root = copyOf("message");
  const unsent = summary(app.records).since ? say("kept_unsent") : "";
  const link = /** @type {HTMLAnchorElement} */ (root.querySelector('a[data-part="link"]'));
  const failed = name === "failed";
  link.href = name === "nobody" ? app.addresses.signIn : failed ? app.addresses.today : app.addresses.help;
  write(root, {
    title: say(failed ? "failed" : name),
    text: say(`${name}_text`),
    kept: unsent,
    link: say(name === "nobody" ? "sign_in" : failed ? "today_list" : "help"),
  });
  show(root, { kept: unsent, again: name !== "nobody" });
  act(root, { again: () => window.location.reload() });
  app.put(root);
}
