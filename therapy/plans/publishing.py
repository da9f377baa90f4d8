"""Publishing a draft: the day from which it counts, and the limits that are applied to it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base import clock
from therapy.plans.caps import apply_caps
from therapy.plans.drafts import lock_draft
from therapy.plans.errors import CannotPublish, PlanError
from therapy.plans.models import Plan, Revision
from therapy.plans.rules import findings, open_blocks, open_caps


def publish_revision(
    revision: Revision, *, by: User, effective_from: date | None = None, note: str = ""
) -> Revision:
    """Make the draft the patient's plan from a local day on; from then on it never changes.

    Limits (caps) that no therapist has overridden are applied to the doses that exceed them; the next draft begins
    with what was prescribed before. Without `effective_from` it counts from today, or from the plan's first day or the
    last revision's first day where that is later. An empty `note` keeps the draft's. Raises CannotPublish while a
    blocking finding is neither solved nor overridden, Published when it is published already, PlanError when the plan
    has ended or the day is too early.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient__clinic", "patient__user")
        .get(pk=revision.plan_id)
    )
    lock_draft(revision.pk)
    day = first_day(plan, effective_from)
    draft = Revision.objects.with_tree().select_related("plan").get(pk=revision.pk)
    found = findings(draft, day)
    if blocks := open_blocks(found):
        raise CannotPublish(blocks)
    apply_caps(draft, open_caps(found))
    draft.published_at = clock.now()
    draft.published_by = by
    draft.effective_from = day
    draft.note = note or draft.note
    draft.full_clean(exclude=["clinic", "patient", "plan", "author", "published_by", "copied_from"])
    draft.save(update_fields=["published_at", "published_by", "effective_from", "note"])
    return draft


def first_day(plan: Plan, wanted: date | None = None) -> date:
    """The local day from which a draft of `plan` would count: `wanted`, or the earliest day that is allowed.

    Days that are over keep what they prescribed, so it is never before today, the plan's first day or the last
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
