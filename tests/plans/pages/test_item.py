"""Changing one exercise of a draft: the dose of each leg, the schedule, and what a colleague did meanwhile."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans import actions
from therapy.plans.models import Dose, Prescription, Revision

As = Callable[[User | Patient | None], Client]


def address(item: Prescription, more: str = "") -> str:
    return f"/patients/{item.phase.revision.plan.patient_id}/plan/draft/items/{item.pk}/{more}"


def filled(client: Client, item: Prescription, query: str = "") -> dict[str, Any]:
    """What a browser would send if the page were saved as it is shown."""
    answer = client.get(address(item) + query)
    assert answer.status_code == 200
    sent: dict[str, Any] = {}
    for form in [answer.context["form"], *answer.context["doses"]]:
        for bound in form:
            value = bound.value()
            if value is True:
                sent[bound.html_name] = "on"
            elif value not in (None, False, "", []):
                sent[bound.html_name] = value
    return sent


def doses(item: Prescription) -> dict[str, tuple[int, int | None]]:
    return {dose.side: (dose.sets, dose.reps) for dose in Dose.objects.filter(prescription=item)}


def test_saving_the_page_as_it_is_changes_nothing(
    as_: As, sam: User, revision: Revision, draft: Revision, heel_item: Prescription
) -> None:
    from therapy.plans import diff

    client = as_(sam)
    answer = client.post(address(heel_item), filled(client, heel_item))
    assert answer.headers["Location"].endswith("/plan/draft/?phase=1")
    tree = Revision.objects.with_tree()
    assert diff.changes(tree.get(pk=revision.pk), tree.get(pk=draft.pk)) == []


def test_each_leg_has_its_own_dose(as_: As, sam: User, revision: Revision, heel_item: Prescription) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"L-reps": "10", "L-load_kg": "2.5", "R-sets": "2", "R-tempo": "2-1-3"}
    assert client.post(address(heel_item), sent).status_code == 302
    left, right = heel_item.doses.get(side="L"), heel_item.doses.get(side="R")
    assert (left.sets, left.reps, left.hold_s, left.rest_s, left.load_kg) == (3, 10, 1, 90, Decimal("2.50"))
    assert (right.sets, right.reps, right.tempo, right.load_kg) == (2, 8, "2-1-3", None)
    published = Dose.objects.filter(prescription__phase__revision=revision, prescription__key=heel_item.key)
    assert {d.side: (d.sets, d.reps) for d in published} == {"L": (3, 8), "R": (1, 8)}


def test_a_leg_is_left_out(as_: As, sam: User, heel_item: Prescription) -> None:
    client = as_(sam)
    client.post(address(heel_item), filled(client, heel_item) | {"R-left_out": "on"})
    assert doses(heel_item) == {"L": (3, 8)}


def test_a_leg_is_added_with_the_other_legs_dose_in_view(as_: As, sam: User, heel_item: Prescription) -> None:
    heel_item.doses.filter(side="R").delete()
    client = as_(sam)
    assert filled(client, heel_item)["R-left_out"] == "on"
    sent = filled(client, heel_item, "?side=R")
    assert "R-left_out" not in sent
    assert (sent["R-sets"], sent["R-reps"]) == (3, 8)
    client.post(address(heel_item), sent | {"R-sets": "1"})
    assert doses(heel_item) == {"L": (3, 8), "R": (1, 8)}


def test_a_dose_typed_for_a_leg_that_is_left_out_is_asked_about(
    as_: As, sam: User, heel_item: Prescription
) -> None:
    heel_item.doses.filter(side="R").delete()
    client = as_(sam)
    answer = client.post(address(heel_item), filled(client, heel_item) | {"R-reps": "12"})
    assert answer.status_code == 200
    assert "You entered a dose as well." in answer.content.decode()
    assert answer.context["doses"][1]["reps"].value() == "12"
    assert doses(heel_item) == {"L": (3, 8)}


def test_one_leg_at_least_does_it(as_: As, sam: User, heel_item: Prescription) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"L-left_out": "on", "R-left_out": "on"}
    answer = client.post(address(heel_item), sent)
    assert "Prescribe it for at least one leg" in answer.content.decode()
    assert doses(heel_item) == {"L": (3, 8), "R": (1, 8)}


def test_either_way_is_each_leg_or_both_but_not_the_two(
    as_: As, sam: User, heel_raise: Exercise, heel_item: Prescription
) -> None:
    Exercise.objects.filter(pk=heel_raise.pk).update(laterality="either")
    client = as_(sam)
    sent = filled(client, heel_item, "?side=B")
    answer = client.post(address(heel_item), sent)
    assert "not the two at once" in answer.content.decode()
    assert doses(heel_item) == {"L": (3, 8), "R": (1, 8)}
    assert client.post(address(heel_item), sent | {"L-left_out": "on", "R-left_out": "on"}).status_code == 302
    assert doses(heel_item) == {"B": (3, 8)}


def test_an_exercise_of_both_legs_offers_no_single_leg(
    as_: As, sam: User, draft: Revision, sit_to_stand: Exercise
) -> None:
    item = Prescription.objects.get(phase__revision=draft, exercise=sit_to_stand)
    answer = as_(sam).get(address(item))
    assert [form.side for form in answer.context["doses"]] == ["B"]


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("L-reps", "5000", "less than or equal to 100"),
        ("L-reps", "", "required"),
        ("L-reps", "ten", "whole number"),
        ("L-sets", "0", "greater than or equal to 1"),
        ("R-sets", "11", "less than or equal to 10"),
        ("L-hold_s", "-1", "greater than or equal to 0"),
        ("L-rest_s", "901", "less than or equal to 900"),
        ("L-load_kg", "300.5", "less than or equal to 300"),
        ("L-load_kg", "1.234", "no more than 2 decimal places"),
        ("days_per_week", "8", "less than or equal to 7"),
        ("days_per_week", "", "required"),
        ("times_per_day", "5", "less than or equal to 4"),
        ("effort_max", "11", "less than or equal to 10"),
        ("weekdays", ["1", "8"], "not one of the available choices"),
        ("note", "x" * 301, "at most 300 characters"),
    ],
)
def test_nonsense_is_refused_beside_its_field_and_the_rest_is_kept(
    as_: As, sam: User, heel_item: Prescription, name: str, typed: Any, words: str
) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"L-load_note": "fingertips", name: typed}
    answer = client.post(address(heel_item), sent)
    assert answer.status_code == 200
    forms = {form.prefix: form for form in [answer.context["form"], *answer.context["doses"]]}
    prefix, _dash, field = name.rpartition("-")
    form = forms[prefix or None]
    assert words in str(form.errors[field])
    assert form[field].value() == typed
    assert forms["L"]["load_note"].value() == "fingertips"
    assert answer.content.decode().count("invalid-feedback") == 1
    assert doses(heel_item) == {"L": (3, 8), "R": (1, 8)}
    heel_item.refresh_from_db()
    assert (heel_item.days_per_week, heel_item.times_per_day, heel_item.note) == (7, 1, "")


def test_ticked_days_count_instead_of_the_number(as_: As, sam: User, heel_item: Prescription) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"weekdays": ["5", "1"], "effort_max": "6", "note": "Hold the wall."}
    client.post(address(heel_item), sent)
    heel_item.refresh_from_db()
    assert (heel_item.weekdays, heel_item.days_per_week) == ([1, 5], 2)
    assert (heel_item.effort_max, heel_item.note) == (6, "Hold the wall.")


def test_a_colleagues_change_is_shown_and_not_overwritten(
    as_: As, sam: User, heel_item: Prescription
) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"L-reps": "12"}
    actions.set_dose(heel_item, "L", sets=2, reps=6)
    answer = client.post(address(heel_item), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this exercise while you were typing" in page
    assert "2 × 6" in page
    assert answer.context["doses"][0]["reps"].value() == "12"
    assert doses(heel_item) == {"L": (2, 6), "R": (1, 8)}
    again = sent | {"based_on": answer.context["form"]["based_on"].value()}
    assert client.post(address(heel_item), again).status_code == 302
    assert doses(heel_item) == {"L": (3, 12), "R": (1, 8)}


def test_a_form_that_does_not_say_what_it_is_based_on_changes_nothing(
    as_: As, sam: User, heel_item: Prescription
) -> None:
    client = as_(sam)
    sent = filled(client, heel_item) | {"L-reps": "12"}
    del sent["based_on"]
    assert client.post(address(heel_item), sent).status_code == 409
    assert doses(heel_item) == {"L": (3, 8), "R": (1, 8)}


def test_an_exercise_that_was_taken_out_meanwhile_is_said_so(
    as_: As, sam: User, heel_item: Prescription
) -> None:
    client = as_(sam)
    sent, where = filled(client, heel_item), address(heel_item)
    actions.remove_prescription(heel_item)
    answer = client.post(where, sent, follow=True)
    assert "not in the draft any more" in answer.content.decode()


def test_a_published_revision_cannot_be_reached_by_the_form(
    as_: As, sam: User, margaret: Patient, revision: Revision, draft: Revision, heel_raise: Exercise
) -> None:
    old = Prescription.objects.get(phase__revision=revision, exercise=heel_raise)
    client = as_(sam)
    base = f"/patients/{margaret.pk}/plan/draft/items/{old.pk}/"
    assert client.get(base).status_code == 404
    client.post(base, {"L-sets": "9", "L-reps": "9", "days_per_week": "1", "times_per_day": "1"})
    client.post(f"{base}remove/")
    assert doses(old) == {"L": (3, 8), "R": (1, 8)}


def test_moving_and_taking_out(as_: As, sam: User, draft: Revision, heel_item: Prescription) -> None:
    client = as_(sam)
    names = (
        Prescription.objects.filter(phase__revision=draft)
        .order_by("order")
        .values_list("exercise__slug", flat=True)
    )
    client.post(address(heel_item, "move/"), {"to": "down"})
    assert list(names.all()) == ["wall-calf-stretch-straight", "heel-raise-single", "sit-to-stand"]
    client.post(address(heel_item, "move/"), {"to": "up"})
    assert list(names.all()) == ["heel-raise-single", "wall-calf-stretch-straight", "sit-to-stand"]
    assert client.post(address(heel_item, "move/"), {"to": "sideways"}).status_code == 404
    client.post(address(heel_item, "remove/"))
    assert list(names.all()) == ["wall-calf-stretch-straight", "sit-to-stand"]
