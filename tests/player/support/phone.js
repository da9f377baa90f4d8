/* A phone: a store, a sync with a server, a clock, and what a person does on it. */

import { offsetOf } from "../../../static/player/clock.js";
import { edit, newSession, summary } from "../../../static/player/outbox.js";
import { lockOf, makeSync } from "../../../static/player/sync.js";
import { begin, log } from "../../../static/player/workout.js";
import { MARGARET, NOON, SESSION, today } from "./cast.js";
import { memoryStore } from "./memory_store.js";

let made = 0;

export class Phone {
  constructor(server, { person = MARGARET, lock = lockOf(undefined) } = {}) {
    this.server = server;
    this.store = memoryStore(person);
    this.clock = Date.parse(NOON);
    const { flush, refresh } = makeSync({
      store: this.store,
      fetch: server.fetch,
      lock,
      now: () => this.clock,
    });
    this.flush = flush;
    this.refresh = refresh;
  }

  get now() {
    return new Date(this.clock).toISOString();
  }

  /** The plan is here, and a session begun. */
  async begin(id = SESSION) {
    const plan = { ...today(), person: this.store.person, token: this.server.token };
    await this.store.keepPlan({ today: plan, offset: offsetOf(NOON, this.clock, this.clock), kept_at: NOON });
    const workout = begin(plan, { day: "2026-11-23", now: this.now });
    await this.store.update(id, () => newSession(id, this.store.person, workout));
  }

  change(change, id = SESSION) {
    return this.store.update(id, (record) => edit(record, change, this.now));
  }

  /** The next set is done; answers with its id. */
  async do(more = {}, id = SESSION) {
    made += 1;
    const set = `set-${made}`;
    await this.change(
      (workout) => log(workout, { outcome: "done", reps: 8, ...more }, { id: set, now: this.now }),
      id,
    );
    return set;
  }

  record(id = SESSION) {
    return this.store.get(id);
  }

  async waiting() {
    return summary(await this.store.records());
  }
}
