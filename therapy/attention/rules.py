"""What asks for a therapist's eye, worked out from facts. Pure: no reads, so each rule can be tried on its own.

Where a rule comes from stands beside it. All thresholds marked D in clinical-facts are defaults of the project; the
bands of adherence are the clinic's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.side import Side
from therapy.base.side_labels import side_label
from therapy.progress.adherence import SideAdherence
from therapy.progress.prescribed import PlanFacts

GAP_FROM = 7  # days without a session: clinical-facts 2.2, P6
LONG_GAP_FROM = 14  # days: P7
# Adherence is not judged in a plan's first week: one missed day of two would read 50 %. (D)
JUDGED_FROM = 7  # days of the window with something published and no pause


class Group(IntEnum):
    """Where a patient stands in the caseload, most urgent first."""

    ATTENTION = 0
    CHAT = 1
    ON_TRACK = 2


class ReasonRule(StrEnum):
    """Why a patient needs a look, the most urgent first: the one order of a patient's reasons and of the caseload."""

    STOPPED_EMERGENCY = "alert-E"
    STOPPED_TODAY = "alert-S"
    STOPPED_TELL = "alert-T"
    LOCKED = "locked"
    PAIN = "pain"
    GAP = "gap"
    LOW_DOSE = "low_dose"
    NO_PLAN = "no_plan"
    DRAFT = "draft"
    ENDED = "ended"
    OVER = "over"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(ReasonRule).index(self)


@dataclass(frozen=True, slots=True)
class RedPain:
    """A score in the last session that `logbook.pain` has a therapist hear of (clinical-facts 2.5)."""

    exercise: str
    side: Side
    pain: int
    is_nerve: bool = False


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that nobody has seen yet: its level (E, S or T) and its words."""

    level: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One patient today. `days_judged` is how many days of the window a published plan was in force and not paused."""

    today: date
    alert_below: int
    on_track_from: int
    plan: PlanFacts | None = None
    ended: PlanFacts | None = None
    has_draft: bool = False
    is_published: bool = False
    is_paused: bool = False
    days_judged: int = 0
    adherence: SideAdherence = field(default_factory=dict)
    last_session: date | None = None
    red_pain: RedPain | None = None
    alerts: tuple[OpenAlert, ...] = ()
    locked_since: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why now, in words. `kind` is warn or info; `source` is the section of clinical-facts, empty for plain facts."""

    rule: ReasonRule
    kind: str
    title: str
    detail: str = ""
    source: str = ""


def reasons(facts: Facts) -> list[Reason]:
    """Everything that asks for the therapist, the most urgent first; empty where nothing does."""
    rules = (_alerts, _locked, _pain, _gap, _low_dose, _no_plan, _over)
    return sorted((reason for rule in rules for reason in rule(facts)), key=lambda one: one.rule.rank)


def group(facts: Facts, found: list[Reason]) -> Group:
    """Needs attention for any reason; worth a chat where a side is under the clinic's threshold; else on track."""
    if found:
        return Group.ATTENTION
    return Group.CHAT if under(facts, facts.on_track_from) else Group.ON_TRACK


def under(facts: Facts, threshold: int) -> dict[Side, float]:
    """The sides whose known adherence is below `threshold` percent, once a week can be judged. Unknown is not below."""
    if facts.days_judged < JUDGED_FROM:
        return {}
    shares = {side: adherence.percent for side, adherence in facts.adherence.items()}
    return {side: share for side, share in shares.items() if share is not None and share < threshold}


def shares_in_words(shares: dict[Side, float]) -> str:
    """“Left 42 %, Right 90 %”."""
    return ", ".join(
        _("%(side)s %(share)d %%") % {"side": side_label(side), "share": round(share)}
        for side, share in shares.items()
    )


def _alerts(facts: Facts) -> Iterator[Reason]:
    """What a check has told (5.1)."""
    for alert in facts.alerts:
        yield Reason(ReasonRule(f"alert-{alert.level}"), "warn", alert.title, alert.detail, "5.1")


