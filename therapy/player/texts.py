"""The sentences that the player puts together by itself, without a network. `{names}` are filled in by the browser."""

from typing import Any

from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_labels import leg_in_text, leg_label, side_label
from therapy.logbook.forms import AMOUNT_LABELS, EFFORT_WORDS, PAIN_WORDS
from therapy.logbook.guidance import ADVICE
from therapy.logbook.limits import MAX_SET_NOTE
from therapy.logbook.models import Set
from therapy.logbook.screening import feet, glucose, questions
from therapy.plans.models import Band
from therapy.player.limits import player_limits


def player_words() -> dict[str, Any]:
    """Words by name; what has a number of things has `one` and `many`."""
    return {
        "limits": player_limits(),
        "side": {side.value: side_label(side) for side in Side},
        "leg_in_text": {side.value: leg_in_text(side) for side in Side},
        "amounts": {name: str(label) for name, label in AMOUNT_LABELS.items()},
        "skip_reasons": {value: str(label) for value, label in Set.SkipReason.choices},
        "pain_kinds": {value: str(label) for value, label in Set.PainKind.choices},
        "bands": {value: str(label) for value, label in Band.choices},
        "pain_words": [[one.low, one.high, str(one.words)] for one in PAIN_WORDS],
        "effort_words": [[one.low, one.high, str(one.words)] for one in EFFORT_WORDS],
        **_step_words(),
        **_timer_words(),
        **_sheet_words(),
        "advice": {level.value: str(words) for level, words in ADVICE.items()},
        **_page_words(),
        **_check_words(),
        **waiting_words(),
    }


def waiting_words() -> dict[str, Any]:
    """What any page needs to say what still waits on the device."""
    leg = {side.value: leg_label(side) for side in Side}
    return {"leg": leg, "today": _("Today"), **_unsent_words()}


def _step_words() -> dict[str, Any]:
    return {
        "position": _("{n} of {of}"),
        "set_of": _("Set {n} of {of}"),
        "set_extra": _("Extra set {n}"),
        "hold_of": _("{set}, hold {n} of {of}"),
        "rep_of": _("{set}, {n} of {of}"),
        "pips": _("{side}: {done} of {of} sets done"),
        "logged": {
            "done": _("Logged: done"),
            "partial": _("Logged: partly done"),
            "skipped": _("Logged: skipped"),
            "elsewhere": _("Logged on another page"),
        },
        "said_step": _("{name}. {leg}, {set}: {words}."),
        "not_said": _("not said"),
        "of_ten": _("{n} of 10"),
        "rest_next": _("{left} s, then {leg}"),
        "taken_back": _("Taken back. It is open again."),
        "kept": _("Kept: {what}"),
    }


