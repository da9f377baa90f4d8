"""The therapist's caseload, one patient's overview, and the patient's page for when something is wrong."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, active_memberships, roles_of, therapist_required
from accounts.directory import searched
from accounts.models import Clinic, Membership
from therapy.attention import caseload as reads
from therapy.attention.alerts import alerts_of
from therapy.attention.checks.forms import WrongForm
from therapy.attention.rules import Group
from therapy.attention.warnings import groups_of
from therapy.care.access import get_treated_patient_or_404, shown_in_a_list
from therapy.care.models import Patient
from therapy.library.articles.access import when_to_get_help
from therapy.logbook.models import Session, Set

PER_PAGE = 50
LAST_SESSIONS = 5


def filters(found: reads.Caseload) -> list[tuple[str, str, int]]:
    """The chips: name in the address, words, and how many each would show."""
    names = {
        "attention": _("Needs attention"),
        "chat": _("Worth a chat"),
        "on-track": _("On track"),
        "no-plan": _("No plan"),
        "paused": _("Paused"),
    }
    return [
        ("", _("All"), len(found.rows)),
        *((name, words, found.counts[name]) for name, words in names.items()),
    ]


def chosen_filter(request: HttpRequest) -> str:
    """The filter of `?show=`; an address with one that is not offered leads nowhere: 404."""
    shown = request.GET.get("show", "")
    if shown and shown not in reads.SHOWN:
        raise Http404
    return shown


@require_safe
@therapist_required
def caseload(request: SignedInRequest) -> HttpResponse:
    """``/patients/``: everyone on whose care team the therapist is, with why now."""
    search, shown = searched(request.GET.get("q", ""))[:150], chosen_filter(request)
    found = reads.caseload(request.user, search)
    rows = found.shown(shown)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    reads.complete(list(page))
    shown_in_a_list((row.person.id, row.person.clinic_id) for row in page)
    query = {key: value for key, value in (("q", search), ("show", shown)) if value}
    context = {
        "page": page,
        "groups": _grouped(list(page), rows),
        "filters": filters(found),
        "shown": shown,
        "shown_words": next(words for name, words, _count in filters(found) if name == shown),
        "search": search,
        "total": len(found.rows),
        "urgent": found.counts["attention"],
        "query": urlencode(query),
    }
    return render(request, "attention/caseload.html", context)


def _grouped(page: list[reads.Row], rows: list[reads.Row]) -> list[tuple[Group, int, list[reads.Row]]]:
    """The page's rows under their group, with the whole group's count."""
    return [
        (one, sum(row.group == one for row in rows), on_page)
        for one in Group
        if (on_page := [row for row in page if row.group == one])
    ]


@require_safe
@therapist_required
def patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """``/patients/<uuid>/``: one patient at a glance."""
    found = get_treated_patient_or_404(request.user, patient_id)
    (row,) = reads.rows_of(Patient.objects.filter(pk=found.pk))
    reads.complete([row])
    done = Count("sets", filter=~Q(sets__outcome=Set.Outcome.SKIPPED))
    sessions = Session.objects.filter(patient=found).annotate(done=done, all_sets=Count("sets"))
    context = {
        "patient": found,
        "row": row,
        "alerts": alerts_of(found),
        # What a check told stands above, with its answers.
        "more_reasons": [one for one in row.reasons if one.source != "5.1"],
        "lock": row.lock,
        "sessions": sessions.order_by("-local_day", "-received_at")[:LAST_SESSIONS],
        "conditions": found.conditions.current(),
        "team": found.care_team.in_force(found.today).select_related("therapist"),
    }
    return render(request, "attention/patient.html", context)


@require_safe
def wrong(request: HttpRequest) -> HttpResponse:
    """``/wrong/``: what to do now. It needs no sign-in; signed in, the numbers are the person's own clinic's."""
    clinic = _clinic_of(request)
    # Articles are for who is signed in.
    article = when_to_get_help() if request.user.is_authenticated else None
    context = {
        "clinic": clinic,
        "urgencies": groups_of(clinic),
        "article": article,
        "form": _form_for(request),
    }
    return render(request, "attention/wrong.html", context)


def _form_for(request: HttpRequest) -> WrongForm | None:
    """Who is a patient can tell what is wrong; everybody else reads the list."""
    is_patient = request.user.is_authenticated and roles_of(request.user).patient
    return WrongForm() if is_patient else None


def _clinic_of(request: HttpRequest) -> Clinic | None:
    """The clinic that treats the person, else the one they work for, else none."""
    if not request.user.is_authenticated:
        return None
    memberships = active_memberships(request.user)
    as_patient = [membership for membership in memberships if membership.role == Membership.Role.PATIENT]
    # Of several clinics that treat them, the one they joined last.
    return next((membership.clinic for membership in [*reversed(as_patient), *memberships]), None)
