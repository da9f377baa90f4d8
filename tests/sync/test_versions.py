"""Sending a session: once, again, newer, older, and by somebody else."""

from datetime import date
from uuid import uuid4

from tests.factories import make_plan, make_prescription, make_revision
from tests.support.device import SESSION, Put, document, moment, one_set
from therapy.care.models import Patient
from therapy.logbook.actions import correct_set, record_set, take_back_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose


def test_a_session_is_stored_whole(margaret: Patient, heel_left: Dose, stretch_left: Dose, put: Put) -> None:
    first = one_set(heel_left, pain=2, pain_kind="joint", effort=6)
    second = one_set(heel_left, 2, outcome="partial", reps=5, load_kg=2.5)
    third = one_set(stretch_left, 1, outcome="skipped", skip_reason="time")
    answer = put(margaret, document(margaret, first, second, third, pain_before=1, note=" stiff "))
    assert answer.status_code == 200
    assert answer.json() == {
        "session": str(SESSION),
        "version": 1,
        "day": "2026-11-19",
        "plan_then": "",
        "finished": False,
        "sets": sorted([first["id"], second["id"], third["id"]]),
    }
    session = Session.objects.get()
    assert (session.pk, session.patient, session.source, session.version) == (SESSION, margaret, "player", 1)
    assert (session.local_day, session.started_at) == (date(2026, 11, 19), moment(2026, 11, 19, 9, 10))
    assert (session.pain_before, session.pain_after, session.note) == (1, None, "stiff")
    stored = {str(one.pk): one for one in Set.objects.all()}
    one, two, three = (stored[sent["id"]] for sent in (first, second, third))
    assert (one.outcome, one.reps, one.pain, one.pain_kind, one.effort, one.target_reps) == (
        "done",
        8,
        2,
        "joint",
        6,
        8,
    )
    assert (two.outcome, two.reps, two.load_kg, two.pain) == ("partial", 5, 2.5, None)
    assert (three.outcome, three.skip_reason, three.reps, three.side) == ("skipped", "time", None, "L")
    assert not Correction.objects.exists()


def test_sent_again_it_answers_the_same_and_changes_nothing(
    margaret: Patient, heel_left: Dose, put: Put
) -> None:
    sent = document(margaret, one_set(heel_left), one_set(heel_left, 2, outcome="done", reps=7))
    first = put(margaret, sent)
    later = sent | {"sent_at": "2026-11-19T09:14:00Z", "started_at": "2026-11-19T09:11:00Z"}
    for again in (sent, later, sent):
        answer = put(margaret, again)
        assert (answer.status_code, answer.content) == (200, first.content)
    assert Session.objects.get().started_at == moment(2026, 11, 19, 9, 10)
    assert Set.objects.count() == 2
    assert not Correction.objects.exists()


def test_a_higher_version_replaces_and_keeps_the_past(
    margaret: Patient, heel_left: Dose, heel_right: Dose, put: Put
) -> None:
    kept, changed, gone = one_set(heel_left), one_set(heel_left, 2), one_set(heel_left, 3)
    put(margaret, document(margaret, kept, changed, gone, effort=5))
    added = one_set(heel_right)
    changed = changed | {"outcome": "done", "reps": 6, "pain": 4}
    answer = put(margaret, document(margaret, kept, changed, added, version=2, effort=7, pain_after=3))
    assert answer.status_code == 200
    assert answer.json()["sets"] == sorted([kept["id"], changed["id"], added["id"]])
    assert {(str(one.pk), one.reps, one.pain, one.outcome) for one in Set.objects.all()} == {
        (kept["id"], 8, None, "done"),
        (changed["id"], 6, 4, "partial"),
        (added["id"], 8, None, "done"),
    }
    session = Session.objects.get()
    assert (session.version, session.effort, session.pain_after) == (2, 7, 3)
    told = {one.what: one for one in Correction.objects.all()}
    assert set(told) == {
        "One-leg heel raise, Left leg, set 2",
        "One-leg heel raise, Left leg, set 3",
        "The session",
    }
    assert {one.version for one in told.values()} == {2}
    assert {one.by for one in told.values()} == {margaret.user}
    assert told["One-leg heel raise, Left leg, set 2"].before == {
        "outcome": "done",
        "reps": 8,
        "hold_s": 1,
        "pain": None,
    }
    assert told["One-leg heel raise, Left leg, set 3"].after == {}
    assert told["One-leg heel raise, Left leg, set 3"].before["reps"] == 8
    assert told["The session"].before == {"effort": 5, "pain_after": None}


def test_two_sets_can_change_places(margaret: Patient, heel_left: Dose, put: Put) -> None:
    one, two = one_set(heel_left, 1, outcome="done", reps=5), one_set(heel_left, 2)
    put(margaret, document(margaret, one, two))
    answer = put(margaret, document(margaret, one | {"number": 2}, two | {"number": 1}, version=2))
    assert answer.status_code == 200
    assert {(str(s.pk), s.number, s.reps) for s in Set.objects.all()} == {
        (one["id"], 2, 5),
        (two["id"], 1, 8),
    }


def test_a_set_can_move_to_the_other_leg(
    margaret: Patient, heel_left: Dose, heel_right: Dose, put: Put
) -> None:
    one = one_set(heel_left, 1, outcome="done", reps=5)
    put(margaret, document(margaret, one))
    answer = put(margaret, document(margaret, one | {"dose": str(heel_right.pk)}, version=2))
    assert answer.status_code == 200
    moved = Set.objects.get()
    assert (str(moved.pk), moved.side, moved.dose, moved.reps) == (one["id"], "R", heel_right, 5)
    assert Correction.objects.get().before["side"] == "L"


