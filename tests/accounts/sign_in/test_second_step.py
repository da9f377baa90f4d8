"""The second step: adding, using, removing and resetting one, through the pages."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.core.exceptions import ImproperlyConfigured, ValidationError

from accounts.sign_in import second_factor
from tests.factories import PASSWORD, TOTP_SECRET, make_passkey, make_second_factor, totp_code
from tests.support.jobs import sent_mails
from tests.support.page_text import tight

HOME = "/account/second-step/"
ENTER = "/account/second-step/authenticate/"


def kinds(user):
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def still_me(client):
    """Answer "Is it still you?" by the password."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def signs_in(client, email, code):
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer["Location"] == ENTER
    return client.post(ENTER, {"code": code})


def test_a_patient_adds_an_app_and_gets_recovery_codes(transactional_db, as_, margaret):
    client = as_(margaret)
    still_me(client)
    page = client.get(f"{HOME}totp/activate/").content.decode()
    secret = re.search(r'id="secret">(\w{32})<', page)[1]
    assert "<svg" in page
    assert "data:image" not in page
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post(f"{HOME}totp/activate/", {"code": code})
    assert answer["Location"] == f"{HOME}recovery-codes/"
    assert kinds(margaret.user) == ["recovery_codes", "totp"]
    page = client.get(f"{HOME}recovery-codes/").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    assert sent_mails()[-1].subject == "An authenticator app was added"


def test_a_wrong_code_adds_nothing_and_is_said_beside_the_field(as_, margaret):
    client = as_(margaret)
    still_me(client)
    client.get(f"{HOME}totp/activate/")
    page = client.post(f"{HOME}totp/activate/", {"code": "not it"}).content.decode()
    assert "Wrong code." in page
    assert 'aria-describedby="id_code_helptext id_code_error"' in tight(page)
    assert kinds(margaret.user) == []


@pytest.mark.django_db
def test_the_database_alone_does_not_tell_the_secret(sam):
    stored = Authenticator.objects.get(user=sam).data["secret"]
    assert TOTP_SECRET not in stored
    assert decrypt(stored) == TOTP_SECRET


def test_a_secret_of_an_older_key_is_read_by_the_fallback_only(settings):
    stored, old = encrypt(TOTP_SECRET), settings.SECRET_KEY
    settings.SECRET_KEY = "x" * 60
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(stored) == TOTP_SECRET


def test_staff_sign_in_with_password_and_code(as_, sam):
    client = as_(None)
    assert signs_in(client, "sam@example.org", totp_code())["Location"] == "/"
    assert client.get("/patients/").status_code == 200


def test_a_password_alone_opens_nothing(as_, sam):
    client = as_(None)
    client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD})
    assert client.get("/patients/")["Location"] == "/account/login/?next=/patients/"


def test_a_code_works_once(as_, sam):
    code = totp_code()
    assert signs_in(as_(None), "sam@example.org", code)["Location"] == "/"
    again = signs_in(as_(None), "sam@example.org", code)
    assert again.status_code == 200
    assert "Wrong code." in again.content.decode()


def test_a_recovery_code_works_once(transactional_db, as_, sam):
    client = as_(sam)
    still_me(client)
    client.post(f"{HOME}recovery-codes/generate/")
    code = Authenticator.objects.get(user=sam, type="recovery_codes").wrap().generate_codes()[0]
    assert signs_in(as_(None), "sam@example.org", code)["Location"] == "/"
    assert signs_in(as_(None), "sam@example.org", code).status_code == 200
    assert sent_mails()[-1].subject == "You have new recovery codes"


def test_a_patient_may_remove_her_second_step(as_, margaret):
    make_second_factor(margaret.user)
    client = as_(margaret)
    still_me(client)
    assert "Remove it" in client.get(f"{HOME}totp/deactivate/").content.decode()
    assert client.post(f"{HOME}totp/deactivate/")["Location"] == HOME
    assert kinds(margaret.user) == []
    assert sent_mails()[-1].subject == "Your authenticator app was removed"
    # What the session knew of it goes with it, so that it opens nothing should she join the staff.
    methods = [record["method"] for record in client.session["account_authentication_methods"]]
    assert methods == ["password"]


def test_staff_cannot_remove_their_only_one(as_, sam):
    client = as_(sam)
    still_me(client)
    page = client.get(f"{HOME}totp/deactivate/").content.decode()
    assert "This is your only second step" in page
    assert "Remove it" not in page
    answer = client.post(f"{HOME}totp/deactivate/")
    assert answer.status_code == 409
    assert "it cannot be removed" in answer.content.decode()
    assert kinds(sam) == ["totp"]
    assert sent_mails() == []


def test_recovery_codes_are_no_second_step_of_their_own(as_, sam):
    client = as_(sam)
    still_me(client)
    client.post(f"{HOME}recovery-codes/generate/")
    assert client.post(f"{HOME}totp/deactivate/").status_code == 409
    assert kinds(sam) == ["recovery_codes", "totp"]


def test_with_two_of_them_staff_may_remove_one_and_keep_the_last(as_, sam):
    passkey = make_passkey(sam)
    client = as_(sam)
    still_me(client)
    assert client.post(f"{HOME}totp/deactivate/").status_code == 302
    assert client.post(f"{HOME}webauthn/keys/{passkey.pk}/remove/").status_code == 409
    assert kinds(sam) == ["webauthn"]
    assert client.get("/patients/").status_code == 200


def test_removing_asks_whether_it_is_still_you(as_, margaret):
    make_second_factor(margaret.user)
    answer = as_(margaret).post(f"{HOME}totp/deactivate/")
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert kinds(margaret.user) == ["totp"]


def test_nobody_touches_the_passkey_of_another(as_, sam, leah):
    passkey = make_passkey(sam, "Work phone")
    client = as_(leah)
    still_me(client)
    for what in ("edit", "remove"):
        address = f"{HOME}webauthn/keys/{passkey.pk}/{what}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "mine"}).status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Work phone"


def test_a_passkey_gets_another_name(as_, sam):
    passkey = make_passkey(sam)
    client = as_(sam)
    still_me(client)
    client.post(f"{HOME}webauthn/keys/{passkey.pk}/edit/", {"name": "Old laptop"})
    page = client.get(f"{HOME}webauthn/").content.decode()
    assert "Old laptop" in page
    assert "Not used yet." in page


# --- reset by an admin -------------------------------------------------------------------------


def test_a_reset_takes_all_ends_every_session_and_tells_them(as_, sam, ruth):
    make_passkey(sam)
    client = as_(sam)
    second_factor.reset(sam, ruth)
    assert kinds(sam) == []
    assert client.get("/patients/")["Location"].startswith("/account/login/")
    assert [message.to for message in sent_mails()] == [["sam@example.org"]]
    assert sent_mails()[0].subject == "Your second sign-in step was reset"
    assert "Ruth Nkosi has reset" in sent_mails()[0].body


def test_after_a_reset_the_next_sign_in_leads_to_a_new_one(as_, sam, ruth):
    second_factor.reset(sam, ruth)
    client = as_(None)
    client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD})
    assert client.get("/patients/")["Location"] == HOME


def test_nobody_resets_their_own_and_nothing_is_not_reset(ruth, margaret):
    with pytest.raises(ValidationError, match="your own second step"):
        second_factor.reset(ruth, ruth)
    with pytest.raises(ValidationError, match="no second step"):
        second_factor.reset(margaret.user, ruth)
    assert kinds(ruth) == ["totp"]
