"""Nonsense is refused beside its field; everything typed is kept, and nothing changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tests.support.doses import sent
from tests.support.logging import log_session
from therapy.care.models import Patient
from therapy.logbook.actions import change_session, record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("reps", "5000", "That is more than one set can be. At most 200."),
        ("reps", "-1", "A number from 0 to 200."),
        ("reps", "many", "Enter a whole number."),
        ("hold_s", "601", "That is more than one set can be. At most 600."),
        ("load_kg", "300.5", "That is more than one set can be. At most 300."),
        ("load_kg", "1e400", "That is more than one set can be. At most 300."),
        ("pain", "11", "From 0 to 10, or not said."),
        ("effort", "-1", "From 0 to 10, or not said."),
        ("pain_kind", "soul", "Select a valid choice. soul is not one of the available choices."),
        ("did", "", "Say whether you did this set."),
        ("note", "x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    as_: As, margaret: Patient, heel_left: Dose, field: str, value: str, message: str
) -> None:
    said = {"did": "done", "reps": "7", "load_kg": "2.5", "effort": "6", "note": "wobbly"} | {field: value}
    answer = as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/1/", sent(heel_left, **said))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors == {field: [message]}
    assert {name: form[name].value() for name in said} == said, "what was typed is kept"
    page = answer.content.decode()
    assert page.index(f'id="div_id_{field}"') < page.index(f'id="error_1_id_{field}"'), (
        "the message is in the field"
    )
    assert not Set.objects.exists()
    assert not Session.objects.exists()


def test_several_faults_are_told_at_once(as_: As, margaret: Patient, heel_left: Dose) -> None:
    answer = as_(margaret).post(
        f"/days/2026-11-19/{heel_left.pk}/1/",
        sent(heel_left, did="done", reps="5000", hold_s="9999", pain="11"),
    )
    assert set(answer.context["form"].errors) == {"reps", "hold_s", "pain"}


def test_a_refused_change_leaves_the_stored_set(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.pk}/1/"
    client.post(page, sent(heel_left, did="done", reps="7"))
    client.post(page, sent(heel_left, did="done", reps="5000"))
    assert Set.objects.get().reps == 7
    assert not Correction.objects.exists()


@pytest.mark.parametrize("number", [0, 9, 999])
def test_a_set_number_far_beyond_the_dose_is_no_page(
    as_: As, margaret: Patient, heel_left: Dose, number: int
) -> None:
    assert as_(margaret).get(f"/days/2026-11-19/{heel_left.pk}/{number}/").status_code == 404
    assert (
        as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/{number}/", sent(heel_left)).status_code == 404
    )


def test_extra_sets_are_welcome(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(f"/days/2026-11-19/{heel_left.pk}/8/", sent(heel_left, did="done", reps="8"))
    assert Set.objects.get().number == 8
    assert (
        "Extra set 8" in as_(margaret).get(f"/days/2026-11-19/{heel_left.prescription_id}/").content.decode()
    )


ENTRIES: list[tuple[dict[str, Any], set[str]]] = [
    ({"outcome": "perhaps"}, {"sets.0.outcome"}),
    ({"outcome": "as_prescribed", "reps": 8}, {"sets.0.reps"}),
    ({"outcome": "done", "reps": 201}, {"sets.0.reps"}),
    ({"outcome": "done", "load_kg": Decimal("NaN")}, {"sets.0.load_kg"}),
    ({"outcome": "done", "load_kg": Decimal("Infinity")}, {"sets.0.load_kg"}),
    ({"outcome": "done", "band": "pink"}, {"sets.0.band"}),
    ({"outcome": "done", "pain": 11, "effort": -1}, {"sets.0.pain", "sets.0.effort"}),
    ({"outcome": "done", "note": "a\0b"}, {"sets.0.note"}),
    ({"outcome": "done", "number": 0}, {"sets.0.number"}),
    ({"outcome": "done", "number": 9}, {"sets.0.number"}),
    ({"outcome": "skipped"}, {"sets.0.skip_reason"}),
    ({"outcome": "skipped", "skip_reason": "time", "load_kg": Decimal(2)}, {"sets.0.load_kg"}),
]


@pytest.mark.parametrize(("said", "fields"), ENTRIES)
def test_a_whole_session_is_checked_by_the_same_rules(
    margaret: Patient, heel_left: Dose, said: dict[str, Any], fields: set[str]
) -> None:
    entries = [
        SetEntry(**{"dose": heel_left, "number": 1} | said),
        SetEntry(dose=heel_left, number=2, outcome="as_prescribed"),
    ]
    with pytest.raises(Refused) as refused:
        log_session(margaret, entries)
    assert set(refused.value.errors) == fields
    assert not Session.objects.exists()
    assert not Set.objects.exists()


@pytest.mark.parametrize(("ahead", "is_refused"), [(10, False), (11, True)])
def test_a_moment_that_has_not_come_is_refused_but_for_a_clock_that_is_a_little_ahead(
    margaret: Patient, heel_left: Dose, ahead: int, is_refused: bool
) -> None:
    moment = datetime(2026, 11, 19, 9, 10, tzinfo=UTC) + timedelta(minutes=ahead)

    def record(moment: datetime) -> None:
        entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed", logged_at=moment)
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)

    if not is_refused:
        record(moment)
        assert Set.objects.get().logged_at == moment
        return
    with pytest.raises(Refused) as refused:
        record(moment)
    message = "This moment has not come yet. Check the date and time of your device."
    assert refused.value.errors == {"logged_at": message}
    assert not Session.objects.exists()
    session = log_session(margaret, [SetEntry(dose=heel_left, number=1, outcome="as_prescribed")])
    with pytest.raises(Refused) as refused:
        change_session(session=session, by=margaret.user, started_at=moment, finished_at=moment)
    assert refused.value.errors == dict.fromkeys(["started_at", "finished_at"], message)


def test_an_end_before_the_start_is_refused(margaret: Patient, heel_left: Dose) -> None:
    session = log_session(margaret, [SetEntry(dose=heel_left, number=1, outcome="as_prescribed")])
    started, finished = datetime(2026, 11, 19, 9, 0, tzinfo=UTC), datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        change_session(session=session, by=margaret.user, started_at=started, finished_at=finished)
    assert list(refused.value.errors) == ["finished_at"]
    assert Session.objects.get().finished_at is None


def test_the_same_set_twice_in_one_session_is_refused(margaret: Patient, heel_left: Dose) -> None:
    entries = [SetEntry(dose=heel_left, number=1, outcome="as_prescribed", id=uuid4()) for _ in range(2)]
    with pytest.raises(Refused) as refused:
        log_session(margaret, entries)
    assert refused.value.errors == {"sets.1.number": "The same set is there twice."}


def test_answers_about_the_session_are_checked_too(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(
        f"/days/2026-11-19/{heel_left.prescription_id}/", {"dose": heel_left.pk, "number": "1"}
    )
    answer = as_(margaret).post(
        "/days/2026-11-19/finish/", {"pain_before": "1", "pain_after": "12", "effort": "5", "note": "ok"}
    )
    assert answer.context["form"].errors == {"pain_after": ["From 0 to 10, or not said."]}
    assert answer.context["form"]["note"].value() == "ok"
    session = Session.objects.get()
    assert (session.pain_before, session.note, session.finished_at) == (None, "", None)
