"""The one way to allauth's internals: what signing in here needs and allauth offers no public name for.

`allauth.*.internal` may change in any release. So pyproject.toml pins the exact version, ruff allows imports of it in
this file alone, and tests/accounts/sign_in/test_allauth_bridge.py holds what each name has to take and to do. To move
to another version: change the pin, run that file, and mend this one.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.flows import deactivate_totp
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import remove_authenticator
from django.http import HttpRequest

from accounts.models import User


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address past our own proxies (`ALLAUTH_TRUSTED_PROXY_COUNT`); None where the server names none.

    It is worked out once a request.
    """
    if not hasattr(request, "client_ip"):
        request.client_ip = get_client_ip(request)  # type: ignore[attr-defined]
    address: str | None = request.client_ip  # type: ignore[attr-defined]
    return address


def record_second_step(request: HttpRequest, user: User, kind: str) -> None:
    """Keep with the session that `user` has shown a second factor of `kind`, an `Authenticator.Type`."""
    record_authentication(request, user, "mfa", type=kind)


def record_password(request: HttpRequest) -> None:
    """Keep with the session that its owner has just typed or chosen their password."""
    reauthenticate_by_password(request)


def remove_totp(request: HttpRequest, authenticator: Authenticator) -> None:
    """Delete an authenticator app of the signed-in person, recovery codes with the last factor, and tell them by mail.

    Raises ReauthenticationRequired when they have not shown lately that it is them.
    """
    deactivate_totp(request, authenticator)


def remove_passkey(request: HttpRequest, authenticator: Authenticator) -> None:
    """As `remove_totp`, for a passkey."""
    remove_authenticator(request, authenticator)


def passkey_options(user: User) -> dict[str, Any]:
    """What a browser needs to make a passkey that its device keeps and asks a finger, a face or a PIN for."""
    options: dict[str, Any] = begin_registration(user, passwordless=True)
    return options
