"""Publishing a draft: the day from which it counts, and the limits that are applied to it."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base import clock
from therapy.plans.drafts import lock_draft
from therapy.plans.errors import CannotPublish, PlanError
from therapy.plans.models import Band, Dose, Plan, Prescription, Revision
from therapy.plans.rules import Finding, Level, findings, open_blocks

BANDS = list(Band.values)


def publish_revision(
    revision: Revision, *, by: User, effective_from: date | None = None, note: str = ""
) -> Revision:
    """Make the draft the patient's plan from a local day on; from then on it never changes.

    Limits (caps) that no therapist has overridden are applied to the doses that exceed them. Without `effective_from`
    it counts from today, or from the plan's first day or the last revision's first day where that is later. An empty
    `note` keeps the draft's. Raises CannotPublish while a blocking finding is neither solved nor overridden,
    Published when it is published already, PlanError when the plan has ended or the day is too early.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("patient__clinic", "patient__user")
        .get(pk=revision.plan_id)
    )
    lock_draft(revision.pk)
    day = first_day(plan, effective_from)
    draft = Revision.objects.with_tree().select_related("plan").get(pk=revision.pk)
    found = findings(draft, day)
    if blocks := open_blocks(found):
        raise CannotPublish(blocks)
    apply_caps(draft, [f for f in found if f.level == Level.CAP and f.overridden_by is None])
    draft.published_at = clock.now()
    draft.published_by = by
    draft.effective_from = day
    draft.note = note or draft.note
    draft.full_clean(exclude=["clinic", "plan", "author", "published_by", "copied_from"])
    draft.save(update_fields=["published_at", "published_by", "effective_from", "note"])
    return draft


def first_day(plan: Plan, wanted: date | None = None) -> date:
    """The local day from which a draft of `plan` would count: `wanted`, or the earliest day that is allowed.

    Days that are over keep what they asked for, so it is never before today, the plan's first day or the last
    revision's. Raises PlanError for a day that is too early, and for a plan that has ended.
    """
    if plan.ended_on is not None:
        raise PlanError(_("This plan has ended."))
    last = plan.revisions.published().last()
    taken = [last.effective_from] if last and last.effective_from else []
    earliest = max([plan.patient.today, plan.starts_on, *taken])
    if wanted is not None and wanted < earliest:
        raise PlanError(_("The earliest day possible is %(day)s.") % {"day": date_format(earliest, "j F Y")})
    return wanted or earliest


def apply_caps(draft: Revision, caps: Iterable[Finding]) -> None:
    """Lower what exceeds a cap in the current phase, and write into the notes what a limit asks of the patient."""
    phase = next((p for p in draft.phases.all() if p.is_current), None)
    prescriptions = list(phase.prescriptions.all()) if phase else []
    for cap in caps:
        for prescription in prescriptions:
            if cap.prescription_key in (None, prescription.key):
                _apply(cap, prescription)
    for prescription in prescriptions:
        prescription.note = " ".join(filter(None, [prescription.note, prescription.limit_note]))
        prescription.save()
        for dose in prescription.doses.all():
            dose.save()


def _apply(cap: Finding, prescription: Prescription) -> None:
    if cap.field == "limit_note":
        prescription.limit_note = " ".join(filter(None, [prescription.limit_note, str(cap.limit)]))
    elif cap.field == "effort_max":
        prescription.effort_max = _at_most(cap, prescription.effort_max)
    elif cap.field == "days_per_week":
        _fewer_days(prescription, int(str(cap.limit)))
    else:
        for dose in prescription.doses.all():
            if cap.side in ("", dose.side):
                _lower(cap, dose)


def _lower(cap: Finding, dose: Dose) -> None:
    if cap.field == "sets":
        dose.sets = _at_most(cap, dose.sets)
    elif cap.field == "band":
        if dose.band and BANDS.index(dose.band) > BANDS.index(str(cap.limit)):
            dose.band = str(cap.limit)
    else:
        raise ValueError(f"no cap for {cap.field!r}")


def _at_most(cap: Finding, value: int | None) -> int:
    limit = int(str(cap.limit))
    return limit if value is None else min(value, limit)


def _fewer_days(prescription: Prescription, limit: int) -> None:
    """At most `limit` days; named weekdays are thinned evenly, so that days of rest stay between."""
    days = sorted(prescription.weekdays)
    if len(days) > limit:
        prescription.weekdays = [days[(2 * n + 1) * len(days) // (2 * limit)] for n in range(limit)]
    prescription.days_per_week = min(prescription.days_per_week, limit)
