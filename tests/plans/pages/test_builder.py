"""The builder: phases, exercises, what is struck through, what it adds up to, and what it costs to show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import make_exercise, make_prescription
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans import actions, plan_rows
from therapy.plans.models import Phase, Prescription, Revision

As = Callable[[User | Patient | None], Client]


def test_a_changed_dose_shows_the_old_one_struck_through(
    as_: As, sam: User, margaret: Patient, heel_item: Prescription
) -> None:
    actions.set_dose(heel_item, "L", sets=3, reps=10)
    answer = as_(sam).get(f"/patients/{margaret.pk}/plan/draft/")
    left, right = answer.context["rows"][0].cells
    assert (left.is_changed, right.is_changed) == (True, False)
    assert '<del><span class="visually-hidden">before: </span>8</del>' in left.line
    assert "<del>" not in right.line
    assert [change.text for change in answer.context["state"].changes] == [
        "One-leg heel raise, left: 8 to 10 reps"
    ]
    assert "<strong>1 change</strong> for Margaret" in answer.content.decode()


def test_an_unchanged_draft_says_so(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    page = as_(sam).get(f"/patients/{margaret.pk}/plan/draft/").content.decode()
    assert "Nothing is changed yet" in page
    assert "<del>" not in page


def test_a_leg_added_and_a_leg_dropped(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    stretch = Prescription.objects.get(phase__revision=draft, exercise__category="stretch")
    actions.remove_dose(stretch, "R")
    row = as_(sam).get(f"/patients/{margaret.pk}/plan/draft/").context["rows"][1]
    left, right = row.cells
    assert (left.is_changed, right.is_dropped, right.is_changed) == (False, True, True)
    assert "no longer prescribed" in as_(sam).get(f"/patients/{margaret.pk}/plan/draft/").content.decode()


def test_adding_an_exercise_with_the_librarys_dose(
    as_: As, sam: User, margaret: Patient, draft: Revision
) -> None:
    bridge = make_exercise(name="Bridge", dose={"sets": 2, "reps": 10, "rest_s": 45, "days": 4})
    phase = draft.phases.get()
    address = f"/patients/{margaret.pk}/plan/draft/phases/{phase.pk}/items/new/"
    answer = as_(sam).post(address, {"exercise": str(bridge.pk)})
    item = Prescription.objects.get(phase=phase, exercise=bridge)
    assert answer.headers["Location"] == f"/patients/{margaret.pk}/plan/draft/items/{item.pk}/"
    assert (item.order, item.days_per_week) == (4, 4)
    assert list(item.doses.values_list("side", "sets", "reps", "rest_s")) == [("L", 2, 10, 45)]


def test_the_search_narrows_the_list(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    make_exercise(name="Bridge", aliases=["Hip lift"])
    phase = draft.phases.get()
    address = f"/patients/{margaret.pk}/plan/draft/phases/{phase.pk}/items/new/"
    found = as_(sam).get(address, {"q": "hip LIFT"}).context["found"]
    assert [exercise.name for exercise in found] == ["Bridge"]
    assert "No exercise fits" in as_(sam).get(address, {"q": "zzz"}).content.decode()
    assert len(as_(sam).get(address).context["found"]) == 4


@pytest.mark.parametrize("typed", ["", "no-id", "00000000-0000-4000-8000-000000000001"])
def test_an_exercise_has_to_be_chosen(
    as_: As, sam: User, margaret: Patient, draft: Revision, typed: str
) -> None:
    phase = draft.phases.get()
    address = f"/patients/{margaret.pk}/plan/draft/phases/{phase.pk}/items/new/"
    answer = as_(sam).post(address, {"exercise": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors["exercise"]
    assert phase.prescriptions.count() == 3


def test_another_clinics_own_exercise_is_no_choice(
    as_: As, sam: User, margaret: Patient, nils: Patient, draft: Revision
) -> None:
    theirs = make_exercise(name="Their own", clinic=nils.clinic)
    phase = draft.phases.get()
    address = f"/patients/{margaret.pk}/plan/draft/phases/{phase.pk}/items/new/"
    assert "Their own" not in as_(sam).get(address).content.decode()
    as_(sam).post(address, {"exercise": str(theirs.pk)})
    assert phase.prescriptions.count() == 3


def phase_form(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Build",
        "weeks": "9-12",
        "aim": "Stairs",
        "go_on_when": "no pain\n\n walks 10 min \n",
    } | changed


def test_a_phase_is_added_opened_changed_and_made_current(
    as_: As, sam: User, margaret: Patient, draft: Revision
) -> None:
    client = as_(sam)
    base = f"/patients/{margaret.pk}/plan/draft/"
    answer = client.post(f"{base}phases/new/", phase_form())
    assert answer.headers["Location"] == f"{base}?phase=2"
    phase = draft.phases.get(number=2)
    assert (phase.title, phase.aim, phase.is_current) == ("Build", "Stairs", False)
    assert phase.go_on_when == ["no pain", "walks 10 min"]
    assert "No exercises in this phase yet." in client.get(f"{base}?phase=2").content.decode()

    stands = client.get(f"{base}phases/{phase.pk}/").context["form"]["based_on"].value()
    client.post(f"{base}phases/{phase.pk}/", phase_form(title="Build and keep", based_on=stands))
    client.post(f"{base}phases/{phase.pk}/current/")
    assert list(draft.phases.values_list("number", "title", "is_current")) == [
        (1, "One leg at a time", False),
        (2, "Build and keep", True),
    ]


def test_a_colleagues_change_of_a_phase_is_not_overwritten(
    as_: As, sam: User, margaret: Patient, draft: Revision
) -> None:
    client = as_(sam)
    phase = draft.phases.get()
    address = f"/patients/{margaret.pk}/plan/draft/phases/{phase.pk}/"
    stands = client.get(address).context["form"]["based_on"].value()
    Phase.objects.filter(pk=phase.pk).update(aim="Ten raises")
    answer = client.post(address, phase_form(based_on=stands))
    assert answer.status_code == 409
    assert "Ten raises" in answer.content.decode()
    assert answer.context["form"]["aim"].value() == "Stairs"
    phase.refresh_from_db()
    assert (phase.title, phase.aim) == ("One leg at a time", "Ten raises")


def test_a_phase_needs_a_title(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/plan/draft/phases/new/", phase_form(title=""))
    assert answer.context["form"].errors["title"]
    assert answer.context["form"]["aim"].value() == "Stairs"
    assert draft.phases.count() == 1


@pytest.mark.parametrize("field", ["go_on_when", "step_back_when"])
def test_more_signs_than_anybody_ticks_are_refused(
    as_: As, sam: User, margaret: Patient, draft: Revision, field: str
) -> None:
    page, client = f"/patients/{margaret.pk}/plan/draft/phases/new/", as_(sam)
    signs = [f"sign {number}" for number in range(31)]
    answer = client.post(page, phase_form(**{field: "\n".join(signs)}))
    assert list(answer.context["form"].errors) == [field]
    assert draft.phases.count() == 1
    client.post(page, phase_form(**{field: "\n".join(signs[:30])}))
    assert getattr(draft.phases.get(number=2), field) == signs[:30]


def test_the_current_phase_stays(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    client = as_(sam)
    base = f"/patients/{margaret.pk}/plan/draft/phases/"
    client.post(f"{base}new/", phase_form())
    first, second = draft.phases.order_by("number")
    answer = client.post(f"{base}{first.pk}/remove/", follow=True)
    assert "This is the current phase." in answer.content.decode()
    client.post(f"{base}{second.pk}/remove/")
    assert list(draft.phases.all()) == [first]


def test_an_unknown_phase_is_not_found(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/draft/?phase=7").status_code == 404
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/draft/?phase=x").status_code == 404


def test_the_fullest_day_is_added_up(draft: Revision, heel_item: Prescription) -> None:
    """Monday: the heel raise twice a day, and the two others. Other days lack the heel raise."""
    actions.change_prescription(heel_item, weekdays=[1], times_per_day=2)
    totals = plan_rows.totals(draft.phases.get())
    assert (totals.day, totals.items, totals.is_long) == (1, 3, False)
    assert totals.sets == {"L": 2 * 3 + 1, "R": 2 * 1 + 1, "B": 2}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("part", ["", "draft/", "publish/", "revisions/1/"])
def test_a_bigger_plan_takes_no_more_queries(
    as_: As, sam: User, margaret: Patient, revision: Revision, draft: Revision, part: str
) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/plan/{part}"
    client.get(address)
    small = queries(client, address)
    for n in range(8):
        for each in (revision, draft):
            make_prescription(each, make_exercise(name=f"More {n}"), {"L": {"sets": 2, "reps": 5 + n}})
    Phase.objects.create(clinic=draft.clinic, patient=draft.patient, revision=draft, number=2, title="Later")
    assert queries(client, address) == small
    assert small <= 25


def test_more_revisions_take_no_more_queries(
    as_: As, sam: User, margaret: Patient, revision: Revision, draft: Revision, heel_raise: Exercise
) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/plan/"
    plan = draft.plan
    actions.publish_revision(draft, by=sam)
    small = queries(client, address)
    for _again in range(4):
        actions.publish_revision(actions.open_draft(plan, sam), by=sam)
    assert queries(client, address) == small
