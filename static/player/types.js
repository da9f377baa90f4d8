/* The shapes that the player's modules share, as types alone: nothing of this runs. Names are those of the API. */

/**
 * @typedef {"L" | "R" | "B"} Side
 *
 * @typedef {object} Dose
 * @property {string} prescription
 * @property {Side} side
 * @property {number} sets of the whole day, all its rounds
 * @property {number | null} reps
 * @property {number | null} hold_s seconds that each repetition is held
 * @property {number | null} minutes
 * @property {number | null} metres
 * @property {number | null} rest_s seconds between two sets; null where the rest is words, or not said
 * @property {string} tempo seconds up-hold-down as in "2-1-2", a word such as "slow", or ""
 * @property {number | null} load_kg
 * @property {string} band
 * @property {string} words
 * @property {string} words_more
 * @property {string} line all of it: "3 sets of 8, 5 kg"
 * @property {(keyof Said)[]} asks the amounts that a form asks for
 * @property {number | null} load_shown in the person's own unit
 * @property {import("./pain.js").PainFacts} pain
 * @property {string} figure address of the moving picture, or ""
 *
 * @typedef {object} Exercise
 * @property {string} name
 * @property {string} slug
 * @property {string} position in words
 * @property {string} category
 * @property {string[]} tags
 * @property {string} note from the therapist
 * @property {number | null} effort_max
 * @property {string[]} steps
 * @property {string[]} mistakes
 * @property {string[]} doses
 *
 * @typedef {{dose: string, number: number, round?: number}} Step one set of one dose; numbers count from 1. `round` says which time
 * of the day it is, where a day asks for it several times
 * @typedef {{day: string, state: "due" | "rest" | "paused" | "none", steps: Step[]}} Day
 *
 * @typedef {object} Today what GET /api/v1/today answers, as far as these modules read it
 * @property {string} now
 * @property {string} person
 * @property {string} token
 * @property {{first_name: string, time_zone: string}} patient
 * @property {string} today
 * @property {Day[]} days
 * @property {Record<string, Exercise>} exercises by prescription
 * @property {Record<string, Dose>} doses
 * @property {(Step & {session: string, id: string, outcome: string})[]} logged of today, every session
 * @property {{name: string, kg: number}} unit of loads, and how many kilograms it is
 * @property {{name: string, phone: string, emergency_number: string}} clinic
 * @property {string} therapist
 * @property {import("./screening.js").Questions & {passed: string | null}} check
 * @property {Lock | null} lock
 * @property {{session: string, day: string, exercises: string[]} | null} morning
 *
 * @typedef {object} Lock why exercise is stopped, by the server's word
 * @property {string} check
 * @property {import("./screening.js").Urgency} urgency
 * @property {string[]} said
 * @property {string} about
 * @property {string[]} do
 * @property {string} opens
 * @property {string | null} told_at
 * @property {string | null} called_at
 * @property {string | null} mistaken_at
 */

/**
 * @typedef {object} Limits what the page hands over to decide by; see therapy/player/limits.py for the units
 * @property {Record<"reps" | "hold_s" | "minutes" | "metres" | "load_kg", number>} most of one set
 * @property {number} scale_max
 * @property {number} note_max
 * @property {number} extra_sets
 * @property {number} long_hold_s
 * @property {string[]} skip_reasons
 * @property {{amber_from: number, red_from: number, muscle_amber_from: number}} pain
 * @property {Record<"very_low" | "low" | "eat_under" | "eat_under_with_drugs" | "ketones_over" | "light_over" | "stop_from"
 *   | "mg_dl_per_mmol_l", number>} glucose
 * @property {string[]} urgencies from none to the most urgent
 *
 * @typedef {"as_prescribed" | "done" | "partial" | "skipped"} Outcome
 *
 * @typedef {object} Said what somebody says about one set; null and "" are "not said", never 0
 * @property {Outcome} outcome
 * @property {string} skip_reason
 * @property {number | null} reps
 * @property {number | null} hold_s
 * @property {number | null} minutes
 * @property {number | null} metres
 * @property {number | null} load_kg
 * @property {string} band
 * @property {number | null} pain 0 to 10
 * @property {string} pain_kind
 * @property {number | null} effort 0 to 10
 * @property {string} note
 *
 * @typedef {Said & Step & {id: string, logged_at: string}} LoggedSet
 *
 * @typedef {object} Answers
 * @property {string | null} check
 * @property {string | null} started_at
 * @property {string | null} finished_at
 * @property {number | null} pain_before
 * @property {number | null} pain_after
 * @property {number | null} effort
 * @property {string} note
 *
 * @typedef {Answers & {day: string, sets: LoggedSet[]}} SessionDoc a session as this device says it is
 * @typedef {SessionDoc & {version: number}} StoredSession a session as the server keeps it
 *
 * @typedef {object} Course what a workout was begun with, and where the person stands in it
 * @property {Step[]} steps in the order to do them
 * @property {Record<string, Dose>} doses of these steps
 * @property {Record<string, Exercise>} exercises of these doses, by prescription
 * @property {Step[]} elsewhere sets of this day that another session has
 * @property {number} at index of the step on which the person stands; steps.length at the end
 * @property {Partial<Said>} draft what was said about this step before it is logged, such as pain in the middle of it
 *
 * @typedef {{doc: SessionDoc, course: Course}} Workout
 */

