/* The traffic light of pain, on the cases that the server's rule is tried on as well (test_pain_cases.py, which also holds
   the server to the `facts` that it hands out). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { adviceOn } from "../../static/player/pain.js";
import "./support/limits.js";

for (const one of JSON.parse(readFileSync(new URL("./pain_cases.json", import.meta.url), "utf8"))) {
  test(one.name, () => {
    assert.equal(adviceOn(one.facts, one.pain, one.kind), one.advice);
  });
}
