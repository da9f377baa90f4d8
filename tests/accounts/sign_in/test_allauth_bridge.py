"""What the bridge takes from allauth's internals is still there, takes what it took, and does what it did.

The rest of the suite would notice as well, somewhere. This file says at once which name has changed.
"""

import inspect
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows import login, reauthentication
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import httpkit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from allauth.mfa.webauthn.internal import flows as webauthn_flows
from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory

from accounts.sign_in import allauth_bridge
from tests.factories import make_passkey
from tests.support.jobs import sent_mails

PARAMETERS = [
    (httpkit.get_client_ip, ["request"]),
    (login.record_authentication, ["request", "user", "method", "**extra_data"]),
    (reauthentication.reauthenticate_by_password, ["request"]),
    (totp_flows.deactivate_totp, ["request", "authenticator"]),
    (webauthn_flows.remove_authenticator, ["request", "authenticator"]),
    (webauthn_auth.begin_registration, ["user", "passwordless"]),
]


class NoMessages(BaseStorage):
    """Keeps what is said nowhere."""

    def _get(self, *_args, **_kwargs):
        return [], True

    def _store(self, *_args, **_kwargs):
        return []


@pytest.fixture
def request_of(rf: RequestFactory, client):
    """`request_of(user)` is a request of somebody who is signed in, with a session."""

    def request(user, **meta):
        client.force_login(user)
        made = rf.get("/", **meta)
        made.user, made.session = user, client.session
        made._messages = NoMessages(made)
        return made

    return request


def test_the_version_is_the_one_that_this_was_tried_with():
    wanted = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"][
        "dependencies"
    ]
    assert f"django-allauth[mfa]=={version('django-allauth')}" in wanted


@pytest.mark.parametrize(("function", "names"), PARAMETERS, ids=lambda one: getattr(one, "__name__", ""))
def test_each_name_takes_what_it_took(function, names):
    parameters = inspect.signature(function).parameters.values()
    found = ["**" * (one.kind is inspect.Parameter.VAR_KEYWORD) + one.name for one in parameters]
    assert found == names


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [(0, "", "203.0.113.7"), (0, "198.51.100.1", "203.0.113.7"), (1, "198.51.100.1", "198.51.100.1")],
)
def test_client_ip(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert allauth_bridge.client_ip(rf.get("/", REMOTE_ADDR="203.0.113.7", headers=headers)) == address


def test_client_ip_of_a_server_that_names_none(rf):
    request = rf.get("/")
    del request.META["REMOTE_ADDR"]
    assert allauth_bridge.client_ip(request) is None


def test_record_second_step(request_of, margaret):
    request = request_of(margaret.user)
    allauth_bridge.record_second_step(request, margaret.user, Authenticator.Type.TOTP)
    [record] = get_authentication_records(request, margaret.user)
    assert (record["method"], record["type"]) == ("mfa", "totp")
    assert get_authentication_records(request, None) == []


def test_record_password(request_of, margaret):
    request = request_of(margaret.user)
    assert not reauthentication.did_recently_reauthenticate(request)
    allauth_bridge.record_password(request)
    assert get_authentication_records(request, margaret.user)[0]["method"] == "password"
    assert reauthentication.did_recently_reauthenticate(request)


@pytest.mark.parametrize("name", ["remove_totp", "remove_passkey"])
def test_removing_needs_the_password_again_takes_the_factor_away_and_tells(request_of, sam, name):
    kind = Authenticator.Type.TOTP if name == "remove_totp" else Authenticator.Type.WEBAUTHN
    make_passkey(sam)
    factor, request = Authenticator.objects.get(user=sam, type=kind), request_of(sam)
    remove = getattr(allauth_bridge, name)
    with context.request_context(request):
        with pytest.raises(ReauthenticationRequired):
            remove(request, factor)
        assert Authenticator.objects.filter(pk=factor.pk).exists()
        allauth_bridge.record_password(request)
        remove(request, factor)
    assert not Authenticator.objects.filter(pk=factor.pk).exists()
    assert [message.to for message in sent_mails()] == [["sam@example.org"]]


def test_passkey_options(request_of, sam):
    request = request_of(sam)
    with context.request_context(request):
        options = allauth_bridge.passkey_options(sam)["publicKey"]
    assert options["challenge"]
    assert options["user"]["name"] == "sam@example.org"
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
