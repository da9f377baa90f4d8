"""Nobody signs up by themselves."""

from django.urls import resolve

from accounts.models import User


def test_the_page_says_that_one_is_invited(as_):
    answer = as_(None).get("/account/signup/")
    assert answer.status_code == 200
    page = answer.content.decode().lower()
    assert "invit" in page
    assert 'name="password1"' not in page


def test_a_post_makes_nobody(as_, db):
    fields = {
        "email": "new@example.org",
        "password1": "green-boat-on-the-hill",
        "password2": "green-boat-on-the-hill",
    }
    assert as_(None).post("/account/signup/", fields).status_code == 200
    assert not User.objects.exists()


def test_the_sign_in_page_offers_no_sign_up(as_):
    assert "/account/signup/" not in as_(None).get("/account/login/").content.decode()


def test_it_is_allauths_own_view_that_is_closed():
    assert resolve("/account/signup/").url_name == "account_signup"