def _locked(facts: Facts) -> Iterator[Reason]:
    """Somebody has seen the alert, and the patient still waits for the exercises to be opened again (5.1)."""
    if facts.locked_since is None or facts.alerts:
        return
    since = date_format(facts.locked_since, "j F")
    title = _("Exercises are stopped since %(day)s") % {"day": since}
    yield Reason(ReasonRule.LOCKED, "warn", title, _("They open again when you say so."), "5.1")


def _pain(facts: Facts) -> Iterator[Reason]:
    """6 or more of 10 in the last session (2.5): one step easier next time; of nerve pain its length decides."""
    if facts.red_pain is None or facts.last_session is None:
        return
    title = _("Pain %(pain)d in %(exercise)s, %(side)s") % {
        "pain": facts.red_pain.pain,
        "exercise": facts.red_pain.exercise,
        "side": side_label(facts.red_pain.side),
    }
    detail = (
        _("Burning or electric, in the last session. Stop it if it lasts longer than 10 minutes after it.")
        if facts.red_pain.is_nerve
        else _("In the last session. One step easier next time.")
    )
    yield Reason(ReasonRule.PAIN, "warn", title, detail, "2.5")


def _gap(facts: Facts) -> Iterator[Reason]:
    """No session for 7 days (P6) or 14 (P7) while a plan prescribes some. Without any session, since it first did."""
    if facts.plan is None or not facts.is_published or facts.is_paused:
        return
    begun = min(
        revision.effective_from for revision in facts.plan.known_revisions
    )  # a draft prescribes nothing
    since = max(facts.last_session or begun, begun)
    days = (facts.today - since).days
    if days < GAP_FROM:
        return
    if facts.last_session is None or facts.last_session < begun:
        title = ngettext(
            "No session in this plan yet, %(days)d day", "No session in this plan yet, %(days)d days", days
        )
    else:
        title = ngettext("No session for %(days)d day", "No session for %(days)d days", days)
    long = days >= LONG_GAP_FROM
    detail = _("Restart one exercise step lower.") if long else _("Restart at 90 % of load or reps.")
    yield Reason(ReasonRule.GAP, "warn", title % {"days": days}, detail, "2.2 P7" if long else "2.2 P6")


def _low_dose(facts: Facts) -> Iterator[Reason]:
    """A side under the clinic's alert threshold over 28 days (9.1)."""
    low = under(facts, facts.alert_below)
    if not low:
        return
    title = _("%(sides)s under %(threshold)d %% of the dose") % {
        "sides": get_text_list([side_label(side) for side in low], _("and")),
        "threshold": facts.alert_below,
    }
    known = {side: a.percent for side, a in facts.adherence.items() if a.percent is not None}
    detail = _("28 days: %(shares)s.") % {"shares": shares_in_words(known)}
    yield Reason(ReasonRule.LOW_DOSE, "warn", title, detail, "9.1")


def _no_plan(facts: Facts) -> Iterator[Reason]:
    """The patient has no exercises, and waits: no plan, only a draft, or a plan that was ended."""
    if facts.plan is not None and facts.is_published:
        return
    if facts.has_draft:
        yield Reason(
            ReasonRule.DRAFT,
            "info",
            _("Draft not published"),
            _("The patient sees no exercises until it is."),
        )
    elif facts.ended is not None and facts.ended.ended_on is not None:
        weeks = (facts.today - facts.ended.ended_on).days // 7
        detail = ngettext("%(weeks)d week ago.", "%(weeks)d weeks ago.", weeks) % {"weeks": weeks}
        yield Reason(
            ReasonRule.ENDED, "info", _("Plan ended, no new one"), detail if weeks else _("This week.")
        )
    else:
        yield Reason(
            ReasonRule.NO_PLAN, "info", _("No plan yet"), _("The patient waits for the first exercises.")
        )


def _over(facts: Facts) -> Iterator[Reason]:
    """The plan runs past the weeks it was made for."""
    plan = facts.plan
    if plan is None or not facts.is_published or plan.weeks is None:
        return
    week = plan.week_on(facts.today)
    if week > plan.weeks:
        title = _("Plan is over its %(weeks)d weeks") % {"weeks": plan.weeks}
        yield Reason(ReasonRule.OVER, "info", title, _("End it, or plan the next weeks."))
