"""Staff without a second step get to nothing but choosing one; who has one shows it before anything else."""

import pytest
from allauth.mfa.models import Authenticator
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve

from accounts.middleware import OPEN_WITHOUT_SECOND_STEP
from tests.factories import make_membership
from tests.routes_table import PICTURE, ROUTES
from tests.support.routes import HTMX, fill

HOME = "/account/second-step/"
# The two lists are meant to be read side by side: what is open is decided here, once more and by hand.
OPEN = {
    "/healthz",
    "/readyz",
    "/wrong/",
    "/help/",
    "/sw.js",
    PICTURE,
    "/account/session/",
    "/account/login/",
    "/account/logout/",
    "/account/reauthenticate/",
    HOME,
    f"{HOME}reauthenticate/",
    f"{HOME}totp/activate/",
    f"{HOME}recovery-codes/",
    f"{HOME}recovery-codes/generate/",
    f"{HOME}recovery-codes/download/",
    f"{HOME}webauthn/add/",
    f"{HOME}webauthn/reauthenticate/",
}


@pytest.fixture(params=["sam", "ruth"])
def without(request, people):
    """A client of a therapist, then of an admin, who has no second factor yet."""
    user = people[request.param]
    Authenticator.objects.filter(user=user, type="totp").delete()
    client = Client()
    client.force_login(user)
    return client


def sent_to(answer):
    return answer.headers.get("HX-Redirect") or answer.headers.get("Location", "")


@pytest.mark.slow("asks for every address there is")
@pytest.mark.always
def test_every_address_but_the_few_leads_to_choosing_one(without, ids):
    Authenticator.objects.all().delete()
    wrong = []
    # Signing out comes last: there is nobody to lead after it.
    for address in sorted(ROUTES, key=lambda address: address == "/account/logout/"):
        where = fill(address, ids)
        answers = [without.get(where), without.get(where, headers=HTMX), without.post(where)]
        led = [sent_to(answer) == HOME and b"Doyle" not in answer.content for answer in answers]
        if address in OPEN:
            wrong += [f"{address} is closed"] if any(led) and address != HOME else []
        elif not all(led):
            wrong.append(f"{address} is open")
    assert wrong == []


def test_the_list_holds_no_name_that_is_no_address(ids, settings):
    # A picture is answered before anybody asks who is there.
    names = {resolve(fill(address, ids)).view_name for address in OPEN - {PICTURE}}
    assert names == OPEN_WITHOUT_SECOND_STEP | set(settings.OPEN_WITHOUT_SECOND_STEP)


def test_the_page_says_why(without):
    page = without.get(HOME).content.decode()
    assert "Choose a second step to go on" in page
    assert "Sign out" in page


def test_a_patient_is_not_asked(as_, margaret):
    client = as_(margaret)
    assert client.get("/today/").status_code == 200
    assert "Choose a second step" not in client.get(HOME).content.decode()
    assert f'href="{HOME}"' in client.get("/account/settings/").content.decode()


def test_a_patient_who_becomes_a_therapist_is_asked_on_the_next_request(as_, margaret, harbour):
    client = as_(margaret)
    assert client.get("/today/").status_code == 200
    make_membership(margaret.user, harbour, "therapist")
    Authenticator.objects.filter(user=margaret.user).delete()
    assert client.get("/today/")["Location"] == HOME


def test_who_has_one_but_did_not_show_it_in_this_session_shows_it(sam):
    client = Client()
    client.force_login(sam)
    answer = client.get("/patients/?q=doyle")
    assert answer["Location"] == f"{HOME}reauthenticate/?next=%2Fpatients%2F%3Fq%3Ddoyle"


def test_what_another_person_showed_in_this_browser_does_not_count(sam, ruth):
    client = Client()
    client.force_login(ruth)
    session = client.session
    session["account_authentication_methods_user"] = str(sam.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    assert client.get("/people/")["Location"].startswith(f"{HOME}reauthenticate/")


BANNER = "staff sign in here without a second step"


@pytest.mark.slow("asks for every address there is")
def test_only_the_demo_lets_them_pass_and_every_page_says_so(without, ids, settings):
    settings.SECOND_FACTOR_SKIPPED = True
    assert sent_to(without.get("/")) in {"/patients/", "/people/"}
    silent = []
    for address in ROUTES:
        # What devices send to is no page, whatever it says to a browser.
        if address.startswith("/api/"):
            continue
        answer = without.get(fill(address, ids))
        if answer.headers["Content-Type"].startswith("text/html") and answer.content:
            silent += [address] if BANNER not in answer.content.decode() else []
    assert silent == []
    assert BANNER in render_to_string("500.html")


def test_elsewhere_no_page_says_so(as_, db):
    assert BANNER not in as_(None).get("/account/login/").content.decode()
