"""What today shows: the plan, no plan yet, rest, a pause, the end, and everything answered."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_check, make_plan, make_prescription, make_revision, make_session, make_set
from tests.support.doses import dose_of, republished
from tests.support.logging import as_prescribed, log_session
from tests.support.page_text import tight
from therapy.care.models import Patient
from therapy.library.figures.pictures import Picture
from therapy.library.models import Exercise
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.plans.models import Dose, Pause, Plan, Revision
from therapy.progress.adherence import session_adherence

As = Callable[[User | Patient | None], Client]


def today(client: Client, url: str = "/today/") -> str:
    return tight(client.get(url).content.decode())


def test_today_says_what_is_asked_of_each_leg(as_: As, margaret: Patient, heel_left: Dose) -> None:
    page = today(as_(margaret))
    assert "Thursday 19 November, week 5 of 12" in page
    assert "Good morning, Margaret" in page
    assert "3 exercises, about" in page
    assert "Left: 0 of 4 sets done" in page
    assert "Right: 0 of 2 sets done" in page
    assert "Both: 0 of 2 sets done" in page
    assert "<b>Left</b>3 sets of 8" in page
    assert "<b>Left</b>2 holds of 30 sec" in page
    assert "<b>Both</b>legs, 2 sets of 10" in page
    assert 'href="/check/" data-player="/player/">Start: are you fit for it today?' in page
    assert "<small>Six short questions, then one-leg heel raise" in page
    make_check(margaret)
    page = today(as_(margaret))
    assert "Start: one-leg heel raise<small>Left leg, set 1 of 3</small>" in page


def test_each_exercise_has_its_figure_for_the_leg_that_works(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    heel = heel_left.prescription.exercise
    client = as_(margaret)
    assert Picture(heel, "L", 2).address in today(client)
    page = today(client, f"/days/{margaret.today}/{heel_left.prescription.pk}/")
    assert Picture(heel, "L").address in page
    assert Picture(heel, "R").address in page


def test_the_button_goes_on_where_the_log_stopped(as_: As, margaret: Patient, heel_left: Dose) -> None:
    for number in (1, 2):
        entry = SetEntry(dose=heel_left, number=number, outcome="as_prescribed")
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    page = today(as_(margaret))
    assert "Continue: one-leg heel raise<small>Left leg, set 3 of 3</small>" in page
    assert f"/days/2026-11-19/{heel_left.prescription_id}/#set-l-3" in page
    assert "Left: 2 of 4 sets done" in page


def test_part_and_skipped_are_told_apart_from_done(
    as_: As, margaret: Patient, heel_left: Dose, heel_right: Dose
) -> None:
    for entry in (
        SetEntry(dose=heel_left, number=1, outcome="done", reps=5),
        SetEntry(dose=heel_right, number=1, outcome="skipped", skip_reason="time"),
    ):
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    page = today(as_(margaret))
    assert "Left: 0 of 4 sets done, 1 in part" in page
    assert "Right: 0 of 2 sets done, 1 skipped" in page
    assert "0 of 4 sets done, 1 in part, 1 skipped" in page


@pytest.mark.usefixtures("thursday")
def test_when_every_set_has_an_answer_the_end_is_asked(
    as_: As, margaret: Patient, revision: Revision
) -> None:
    client = as_(margaret)
    log_session(margaret, as_prescribed(revision))
    page = today(client)
    assert "Every set has an answer" in page
    assert "Finish: how was it?" in page
    assert "Done at 9:10" in page
    client.post("/days/2026-11-19/finish/", {"pain_before": "", "pain_after": "", "effort": "", "note": ""})
    page = today(client)
    assert "This day is logged. You can still change it." in page
    assert "Finish: how was it?" not in page


@pytest.mark.usefixtures("thursday")
def test_before_the_first_plan(as_: As, margaret: Patient) -> None:
    page = today(as_(margaret))
    assert "Your plan is on its way" in page
    assert "Sam Osei is writing it." in page
    assert "dock-action" not in page


@pytest.mark.usefixtures("thursday")
def test_a_plan_that_is_a_draft_is_on_its_way(as_: As, margaret: Patient, plan: Plan) -> None:
    make_revision(plan, published=False)
    assert "Your plan is on its way" in today(as_(margaret))


@pytest.mark.usefixtures("thursday")
def test_a_plan_that_begins_later(as_: As, margaret: Patient) -> None:
    make_revision(make_plan(margaret, starts_on=date(2026, 11, 23)))
    page = today(as_(margaret))
    assert "Your plan begins soon" in page
    assert "Monday 23 November" in page


def test_a_day_before_the_plan(as_: As, margaret: Patient, heel_left: Dose) -> None:
    page = today(as_(margaret), "/days/2026-10-01/")
    assert "Your plan began on 22 October 2026." in page
    assert "dock-action" not in page


def test_a_rest_day_says_what_is_next(as_: As, margaret: Patient, heel_left: Dose) -> None:
    republished(heel_left.prescription.phase.revision, weekdays=[6])
    page = today(as_(margaret))
    assert "Rest day" in page
    assert "Next: Saturday 21 November, 3 exercises." in page
    assert "dock-action" not in page


def test_a_pause_says_until_when(as_: As, margaret: Patient, sam: User, heel_left: Dose) -> None:
    plan = heel_left.prescription.phase.revision.plan
    Pause.objects.create(
        clinic=plan.clinic,
        patient=plan.patient,
        plan=plan,
        first_day=date(2026, 11, 18),
        last_day=date(2026, 11, 21),
        reason="a cold",
        by=sam,
    )
    page = today(as_(margaret))
    assert "Your plan is paused" in page
    assert "From 18 November to 21 November: a cold." in page
    assert "Next: Sunday 22 November, 3 exercises." in page


def test_a_plan_that_has_ended(as_: As, margaret: Patient, heel_left: Dose) -> None:
    plan = heel_left.prescription.phase.revision.plan
    plan.ended_on = date(2026, 11, 18)
    plan.save()
    page = today(as_(margaret))
    assert "Did you do a set before it ended?" not in page
    assert "Your plan has ended" in page
    assert "“Calf rebuild” ended on 18 November 2026." in page


@pytest.mark.usefixtures("thursday")
def test_the_week_says_how_each_day_was(as_: As, margaret: Patient, revision: Revision) -> None:
    """Monday all, Tuesday a part, Wednesday nothing; today open, the rest planned, Sunday a rest day."""
    revision = republished(revision, weekdays=[1, 2, 3, 4, 5, 6])
    log_session(margaret, as_prescribed(revision), date(2026, 11, 16))
    heel = dose_of(revision, "heel-raise-single", "L")
    make_set(make_session(margaret, revision, date(2026, 11, 17)), heel)
    page = today(as_(margaret))
    for day, words in (
        ("16", "done"),
        ("17", "partly done"),
        ("18", "nothing logged"),
        ("19", "today, planned"),
        ("20", "planned"),
        ("22", "rest day"),
    ):
        assert f'<span>{day}<span class="visually-hidden">, {words}</span></span>' in page
    assert "1 of 6 days done" in page


@pytest.mark.parametrize(("done", "words"), [(6, "partly done"), (7, "done")])
def test_a_day_is_done_from_four_fifths_of_its_sets(
    as_: As, margaret: Patient, revision: Revision, thursday: None, done: int, words: str
) -> None:
    """8 sets are asked; 80 percent are 6.4."""
    session = make_session(margaret, revision, date(2026, 11, 18))
    doses = Dose.objects.filter(prescription__phase__revision=revision)
    places = [(dose, n) for dose in doses for n in range(1, dose.sets + 1)]
    for dose, number in places[:done]:
        make_set(session, dose, number)
    assert f'18<span class="visually-hidden">, {words}</span>' in today(as_(margaret))


def words_of_wednesday(client: Client) -> str:
    found = re.search(r'18<span class="visually-hidden">, ([^<]+)</span>', today(client))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"outcome": "partial", "reps": 7}, "done"),  # 7 of 8 reps in each set: 87 percent
        ({"outcome": "partial", "reps": 6}, "partly done"),  # 75 percent
        ({"outcome": "done", "reps": None}, "done, amount not said"),
        ({"outcome": "skipped", "skip_reason": "ill"}, "excused, ill"),
        ({"outcome": "skipped", "skip_reason": "time"}, "skipped"),
    ],
)
def test_a_day_is_judged_by_the_credit_of_its_sets(
    as_: As, margaret: Patient, plan: Plan, heel_raise: Exercise, thursday: None, said: dict, words: str
) -> None:
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 2, "reps": 8}})
    session = make_session(margaret, revision, date(2026, 11, 18))
    heel = dose_of(revision, "heel-raise-single", "L")
    for number in (1, 2):
        make_set(session, heel, number, **said)
    assert words_of_wednesday(as_(margaret)) == words
    tally = session_adherence(margaret, 1)
    counted = {"done": 1, "partly done": 0, "skipped": 0}
    assert (tally.percent is None) == (words not in counted)
    assert tally.completed == counted.get(words, 0), "progress says the same of the day"


def test_an_excused_day_is_not_among_those_asked(as_: As, margaret: Patient, heel_left: Dose) -> None:
    revision = heel_left.prescription.phase.revision
    session = make_session(margaret, revision, date(2026, 11, 18))
    for dose in Dose.objects.filter(prescription__phase__revision=revision):
        for number in range(1, dose.sets + 1):
            make_set(session, dose, number, outcome="skipped", skip_reason="ill")
    assert "0 of 6 days done" in today(as_(margaret))


def test_a_set_beyond_the_dose_is_no_bonus(as_: As, margaret: Patient, heel_right: Dose) -> None:
    for number in (1, 2, 3):
        entry = SetEntry(dose=heel_right, number=number, outcome="as_prescribed")
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    assert "Right: 1 of 2 sets done" in today(as_(margaret))


def test_twice_a_day_asks_twice_the_sets(as_: As, margaret: Patient, heel_left: Dose) -> None:
    republished(heel_left.prescription.phase.revision, times_per_day=2)
    make_check(margaret)
    page = today(as_(margaret))
    assert "3 sets of 8, twice a day" in page
    assert "Left leg, set 1 of 6" in page


def test_the_therapists_words_stand_on_the_exercise(as_: As, margaret: Patient, heel_left: Dose) -> None:
    revision = heel_left.prescription.phase.revision
    newer = republished(revision, note="Hold the chair <b>lightly</b>.", effort_max=6)
    page = today(
        as_(margaret), f"/days/2026-11-19/{dose_of(newer, 'heel-raise-single', 'L').prescription_id}/"
    )
    assert "Hold the chair &lt;b&gt;lightly&lt;/b&gt;." in page
    assert "6 of 10 at most" in page
    assert "/library/heel-raise-single/" in page
    assert page.count("Done as prescribed") == 4


def test_a_day_that_is_no_day_has_no_address(as_: As, margaret: Patient, heel_left: Dose) -> None:
    assert as_(margaret).get("/days/2026-02-30/").status_code == 404
    assert as_(margaret).get("/days/0001-01-01/").status_code == 404
    assert as_(margaret).get("/days/9999-12-31/").status_code == 404
    for rest in ("finish/", f"{heel_left.prescription_id}/", f"{heel_left.pk}/1/"):
        assert as_(margaret).get(f"/days/9999-12-31/{rest}").status_code in (200, 302), rest


@pytest.mark.usefixtures("thursday")
def test_an_old_day_is_shown_and_not_offered(as_: As, margaret: Patient, heel_raise: Exercise) -> None:
    revision = make_revision(make_plan(margaret, starts_on=margaret.today - timedelta(days=100)))
    make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}})
    page = today(as_(margaret), "/days/2026-09-01/")
    assert "Too long ago to log" in page
    assert "One-leg heel raise" in page
    assert "dock-action" not in page
