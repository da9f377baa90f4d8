"""What tells the care team: an alert in the check's own transaction, once for each cause."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError

from tests.support.alerts import send, wrong
from tests.support.checks import NOW, entry
from therapy.attention import actions
from therapy.attention.models import Alert
from therapy.base import clock
from therapy.logbook.models import Check
from therapy.logbook.screening.checks import Morning
from therapy.logbook.validation import Refused

pytestmark = pytest.mark.usefixtures("thursday")


def raised() -> list[tuple]:
    return list(Alert.objects.order_by("rule").values_list("rule", "level"))


@pytest.mark.parametrize(("sign", "level"), [("R1.heart", "E"), ("R5.pop", "S"), ("R14.burning", "T")])
def test_a_stop_is_told_by_its_urgency(margaret, sign, level):
    check = send(margaret, **wrong(sign))
    alert = Alert.objects.get()
    assert (alert.rule, alert.level, alert.cause) == ("stop", level, str(check.pk))
    assert alert.evidence == {"check": str(check.pk), "rules": [sign]}
    assert (alert.patient, alert.clinic, alert.raised_at) == (margaret, margaret.clinic, NOW)
    assert (alert.acknowledged_at, alert.snoozed_until) == (None, None)


def test_a_clean_check_tells_nobody(margaret):
    send(margaret)
    send(margaret, morning=Morning(uuid4(), 3, "little", False))
    assert raised() == []


@pytest.mark.parametrize("morning", [("clearly", None), ("same", True)])
def test_a_clearly_worse_morning_is_told_once_for_each_session(margaret, morning):
    session = uuid4()
    send(margaret, morning=Morning(session, 6, *morning))
    send(margaret, morning=Morning(session, 6, *morning))
    send(margaret, morning=Morning(uuid4(), 6, *morning))
    assert raised() == [("morning", "T")] * 2


def test_a_mistake_is_told_and_the_stop_stays(margaret):
    check = send(margaret, **wrong("R1.heart"))
    actions.amend(check, mistaken_at=clock.now())
    actions.amend(check, mistaken_at=clock.now())
    assert raised() == [("mistake", "T"), ("stop", "E")]


def test_sent_again_it_is_told_once_also_after_somebody_has_seen_it(margaret, sam):
    sent = entry(**wrong("R5.pop"))
    for _ in range(3):
        actions.record_check(patient=margaret, entry=sent, by=margaret.user)
        actions.acknowledge(Alert.objects.get(), by=sam)
    assert Alert.objects.get().acknowledged_by == sam


def test_what_is_refused_tells_nobody(margaret):
    with pytest.raises(Refused):
        send(margaret, kind="wrong", answers={})
    assert raised() == []


def test_a_check_that_nobody_could_be_told_of_is_not_stored(margaret, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError("no")

    monkeypatch.setattr(Alert.objects, "bulk_create", fails)
    with pytest.raises(DatabaseError):
        send(margaret, **wrong("R5.pop"))
    assert not Check.objects.exists()


def test_who_saw_it_first_stays(margaret, sam, kwame, thursday):
    send(margaret, **wrong("R5.pop"))
    actions.acknowledge(Alert.objects.get(), by=sam)
    thursday.shift(timedelta(hours=1))
    alert = actions.acknowledge(Alert.objects.get(), by=kwame)
    assert (alert.acknowledged_by, alert.acknowledged_at) == (sam, NOW)


def test_who_opens_the_exercises_again_has_seen_what_stopped_them(margaret, sam):
    check = send(margaret, morning=Morning(uuid4(), 6, "clearly"), **wrong("R5.pop"))
    actions.amend(check, mistaken_at=clock.now())
    actions.open_again(margaret, by=sam, note="It was a cramp.")
    assert {a.rule: a.acknowledged_by for a in Alert.objects.all()} == {
        "stop": sam,
        "mistake": sam,
        "morning": None,
    }


def test_what_is_put_off_asks_again_on_its_day(margaret):
    send(margaret, **wrong("R5.pop"))
    Alert.objects.update(snoozed_until=margaret.today + timedelta(days=1))
    assert not Alert.objects.open_on(margaret.today).exists()
    assert Alert.objects.open_on(margaret.today + timedelta(days=1)).exists()
