"""Writing is the patient's alone; the care team reads; to everyone else nothing of it exists."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_plan, make_prescription, make_revision, make_session, make_set, sign_in_as
from tests.support.doses import dose_of, sent
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.actions import record_set, record_sets
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def logged(margaret: Patient, heel_left: Dose) -> Set:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    return record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)


def own_pages(logged: Set, dose: Dose) -> list[str]:
    return [
        "/today/",
        "/days/2026-11-18/",
        "/days/2026-11-19/finish/",
        f"/days/2026-11-19/{dose.prescription_id}/",
        f"/days/2026-11-19/{dose.pk}/1/",
        "/sessions/",
        f"/sessions/{logged.session_id}/",
        f"/sessions/{logged.session_id}/change/",
        f"/sessions/{logged.session_id}/sets/{logged.pk}/",
    ]


def test_the_patient_has_all_pages(as_: As, margaret: Patient, logged: Set, heel_left: Dose) -> None:
    client = as_(margaret)
    for url in own_pages(logged, heel_left):
        assert client.get(url).status_code == 200, url


def test_who_is_not_signed_in_goes_to_the_sign_in_page(
    as_: As, logged: Set, heel_left: Dose, margaret: Patient
) -> None:
    team_pages = [
        f"/patients/{margaret.pk}/sessions/",
        f"/patients/{margaret.pk}/sessions/{logged.session_id}/",
    ]
    for url in own_pages(logged, heel_left) + team_pages:
        assert as_(None).get(url)["Location"] == f"/account/login/?next={url}"
        assert as_(None).post(url)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("who", ["sam", "leah", "ruth", "otto", "ada"])
def test_who_is_no_patient_has_no_day_of_their_own(
    as_: As, request: pytest.FixtureRequest, who: str, logged: Set, heel_left: Dose
) -> None:
    client = as_(request.getfixturevalue(who))
    for url in own_pages(logged, heel_left):
        assert client.get(url).status_code == 404, url


def test_another_patient_finds_nothing_of_hers(
    as_: As, tomasz: Patient, logged: Set, heel_left: Dose
) -> None:
    client = as_(tomasz)
    for url in own_pages(logged, heel_left)[3:5] + own_pages(logged, heel_left)[6:]:
        assert client.get(url).status_code == 404, url
        if url != f"/sessions/{logged.session_id}/":  # a page to read alone
            assert client.post(url, sent(heel_left, did="done", reps="1")).status_code == 404, url
    assert client.post(f"/sessions/{logged.session_id}/sets/{logged.pk}/take-back/").status_code == 404
    assert "One-leg heel raise" not in client.get("/today/").content.decode()
    assert "19 November" not in client.get("/sessions/").content.decode()
    logged.refresh_from_db()
    assert logged.reps == 8
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sam", 200),
        ("margaret", 200),
        ("leah", 404),
        ("ruth", 404),
        ("tomasz", 404),
        ("otto", 404),
        ("nils", 404),
        ("ada", 404),
    ],
)
def test_the_care_team_reads(
    as_: As, request: pytest.FixtureRequest, who: str, status: int, margaret: Patient, logged: Set
) -> None:
    client = as_(request.getfixturevalue(who))
    assert client.get(f"/patients/{margaret.pk}/sessions/").status_code == status
    assert client.get(f"/patients/{margaret.pk}/sessions/{logged.session_id}/").status_code == status
    assert client.get(f"/patients/{margaret.pk}/sessions/{uuid4()}/").status_code == 404
    assert client.get(f"/patients/{uuid4()}/sessions/").status_code == 404


def test_a_deactivated_therapist_is_signed_out(as_: As, ivy: User, margaret: Patient, logged: Set) -> None:
    assert as_(ivy).get(f"/patients/{margaret.pk}/sessions/").status_code == 302


def test_a_session_is_found_under_its_own_patient_alone(
    as_: As, leah: User, tomasz: Patient, margaret: Patient, logged: Set
) -> None:
    """Leah treats Tomasz; Margaret's session does not exist under his address."""
    assert as_(leah).get(f"/patients/{tomasz.pk}/sessions/{logged.session_id}/").status_code == 404


def test_the_therapists_page_offers_no_change(as_: As, sam: User, margaret: Patient, logged: Set) -> None:
    page = as_(sam).get(f"/patients/{margaret.pk}/sessions/{logged.session_id}/").content.decode()
    assert "8 reps" in page
    assert ">Change<" not in page
    assert "<form" not in page.split('id="main"')[1]


def test_writing_is_refused_without_a_form_token(margaret: Patient, heel_left: Dose) -> None:
    client = Client(enforce_csrf_checks=True)
    assert margaret.user is not None
    sign_in_as(client, margaret.user)
    page = f"/days/2026-11-19/{heel_left.prescription_id}/"
    assert client.post(page, {"dose": heel_left.pk, "number": "1"}).status_code == 403
    assert not Set.objects.exists()


def test_taking_back_is_never_a_get(as_: As, margaret: Patient, logged: Set) -> None:
    assert as_(margaret).get(f"/sessions/{logged.session_id}/sets/{logged.pk}/take-back/").status_code == 405
    assert Set.objects.exists()


@pytest.mark.parametrize("page", ["form", "one tap"])
def test_a_set_under_the_id_of_another_patients_set_is_refused(
    as_: As, tomasz: Patient, logged: Set, heel_left: Dose, page: str
) -> None:
    theirs = make_prescription(
        make_revision(make_plan(tomasz)), heel_left.prescription.exercise, {"L": {"sets": 3, "reps": 8}}
    ).doses.get()
    day = f"/days/{tomasz.today}/"
    if page == "form":
        said = sent(theirs, did="done", reps="8", set_id=str(logged.pk), session_id=str(logged.session_id))
        answer = as_(tomasz).post(f"{day}{theirs.pk}/1/", said)
    else:
        tap = {"dose": theirs.pk, "number": "1", "set_id": logged.pk, "session_id": logged.session_id}
        answer = as_(tomasz).post(f"{day}{theirs.prescription_id}/", tap, follow=True)
    assert answer.status_code == 200
    assert "cannot be stored under this number" in answer.text
    assert Set.objects.get() == logged
    assert Set.objects.get().session.patient == logged.session.patient


def test_the_id_of_another_patients_set_is_refused_and_changes_nothing(
    as_: As, margaret: Patient, tomasz: Patient, heel_left: Dose, heel_raise: Exercise
) -> None:
    theirs = make_revision(make_plan(tomasz))
    make_prescription(theirs, heel_raise, {"L": {"sets": 3, "reps": 8}})
    stored = make_set(make_session(tomasz, theirs), dose_of(theirs, "heel-raise-single", "L"))
    entry = SetEntry(id=stored.pk, dose=heel_left, number=1, outcome="as_prescribed")
    with pytest.raises(Refused) as refused:
        record_sets(patient=margaret, day=margaret.today, entries=[entry], by=margaret.user)
    assert refused.value.errors == {"sets.0.id": "This set cannot be stored under this number."}
    answer = as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8", set_id=str(stored.pk))
    )
    assert "This set cannot be stored under this number." in answer.content.decode()
    assert Set.objects.get().session.patient == tomasz
