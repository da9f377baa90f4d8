"""`/audit/` for the admins of a clinic, its file, and a patient's page of who has looked at their record."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import (
    SignedInRequest,
    admin_required,
    clinics_of,
    get_admin_clinic_or_404,
    patient_required,
)
from accounts.models import Membership
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.audit import export as files
from therapy.audit import readers as of_record
from therapy.audit import reads
from therapy.audit.cursor import Cursor
from therapy.audit.forms import FilterForm
from therapy.care.access import get_own_record_or_404
from therapy.trail import access_log

REFUSED = 422


def _cursor(request: SignedInRequest, name: str) -> Cursor | None:
    """The cursor to go on from, None without one. Raises Http404 for what is not a cursor."""
    text = request.GET.get(name)
    if text is None:
        return None
    try:
        return Cursor.read(text)
    except ValueError:
        raise Http404 from None


@admin_required
@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    """`/audit/`: who looked at whom, who changed what, and who did what about people; when and from where."""
    clinic = get_admin_clinic_or_404(request)
    several = clinics_of(request.user, Membership.Role.ADMIN)
    form = FilterForm({"by": "staff"} | request.GET.dict())
    if request.htmx and not form.is_valid():
        # htmx shows no refusal: the whole page does.
        return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
    before, after = _cursor(request, "before"), _cursor(request, "after")
    page = None
    if form.is_valid():
        with walls.widened(Scope.PEOPLE):
            page = reads.page(clinic, form.filters(), before=before, after=after)
        access_log.looked_at_audit(clinic.pk)  # after reading, so that no page shows itself
    query = {name: value for name, value in request.GET.items() if name in form.fields and value}
    if len(several) > 1:
        query["clinic"] = str(clinic.pk)
    context = {
        "of": clinic,
        "clinics": several,
        "form": form,
        "page": page,
        "query": urlencode(query),
        "is_narrowed": bool(query.keys() - {"by", "clinic"}),
    }
    return render(request, "audit/audit.html", context, status=200 if page else REFUSED)


@admin_required  # type: ignore[arg-type]  # a streamed answer is no HttpResponse
@require_safe
def export(request: SignedInRequest) -> HttpResponseBase:
    """`/audit/export/`: what `/audit/` shows, as a CSV file. Taking it is on the trail itself."""
    clinic = get_admin_clinic_or_404(request)
    form = FilterForm({"by": "staff"} | request.GET.dict())
    if not form.is_valid():
        raise Http404
    filters = form.filters()
    with walls.widened(Scope.PEOPLE):
        newest = reads.newest(clinic, filters)
    access_log.exported(clinic.pk)
    name = _("audit") + f"-{clinic.name.lower().replace(' ', '-')}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{_ascii(name)}"'}
    lines = files.lines(clinic, filters, newest, request.user)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _ascii(name: str) -> str:
    """A file name that every browser and system takes."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "-._") else "-" for one in name)


@patient_required
@require_safe
def readers(request: SignedInRequest) -> HttpResponse:
    """`/record/readers/`: who has looked at my record, by day."""
    patient = get_own_record_or_404(request.user)
    page = of_record.page(patient, request.GET.get("page"))
    context = {
        "patient": patient,
        "page": page,
        "days": of_record.by_day(list(page.object_list)),
        "own": of_record.own_reads(patient),
    }
    return render(request, "audit/readers.html", context)
