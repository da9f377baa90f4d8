"""Every write to a plan, each in the caller's transaction; rows get the clinic from the patient.

A patient has at most one running plan. Its content is changed in a draft (`editing`) and takes effect when the draft is
published (`publishing`); both are offered here by name.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base.side import AffectedSide
from therapy.care.models import Patient
from therapy.plans.drafts import carry_overrides, copy_tree, fill_from_programme, lock_draft, new_plan
from therapy.plans.editing import (
    add_phase,
    add_prescription,
    change_phase,
    change_prescription,
    move_prescription,
    override,
    remove_dose,
    remove_phase,
    remove_prescription,
    set_current_phase,
    set_dose,
    withdraw_override,
)
from therapy.plans.errors import CannotPublish, PlanError, Published
from therapy.plans.models import Pause, Plan, Programme, Revision
from therapy.plans.programmes import weeks_of
from therapy.plans.publishing import publish_revision

__all__ = [
    "CannotPublish",
    "PlanError",
    "Published",
    "add_phase",
    "add_prescription",
    "assign_programme",
    "change_phase",
    "change_prescription",
    "discard_draft",
    "end_plan",
    "move_prescription",
    "open_draft",
    "override",
    "pause_plan",
    "publish_revision",
    "remove_dose",
    "remove_phase",
    "remove_prescription",
    "set_current_phase",
    "set_dose",
    "start_blank",
    "withdraw_override",
]


def assign_programme(
    *,
    patient: Patient,
    programme: Programme,
    affected: AffectedSide,
    starts_on: date,
    by: User,
    title: str = "",
) -> Revision:
    """A plan from a programme: draft revision 1 with all its phases, sides resolved to `affected` (L, R or B).

    The first phase is the current one; without `title` the plan is called as the programme is. Raises PlanError when a
    plan runs, when `starts_on` lies before an earlier plan's end, or for a programme of another clinic.
    """
    if programme.clinic_id not in (None, patient.clinic_id):
        raise PlanError(_("This programme belongs to another clinic."))
    _may_begin(patient, starts_on)
    revision = new_plan(
        patient_id=patient.pk,
        clinic_id=patient.clinic_id,
        title=title or programme.title,
        affected=affected,
        weeks=weeks_of(programme),
        starts_on=starts_on,
        by=by,
        programme=programme,
    )
    fill_from_programme(revision, programme)
    return revision


def start_blank(
    *, patient: Patient, title: str, affected: AffectedSide, weeks: int | None, starts_on: date, by: User
) -> Revision:
    """A plan with one empty phase in draft revision 1. Raises PlanError as `assign_programme` does."""
    _may_begin(patient, starts_on)
    revision = new_plan(
        patient_id=patient.pk,
        clinic_id=patient.clinic_id,
        title=title,
        affected=affected,
        weeks=weeks,
        starts_on=starts_on,
        by=by,
    )
    add_phase(revision, title=_("Phase 1"))
    return revision


def open_draft(plan: Plan, by: User) -> Revision:
    """The plan's draft; where there is none, a copy of the last published revision, every prescription's key kept.

    Decisions against rules are carried over and count while their findings say the same and no more is prescribed.
    Raises PlanError for a plan that has ended.
    """
    plan = _lock(plan)
    if plan.ended_on is not None:
        raise PlanError(_("This plan has ended."))
    if draft := plan.revisions.draft().first():
        return draft
    last = plan.revisions.published().order_by("-number").first()
    draft = Revision.objects.create(
        clinic_id=plan.clinic_id,
        patient_id=plan.patient_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        copied_from=last,
        author=by,
    )
    if last:
        copy_tree(last, draft)
        carry_overrides(last, draft)
    return draft


def discard_draft(revision: Revision) -> None:
    """Throw the draft away. A plan that was never published, and so never seen by the patient, goes with it."""
    draft = lock_draft(revision.pk)
    plan = draft.plan
    draft.delete()
    if not plan.revisions.exists():
        plan.pauses.all().delete()
        plan.delete()


def end_plan(plan: Plan, *, on: date, reason: str, by: User) -> Plan:
    """End the plan: `on` is the first local day without it. An open draft is discarded; what was logged stays.

    Raises PlanError for a day before today or before the plan's start, because days that are over keep what they
    prescribed; and for a plan that has ended.
    """
    plan = _lock(plan)
    earliest = max(plan.patient.today, plan.starts_on)
    if plan.ended_on is not None:
        raise PlanError(_("This plan has ended."))
    if on < earliest:
        raise PlanError(_("The earliest day possible is %(day)s.") % {"day": date_format(earliest, "j F Y")})
    plan.revisions.draft().delete()
    plan.ended_on, plan.end_reason, plan.ended_by = on, reason, by
    plan.full_clean(exclude=["clinic", "patient", "programme", "created_by", "ended_by"])
    plan.save(update_fields=["ended_on", "end_reason", "ended_by"])
    return plan


def pause_plan(plan: Plan, *, first_day: date, last_day: date, reason: str, by: User) -> Pause:
    """Nothing is due from `first_day` to `last_day`, both included; they leave the adherence's denominator.

    Days that are over may be paused too: an illness is often told afterwards. Raises PlanError for days out of order,
    before the plan's start, after its end, or within another pause.
    """
    plan = _lock(plan)
    if last_day < first_day:
        raise PlanError(_("The last day comes before the first."))
    if first_day < plan.starts_on or (plan.ended_on and last_day >= plan.ended_on):
        raise PlanError(_("The plan does not run on these days."))
    if plan.pauses.filter(stopped_by=None, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise PlanError(_("The plan is paused on some of these days already."))
    pause = Pause(
        clinic_id=plan.clinic_id,
        patient_id=plan.patient_id,
        plan=plan,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        by=by,
    )
    pause.full_clean(exclude=["clinic", "patient", "plan", "by"])
    pause.save()
    return pause


def _lock(plan: Plan) -> Plan:
    """The plan as it stands, locked until the transaction ends."""
    plans = Plan.objects.select_for_update(of=("self",), no_key=True).select_related(
        "patient__clinic", "patient__user"
    )
    return plans.get(pk=plan.pk)


def _may_begin(patient: Patient, starts_on: date) -> None:
    """Lock the patient, and raise PlanError while a plan runs or where another one still ran on `starts_on`."""
    Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=patient.pk)
    if patient.plans.running().exists():
        raise PlanError(_("A plan is running. End it before you start another one."))
    if patient.plans.filter(ended_on__gt=starts_on).exists():
        raise PlanError(_("An earlier plan still ran on that day. Choose a later first day."))
