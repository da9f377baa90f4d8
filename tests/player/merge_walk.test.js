import assert from "node:assert/strict";
import { test } from "node:test";
import { changedAnswers, changedSets, merge, takenBack } from "../../static/player/merge.js";
import { sameSet, slotOf } from "../../static/player/sets.js";
import { said, session } from "./support/cast.js";
import { chance } from "./support/random.js";

const SLOTS = 5;

/** A few changes of a session: sets added, corrected, taken back; answers given and taken away. */
function changed(doc, random, prefix) {
  let { sets, ...rest } = structuredClone(doc);
  for (let count = random.number(8); count > 0; count -= 1) {
    const set = random.pick(sets);
    const free = [...Array(SLOTS).keys()].filter((slot) => !sets.some((one) => one.number === slot));
    const what = random.pick(["add", "correct", "take back", "answer"]);
    if (what === "add" && free.length) {
      sets = [
        ...sets,
        said(`${prefix}${random.number(1e9)}`, { number: random.pick(free), reps: random.number(20) }),
      ];
    } else if (what === "correct" && set) {
      sets = sets.map((one) =>
        one === set ? { ...one, reps: random.number(20), pain: random.number(11) } : one,
      );
    } else if (what === "take back" && set) {
      sets = sets.filter((one) => one !== set);
    } else if (what === "answer") {
      rest = { ...rest, effort: random.pick([null, 0, 5]), note: random.pick(["", "stiff"]) };
    }
  }
  return { ...rest, sets };
}

test("whatever both sides changed, nothing that was said here is lost and nothing is there twice", () => {
  let bothChanged = 0;
  for (let seed = 1; seed <= 4000; seed += 1) {
    const random = chance(seed);
    const base = changed(changed(session([]), random, "base-"), random, "more-");
    const mine = changed(base, random, "mine-");
    const stored = changed(base, random, "theirs-");
    const merged = merge(base, mine, stored, []);
    const at = (doc, id) => doc.sets.find((set) => set.id === id);
    const ours = changedSets(base, mine);
    bothChanged += Number(ours.length > 0 && changedSets(base, stored).length > 0);

    assert.equal(new Set(merged.sets.map(slotOf)).size, merged.sets.length, `two for a slot, seed ${seed}`);
    for (const id of ours) assert.ok(sameSet(at(merged, id), at(mine, id)), `lost ${id}, seed ${seed}`);
    for (const id of takenBack(base, mine))
      assert.equal(at(merged, id), undefined, `back again ${id}, seed ${seed}`);
    for (const name of changedAnswers(base, mine))
      assert.equal(merged[name], mine[name], `${name}, seed ${seed}`);
    const slots = new Set(ours.map((id) => slotOf(at(mine, id))));
    const untouched = stored.sets.filter((set) => !ours.includes(set.id) && !slots.has(slotOf(set)));
    for (const set of untouched.filter(({ id }) => !takenBack(base, mine).includes(id))) {
      assert.ok(sameSet(at(merged, set.id), set), `theirs ${set.id}, seed ${seed}`);
    }
    for (const set of merged.sets) assert.ok(at(mine, set.id) || at(stored, set.id));
    // Merging what was merged changes nothing, and neither does a side that said nothing.
    assert.deepEqual(changedSets(merged, merge(stored, merged, stored, [])), []);
    assert.deepEqual(changedSets(stored, merge(base, base, stored, [])), []);
    assert.deepEqual(changedSets(mine, merge(base, mine, base, [])), []);
  }
  assert.ok(bothChanged > 1000, "the walk has to meet real conflicts");
});
