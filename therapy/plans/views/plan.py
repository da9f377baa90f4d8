"""A patient's plan as it stands, and each revision as it was. For the care team; patients have their own pages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from accounts.models import User
from therapy.care.models import Patient
from therapy.plans import diff, in_force, plan_rows, rules
from therapy.plans.models import Phase, Plan, Revision, RuleOverride
from therapy.plans.rules import Finding, Level
from therapy.plans.views.decorators import for_treated_patient


def publisher(revision: Revision) -> User:
    """Who published a revision; where that was not kept, who wrote it."""
    return revision.published_by or revision.author


@dataclass(frozen=True)
class Entry:
    """One published revision in the history: what it changed and which rules it overrides."""

    revision: Revision
    changes: list[diff.Change]
    overrides: list[RuleOverride]
    is_first: bool
    is_now: bool

    @property
    def publisher(self) -> User:
        """Who published it."""
        return publisher(self.revision)


@for_treated_patient
@require_safe
def overview(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """What the patient sees now, what comes next, the draft, and the history."""
    plans = list(patient.plans.select_related("programme"))
    plan = next((plan for plan in plans if plan.ended_on is None), None)
    past = [plan for plan in plans if plan.ended_on is not None]
    context: dict[str, object] = {"patient": patient, "plan": plan, "past_plans": past}
    if plan is not None:
        plan.patient = patient
        context |= _running(plan)
    return render(request, "plans/plan.html", context)


def _running(plan: Plan) -> dict[str, object]:
    today = plan.patient.today
    revisions = list(_with_all(plan))
    published = [revision for revision in revisions if revision.is_published]
    now = in_force.revision_on(published, today)
    coming = next((r for r in reversed(published) if r.effective_from and r.effective_from > today), None)
    shown = now or coming
    phase = shown.current_phase if shown else None
    return {
        "today": today,
        "draft": next((revision for revision in revisions if not revision.is_published), None),
        "now": now,
        "coming": coming
        if coming != now and (now is None or coming is None or coming.number > now.number)
        else None,
        "shown": shown,
        "phase": phase,
        "steps": plan_rows.steps(shown, phase) if shown else [],
        "rows": plan_rows.rows(phase, None) if phase else [],
        "forbidden": forbidden(now, today) if now else [],
        "totals": plan_rows.totals(phase) if phase else None,
        "next_phase": following(shown, phase),
        "history": history(published, now),
        "pauses": list(plan.pauses.filter(stopped_by=None).select_related("by")),
    }


def forbidden(now: Revision, today: date) -> list[Finding]:
    """What the limits of today block in the revision in force: they were recorded, or ended, after it was published."""
    return [
        f for f in rules.open_blocks(rules.findings(now, today, compared=False)) if f.level == Level.BLOCK
    ]


def following(revision: Revision | None, phase: Phase | None) -> Phase | None:
    """The phase after `phase`, None at the end."""
    if revision is None or phase is None:
        return None
    return next((later for later in revision.phases.all() if later.number > phase.number), None)


def history(published: list[Revision], now: Revision | None) -> list[Entry]:
    """Published revisions, newest first, each with what it changed against the one before."""
    entries = [
        Entry(
            revision,
            diff.changes(before, revision) if before else [],
            list(revision.overrides.all()),
            is_first=before is None,
            is_now=revision == now,
        )
        for before, revision in zip([None, *published], published, strict=False)
    ]
    return entries[::-1]


@for_treated_patient
@require_safe
def revision(request: SignedInRequest, patient: Patient, number: int) -> HttpResponse:
    """One published revision in full. `?plan=` names an ended plan; else it is of the running or the last one."""
    plan = _requested_plan(patient, request.GET.get("plan"))
    published = [revision for revision in _with_all(plan) if revision.is_published]
    index = next((index for index, one in enumerate(published) if one.number == number), None)
    if index is None:
        raise Http404
    shown, before = published[index], published[index - 1] if index else None
    now = in_force.revision_on(published, patient.today) if plan.ended_on is None else None
    context = {
        "patient": patient,
        "plan": plan,
        "revision": shown,
        "before": before,
        "after": published[index + 1] if index + 1 < len(published) else None,
        "is_now": shown == now,
        "is_first": before is None,
        "publisher": publisher(shown),
        "changes": diff.changes(before, shown) if before else [],
        "overrides": list(shown.overrides.all()),
        "phases": [
            {"step": step, "rows": plan_rows.rows(step.phase, before)}
            for step in plan_rows.steps(shown, None)
        ],
    }
    return render(request, "plans/revision.html", context)


def _requested_plan(patient: Patient, plan_id: str | None) -> Plan:
    plans = patient.plans.all()
    if plan_id:
        try:
            plans = plans.filter(pk=UUID(plan_id))
        except ValueError as error:
            raise Http404 from error
    plan = plans.order_by("-ended_on").first()
    if plan is None:
        raise Http404
    plan.patient = patient
    return plan


def _with_all(plan: Plan) -> list[Revision]:
    revisions = (
        plan.revisions.select_related("author", "published_by").prefetch_related("overrides__by").with_tree()
    )
    for revision in revisions:
        revision.plan = plan
    return list(revisions)
