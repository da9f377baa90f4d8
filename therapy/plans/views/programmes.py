"""The shipped programmes and the clinic's own, for therapists to read before they assign one."""

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, therapist_required
from therapy.care.access import clinics_of_therapist
from therapy.library.models import Exercise
from therapy.plans.models import Programme, ProgrammeItem, ProgrammeQuerySet
from therapy.plans.wording import days_a_week, dose_details, dose_line, weeks_words


@therapist_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """All programmes that the therapist's clinics work with."""
    programmes = _programmes(request).prefetch_related("phases__items")
    return render(request, "plans/programmes.html", {"programmes": programmes})


@therapist_required
@require_safe
def detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """One programme in full; a clinic's own comes before a shipped one of the same slug."""
    own_first = _programmes(request).filter(slug=slug).order_by(F("clinic_id").asc(nulls_last=True))
    programme = own_first.prefetch_related("phases__items__exercise").first()
    if programme is None:
        raise Http404
    phases = [
        {
            "phase": phase,
            "weeks": weeks_words(phase.weeks),
            "items": [
                {
                    "item": item,
                    "side": side_words(item),
                    "line": dose_line(item),
                    "details": dose_details(item),
                    "days": days_a_week(item.days_per_week),
                }
                for item in phase.items.all()
            ],
        }
        for phase in programme.phases.all()
    ]
    return render(request, "plans/programme.html", {"programme": programme, "phases": phases})


def side_words(item: ProgrammeItem) -> str:
    """Who does the item. A movement of both legs by its nature is one for both, whatever the rule (see `sides`)."""
    is_bilateral = item.exercise.laterality == Exercise.Laterality.BILATERAL
    return str(ProgrammeItem.SideRule.BILATERAL.label if is_bilateral else item.get_side_rule_display())


def _programmes(request: SignedInRequest) -> ProgrammeQuerySet:
    return Programme.objects.for_clinics(clinics_of_therapist(request.user))
