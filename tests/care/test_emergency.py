"""Opening a record in an emergency: by whom, for how long, who is told, and what it does not open."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import actions as accounts
from tests.factories import make_team_member, make_user
from tests.support.jobs import sent_mails
from tests.walls import walled
from therapy.care.emergency import open_record, who_is_told
from therapy.care.models import EmergencyAccess, Patient

PAGE = "/patients/emergency/"
REASON = "She called the desk with a swollen calf; Sam is away."
pytestmark = pytest.mark.usefixtures("thursday")


def asked(margaret: Patient, **other: str) -> dict[str, str]:
    return {"name": "Margaret Doyle", "birth_date": str(margaret.birth_date), "reason": REASON} | other


def test_a_therapist_of_the_clinic_opens_the_record_for_four_hours(as_, leah, margaret, thursday):
    client, record = as_(leah), f"/patients/{margaret.pk}/"
    assert client.get(record).status_code == 404
    answer = client.post(PAGE, asked(margaret))
    assert (answer.status_code, answer.get("Location")) == (302, record)
    opened = EmergencyAccess.objects.get()
    assert (opened.patient, opened.therapist, opened.reason) == (margaret, leah, REASON)
    assert opened.until - opened.opened_at == timedelta(hours=4)
    page = client.get(record)
    assert page.status_code == 200
    assert "Opened in an emergency, until 13:10" in page.text
    assert client.get(f"{record}plan/").status_code == 200
    thursday.shift(timedelta(hours=3, minutes=59))
    client = as_(leah)  # an idle session has ended meanwhile
    assert client.get(record).status_code == 200
    thursday.shift(timedelta(minutes=1))
    assert client.get(record).status_code == 404


def test_her_team_sees_no_such_notice(as_, sam, margaret):
    assert "Opened in an emergency" not in as_(sam).get(f"/patients/{margaret.pk}/").text


def test_it_does_not_open_the_team_nor_join_the_caseload(as_, leah, margaret):
    client = as_(leah)
    client.post(PAGE, asked(margaret))
    assert client.get(f"/patients/{margaret.pk}/team/").status_code == 404
    assert client.post(f"/patients/{margaret.pk}/invite/").status_code == 404
    assert "Margaret Doyle" not in client.get("/patients/").text
    assert "Margaret Doyle" in client.get(PAGE).text


def test_the_record_links_to_the_team_only_for_who_is_on_it(as_, leah, sam, margaret):
    client, record = as_(leah), f"/patients/{margaret.pk}/"
    client.post(PAGE, asked(margaret))
    link = f'href="{record}team/"'
    assert link not in client.get(record).text
    assert link in as_(sam).get(record).text


def test_the_team_reads_who_and_why(as_, leah, sam, margaret):
    as_(leah).post(PAGE, asked(margaret))
    page = as_(sam).get(f"/patients/{margaret.pk}/team/").text
    assert "Leah Brandt" in page
    assert REASON in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "Margaret", "No patient of your clinic has exactly this name and date of birth"),
        ("birth_date", "1960-01-01", "No patient of your clinic has exactly this name and date of birth"),
        ("reason", "because", "at least 10 characters"),
        ("reason", "          ", "This field is required"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_, leah, margaret, field, typed, said):
    answer = as_(leah).post(PAGE, asked(margaret, **{field: typed}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Margaret" in answer.text
    assert not EmergencyAccess.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_two_patients_of_one_name_and_birthday_are_not_guessed_between(as_, leah, margaret):
    Patient.objects.create(
        clinic=margaret.clinic, name="margaret doyle", birth_date=margaret.birth_date, created_by=leah
    )
    assert as_(leah).post(PAGE, asked(margaret)).status_code == 422


def test_another_clinics_therapist_finds_nobody(as_, otto, margaret):
    assert as_(otto).post(PAGE, asked(margaret)).status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_an_admin_and_a_patient_have_no_such_page(as_, ruth, tomasz):
    assert as_(ruth).get(PAGE).status_code == as_(tomasz).get(PAGE).status_code == 404


def test_who_treats_the_patient_is_led_to_the_record(as_, sam, margaret):
    answer = as_(sam).post(PAGE, asked(margaret))
    assert answer["Location"] == f"/patients/{margaret.pk}/"
    assert not EmergencyAccess.objects.exists()


def test_losing_the_role_closes_it_with_the_next_request(as_, leah, ruth, harbour, margaret):
    client = as_(leah)
    client.post(PAGE, asked(margaret))
    make_user(harbour, "admin")
    accounts.end_role(leah.memberships.get())
    assert client.get(f"/patients/{margaret.pk}/").status_code == 404


def test_lead_and_admins_are_told_and_never_the_patients_name(as_, leah, sam, ruth, margaret):
    make_team_member(margaret, make_user(margaret.clinic, "therapist", email="second@example.org"))
    as_(leah).post(PAGE, asked(margaret))
    job = ProcrastinateJob.objects.get()
    assert "Margaret" not in str(job.args)
    assert sorted(to for message in sent_mails() for to in message.to) == [
        "ruth@example.org",
        "sam@example.org",
    ]
    for message in sent_mails():
        assert "Leah Brandt" in message.subject
        assert "19 November 2026, 9:10" in message.body or "19 November 2026, 09:10" in message.body
        assert "Margaret" not in message.subject + message.body
        assert REASON not in message.body


def test_who_is_told_is_decided_when_the_mail_goes_out(leah, sam, ruth, margaret):
    access = open_record(margaret, by=leah, reason=REASON)
    assert who_is_told(access) == [sam, ruth]
    sam.memberships.update(ended_at=access.opened_at)
    assert who_is_told(access) == [ruth]
    assert leah not in who_is_told(access)


def test_no_longer_than_four_hours_whoever_writes(leah, margaret):
    access = open_record(margaret, by=leah, reason=REASON)
    with pytest.raises(DatabaseError, match="emergency_access_is_short"), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(until=access.until + timedelta(minutes=1))


def test_nobody_opens_a_record_in_anothers_name(leah, sam, harbour, margaret):
    from accounts.tenancy import walls

    now = margaret.created_at
    with walled():
        walls.enter(scopes=[walls.Scope.TEAM], clinics=[harbour.pk], person=leah.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            EmergencyAccess.objects.create(
                clinic=harbour, patient=margaret, therapist=sam, reason=REASON, opened_at=now, until=now
            )
    assert connection.in_atomic_block