/**
 * @typedef {Record<string, string>} Errors field to message, in the server's words
 * @typedef {{code: "refused" | "too_large" | "not_found" | "malformed", errors: Errors}} Refusal
 *
 * @typedef {object} Waiting
 * @property {Record<string, string>} waits when each thing began to wait, by set id, "answers" or "check"
 * @property {number} change counts the changes of what is to be sent
 * @property {Refusal | null} error why all of it is put aside
 * @property {number} tries how often it was tried in vain since the last success
 * @property {string | null} retry_at
 *
 * @typedef {{id: string, kind: "session", person: string, doc: SessionDoc, course: Course | null,
 *   base: StoredSession | null, tried: string[], plan_then: string,
 *   aside: {sets: Record<string, {said: LoggedSet, errors: Errors}>,
 *           answers: Record<string, {said: unknown, errors: Errors}>}
 *   } & Waiting} SessionRecord
 * `base` is what the server last acknowledged or told. `tried` names the sets and answers that were sent since then without
 * our knowing what became of them: the server may have them or not, so they wait even where they are as in `base` again.
 * `aside` is what it refused, as it was said then.
 *
 * @typedef {{person: string, kind: "before" | "wrong" | "after", [name: string]: unknown}} CheckDoc
 * @typedef {{id: string, kind: "check", person: string, doc: CheckDoc, base: CheckDoc | null,
 *   answer: {urgency: string, lock: unknown, told_at: string | null} | null} & Waiting} CheckRecord
 *
 * @typedef {SessionRecord | CheckRecord} OutboxRecord
 *
 * @typedef {{today: Today, offset: number, kept_at: string}} KeptPlan `offset` is the server's clock minus ours, in ms
 *
 * @typedef {object} Store one person's data on this device; every call is one transaction
 * @property {string} person
 * @property {() => Promise<OutboxRecord[]>} records
 * @property {(id: string) => Promise<OutboxRecord | undefined>} get
 * @property {(id: string, change: (record: OutboxRecord | undefined) => OutboxRecord | null | undefined)
 *   => Promise<OutboxRecord | undefined>} update
 *   Puts what `change` makes of the record, deletes it where that is null, and lets it be where it is the same or undefined.
 *   A `change` that throws changes nothing. Answers what is kept then.
 * @property {() => Promise<KeptPlan | undefined>} plan
 * @property {(plan: KeptPlan) => Promise<void>} keepPlan
 */

/**
 * @typedef {{kind: import("./pain.js").PainAdvice, n: number}} Advice what to do about a pain of `n`, 0 to 10
 *
 * @typedef {{name: "begin"}} BeginScreen the check, and then the first set
 * @typedef {{name: "check", after?: boolean}} CheckScreen `after` a session: of the feet alone
 * @typedef {{name: "step"} & StepShown} StepScreen
 * @typedef {{rest?: number, advice?: Advice | null}} StepShown `rest` in seconds before the set
 * @typedef {{name: "finish"}} FinishScreen
 * @typedef {{name: "overview", ended?: boolean}} OverviewScreen `ended` right after a session
 * @typedef {{name: "stop", record?: CheckRecord}} StopScreen by this check, or else by the one that stops the day
 * @typedef {{name: "wrong", back?: StepShown}} WrongScreen `back`: what the step shows when nothing of the list is true
 * @typedef {{name: "nobody" | "no_network" | "failed"}} MessageScreen why there is nothing else to show
 * @typedef {BeginScreen | CheckScreen | StepScreen | FinishScreen | OverviewScreen | StopScreen | WrongScreen | MessageScreen} Screen
 */

export {};
