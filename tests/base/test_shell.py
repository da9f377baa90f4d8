"""What `<html>` says about a person's wishes, and what every page loads."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client

from tests.support.page_text import tight
from therapy.care.models import Patient

ERROR_PAGES = {
    "400.html": "We could not read that",
    "403.html": "This page is not open to you",
    "403_csrf.html": "This was not accepted",
    "404.html": "We cannot find that page",
    "413.html": "That was too large",
    "429.html": "Too many tries",
    "500.html": "Something broke on our side",
}


def html_tag(client: Client) -> str:
    found = re.search(r"<html[^>]*>", client.get("/account/email/").content.decode())
    assert found
    return tight(found[0])


@pytest.mark.parametrize(("theme", "drawn"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_the_server_sets_the_theme(client: Client, margaret: Patient, theme: str, drawn: str) -> None:
    margaret.user.theme = theme
    margaret.user.save()
    client.force_login(margaret.user)
    assert f'data-theme="{theme}" data-bs-theme="{drawn}"' in html_tag(client)


def test_larger_text_and_contrast_are_off_until_they_are_wanted(client: Client, margaret: Patient) -> None:
    client.force_login(margaret.user)
    assert "data-contrast" not in html_tag(client)
    assert "data-text" not in html_tag(client)


def test_larger_text_and_contrast_are_said_when_wanted(client: Client, margaret: Patient) -> None:
    margaret.user.high_contrast = margaret.user.large_text = True
    margaret.user.save()
    client.force_login(margaret.user)
    assert 'data-contrast="high" data-text="large"' in html_tag(client)


@pytest.mark.django_db
def test_everything_that_a_page_loads_exists(client: Client) -> None:
    html = client.get("/account/login/").content.decode()
    loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    assert "css/tokens.css" in loaded
    assert loaded.index("bootstrap/dist/css/bootstrap.min.css") < loaded.index("css/tokens.css")
    assert [path for path in loaded if finders.find(path) is None] == []


@pytest.mark.django_db
def test_htmx_is_not_loaded_by_pages_that_do_not_use_it(client: Client) -> None:
    assert "htmx" not in client.get("/account/login/").content.decode()


def test_htmx_comes_with_a_configuration_that_keeps_no_history_and_evaluates_nothing() -> None:
    html = get_template("parts/htmx.html").render()
    assert '{"historyCacheSize": 0, "allowEval": false, "includeIndicatorStyles": false}' in html
    assert re.search(r'<script src="/static/django_htmx/htmx[^"]*\.js"', html)


@pytest.mark.parametrize(("template", "title"), ERROR_PAGES.items())
def test_an_error_page_draws_without_request_user_or_database(template: str, title: str) -> None:
    html = get_template(template).render()
    assert f"<h1>{title}</h1>" in html
    assert 'data-bs-theme="light"' in html


@pytest.mark.django_db
def test_an_address_that_does_not_exist_says_so(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()
