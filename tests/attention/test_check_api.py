"""A check as a device sends it: stored once, told once, strict; and what the device is handed for it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_check, make_condition, make_session, make_set
from tests.support.doses import dose_of
from therapy.attention.models import Alert
from therapy.logbook.models import Check, Set
from therapy.logbook.screening.last_session import trained_before
from therapy.player.check import check_for_player

pytestmark = pytest.mark.usefixtures("thursday")

CHECK = UUID("c4ec0000-0000-4000-8000-000000000001")
CLOCK = "2026-11-19T09:10:00Z"
NO = {f"G{n}": "no" for n in range(1, 7)}

Put = Callable[..., HttpResponse]


def document(person, **said: Any) -> dict[str, Any]:
    return {
        "person": str(person.user_id),
        "kind": "before",
        "day": "2026-11-19",
        "answered_at": CLOCK,
        "sent_at": CLOCK,
        "answers": NO,
    } | said


@pytest.fixture
def put(as_: Callable[[Any], Client]) -> Put:
    def send(person, sent: dict[str, Any], check: UUID = CHECK) -> HttpResponse:
        return as_(person).put(f"/api/v1/checks/{check}", json.dumps(sent), content_type="application/json")

    return send


def errors(answer: HttpResponse, status: int) -> dict[str, str]:
    assert answer.status_code == status
    assert not Check.objects.exists()
    assert not Alert.objects.exists()
    return answer.json()["errors"]


def test_a_clean_check(put, margaret):
    answer = put(margaret, document(margaret))
    assert answer.status_code == 200
    assert answer.json() == {"check": str(CHECK), "urgency": "", "lock": None, "told_at": None}
    check = Check.objects.get()
    assert (check.pk, check.source, check.device_clock) == (CHECK, "player", None)


def test_a_stop_with_the_words_of_its_screen(put, margaret):
    answer = put(margaret, document(margaret, answers=NO | {"G2": "R2.alone"})).json()
    assert (answer["urgency"], answer["told_at"]) == ("S", "2026-11-19T09:10:00Z")
    lock = answer["lock"]
    assert lock["check"] == str(CHECK)
    assert lock["said"] == [
        "You said that one calf or leg is newly swollen, sore, warm or red, or tight, and you did not hurt it."
    ]
    assert lock["opens_by_check"] is False
    assert (lock["called_at"], lock["mistaken_at"]) == (None, None)
    assert Alert.objects.get().level == "S"


def test_sent_twice_it_is_one_check_one_alert_and_one_answer(put, margaret):
    sent = document(margaret, kind="wrong", answers={"R1": "R1.heart"})
    answers = [put(margaret, sent).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (Check.objects.count(), Alert.objects.count()) == (1, 1)


def test_called_later(put, margaret):
    sent = document(margaret, kind="wrong", answers={"R1": "R1.heart"})
    put(margaret, sent)
    later = put(margaret, sent | {"called_at": CLOCK, "mistaken_at": CLOCK}).json()
    assert later["lock"]["called_at"] == "2026-11-19T09:10:00+00:00"
    assert set(Alert.objects.values_list("rule", flat=True)) == {"stop", "mistake"}


def test_everything_at_once(put, margaret):
    sent = document(
        margaret,
        foot=dict.fromkeys(("cut", "blister", "redness", "hot", "swelling", "colour", "shoe"), False),
        glucose={"uses": "insulin", "mg_dl": 92.5, "helped": False},
        morning={"session": str(uuid4()), "pain": 4, "compared": "clearly", "stiff_longer": None},
    )
    assert put(margaret, sent).status_code == 200
    check = Check.objects.get()
    assert check.glucose == {
        "uses": "insulin",
        "mg_dl": 92.5,
        "helped": False,
        "unwell": None,
        "ketones": None,
    }
    assert check.rules == ["D2.eat"]
    assert Alert.objects.get().rule == "morning"
    assert put(margaret, sent).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answers": NO | {"G1": "yes"}}, "answers.G1"),
        ({"answers": {}}, "answers.G1"),
        ({"answers": NO | {"G1": 1}}, "answers.G1"),
        ({"answers": []}, "answers"),
        ({"answers": {f"G{n}": "no" for n in range(41)}}, "answers"),
        ({"kind": "never"}, "kind"),
        ({"day": "19.11.2026"}, "day"),
        ({"day": "2026-08-01"}, "day"),
        ({"foot": {"cut": False}}, "foot.blister"),
        ({"glucose": {"uses": "insulin", "helped": False, "mg_dl": 5}}, "glucose.mg_dl"),
        ({"glucose": {"uses": "insulin", "helped": "no"}}, "glucose.helped"),
        ({"morning": {"session": str(CHECK), "compared": "worse"}}, "morning.compared"),
        ({"morning": {"session": str(CHECK), "compared": "same", "pain": 11}}, "morning.pain"),
        ({"wells": 3}, "wells"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_stored(put, margaret, said, field):
    assert field in errors(put(margaret, document(margaret, **said)), 422)


def test_another_person_and_another_persons_check(put, margaret, tomasz, sam):
    assert "person" in errors(put(tomasz, document(margaret)), 403)
    assert put(None, document(margaret)).status_code == 401
    assert put(sam, document(margaret)).status_code == 404
    theirs = make_check(tomasz)
    answer = put(margaret, document(margaret), theirs.pk)
    assert (answer.status_code, list(answer.json()["errors"])) == (404, ["check"])


def test_without_the_token_against_forged_requests(margaret, as_):
    client = Client(enforce_csrf_checks=True)
    client.force_login(margaret.user)
    answer = client.put(
        f"/api/v1/checks/{CHECK}", json.dumps(document(margaret)), content_type="application/json"
    )
    assert list(errors(answer, 403)) == ["token"]


def test_a_clock_two_days_ahead_is_put_right_and_kept(put, margaret):
    wrong = "2026-11-21T09:10:00Z"
    sent = document(margaret, day="2026-11-21", answered_at="2026-11-21T09:00:00Z", sent_at=wrong)
    assert put(margaret, sent).status_code == 200
    check = Check.objects.get()
    assert (check.local_day, check.answered_at.isoformat()) == (
        date(2026, 11, 19),
        "2026-11-19T09:00:00+00:00",
    )
    assert check.device_clock["day"] == "2026-11-21"


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-25"])
def test_a_day_to_come_is_today_as_for_sessions(put, margaret, day):
    """The clock was ahead when it was answered, and is right again; what was answered must not be lost."""
    assert put(margaret, document(margaret, day=day)).status_code == 200
    assert Check.objects.get().local_day == date(2026, 11, 19)


# --- what the device is handed ---------------------------------------------------------------


def today(patient) -> dict[str, Any]:
    conditions = list(patient.conditions.current())
    trained = Set.objects.filter(trained_before(patient, patient.today)).select_related("session", "exercise")
    return check_for_player(patient, patient.today, conditions, trained)


def test_nothing_is_locked_nothing_passed_no_morning(margaret):
    told = today(margaret)
    assert (told["lock"], told["morning"], told["check"]["passed"]) == (None, None, None)
    assert len(told["check"]["questions"]) == 6
    assert told["check"]["foot"] is None
    json.dumps(told)


def test_a_clean_check_of_today_has_opened_the_session(margaret):
    make_check(margaret, margaret.today - timedelta(days=1))
    assert today(margaret)["check"]["passed"] is None
    check = make_check(margaret)
    assert today(margaret)["check"]["passed"] == str(check.pk)
    make_check(margaret, sign="R5.pop", kind="wrong")
    told = today(margaret)
    assert (told["check"]["passed"], told["lock"]["urgency"]) == (None, "S")


def test_sugar_that_has_to_be_tested_again_opens_nothing(margaret):
    make_check(margaret, rules=["D2.low"])
    assert today(margaret)["check"]["passed"] is None
    make_check(margaret, rules=["D2.eat"])
    assert today(margaret)["check"]["passed"]


def test_the_morning_after_the_last_session_is_asked_until_it_is_told(margaret, revision):
    day = margaret.today - timedelta(days=1)
    session = make_session(margaret, revision, day)
    make_set(session, dose_of(revision, "heel-raise-single", "L"))
    make_set(session, dose_of(revision, "wall-calf-stretch-straight", "L"), outcome="skipped")
    assert today(margaret)["morning"] == {
        "session": str(session.pk),
        "day": day.isoformat(),
        "exercises": ["One-leg heel raise"],
    }
    make_check(margaret, morning_of=session.pk, morning_compared="same")
    assert today(margaret)["morning"] is None


@pytest.mark.parametrize(
    "condition",
    [
        {"cause": "dystrophy", "code": "G71.02", "side": ""},
        {"cause": "diabetes", "code": "E11.42", "side": "B", "loss_of_feeling": True},
    ],
)
def test_the_morning_is_not_asked_where_pain_must_not_guide(margaret, revision, condition):
    make_set(
        make_session(margaret, revision, margaret.today - timedelta(days=1)),
        dose_of(revision, "heel-raise-single", "L"),
    )
    make_condition(margaret, **condition)
    assert today(margaret)["morning"] is None


def test_the_morning_is_not_asked_of_today_nor_after_a_week(margaret, revision):
    dose = dose_of(revision, "heel-raise-single", "L")
    make_set(make_session(margaret, revision), dose)
    make_set(make_session(margaret, revision, margaret.today - timedelta(days=8)), dose)
    assert today(margaret)["morning"] is None


def test_it_costs_three_queries(margaret, revision):
    make_set(
        make_session(margaret, revision, margaret.today - timedelta(days=1)),
        dose_of(revision, "heel-raise-single", "L"),
    )
    make_check(margaret, sign="R5.pop", kind="wrong")
    with CaptureQueriesContext(connection) as captured:
        told = today(margaret)
    assert len(captured) == 3
    assert told["morning"]
    assert told["lock"]
