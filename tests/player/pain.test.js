/* The traffic light of pain, on the cases that the server's rule is tried on as well. Which facts a case has is worked out
   by the server (`facts` in pain_facts.json, kept true by tests/player/test_pain_cases.py). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { adviceOn } from "../../static/player/pain.js";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const facts = read("./pain_facts.json");

for (const one of read("./pain_cases.json")) {
  test(one.name, () => {
    assert.equal(adviceOn(facts[one.name], one.pain, one.kind), one.advice);
  });
}
