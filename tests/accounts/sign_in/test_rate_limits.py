"""How often things may be tried: by address and by account, counted where all workers see it."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories import PASSWORD, totp_code
from tests.support.jobs import sent_mails
from tests.support.production import PRODUCTION, read_settings
from tests.support.routes import all_routes

ENTER = "/account/second-step/authenticate/"
WRONG = "wrong-password-here"
WAIT = "Too many tries. Wait five minutes"


@pytest.fixture
def shared_cache(transactional_db, settings):
    """The cache of demo and production: a table, which every worker reads."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    call_command("createcachetable", database="owner", verbosity=0)
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE cache")


def log_in(email="margaret@example.org", password=WRONG, **more):
    return Client().post("/account/login/", {"login": email, "password": password}, **more)


def test_five_wrong_passwords_for_one_account_from_anywhere(margaret):
    for number in range(5):
        assert WAIT not in log_in(REMOTE_ADDR=f"203.0.113.{number}").content.decode()
    answer = log_in(password=PASSWORD, REMOTE_ADDR="203.0.113.77")
    assert WAIT in answer.content.decode()


def test_ten_wrong_passwords_from_one_place_whoever_is_tried(margaret):
    for number in range(10):
        log_in(email=f"person{number}@example.org")
    assert WAIT in log_in(password=PASSWORD).content.decode()
    assert log_in(password=PASSWORD, REMOTE_ADDR="203.0.113.77")["Location"] == "/"


def test_the_count_is_the_same_for_every_worker(shared_cache, margaret):
    """Each request has a client of its own; the count is in the table and nowhere else."""
    for _try in range(5):
        log_in()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] >= 2
    assert WAIT in log_in(password=PASSWORD).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache")
    assert log_in(password=PASSWORD)["Location"] == "/"


@pytest.mark.parametrize("name", ["demo", "production"])
def test_demo_and_production_count_in_the_table(monkeypatch, name):
    variables = PRODUCTION | {"EVENSTEP_ENV": name}
    caches = read_settings(monkeypatch, **variables)["CACHES"]
    assert caches["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_five_wrong_codes_for_one_account(sam):
    for number in range(5):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD})
        assert "Wrong code." in client.post(ENTER, {"code": "000000"}).content.decode()
    client = Client(REMOTE_ADDR="203.0.113.77")
    client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD})
    assert WAIT in client.post(ENTER, {"code": totp_code()}).content.decode()


def test_three_codes_by_mail_for_one_account(margaret):
    for _try in range(3):
        Client().post("/account/login/code/", {"email": "margaret@example.org"})
    answer = Client().post("/account/login/code/", {"email": "margaret@example.org"})
    assert WAIT in answer.content.decode()
    assert len(sent_mails()) == 3


def test_a_code_by_mail_may_be_mistyped_three_times(margaret):
    client = Client()
    client.post("/account/login/code/", {"email": "margaret@example.org"})
    code = re.search(r"^([A-Z0-9-]{6,})$", sent_mails()[0].body, re.M)[1]
    for _try in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG1"})
    client.post("/account/login/code/confirm/", {"code": code})
    assert client.get("/today/").status_code == 302


def test_three_links_for_a_forgotten_password(margaret):
    for _try in range(4):
        answer = Client().post("/account/password/reset/", {"email": "margaret@example.org"})
    assert len(sent_mails()) == 3
    assert answer.status_code in (200, 429)


def test_thirty_invitations_a_minute_and_then_the_page_says_wait(db):
    for number in range(30):
        assert Client().get(f"/invitation/no-such-{number}/").status_code == 404
    answer = Client().get("/invitation/one-more/")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "<h1>Too many tries</h1>" in page
    assert "wait five minutes" in page
    assert answer["Referrer-Policy"] == "strict-origin"


def test_a_refused_link_is_in_no_log(db, caplog):
    for _try in range(31):
        Client().get("/invitation/a-very-secret-link/")
    assert "a-very-secret-link" not in caplog.text


def test_thirty_sign_ins_a_minute_from_one_place_and_then_the_page_says_wait(db):
    answers = [log_in(email=f"person{number}@example.org") for number in range(31)]
    assert answers[29].status_code == 200
    assert answers[30].status_code == 429
    assert "<h1>Too many tries</h1>" in answers[30].content.decode()


def test_django_has_no_admin_whose_login_would_count_nothing(db):
    assert not apps.is_installed("django.contrib.admin")
    assert not [route for route in all_routes() if "admin" in route]
    with pytest.raises(NoReverseMatch):
        reverse("admin:login")
    assert "admin" not in get_resolver().namespace_dict
    assert Client().get("/admin/login/").status_code == 404
