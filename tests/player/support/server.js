/* A server that keeps the contract of the two addresses, in memory, and fails where it is told to. */

import { MARGARET, today } from "./cast.js";

const json = (status, body) => answer(status, JSON.stringify(body));

/** What a browser's fetch resolves to, as far as anybody reads it. */
export function answer(status, body, more = {}) {
  return { status, type: "basic", redirected: false, text: async () => body, ...more };
}

export const HTML = "<!doctype html><title>Sign in</title>";
const MOMENTS = ["started_at", "finished_at", "logged_at"];

/** What counts as content: everything but moments that are there. */
function content(doc) {
  const plain = (key, value) => (MOMENTS.includes(key) ? value !== null : value);
  const { version: _version, sets, ...rest } = doc;
  return JSON.stringify([rest, [...sets].sort((one, other) => one.id.localeCompare(other.id))], plain);
}

export class Server {
  constructor() {
    /** @type {Map<string, any>} */
    this.sessions = new Map();
    this.checks = new Map();
    this.signedIn = MARGARET;
    this.token = "token";
    this.today = today();
    /** Every request that came: {method, url, body, headers}. */
    this.asked = [];
    /** Called with each request first; what it returns is the answer. @type {(request: any) => any} */
    this.instead = () => undefined;
    /** Called with the answer; may change it, or throw: then everything was done and nobody hears of it. */
    this.after = (given) => given;
    /** Errors of a document, or null. @type {(doc: any) => Record<string, string> | null} */
    this.wrong = () => null;
    this.open = 0;
    this.fetch = this.fetch.bind(this);
  }

  get puts() {
    return this.asked.filter((one) => one.method === "PUT");
  }

  async fetch(url, { method = "GET", body, headers = {} } = {}) {
    this.open += 1;
    const request = { url, method, headers, body: body && JSON.parse(body), together: this.open };
    this.asked.push(request);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      const instead = await this.instead(request);
      return await this.after(instead ?? this.answer(request), request);
    } finally {
      this.open -= 1;
    }
  }

  answer({ url, method, headers, body }) {
    if (!this.signedIn) return json(401, { errors: { session: "Sign in." } });
    if (method === "GET") return json(200, { ...this.today, person: this.signedIn, token: this.token });
    if (headers["X-CSRFToken"] !== this.token) return json(403, { errors: { token: "Ask for a new one." } });
    if (body.person !== this.signedIn)
      return json(403, { errors: { person: "Somebody else is signed in." } });
    const errors = this.wrong(body);
    if (errors) return json(422, { errors });
    const id = url.split("/").at(-1);
    if (url.includes("/checks/")) {
      this.checks.set(id, body);
      return json(200, { check: id, urgency: "T", lock: null, told_at: "2026-11-23T12:00:05.000Z" });
    }
    return this.put(id, body);
  }

  put(id, { person: _person, sent_at: _sent, ...doc }) {
    const stored = this.sessions.get(id);
    const same = stored && stored.version === doc.version && content(stored) === content(doc);
    if (stored && !same && doc.version <= stored.version) {
      return json(409, { errors: { version: "Changed meanwhile." }, stored: this.resolved(stored) });
    }
    if (!stored && !doc.sets.length)
      return json(422, { errors: { sets: "A session begins with its first set." } });
    if (!same) this.sessions.set(id, doc);
    const sets = doc.sets.map((set) => set.id).sort();
    return json(200, {
      session: id,
      version: doc.version,
      day: doc.day,
      plan_then: "",
      finished: false,
      sets,
    });
  }

  /** As the server tells it: a set as prescribed is done, with the amounts that were asked. */
  resolved(doc) {
    const sets = doc.sets.map((set) =>
      set.outcome === "as_prescribed"
        ? { ...set, outcome: "done", reps: this.today.doses[set.dose].reps }
        : set,
    );
    return { ...doc, sets };
  }

  /** Somebody changes the session by another way, such as a form: its version rises by one. */
  change(id, how) {
    const stored = this.resolved(this.sessions.get(id));
    this.sessions.set(id, { ...how(stored), version: stored.version + 1 });
  }
}
