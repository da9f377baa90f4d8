"""Inviting many at once: paste or upload, look at what would happen, then send."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, admin_required, clinic_query, get_admin_clinic_or_404
from accounts.forms import InviteManyForm
from accounts.invitations.bulk import Outcome, checked, invite_all
from accounts.invitations.lines import MOST_LINES, Line, as_text, parse
from accounts.mail import queue_invitation
from accounts.models import Clinic

# What was not sent comes back into the field on the next page, once.
LEFT = "lines_not_invited"


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_many(request: SignedInRequest) -> HttpResponse:
    """`/people/invite/many/`: a list of people; nothing is sent before its lines were shown and confirmed."""
    clinic = get_admin_clinic_or_404(request)
    if request.method != "POST":
        left = request.session.pop(LEFT, "")
        return _page(request, clinic, InviteManyForm(initial={"lines": left}), checked(clinic, parse(left)))
    form = InviteManyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, clinic, form, status=422)
    if "send" in request.POST:
        return _send(request, clinic, form)
    lines = checked(clinic, form.cleaned_data["found"])
    return _page(request, clinic, form, lines, 422 if any(line.error for line in lines) else 200)


def _page(
    request: SignedInRequest,
    clinic: Clinic,
    form: InviteManyForm,
    lines: Sequence[Line] = (),
    status: int = 200,
) -> HttpResponse:
    good = [line for line in lines if not line.error]
    bad = [line for line in lines if line.error]
    words = {
        "form": form,
        "of": clinic,
        "at": clinic_query(request, clinic),
        "most": MOST_LINES,
        "lines": lines,
        "good": len(good),
        "bad": len(bad),
        # What is sent is what was shown; what cannot be sent goes along to be kept.
        "to_send": as_text(good),
        "to_keep": as_text(bad),
    }
    return render(request, "accounts/invite_many.html", words, status=status)


def _send(request: SignedInRequest, clinic: Clinic, form: InviteManyForm) -> HttpResponseRedirect:
    outcome = invite_all(
        clinic,
        form.cleaned_data["found"],
        by=request.user,
        mail=lambda invitation, token: queue_invitation(request, invitation, token),
    )
    left = as_text(replace(line, error="") for line in outcome.left) + request.POST.get("keep", "")
    _add_messages(request, outcome, bool(left.strip()))
    at = clinic_query(request, clinic)
    if left.strip():
        request.session[LEFT] = left
        return redirect(reverse("accounts:invite_many") + at)
    return redirect(reverse("accounts:people") + (f"{at}&" if at else "?") + "state=invited")


def _add_messages(request: SignedInRequest, outcome: Outcome, is_left: bool) -> None:
    sent, before = len(outcome.sent), len(outcome.before)
    if sent:
        said = ngettext(
            "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent
        )
        messages.success(request, said % {"count": sent})
    if before:
        said = ngettext(
            "%(count)d person had been invited already, and got no second mail.",
            "%(count)d people had been invited already, and got no second mail.",
            before,
        )
        messages.info(request, said % {"count": before})
    failed = sorted({line.error for line in outcome.left})
    if failed:
        messages.error(request, " ".join(failed))
    if is_left:
        messages.warning(request, _("The lines below were not sent. They are kept here until you leave."))
