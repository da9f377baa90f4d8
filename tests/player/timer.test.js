import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CHANGE_S,
  cues,
  jump,
  pause,
  READY_S,
  reset,
  restTimer,
  run,
  setTimer,
  view,
} from "../../static/player/timer.js";
import { dose } from "./support/cast.js";
import "./support/limits.js";

const START = 1_000_000;
/** Every second's view of a timer that runs through. */
function through(timer) {
  const running = run(timer, START);
  const views = [];
  for (let now = START; ; now += 1000) {
    const shown = view(running, now);
    views.push(shown);
    if (shown.phase === "over") return views;
  }
}
const secondsOf = (timer, word) => through(timer).filter((shown) => shown.word === word).length;

test("five seconds to get ready come first", () => {
  const views = through(setTimer(dose()));
  assert.deepEqual(
    views.slice(0, 6).map((shown) => [shown.word, shown.left]),
    [
      ["ready", 5],
      ["ready", 4],
      ["ready", 3],
      ["ready", 2],
      ["ready", 1],
      ["up", 2],
    ],
  );
});

test("a tempo is up, hold and down, for each repetition", () => {
  const words = through(setTimer(dose({ reps: 2, tempo: "2-1-3" })))
    .slice(READY_S)
    .map((shown) => `${shown.word}${shown.round}`);
  assert.deepEqual(words, [
    "up1",
    "up1",
    "hold1",
    "down1",
    "down1",
    "down1",
    "up2",
    "up2",
    "hold2",
    "down2",
    "down2",
    "down2",
    "over2",
  ]);
});

test("a hold that the dose asks for is longer than its tempo's", () => {
  assert.equal(secondsOf(setTimer(dose({ reps: 1, tempo: "2-1-2", hold_s: 4 })), "hold"), 4);
});

test("without a tempo, a short hold has a second there and one back", () => {
  const words = through(setTimer(dose({ reps: 1, tempo: "hold", hold_s: 2 }))).slice(READY_S);
  assert.deepEqual(
    words.map((shown) => shown.word),
    ["up", "hold", "hold", "down", "over"],
  );
});

test("long holds are counted whole, with a short change between and none after the last", () => {
  for (const tempo of ["hold", "2-5-2", ""]) {
    const timer = setTimer(dose({ reps: 3, hold_s: 10, tempo }));
    assert.equal(secondsOf(timer, "hold"), 30, tempo);
    assert.equal(secondsOf(timer, "change"), 2 * CHANGE_S, tempo);
    assert.equal(through(timer).at(-2).word, "hold");
  }
});

test("the second side's stretch is as long as the first's", () => {
  const seconds = ["L", "R"].map((side) =>
    secondsOf(setTimer(dose({ side, reps: 2, hold_s: 30, tempo: "hold" })), "hold"),
  );
  assert.deepEqual(seconds, [60, 60]);
});

test("five seconds are a long hold and four are not", () => {
  assert.equal(secondsOf(setTimer(dose({ reps: 2, hold_s: 5, tempo: "1-5-1" })), "up"), 0);
  assert.equal(secondsOf(setTimer(dose({ reps: 2, hold_s: 4, tempo: "1-4-1" })), "up"), 2);
});

test("minutes count down all of their time", () => {
  const timer = setTimer(dose({ reps: null, minutes: 10, tempo: "able to talk" }));
  assert.equal(secondsOf(timer, "go"), 600);
});

test("metres have no timer, nor have repetitions at no known pace", () => {
  assert.equal(setTimer(dose({ reps: null, hold_s: null, metres: 10, tempo: "slow" })), null);
  assert.equal(setTimer(dose({ hold_s: 0, tempo: "fast" })), null);
  assert.equal(setTimer(dose({ hold_s: null, tempo: "0-0-0" })), null);
});

test("a rest counts its seconds, and no rest has no timer", () => {
  assert.equal(secondsOf(restTimer(45), "rest"), 45);
  assert.equal(restTimer(0), null);
});

