"""The second step of signing in: who needs one, who has one, and how it is taken away again.

A second factor here is an authenticator app or a passkey. Recovery codes stand in for one that is not at hand; they
are none of their own.
"""

import time

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.access import roles_of
from accounts.mail import queue_template
from accounts.models import User
from accounts.sessions.backend import end_all
from accounts.sign_in import allauth_bridge

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required(user: User) -> bool:
    """Whether `user` may only work here with a second factor: therapists and admins, of any clinic."""
    if settings.SECOND_FACTOR_SKIPPED:
        return False
    roles = roles_of(user)
    return roles.therapist or roles.admin


def is_enrolled(user: User) -> bool:
    """Whether `user` has a second factor."""
    return not user._state.adding and Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def was_used(request: HttpRequest, user: User) -> bool:
    """Whether this very session was opened, or later confirmed, with a second factor; asks nothing of the database."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def signed_in_just_now(request: HttpRequest) -> bool:
    """Whether the password was typed in this session within the time for which allauth takes it for proof."""
    since = time.time() - REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "password" and record["at"] > since for record in records)


@transaction.atomic
def reset(user: User, by: User) -> None:
    """Take every second factor and recovery code from `user`, end their sessions, and tell them by mail.

    For someone who lost their phone: at the next sign-in they choose a new one. The caller has checked that `by` may do
    this. Raises ValidationError for oneself or for someone who has none.
    """
    if user == by:
        raise ValidationError(_("You cannot reset your own second step. Ask another admin."))
    gone, _each = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise ValidationError(_("They have no second step set up."))
    end_all(user)
    # The version is part of each session's hash: one that is being saved at this moment ends with it.
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    queue_template("accounts/mail/second_step_reset", user.email, {"user": user, "by": by})


def may_remove(authenticator: Authenticator) -> bool:
    """False for the last factor of someone whose work needs one; recovery codes do not count as one."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(
        pk=authenticator.pk
    )
    return others.exists() or not is_required(authenticator.user)


@transaction.atomic
def remove(request: HttpRequest, authenticator: Authenticator) -> None:
    """Remove one factor of the signed-in person and tell them by mail; recovery codes go with the last one.

    Raises ValidationError for the last factor of someone whose work needs one, and allauth's ReauthenticationRequired
    when they have not shown lately that it is still them.
    """
    # Two at once would each see the other's factor, and leave none.
    User.objects.select_for_update(no_key=True).get(pk=authenticator.user_id)
    if not may_remove(authenticator):
        raise ValidationError(_("Your work needs a second step. Add another one first, then remove this."))
    if authenticator.type == Authenticator.Type.TOTP:
        allauth_bridge.remove_totp(request, authenticator)
    else:
        allauth_bridge.remove_passkey(request, authenticator)
    if not is_enrolled(authenticator.user):
        _forget_use(request)


def _forget_use(request: HttpRequest) -> None:
    """A session must not vouch for a factor that is gone: its owner may get a role that needs one."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]
