"""An admin resets somebody's second step: it is gone, every session ends, they are told, and it is on record."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import AdminLogEntry
from tests.support.jobs import sent_mails


def test_it_is_gone_told_and_on_record(as_, ruth, sam, harbour):
    desk = as_(sam)
    assert desk.get("/patients/").status_code == 200
    admin = as_(ruth)
    assert "Reset the second step" in admin.get(f"/people/{sam.pk}/").text
    answer = admin.post(f"/people/{sam.pk}/second-step/reset/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sam.pk}/")
    assert not Authenticator.objects.filter(user=sam).exists()
    assert desk.get("/patients/")["Location"].startswith("/account/login/")
    assert sent_mails()[-1].to == ["sam@example.org"]
    assert "Ruth Nkosi has reset the second step of your sign-in." in sent_mails()[-1].body
    entry = AdminLogEntry.objects.get()
    assert (entry.kind, entry.clinic, entry.about, entry.by) == ("step_reset", harbour, sam, ruth)
    page = admin.get(f"/people/{sam.pk}/").text
    assert "Second sign-in step reset" in page
    assert "Reset the second step" not in page


def test_not_ones_own(as_, ruth):
    answer = as_(ruth).post(f"/people/{ruth.pk}/second-step/reset/", follow=True)
    assert "You cannot reset your own second step. Ask another admin." in answer.text
    assert Authenticator.objects.filter(user=ruth).exists()


def test_not_of_who_has_none(as_, ruth, margaret):
    answer = as_(ruth).post(f"/people/{margaret.user.pk}/second-step/reset/", follow=True)
    assert "They have no second step set up." in answer.text


def test_not_of_who_has_left(harbour, ruth, sam):
    actions.end_role(sam.memberships.get())
    with pytest.raises(ValidationError, match="no role at your clinic"):
        actions.reset_second_step(user=sam, clinic=harbour, by=ruth)
    assert Authenticator.objects.filter(user=sam).exists()


def test_the_list_says_who_has_one(as_, ruth, sam, leah, margaret, ivy):
    Authenticator.objects.filter(user=leah).delete()
    Authenticator.objects.create(user=leah, type=Authenticator.Type.RECOVERY_CODES, data={})
    people = {one.name: one for one in as_(ruth).get("/people/").context["page"].object_list}
    assert {name: one.has_second_step for name, one in people.items()} == {
        "Ivy Castell": False,
        "Leah Brandt": False,
        "Margaret Doyle": False,
        "Ruth Nkosi": True,
        "Sam Osei": True,
    }
    page = as_(ruth).get("/people/?q=leah").text
    assert "off, must set up" in page
    assert "not needed" in as_(ruth).get("/people/?q=margaret").text
    assert "not shown" in as_(ruth).get("/people/?q=ivy").text