def test_a_set_stays_with_its_exercise(
    margaret: Patient, heel_left: Dose, stretch_left: Dose, put: Put
) -> None:
    one = one_set(heel_left)
    put(margaret, document(margaret, one))
    answer = put(margaret, document(margaret, one | {"dose": str(stretch_left.pk)}, version=2))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["sets.0.dose"])
    assert Set.objects.get().dose == heel_left


def test_a_set_of_another_session_is_not_taken_over(margaret: Patient, heel_left: Dose, put: Put) -> None:
    one = one_set(heel_left)
    put(margaret, document(margaret, one))
    answer = put(margaret, document(margaret, one, one_set(heel_left, 2)), session=uuid4())
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        {"sets.0.id": "This set belongs to another session."},
    )
    assert (Session.objects.count(), Set.objects.count()) == (1, 1)


def test_an_older_version_is_told_what_is_stored(margaret: Patient, heel_left: Dose, put: Put) -> None:
    one, two = one_set(heel_left), one_set(heel_left, 2, outcome="done", reps=6, load_kg=5)
    put(margaret, document(margaret, one, two, version=3, note="now"))
    answer = put(margaret, document(margaret, one, version=2))
    assert answer.status_code == 409
    stored = answer.json()["stored"]
    assert (stored["version"], stored["day"], stored["note"]) == (3, "2026-11-19", "now")
    assert [(s["id"], s["number"], s["outcome"], s["reps"], s["load_kg"]) for s in stored["sets"]] == [
        (one["id"], 1, "done", 8, None),
        (two["id"], 2, "partial", 6, 5.0),
    ]
    assert Set.objects.count() == 2


def test_the_same_version_with_other_content_is_a_conflict(
    margaret: Patient, heel_left: Dose, put: Put
) -> None:
    one = one_set(heel_left)
    put(margaret, document(margaret, one))
    others = (
        document(margaret, one | {"outcome": "done", "reps": 3}),
        document(margaret, one, one_set(heel_left, 2)),
        document(margaret, one, effort=4),
        document(margaret, one | {"number": 2}),
        document(margaret, one, finished_at="2026-11-19T09:10:00Z"),
        document(margaret),
    )
    for other in others:
        assert put(margaret, other).status_code == 409
    assert (Set.objects.get().reps, Session.objects.get().effort) == (8, None)


def test_what_is_stored_can_be_sent_back_as_the_next_version(
    margaret: Patient, heel_left: Dose, put: Put
) -> None:
    """What a 409 tells is itself a session that can be sent: a device merges, and sends."""
    put(margaret, document(margaret, one_set(heel_left, pain=3), version=2, effort=6))
    stored = put(margaret, document(margaret, version=1)).json()["stored"]
    again = document(margaret) | stored | {"version": 3}
    assert put(margaret, again).status_code == 200
    assert not Correction.objects.exists(), "nothing was replaced"


def test_a_form_makes_the_device_ask(margaret: Patient, heel_left: Dose, put: Put) -> None:
    """Whatever is written into the session by a page raises its version, so no device overwrites it unknowing."""
    one = one_set(heel_left)
    put(margaret, document(margaret, one))
    by_form = SetEntry(dose=heel_left, number=2, outcome="done", reps=4)
    added = record_set(patient=margaret, day=date(2026, 11, 19), entry=by_form, by=margaret.user)
    assert added.session_id == SESSION
    answer = put(margaret, document(margaret, one, effort=3, version=2))
    assert answer.status_code == 409
    assert {s["id"] for s in answer.json()["stored"]["sets"]} == {one["id"], str(added.pk)}
    correct_set(logged=added, entry=by_form.changed(reps=5), by=margaret.user)
    take_back_set(logged=Set.objects.get(pk=one["id"]), by=margaret.user)
    assert Session.objects.get().version == 4


def test_somebody_elses_session_is_not_there(
    margaret: Patient, tomasz: Patient, heel_left: Dose, put: Put
) -> None:
    put(margaret, document(margaret, one_set(heel_left)))
    plan = make_plan(tomasz, starts_on=date(2026, 11, 2))
    item = make_prescription(
        make_revision(plan), heel_left.prescription.exercise, {"R": {"sets": 2, "reps": 8}}
    )
    own = item.doses.get()
    answer = put(tomasz, document(tomasz, one_set(own)))
    assert (answer.status_code, list(answer.json()["errors"])) == (404, ["session"])
    assert (Session.objects.get().patient, Set.objects.count()) == (margaret, 1)


def test_a_dose_of_somebody_else_is_in_no_plan_of_yours(
    margaret: Patient, tomasz: Patient, heel_left: Dose, put: Put
) -> None:
    answer = put(tomasz, document(tomasz, one_set(heel_left)))
    assert answer.status_code == 422
    assert answer.json() == {"errors": {"sets.0.dose": "This is in no plan of yours."}}
    assert not Session.objects.exists()


def test_the_document_of_another_person_is_never_taken(
    margaret: Patient, tomasz: Patient, heel_left: Dose, put: Put
) -> None:
    """A phone is handed on: what Margaret's page still has must not go under Tomasz's name."""
    answer = put(tomasz, document(margaret, one_set(heel_left)))
    assert (answer.status_code, list(answer.json()["errors"])) == (403, ["person"])
    assert not Session.objects.exists()