test("it stands until it is started", () => {
  const timer = setTimer(dose());
  assert.deepEqual([view(timer, START).left, view(timer, START + 99_000).left], [5, 5]);
  assert.equal(view(timer, START).paused, true);
});

test("a pause takes nothing from a hold", () => {
  const timer = run(setTimer(dose({ reps: 1, hold_s: 30, tempo: "hold" })), START);
  const paused = pause(timer, START + 15_000);
  assert.deepEqual([view(paused, START + 500_000).word, view(paused, START + 500_000).left], ["hold", 20]);
  const again = run(paused, START + 500_000);
  assert.equal(view(again, START + 519_000).left, 1);
  assert.equal(view(again, START + 520_000).phase, "over");
});

test("starting twice does not start it anew", () => {
  const once = run(setTimer(dose()), START);
  assert.equal(run(once, START + 3000), once);
});

test("leaving the count begins the set, running or not", () => {
  const running = jump(run(setTimer(dose()), START), START + 1000);
  assert.deepEqual([view(running, START + 1000).word, view(running, START + 1000).left], ["up", 2]);
  assert.equal(view(running, START + 2000).left, 1);
  const standing = jump(setTimer(dose()), START);
  assert.deepEqual([view(standing, START + 9000).word, view(standing, START + 9000).left], ["up", 2]);
});

test("leaving the last piece is the end of it", () => {
  const over = jump(run(restTimer(30), START), START + 2000);
  assert.equal(view(over, START + 2000).phase, "over");
  assert.equal(view(jump(over, START + 3000), START + 3000).phase, "over");
});

test("it can be had from the begin again", () => {
  const timer = reset(run(setTimer(dose()), START));
  assert.deepEqual(timer, setTimer(dose()));
});

test("a clock that is set back gives no time back", () => {
  const timer = pause(run(setTimer(dose()), START), START + 3000);
  assert.equal(view(run(timer, START + 3000), START - 60_000).left, 2);
});

test("its share goes from 0 to 1", () => {
  const timer = run(restTimer(10), START);
  assert.deepEqual(
    [0, 2500, 10_000].map((ms) => view(timer, START + ms).share),
    [0, 0.25, 1],
  );
});

test("what is heard: the count, go, each turn, and the end once", () => {
  const views = through(setTimer(dose({ reps: 1, tempo: "2-1-1" })));
  const heard = views.flatMap((shown, index) => cues(views[index - 1] ?? null, shown));
  assert.deepEqual(heard, [
    { sound: "turn", say: "ready" },
    { sound: "tick", say: 3 },
    { sound: "tick", say: 2 },
    { sound: "tick", say: 1 },
    { sound: "go", say: "up" },
    { sound: "turn", say: "hold" },
    { sound: "turn", say: "down" },
    { sound: "over", say: "over" },
  ]);
  assert.deepEqual(cues(views.at(-1), views.at(-1)), []);
});

test("the end of a long hold is counted", () => {
  const views = through(setTimer(dose({ reps: 1, hold_s: 6, tempo: "hold" })));
  const heard = views.flatMap((shown, index) => cues(views[index - 1] ?? null, shown));
  assert.deepEqual(
    heard.slice(4).map((cue) => cue.say),
    ["hold", 3, 2, 1, "over"],
  );
});

test("after a long sleep of the page only what holds now is heard", () => {
  const timer = run(setTimer(dose()), START);
  const heard = cues(view(timer, START), view(timer, START + 600_000));
  assert.deepEqual(heard, [{ sound: "over", say: "over" }]);
});

test("a paused timer is silent, and says where it is when it goes on", () => {
  const timer = run(restTimer(20), START);
  const paused = pause(timer, START + 4000);
  assert.deepEqual(cues(view(timer, START + 3000), view(paused, START + 4000)), []);
  const heard = cues(view(paused, START + 9000), view(run(paused, START + 9000), START + 9000));
  assert.deepEqual(heard, [{ sound: "turn", say: "rest" }]);
});
