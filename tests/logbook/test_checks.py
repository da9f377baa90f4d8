"""A check is stored once and for ever: what may be sent again, what may be said later, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.factories import make_check
from tests.support.checks import NO, NOW, THURSDAY, entry, record
from therapy.care.models import Patient
from therapy.logbook.models import Check
from therapy.logbook.screening.checks import CheckEntry, Morning, amend
from therapy.logbook.validation import Refused

pytestmark = pytest.mark.usefixtures("thursday")

FEET = dict.fromkeys(("cut", "blister", "redness", "hot", "swelling", "colour", "shoe"), False)
SUGAR = {"uses": "insulin", "mg_dl": 120, "helped": False, "unwell": False, "ketones": None}


def refused(patient: Patient, one: CheckEntry) -> dict[str, str]:
    with pytest.raises(Refused) as raised:
        record(patient, one)
    assert not Check.objects.filter(pk=one.id, patient=patient).exists()
    return raised.value.errors


def test_all_of_it_is_stored(margaret):
    session = uuid4()
    sent = entry(
        answers=NO | {"G2": "R2.alone"},
        foot=FEET | {"cut": True},
        glucose=SUGAR | {"mg_dl": Decimal("91.8")},
        morning=Morning(session, 4, "clearly", True),
    )
    record(margaret, sent)
    check = Check.objects.get()
    assert (check.pk, check.clinic, check.patient, check.answered_by) == (
        sent.id,
        margaret.clinic,
        margaret,
        margaret.user,
    )
    assert (check.kind, check.local_day, check.time_zone) == ("before", THURSDAY, "Europe/London")
    assert (check.answered_at, check.received_at, check.source) == (NOW, NOW, "form")
    assert check.answers == {"G1": "no", "G2": "R2.alone", "G3": "no", "G4": "no", "G5": "no", "G6": "no"}
    assert check.foot == FEET | {"cut": True}
    assert check.glucose == SUGAR | {"mg_dl": 91.8}
    assert (check.urgency, check.rules) == ("S", ["R2.alone", "D1.cut", "D2.eat"])
    assert (check.morning_of, check.morning_pain) == (session, 4)
    assert (check.morning_compared, check.morning_stiff_longer) == ("clearly", True)
    assert (check.called_at, check.mistaken_at, check.unlocked_at) == (None, None, None)


def test_what_was_not_asked_is_unknown(margaret):
    record(margaret, entry())
    check = Check.objects.get()
    assert (check.foot, check.glucose, check.morning_of, check.morning_pain) == (None, None, None, None)
    assert (check.morning_compared, check.morning_stiff_longer) == ("", None)


def test_sending_it_again_changes_nothing_for_ever(margaret, thursday):
    sent = entry(glucose=SUGAR | {"mg_dl": Decimal("91.8")}, morning=Morning(uuid4(), None, "same"))
    first = record(margaret, sent)
    thursday.shift(timedelta(days=200))  # by now the day lies too far back for a new check
    again = record(margaret, sent)
    assert (again.pk, again.received_at) == (first.pk, NOW)
    assert Check.objects.count() == 1


def test_only_a_call_and_a_mistake_are_filled_in_later(margaret, thursday):
    sent = entry(kind="wrong", answers={"R5": "R5.pop"})
    record(margaret, sent)
    called, mistaken = NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)
    thursday.shift(timedelta(hours=1))
    record(margaret, entry(id=sent.id, kind="wrong", answers={"R5": "R5.pop"}, called_at=called))
    record(
        margaret,
        entry(id=sent.id, kind="wrong", answers={"R5": "R5.pop"}, called_at=mistaken, mistaken_at=mistaken),
    )
    check = Check.objects.get()
    assert (check.called_at, check.mistaken_at) == (called, mistaken)
    assert record(margaret, sent).called_at == called, "what is there stays"


@pytest.mark.parametrize(
    "other",
    [
        {"answers": NO | {"G1": "ANY.dizzy"}},
        {"foot": FEET},
        {"glucose": SUGAR},
        {"morning": Morning(uuid4(), 1, "same")},
        {"kind": "after", "answers": {}, "foot": FEET},
    ],
)
def test_other_answers_under_its_id_are_refused(margaret, other):
    sent = entry()
    record(margaret, sent)
    with pytest.raises(Refused) as raised:
        record(margaret, entry(id=sent.id, **other))
    assert list(raised.value.errors) == ["answers"]
    assert Check.objects.get().answers == NO


def test_somebody_elses_id_is_refused_as_if_it_were_free_to_nobody(margaret, tomasz):
    theirs = make_check(tomasz)
    with pytest.raises(Refused) as raised:
        record(margaret, entry(id=theirs.pk))
    assert raised.value.errors == {"check": "This check cannot be stored under this number."}
    assert Check.objects.get().patient == tomasz


def test_behind_the_walls_too(as_, margaret, tomasz):
    """There the other's row is out of sight, and only the database's key knows of it."""
    from accounts.tenancy import walls
    from accounts.tenancy.walls import Scope
    from tests.walls import walled

    theirs = make_check(tomasz)
    with walled():
        walls.enter(scopes=[Scope.OWN], clinics=[margaret.clinic_id], person=margaret.user_id)
        with pytest.raises(Refused) as raised:
            record(margaret, entry(id=theirs.pk))
        assert list(raised.value.errors) == ["check"]
        record(margaret, entry())
        assert Check.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "sometime"}, "kind"),
        ({"day": date(2026, 11, 20)}, "day"),
        ({"day": date(2026, 9, 19)}, "day"),
        ({"answered_at": NOW + timedelta(hours=1)}, "answered_at"),
        ({"answers": {}}, "answers.G1"),
        ({"answers": NO | {"G1": "yes"}}, "answers.G1"),
        ({"answers": NO | {"G1": "R5.pop"}}, "answers.G1"),
        ({"answers": NO | {"G7": "no"}}, "answers.G7"),
        ({"kind": "wrong", "answers": {}}, "answers"),
        ({"kind": "wrong", "answers": {"R5": "no"}}, "answers.R5"),
        ({"kind": "wrong", "answers": {"R5": "R2.alone"}}, "answers.R5"),
        ({"kind": "after", "answers": {}}, "foot"),
        ({"foot": FEET | {"hot": None}}, "foot.hot"),
        ({"foot": {"cut": False}}, "foot.shoe"),
        ({"foot": FEET | {"nail": True}}, "foot.nail"),
        ({"glucose": SUGAR | {"uses": "herbs"}}, "glucose.uses"),
        ({"glucose": SUGAR | {"helped": None}}, "glucose.helped"),
        ({"glucose": SUGAR | {"unwell": "a bit"}}, "glucose.unwell"),
        ({"glucose": SUGAR | {"ketones": "lots"}}, "glucose.ketones"),
        ({"glucose": SUGAR | {"mg_dl": 5}}, "glucose.mg_dl"),
        ({"glucose": SUGAR | {"mg_dl": 1001}}, "glucose.mg_dl"),
        ({"glucose": SUGAR | {"mg_dl": True}}, "glucose.mg_dl"),
        ({"glucose": SUGAR | {"mg_dl": "90"}}, "glucose.mg_dl"),
        ({"glucose": SUGAR | {"hba1c": 7}}, "glucose.hba1c"),
        ({"morning": Morning(uuid4(), 11, "same")}, "morning.pain"),
        ({"morning": Morning(uuid4(), 1, "")}, "morning.compared"),
    ],
)
def test_what_cannot_be_true_is_refused_by_name(margaret, said, field):
    assert field in refused(margaret, entry(**said))


def test_a_call_is_said_later_on_a_page(margaret, thursday):
    check = make_check(margaret, sign="R5.pop", kind="wrong")
    amend(check, called_at=NOW)
    thursday.shift(timedelta(hours=1))
    amend(check, called_at=NOW + timedelta(hours=1))
    assert Check.objects.get().called_at == NOW


def test_it_is_kept_on_the_trail(margaret):
    check = record(margaret, entry(kind="wrong", answers={"R5": "R5.pop"}))
    amend(check, called_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, called_at FROM logbook_checkevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("insert", None), ("update", NOW)]


@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_the_same_moment_it_is_one_row(margaret):
    sent, barrier = entry(kind="wrong", answers={"R1": "R1.heart"}), Barrier(6)
    answers: list[UUID | Exception] = []

    def send() -> None:
        barrier.wait()
        try:
            answers.append(record(margaret, sent).pk)
        except Exception as error:  # noqa: BLE001 - counted below
            answers.append(error)
        finally:
            connection.close()

    run_all([send] * 6)
    assert answers == [sent.id] * 6
    assert Check.objects.count() == 1


def run_all(jobs: list[Callable[[], None]]) -> None:
    threads = [Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
