"""Inviting people, and taking an invitation up."""

from urllib.parse import urlencode
from uuid import UUID

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.access import (
    SignedInRequest,
    admin_required,
    clinic_query,
    get_admin_clinic_or_404,
    get_invitation_or_404,
    refuse_unless_post,
)
from accounts.forms import AcceptForm, InviteForm
from accounts.invitations.actions import (
    AccountExistsError,
    InvitationClosedError,
    NotInvitedError,
    account_of,
    find_invitation,
    is_for,
    may_open,
)
from accounts.mail import queue_invitation
from accounts.models import Clinic, Invitation, User
from accounts.sign_in.allauth_bridge import record_password

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """`/people/invite/`: ask one person to join the clinic."""
    clinic = get_admin_clinic_or_404(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, clinic, form):
        words = {"email": form.cleaned_data["email"]}
        messages.success(
            request, _("The invitation is on its way to %(email)s. It works for 7 days.") % words
        )
        return redirect(reverse("accounts:people") + clinic_query(request, clinic))
    status = 422 if form.is_bound else 200
    words = {"form": form, "of": clinic, "at": clinic_query(request, clinic)}
    return render(request, "accounts/invite.html", words, status=status)


def _invite(request: SignedInRequest, clinic: Clinic, form: InviteForm) -> bool:
    """Whether the invitation was made; else the form says why, and nothing is kept."""
    try:
        invitation, token = actions.invite(clinic=clinic, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    queue_invitation(request, invitation, token)
    return True


@admin_required
def resend(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link; the old one stops working."""
    invitation = get_invitation_or_404(request.user, invitation_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        queue_invitation(request, invitation, actions.resend(invitation, by=request.user))
    except InvitationClosedError:
        messages.error(request, _("This invitation has been used or withdrawn."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        words = {"email": invitation.email}
        messages.success(
            request, _("A new link is on its way to %(email)s. The old one does not work now.") % words
        )
    return redirect(reverse("accounts:people") + clinic_query(request, invitation.clinic))


@admin_required
def withdraw(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link worthless."""
    invitation = get_invitation_or_404(request.user, invitation_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.withdraw(invitation, by=request.user)
    except InvitationClosedError:
        messages.error(request, _("This invitation has been used or withdrawn."))
    else:
        messages.success(
            request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email}
        )
    return redirect(reverse("accounts:people") + clinic_query(request, invitation.clinic))


@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """`/invitation/<token>/`: take an invitation up. Unknown links 404, spent ones 410, too many tries 429."""
    response: HttpResponse = _accept(request, token)
    # The address is the secret: no other site, no log of ours and no shared cache may get to know it. Without any
    # referrer at all, browsers would send this page's form with "Origin: null", which is refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store, private"
    # Django logs the address of each answer from 400 on, and a link that was refused may still be open.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@rate_limit(action="accept_invitation", limit_get=True)
def _accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = find_invitation(token)
    if invitation is None:
        return _render_closed(request, "unknown", 404)
    if request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        return redirect("home")
    if invitation.state != "open":
        return _render_closed(request, invitation.state, 410, invitation)
    return _take_up(request, invitation)


def _take_up(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if isinstance(request.user, User):
        if is_for(invitation, request.user):
            return _accept_as(request, invitation, request.user)
        return render(request, "accounts/invitation_other.html", {"invitation": invitation}, status=403)
    owner = account_of(invitation.email)
    if owner is None:
        return _accept_as_new(request, invitation)
    if request.method == "POST" and may_open(owner):
        return _open_account(request, invitation)
    words = {"invitation": invitation, "is_off": not owner.is_active, "may_open": may_open(owner)}
    return render(
        request, "accounts/invitation_sign_in.html", words, status=200 if request.method != "POST" else 403
    )


def _open_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """An account that no clinic has now works again, for its owner to sign in and join."""
    try:
        actions.open_account(invitation)
    except InvitationClosedError as closed:
        return _render_closed(request, closed.invitation.state, 410, invitation)
    except NotInvitedError:
        return redirect(request.path)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


def _accept_as(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation_accept.html", {"invitation": invitation})
    try:
        actions.accept_invitation(invitation, user=user)
    except InvitationClosedError as closed:
        return _render_closed(request, closed.invitation.state, 410, invitation)
    except ValidationError as refused:
        # What the invitation is about cannot be theirs: a second record of one person at the clinic, say.
        messages.error(request, " ".join(refused.messages))
        return render(request, "accounts/invitation_accept.html", {"invitation": invitation}, status=409)
    return _welcome(request, invitation)


def _accept_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if request.method != "POST" or not form.is_valid():
        words = {"invitation": invitation, "form": form}
        return render(request, "accounts/invitation_new.html", words, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            user = actions.accept_invitation(
                invitation, name=data["name"], password=data["password"], time_zone=data["time_zone"]
            )
    except InvitationClosedError as closed:
        return _render_closed(request, closed.invitation.state, 410, invitation)
    except (IntegrityError, AccountExistsError):
        # Another invitation to the same address was taken up in this moment: now there is an account to sign in to.
        return redirect(request.path)
    except ValidationError as refused:
        # The record that the invitation is about has become another sign-in's.
        form.add_error(None, refused.messages)
        words = {"invitation": invitation, "form": form}
        return render(request, "accounts/invitation_new.html", words, status=409)
    login(request, user, backend=BACKEND)
    # They have just chosen the password: adding a second step need not ask for it once more.
    record_password(request)
    return _welcome(request, invitation)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, _("You have joined %(clinic)s.") % {"clinic": invitation.clinic.name})
    return redirect("home")


def _render_closed(
    request: HttpRequest, state: str, status: int, invitation: Invitation | None = None
) -> HttpResponse:
    words = {"state": state, "invitation": invitation}
    return render(request, "accounts/invitation_closed.html", words, status=status)
