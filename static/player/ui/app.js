/* The player: finds out who is here, puts one screen at a time on the page, and carries what is said to the store and to
   the server. What a screen says is kept on the device before the next one is shown. */

import { todayOf } from "../clock.js";
import { useLimits } from "../limits.js";
import { openedBy, stoppedBy } from "../lock.js";
import { edit, editCheck, newCheck, newSession, summary, unsent } from "../outbox.js";
import { current, restBetween } from "../position.js";
import { forgetPlans, onForgotten, openStore } from "../store.js";
import { begin, doneElsewhere, seenFrom } from "../workout.js";
import { syncOf } from "./device.js";
import { keepFigures } from "./figure.js";
import { adviceFor } from "./said.js";
import { showHelp, showScreen } from "./screens.js";
import { nameOf, notices } from "./unsent.js";
import { stayAwake } from "./wake.js";
import { keepLook, lastPerson, remember, whoIsSignedIn } from "./who.js";
import { all } from "./words.js";

/** @import { DeviceStore } from "../store.js" */
/** @import { Morning, Questions, Said } from "../screening.js" */
/** @import { Fetched, Stop } from "../sync.js" */
/** @import { CheckDoc, CheckRecord, KeptPlan, OutboxRecord, Screen, SessionRecord, StepShown, Workout } from "../types.js" */

/** @typedef {{today: string, signIn: string, help: string, sessions: string}} Addresses */
/** @typedef {Said & {morning: object | null}} CheckAnswers */

const PATIENCE_MS = 3000;