def _timer_words() -> dict[str, Any]:
    return {
        "timer": {
            "ready": _("get ready"),
            "up": _("move"),
            "hold": _("hold"),
            "down": _("back"),
            "change": _("let go"),
            "go": _("go on"),
            "rest": _("rest"),
            "over": _("done"),
        },
        "seconds": _("{n} s"),
        "minutes": _("{m}:{s}"),
        "start": _("Start"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "again": _("Again"),
        "timer_start": _("Start the timer: {words}"),
        "timer_pause": _("Pause the timer"),
        "timer_resume": _("Go on with the timer"),
        "say": {
            "ready": _("Get ready. {leg}."),
            "up": _("Move"),
            "hold": _("Hold"),
            "down": _("Back"),
            "change": _("Let go"),
            "go": _("Go"),
            "rest": _("Rest"),
            "over": _("Done"),
        },
        "voice_none": _("This device has no voice of its own in your language."),
        "voice_some": _("Spoken by your device, nothing is sent"),
    }


def _sheet_words() -> dict[str, Any]:
    return {
        "change_title": _("Change this set"),
        "skip_title": _("Skip this set"),
        "skip_exercise_title": _("Skip this exercise"),
        "pain_title": _("Pain in this set"),
        "target": _("Target: {n}"),
        "target_none": _("Target: none"),
        "save": _("Save: {leg}"),
        "pain_question": _("Pain in this set, 0 to 10"),
        "kind_question": _("What kind of pain?"),
        "effort_question": _("How hard was it, 0 to 10?"),
        "effort_session": _("How hard was all of it, 0 to 10?"),
        "pain_after_question": _("Pain now, after it, 0 to 10"),
        "skip_set": _("This set alone"),
        "skip_rest": _("All that is left of this exercise"),
        "look_again": _("Look at what is marked."),
        "wrong": {
            "not_a_number": _("A whole number, or empty for not said."),
            "too_much": _("That is more than one set can be."),
            "nothing_done": _("If you did none of it, skip the set."),
            "too_long": _("At most %(longest)d characters.") % {"longest": MAX_SET_NOTE},
        },
    }


def _page_words() -> dict[str, Any]:
    return {
        "loading": _("One moment"),
        "nobody": _("Nobody is signed in here"),
        "nobody_text": _(
            "Sign in to see your plan. Without a network, this phone does not know whose plan to show."
        ),
        "no_network": _("No connection, and no plan on this phone"),
        "no_network_text": _("Your plan is kept on this phone once you have opened it with a connection."),
        "kept_unsent": _("What you logged before is safe on this phone."),
        "sign_in": _("Sign in"),
        "help": _("When to get help"),
        "failed": _("Something went wrong on this page"),
        "failed_text": _("What you logged is safe on this phone. Try again, or use the plain list."),
        "today_list": _("To today’s list"),
        "nothing_due": _("No exercises are scheduled for today"),
        "paused": _("Your plan is paused today"),
        "no_plan": _("No plan for today"),
        "all_done": _("All done for today"),
        "round_done": _("That was the first part of today"),
        "round_done_text": _("The next part can wait until later today."),
        "to_do": _("Today’s exercises"),
        "reach": _("Your plan is on this phone until {day}."),
        "beyond": _("The plan on this phone has run out. Connect once to fetch the next days."),
        "start_session": _("Start"),
        "continue": _("Go on: {name}"),
        "more_today": _("Go on with what is left"),
        "sets_of": _("{done} of {of} sets"),
        "state": {
            "done": _("Done"),
            "partial": _("Partly done"),
            "skipped": _("Skipped"),
            "open": _("To do"),
        },
        "finish_about": _("{done} of {of} sets are done."),
        "ended": _("Session kept"),
        "plan_then": {
            "revised": _("Your plan had changed meanwhile. What you did is kept as you did it."),
            "ended": _("Your plan had ended meanwhile. What you did is kept."),
        },
        "clock_day": _("Your phone’s clock seems to be wrong. Today is {day}."),
    }


def _check_words() -> dict[str, Any]:
    return {
        "check_title": str(questions.TITLE),
        "check_lead": str(questions.LEAD),
        "answers": {value: str(words) for value, words in questions.NO_OR_YES},
        "check_go": _("Start the session"),
        "after_title": str(feet.AFTER_TITLE),
        "after_lead": str(feet.AFTER_LEAD),
        "after_go": _("Save"),
        "answer_all": _("Answer what is marked."),
        "which": str(questions.FOLLOW_UP),
        "reading_wrong": _("A number, such as 6.2 mmol/L or 112 mg/dL."),
        "sugar_title": str(glucose.TITLE),
        "uses": str(glucose.USES),
        "reading": str(glucose.READING),
        "helped": str(glucose.HELPED),
        "unwell": str(glucose.UNWELL),
        "ketones": str(glucose.KETONES),
        "before_start": str(questions.TITLE),
        "start_now": _("I have done that, start"),
        "wait": _("Not yet"),
        "call_clinic": _("Call the clinic"),
        "call_emergency": _("Emergency, do not wait"),
        "said_that": _("You said: {said}."),
        "told": _("{name} was told at {time}."),
        "told_team": _("Your therapist was told at {time}."),
        "told_later": _("Your therapist is told as soon as this phone has a connection."),
        "called_at": _("You called at {time}"),
        "mistaken": _("Kept: you pressed it by mistake. Your therapist decides when exercise opens again."),
    }


def _unsent_words() -> dict[str, Any]:
    return {
        "unsent_one": _("1 set is waiting since {time}"),
        "unsent_many": _("{n} sets are waiting since {time}"),
        "unsent_other": _("Your answers are waiting since {time}"),
        "unsent_text": _("They are safe on this phone. They go by themselves when you are online."),
        "unsent_signed_out": _("You are signed out. Sign in, and they are sent."),
        "unsent_other_person": _("Somebody else is signed in. They are sent when you sign in again."),
        "refused_title": _("Could not be stored: {what}"),
        "refused_more": _("Could not be stored: {what}, and {n} more"),
        "refused_kept": _("It is kept on this phone, and holds up nothing else."),
        "unsent_refused": _("Your clinic’s server could not store all that you logged."),
        "now": _("Sent"),
    }
