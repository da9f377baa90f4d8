"""Adding and removing a second step: allauth's pages where ours has to do more."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from accounts.sign_in import second_factor
from accounts.sign_in.allauth_bridge import passkey_options, record_second_step


class OverviewView(IndexView):
    """`/account/second-step/`: what one has, and where staff without a second step are led to choose one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth's words, and whether this person's work waits for a second step."""
        words = super().get_context_data(**kwargs)
        is_enrolled = second_factor.is_enrolled(self.request.user)
        is_required = second_factor.is_required(self.request.user)
        return words | {
            "second_step_wanted": is_required and not is_enrolled,
            "second_step_done": is_required and is_enrolled,
        }


class AddAppView(ActivateTOTPView):
    """`/account/second-step/totp/activate/`: an authenticator app; who has just typed its code has used it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the app, and that this session has shown it."""
        response = super().form_valid(form)
        record_second_step(self.request, self.request.user, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(AddWebAuthnView):
    """`/account/second-step/webauthn/add/`: always a passkey, which the device keeps and asks a finger or a PIN for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser needs to make one."""
        words = super().get_context_data(**kwargs)
        words["js_data"] = {"creation_options": passkey_options(self.request.user)}
        return words

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the passkey, and that this session has shown it."""
        response = super().form_valid(form)
        record_second_step(self.request, self.request.user, Authenticator.Type.WEBAUTHN)
        return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_app(request: SignedInRequest) -> HttpResponse:
    """`/account/second-step/totp/deactivate/`: ask, then remove the authenticator app."""
    factor = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.TOTP)
    return _remove(request, factor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/account/second-step/webauthn/keys/<pk>/remove/`: ask, then remove one passkey of one's own."""
    factor = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    return _remove(request, factor)


@reauthentication_required(app="allauth.mfa")
def _remove(request: SignedInRequest, factor: Authenticator) -> HttpResponse:
    words = {"factor": factor, "may_remove": second_factor.may_remove(factor)}
    if request.method != "POST":
        return render(request, "mfa/remove.html", words)
    try:
        second_factor.remove(request, factor)
    except ValidationError:
        return render(request, "mfa/remove.html", words | {"may_remove": False}, status=409)
    return redirect("mfa_index")
