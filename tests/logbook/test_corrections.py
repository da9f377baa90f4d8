"""Any entry can be corrected; what it said before is kept, with who and when, and nothing is ever lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.support.doses import sent
from tests.support.logging import log_session
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.actions import correct_set, record_set, take_back_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose
from therapy.player.sync import Conflict

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def logged(margaret: Patient, heel_left: Dose) -> Set:
    """Left, set 1, as prescribed, this morning."""
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed", pain=2)
    return record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)


def test_a_correction_keeps_the_old_values(as_: As, margaret: Patient, logged: Set, heel_left: Dose) -> None:
    page = f"/sessions/{logged.session_id}/sets/{logged.pk}/"
    with clock.at(datetime(2026, 11, 21, 18, 30, tzinfo=UTC)):
        as_(margaret).post(page, sent(heel_left, did="done", reps="5", hold_s="1", pain="4", note="Slipped"))
    logged.refresh_from_db()
    assert (logged.outcome, logged.reps, logged.pain, logged.note) == ("partial", 5, 4, "Slipped")
    correction = Correction.objects.get()
    assert correction.before == {"outcome": "done", "reps": 8, "pain": 2, "note": ""}
    assert correction.after == {"outcome": "partial", "reps": 5, "pain": 4, "note": "Slipped"}
    assert (correction.set_id, correction.by) == (logged.pk, margaret.user)
    assert correction.at == datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert correction.what == "One-leg heel raise, Left leg, set 1"
    assert (Session.objects.get().version, correction.version) == (2, 2)


def test_the_session_page_tells_the_correction(
    as_: As, margaret: Patient, logged: Set, heel_left: Dose
) -> None:
    correct_set(logged=logged, entry=SetEntry.of(logged).changed(reps=5), by=margaret.user)
    page = as_(margaret).get(f"/sessions/{logged.session_id}/").content.decode()
    told = page[page.index("Corrections") :]
    assert '<del><span class="visually-hidden">before: </span>8</del>' in told
    assert "Margaret Doyle, 19 November 2026, 09:10" in told


def test_an_unchanged_save_writes_nothing(as_: As, margaret: Patient, logged: Set, heel_left: Dose) -> None:
    page = f"/sessions/{logged.session_id}/sets/{logged.pk}/"
    form = as_(margaret).get(page).context["form"]
    as_sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    answer = as_(margaret).post(page, as_sent)
    assert answer.status_code == 302
    assert not Correction.objects.exists()
    assert Session.objects.get().version == 1


def test_each_correction_raises_the_version(margaret: Patient, logged: Set) -> None:
    for reps in (7, 6, 5):
        correct_set(logged=logged, entry=SetEntry.of(logged).changed(reps=reps), by=margaret.user)
        logged = Set.objects.get()
    story = list(Correction.objects.order_by("version").values_list("version", "before__reps", "after__reps"))
    assert story == [(2, 8, 7), (3, 7, 6), (4, 6, 5)]


def test_a_set_that_is_taken_back_is_kept_whole(as_: As, margaret: Patient, logged: Set) -> None:
    client = as_(margaret)
    answer = client.post(f"/sessions/{logged.session_id}/sets/{logged.pk}/take-back/", follow=True)
    assert answer.status_code == 200
    assert not Set.objects.exists()
    correction = Correction.objects.get()
    assert correction.after == {}
    assert {
        k: correction.before[k]
        for k in ("side", "number", "outcome", "reps", "hold_s", "pain", "target_reps")
    } == {
        "side": "L",
        "number": 1,
        "outcome": "done",
        "reps": 8,
        "hold_s": 1,
        "pain": 2,
        "target_reps": 8,
    }
    page = answer.content.decode()
    assert "taken back" in page
    assert "No set is left in this session." in page


def test_taking_back_twice_is_harmless(as_: As, margaret: Patient, logged: Set) -> None:
    client = as_(margaret)
    for _ in range(2):
        assert client.post(f"/sessions/{logged.session_id}/sets/{logged.pk}/take-back/").status_code == 302
    take_back_set(logged=logged, by=margaret.user)
    assert Correction.objects.count() == 1


def test_a_set_taken_back_can_be_logged_anew(
    as_: As, margaret: Patient, logged: Set, heel_left: Dose
) -> None:
    take_back_set(logged=logged, by=margaret.user)
    as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, did="done", reps="6"))
    assert Set.objects.get().reps == 6
    assert Session.objects.count() == 1


def test_a_repeated_session_does_not_undo_a_correction(margaret: Patient, heel_left: Dose) -> None:
    session_id = uuid4()
    entries = [SetEntry(dose=heel_left, number=n, outcome="as_prescribed") for n in (1, 2)]
    log_session(margaret, entries, session_id=session_id)
    first, second = Set.objects.order_by("number")
    correct_set(logged=first, entry=SetEntry.of(first).changed(reps=5), by=margaret.user)
    take_back_set(logged=second, by=margaret.user)
    with pytest.raises(Conflict):
        log_session(margaret, entries, session_id=session_id)
    assert list(Set.objects.values_list("number", "reps")) == [(1, 5)]
    assert Correction.objects.count() == 2
