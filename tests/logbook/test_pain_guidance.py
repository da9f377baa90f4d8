"""What to do about pain is said after saving: the traffic light of clinical-facts 2.5, and where it must be silent."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from tests.factories import make_condition, make_exercise, make_prescription
from tests.support.doses import dose_of, sent
from therapy.care.models import Condition, Patient
from therapy.plans.models import Dose, Revision

As = Callable[[User | Patient | None], Client]


def told(client: Client, dose: Dose, **said: str) -> list[tuple[str, str]]:
    answer = client.post(f"/days/2026-11-19/{dose.pk}/1/", sent(dose, did="done", **said))
    assert answer.status_code == 302
    return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    ("pain", "level", "words"),
    [
        ("0", "success", "Pain 0: fine, go on."),
        ("3", "success", "Pain 3: fine, go on."),
        ("4", "warning", "Pain 4: keep the load as it is."),
        ("5", "warning", "Pain 5: keep the load as it is."),
        ("6", "error", "Pain 6: stop this exercise for today. Next time, do it one step easier."),
        ("10", "error", "Pain 10: stop this exercise for today. Next time, do it one step easier."),
    ],
)
def test_the_bands(as_: As, margaret: Patient, heel_left: Dose, pain: str, level: str, words: str) -> None:
    [(said_level, said)] = told(as_(margaret), heel_left, pain=pain, pain_kind="joint")
    assert said_level == level
    assert said.startswith(words)


def test_pain_that_was_not_said_is_not_commented(as_: As, margaret: Patient, heel_left: Dose) -> None:
    assert told(as_(margaret), heel_left, reps="8") == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("muscle", "A tired or burning muscle is fine."),
        ("nerve", "stop this exercise if it lasts longer than 10 minutes after it"),
        ("numb", "A numb foot cannot warn you by pain."),
    ],
)
def test_the_kind_of_pain_changes_what_it_means(
    as_: As, margaret: Patient, heel_left: Dose, kind: str, words: str
) -> None:
    [(_level, said)] = told(as_(margaret), heel_left, pain="7", pain_kind=kind)
    assert words in said
    assert "stop this exercise for today" not in said


@pytest.mark.parametrize(("pain", "level"), [("2", "success"), ("5", "warning"), ("7", "error")])
def test_a_cramp_is_judged_as_other_pain(
    as_: As, margaret: Patient, heel_left: Dose, pain: str, level: str
) -> None:
    [(said_level, _said)] = told(as_(margaret), heel_left, pain=pain, pain_kind="cramp")
    assert said_level == level


@pytest.mark.parametrize(("code", "cause"), [("I70.213", "artery"), ("E11.51", "diabetes")])
def test_a_cramp_is_not_judged_in_artery_disease(
    as_: As, margaret: Patient, heel_left: Dose, code: str, cause: str
) -> None:
    make_condition(margaret, code=code, side="B", cause=cause)
    assert told(as_(margaret), heel_left, pain="7", pain_kind="cramp") == []


@pytest.mark.parametrize("pain", ["2", "5", "9"])
def test_never_in_muscular_dystrophy(as_: As, margaret: Patient, heel_left: Dose, pain: str) -> None:
    make_condition(margaret, code="G71.01", side="B", cause="dystrophy")
    assert told(as_(margaret), heel_left, pain=pain, pain_kind="joint") == []


def test_never_for_a_numb_foot(as_: As, margaret: Patient, heel_left: Dose) -> None:
    Condition.objects.filter(patient=margaret).update(loss_of_feeling=True)
    [(level, said)] = told(as_(margaret), heel_left, pain="1", pain_kind="joint")
    assert level == "info"
    assert "skin" in said


def test_a_numb_foot_does_not_silence_the_other_leg(as_: As, margaret: Patient, heel_left: Dose) -> None:
    make_condition(margaret, code="E11.42", side="R", cause="diabetes", loss_of_feeling=True)
    [(level, said)] = told(as_(margaret), heel_left, pain="8", pain_kind="joint")
    assert level == "error"
    assert "stop this exercise for today" in said


@pytest.mark.parametrize(
    ("code", "cause"), [("M62.562", "dystrophy"), ("G71.02", "other")], ids=["by cause", "by code"]
)
def test_dystrophy_is_known_by_its_cause_or_its_code(
    as_: As, margaret: Patient, heel_left: Dose, code: str, cause: str
) -> None:
    Condition.objects.filter(patient=margaret).update(code=code, cause=cause)
    assert told(as_(margaret), heel_left, pain="7", pain_kind="joint") == []


@pytest.mark.parametrize(("code", "cause"), [("I70.213", "artery"), ("E11.51", "diabetes")])
def test_never_when_someone_with_artery_disease_walks(
    as_: As, margaret: Patient, heel_left: Dose, revision: Revision, code: str, cause: str
) -> None:
    make_condition(margaret, code=code, side="B", cause=cause)
    walk = make_exercise(
        slug="interval-walk", category="gait-aerobic", tags=["pad_only"], log_fields=["duration_min"]
    )
    make_prescription(revision, walk, {"B": {"sets": 1, "minutes": 30}})
    client = as_(margaret)
    assert told(client, dose_of(revision, "interval-walk", "B"), pain="7", minutes="20") == []
    [(level, _said)] = told(client, heel_left, pain="7")
    assert level == "error", "other exercises keep their rule"


def test_a_condition_that_is_over_says_nothing(as_: As, margaret: Patient, heel_left: Dose) -> None:
    make_condition(margaret, code="G71.01", side="B", cause="dystrophy", resolved_on=margaret.today)
    assert told(as_(margaret), heel_left, pain="7")


def test_with_something_to_say_the_page_opens_at_its_top(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.pk}/1/"
    exercise = f"/days/2026-11-19/{heel_left.prescription_id}/"
    assert client.post(page, sent(heel_left, did="done", pain="7"))["Location"] == exercise
    assert client.post(page, sent(heel_left, did="done", reps="8"))["Location"] == f"{exercise}#set-l-2"