class Player {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    const { today, signIn, help, sessions } = /** @type {Record<string, string>} */ (
      /** @type {unknown} */ (place.dataset)
    );
    /** @type {Addresses} */
    this.addresses = {
      today,
      signIn: `${signIn}?next=${encodeURIComponent(window.location.pathname)}`,
      help,
      sessions,
    };
    /** @type {DeviceStore | null} */
    this.opened = null;
    /** Null until a store is open, and again once somebody has signed out. @type {ReturnType<typeof syncOf> | null} */
    this.sync = null;
    /** @type {KeptPlan | null} */
    this.plan = null;
    /** @type {SessionRecord | null} */
    this.record = null;
    /** @type {OutboxRecord[]} */
    this.records = [];
    /** Whether the person uses the timer: then it begins by itself after a rest. */
    this.timing = false;
    /** @type {Stop | null} */
    this.stopped = null;
    /** @type {Screen | null} */
    this.screen = null;
    this.leaveScreen = () => {};
    this.retry = 0;
  }

  // --- beginning ---------------------------------------------------------------------------

  async start() {
    useLimits(all().limits);
    const known = lastPerson();
    if (known) await this.open(known);
    const fresh = known ? await this.refreshSoon() : "unknown";
    if (fresh === "other-person" || fresh === "unknown") {
      const person = await whoIsSignedIn();
      if (person) {
        // A phone is handed on: what was shown to one is not kept for another.
        if (known && person !== known) await forgetPlans();
        await this.open(person);
        await this.refresh();
      } else if (fresh === "other-person" || person === null) return this.go({ name: "nobody" });
      else if (!known) return showHelp(this);
    }
    if (!this.plan) return this.stopped === "signed-out" ? this.go({ name: "nobody" }) : showHelp(this);
    navigator.storage?.persist?.().catch((error) => console.info("storage may be cleared:", error));
    if (fresh !== "late") await this.sendPutAway();
    await this.resume();
    this.flush();
  }

  /** What was put away without its plan at a sign-out goes first, so that the day counts it. */
  async sendPutAway() {
    if (!this.records.some((one) => one.kind === "session" && !one.course && unsent(one).length)) return;
    await this.soon(this.flush());
    await this.refreshSoon();
  }

  /** What comes of it, or "late" after a while. @template T @param {Promise<T>} work @returns {Promise<T | "late">} */
  soon(work) {
    return Promise.race([work, new Promise((done) => window.setTimeout(done, PATIENCE_MS, "late"))]);
  }

  /** @param {string} person */
  async open(person) {
    this.opened?.close();
    const store = await openStore(person);
    this.opened = store;
    this.sync = syncOf(store);
    this.plan = (await store.plan()) ?? null;
    await this.look();
  }

  /** What is kept of who is here. @returns {DeviceStore} */
  get store() {
    if (!this.opened) throw new Error("nobody's store is open");
    return this.opened;
  }

  /** Fetch the plan anew; what the server says of who is here comes back. @returns {Promise<Fetched["kind"]>} */
  async refresh() {
    if (!this.sync) throw new Error("nobody is here to fetch a plan for");
    const fetched = await this.sync.refresh();
    if (fetched.kind === "plan") {
      this.plan = fetched.plan;
      this.stopped = null;
      remember(this.store.person);
      keepFigures(this.store, fetched.plan.today).catch((error) =>
        console.info("no figures are kept:", error),
      );
      if (this.record?.course)
        await this.change((workout) =>
          doneElsewhere(workout, this.record?.id ?? "", fetched.plan.today.logged),
        );
    } else if (fetched.kind === "signed-out") this.stopped = "signed-out";
    return fetched.kind;
  }

  /** With a plan here nobody waits long for a newer one: a network that does not answer is as good as none. @returns {Promise<Fetched["kind"] | "late">} */
  async refreshSoon() {
    const fresh = this.refresh();
    if (!this.plan) return fresh;
    const heard = await this.soon(fresh);
    // If it is somebody else's phone by now, it begins anew.
    if (heard === "late") fresh.then((kind) => kind === "other-person" && window.location.reload());
    return heard;
  }

  /** Read what is kept: another tab may have changed it. */
  async look() {
    this.records = await this.store.records();
    const today = this.plan ? todayOf(this.plan, this.now()) : null;
    // A session that runs past midnight is finished as what it was begun as.
    const running = this.record?.doc.finished_at ? null : this.record?.id;
    const ofToday = this.records.filter(
      (one) => one.kind === "session" && one.course && (one.doc.day === today || one.id === running),
    );
    this.record = /** @type {SessionRecord | null} */ (ofToday.at(-1) ?? null);
  }

  /** Where the session stands. @param {StepShown} [shown] what a step shows, if it is one */
  async resume(shown = {}) {
    await this.look();
    if (!this.plan) return this.go({ name: "no_network" });
    if (this.lock() || this.stopRecord()) return this.go({ name: "stop" });
    const running = this.record && !this.record.doc.finished_at ? this.record : null;
    if (running && current(this.workout())) return this.go({ name: "step", ...shown });
    if (running?.doc.sets.length) return this.go({ name: "finish" });
    if (this.record?.doc.finished_at || !this.dueToday()) return this.go({ name: "overview" });
    return this.go({ name: "begin" });
  }

  dueToday() {
    if (!this.plan) return false;
    const today = todayOf(this.plan, this.now());
    return this.plan.today.days.some((day) => day.day === today && day.state === "due");
  }

  /** The check first, then the first set. @returns {Promise<void>} */
  async beginSession() {
    await this.look();
    if (!this.plan || !this.dueToday()) return this.go({ name: "overview" });
    if (this.lock() || this.stopRecord()) return this.go({ name: "stop" });
    const today = todayOf(this.plan, this.now());
    const opened = openedBy(this.plan, this.records, today);
    if (this.questions() && !opened && !this.isChecked(today)) return this.go({ name: "check" });
    if (!this.record) {
      const { id, now } = this.made();
      const workout = begin(this.plan.today, { day: today, now, check: opened?.id ?? null });
      await this.store.update(id, () => newSession(id, this.store.person, workout));
      await this.look();
    }
    return this.go({ name: current(this.workout()) ? "step" : "overview" });
  }

  /** Whether a check that the server has opened this day. @param {string} today */
  isChecked(today) {
    return Boolean(this.plan?.today.check.passed) && this.plan?.today.today === today;
  }

  // --- what screens ask ----------------------------------------------------------------------

  now() {
    return Date.now();
  }

  made() {
    return { id: crypto.randomUUID(), now: new Date(this.now()).toISOString() };
  }

  /** @returns {Workout} */
  workout() {
    if (!this.record?.course) throw new Error("no session is running");
    return { doc: this.record.doc, course: this.record.course };
  }

  /** @returns {Questions | null} */
  questions() {
    return this.plan?.today.check ?? null;
  }

  morning() {
    const morning = this.plan?.today.morning ?? null;
    const told = this.records.some(
      (one) =>
        one.kind === "check" &&
        /** @type {Morning | null | undefined} */ (one.doc.morning)?.session === morning?.session,
    );
    return morning && !told ? morning : null;
  }

  lock() {
    return this.plan?.today.lock ?? null;
  }

  stopRecord() {
    return this.plan ? stoppedBy(this.plan, this.records, todayOf(this.plan, this.now())) : null;
  }

  /** The check of this device behind the server's lock; null where it was answered on another. @returns {CheckRecord | null} */
  lockRecord() {
    const found = this.records.find((one) => one.id === this.lock()?.check);
    return found?.kind === "check" ? found : null;
  }

  /**
   * Change the session, keep it, and then show it.
   * @param {(workout: Workout) => Workout} change
   * @param {Screen} [then]
   */
  async change(change, then) {
    const mine = /** @type {SessionRecord} */ (this.record);
    let course = mine.course;
    const kept = await this.store.update(mine.id, (record) => {
      // A sign-out in another tab may just have put the plan away: what is said here counts, and brings no plan back.
      const before = record?.kind === "session" ? record : { ...mine, course: null };
      const seen = before.course && mine.course ? seenFrom(before.course, mine.course) : mine.course;
      const after = edit({ ...before, course: seen }, change, this.made().now);
      course = after.course;
      return before.course ? after : { ...after, course: null };
    });
    this.record = { .../** @type {SessionRecord} */ (kept), course };
    if (then) this.go(then);
    this.flush();
  }

  /** Log a set, then rest or go on. @param {(workout: Workout) => Workout} change */
  async log(change) {
    const before = this.workout();
    await this.change(change);
    const after = this.workout();
    const logged = current({ ...before, doc: after.doc });
    const advice = logged?.set ? adviceFor(logged) : null;
    // Who has just been through the list for this pain is not sent through it twice.
    const here = current(before);
    const wasTold = here && adviceFor(here)?.kind === "red";
    if (advice?.kind === "red" && !wasTold) return this.go({ name: "wrong", back: { advice } });
    if (!current(after)) return this.go({ name: "finish" });
    this.go({ name: "step", rest: restBetween(before, after), advice });
  }

  /** Keep the answers of a check. @param {CheckAnswers} said @returns {Promise<CheckRecord>} */
  async check(said) {
    const { id, now } = this.made();
    const plan = /** @type {KeptPlan} */ (this.plan);
    /** @type {CheckDoc} */
    const doc = {
      person: this.store.person,
      day: todayOf(plan, this.now()),
      answered_at: now,
      called_at: null,
      mistaken_at: null,
      ...said,
    };
    const record = newCheck(id, doc, now);
    await this.store.update(id, () => record);
    await this.look();
    await Promise.race([this.flush(), new Promise((later) => window.setTimeout(later, 1500))]);
    return /** @type {CheckRecord} */ (await this.store.get(id));
  }

  /** @param {string} id @param {Record<string, unknown>} more */
  async amendCheck(id, more) {
    await this.store.update(id, (record) =>
      record?.kind === "check" ? editCheck(record, more, this.made().now) : undefined,
    );
    await this.soon(this.flush());
    // The server decides what it opens.
    await this.refreshSoon();
    await this.look();
    this.go({ name: "stop" });
  }

  // --- sending -------------------------------------------------------------------------------

  async flush() {
    window.clearTimeout(this.retry);
    if (!this.sync) return;
    const { stopped, retry_in } = await this.sync.flush();
    this.stopped = stopped;
    if (retry_in !== null) this.retry = window.setTimeout(() => this.flush(), retry_in);
    await this.look();
    this.showUnsent();
  }

  showUnsent() {
    const places = this.place.querySelectorAll('[data-slot="unsent"]');
    const found = notices(summary(this.records), this.stopped, {
      small: this.screen?.name === "step",
      signIn: this.addresses.signIn,
      nameOf: (refused) => nameOf(this.records, refused),
    });
    for (const place of places) place.replaceChildren(...found);
  }

  /** Ask the server nothing: the sign-out may still be on its way to it, and the plan would come back. */
  forget() {
    this.sync = null;
    this.plan = null;
    this.record = null;
    this.records = [];
    this.go({ name: "nobody" });
  }

  // --- screens -------------------------------------------------------------------------------

  /** @param {Screen} screen @returns {void} */
  go(screen) {
    this.screen = screen;
    stayAwake(screen.name === "step");
    showScreen(this, screen);
  }

  /** @param {HTMLElement} root @param {() => void} [leave] */
  put(root, leave = () => {}) {
    this.leaveScreen();
    this.leaveScreen = leave;
    root.querySelector("main")?.setAttribute("id", "main");
    this.place.replaceChildren(root);
    this.showUnsent();
    window.scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (root.querySelector("h1"))?.focus({ preventScroll: true });
  }

  leave() {
    window.location.assign(this.addresses.today);
  }

  /** @param {string} text */
  announce(text) {
    const place = document.getElementById("player-said");
    if (place) place.textContent = text;
  }
}

/** @typedef {Player} App */

const place = document.getElementById("player");
if (place) {
  keepLook("own" in place.dataset);
  const player = new Player(place);
  const fail = (/** @type {unknown} */ error) => {
    console.error(error);
    player.go({ name: "failed" });
  };
  player.start().catch(fail);
  const again = () => player.sync && player.flush().catch((error) => console.info("not sent:", error));
  // In another tab somebody has signed out: nothing of the plan stays on the screen.
  onForgotten(() => player.forget());
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  place.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest?.('[data-do="send"]')) again();
  });
  window.addEventListener("unhandledrejection", (event) => fail(event.reason));
}
