"""Where a draft stands: what it changes, what the rules say, and from which day it would count."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from therapy.care.condition_labels import restrictions
from therapy.plans import diff, fingerprint, rules
from therapy.plans.caps import as_published
from therapy.plans.errors import PlanError
from therapy.plans.models import Revision, RuleOverride
from therapy.plans.publishing import first_day
from therapy.plans.rules import Finding, Level


@dataclass(frozen=True)
class DraftState:
    """A draft with its whole tree loaded, and the published revision that it is compared with, if there is one."""

    draft: Revision
    before: Revision | None
    default_day: date
    findings: list[Finding]

    @cached_property
    def changes(self) -> list[diff.Change]:
        """What the patient would see change; nothing for a first revision, which is new as a whole."""
        if self.before is None:
            return []
        return diff.changes(
            self.before, as_published(self.draft, rules.open_caps(self.findings)), with_limits=True
        )

    @cached_property
    def fingerprint(self) -> str:
        """What a form that publishes was based on."""
        return fingerprint.of_revision(self.draft)

    @cached_property
    def to_solve(self) -> list[Finding]:
        """What stands in the way of publishing."""
        return rules.open_blocks(self.findings)

    @cached_property
    def to_apply(self) -> list[Finding]:
        """Limits that publishing applies, and decisions that stand against one."""
        return [f for f in self.findings if not f.is_open_block and (f.level == Level.CAP or f.overridden_by)]

    @property
    def day_words(self) -> str:
        """The suggested day: “today, Thursday 19 November”."""
        today, day = self.draft.plan.patient.today, date_format(self.default_day, "l j F")
        if self.default_day == today:
            return _("today, %(day)s") % {"day": day}
        if self.default_day == today + timedelta(days=1):
            return _("tomorrow, %(day)s") % {"day": day}
        return day

    @property
    def is_first(self) -> bool:
        """Nothing was published before."""
        return self.before is None

    @cached_property
    def of_the_plan(self) -> list[Finding]:
        """Findings about the plan as a whole, not about one exercise."""
        return [finding for finding in self.findings if finding.prescription is None]

    @cached_property
    def has_something(self) -> bool:
        """Whether publishing would change anything at all."""
        return self.before is None or bool(self.changes)

    @cached_property
    def limits(self) -> list[str]:
        """What restricts the plan today, in words: limits that the treating team has set, and findings."""
        patient = self.draft.plan.patient
        return restrictions(patient.conditions.current(), patient.today)

    def finding(self, key: str, message: str, amounts: str) -> Finding | None:
        """The finding of this key, while it still says `message` of the same prescribed amounts (`amounts_digest`)."""
        seen = (key, message, amounts)
        return next((f for f in self.findings if (f.key, f.message, f.amounts_digest) == seen), None)


def load_state(draft: Revision, on: date | None = None) -> DraftState:
    """The draft's tree, its published forerunner, what the rules say for the day `on`, in a fixed number of queries.

    Without `on` it is the day that publishing suggests. Raises PlanError for a draft that is gone.
    """
    plan = draft.plan
    overrides = Prefetch("overrides", RuleOverride.objects.select_related("by"))
    newest = plan.revisions.published().order_by("-number").values("pk")[:1]
    both = plan.revisions.filter(Q(pk=draft.pk) | Q(pk__in=newest))
    trees = {one.pk: one for one in both.with_tree().prefetch_related(overrides).select_related("author")}
    for one in trees.values():
        one.plan = plan
    loaded = trees.pop(draft.pk, None)
    if loaded is None:
        raise PlanError(_("Somebody has discarded the draft."))
    before = next(iter(trees.values()), None)
    day = default_day(draft)
    return DraftState(loaded, before, day, rules.findings(loaded, on or day))


def default_day(draft: Revision) -> date:
    """The day that publishing suggests: the earliest possible, but tomorrow once something is logged for today.

    A day that was begun keeps its plan then. Raises PlanError for a plan that has ended.
    """
    plan = draft.plan
    today = plan.patient.today
    logged_today = plan.revisions.filter(sessions__local_day=today).exists()
    return max(first_day(plan), today + timedelta(days=1) if logged_today else today)
