"""What a revision changes, in words."""

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_condition, make_exercise, make_prescription, make_revision
from therapy.library.models import Exercise
from therapy.plans import actions
from therapy.plans.diff import changes
from therapy.plans.models import Dose, Phase, Prescription, Revision
from therapy.plans.rules import findings, open_blocks

pytestmark = pytest.mark.usefixtures("thursday")


@pytest.fixture
def draft(plan, revision, sam):
    """A copy of Margaret's published plan, still a draft."""
    return actions.open_draft(plan, sam)


def item(revision: Revision, slug: str) -> Prescription:
    return Prescription.objects.get(phase__revision=revision, exercise__slug=slug)


def said(old: Revision | None, new: Revision) -> list[tuple[str, str, str]]:
    old = old and Revision.objects.get(pk=old.pk)
    return [(c.kind, c.side, c.text) for c in changes(old, Revision.objects.get(pk=new.pk))]


def test_a_copy_changes_nothing(revision, draft):
    assert said(revision, draft) == []


def test_a_whole_programme_copied_changes_nothing(margaret, sam, programmes):
    for slug, programme in programmes.items():
        first = actions.assign_programme(
            patient=margaret, programme=programme, affected="L", starts_on=margaret.today, by=sam
        )
        for finding in open_blocks(findings(first, margaret.today)):
            actions.override(first, finding, "for this test", by=sam)
        published = actions.publish_revision(first, by=sam)
        second = actions.open_draft(published.plan, sam)
        assert said(published, second) == [], slug
        actions.end_plan(published.plan, on=margaret.today, reason="x", by=sam)


@pytest.mark.parametrize(
    ("slug", "side", "fields", "text"),
    [
        ("heel-raise-single", "L", {"reps": 10}, "One-leg heel raise, left: 8 to 10 reps"),
        ("heel-raise-single", "R", {"sets": 2}, "One-leg heel raise, right: 1 set to 2 sets"),
        (
            "heel-raise-single",
            "L",
            {"load_kg": Decimal("2.50")},
            "One-leg heel raise, left: no load to 2.5 kg",
        ),
        ("heel-raise-single", "L", {"band": "red"}, "One-leg heel raise, left: no band to red band"),
        ("heel-raise-single", "L", {"rest_s": None}, "One-leg heel raise, left: rest 90 s to no rest given"),
        ("heel-raise-single", "L", {"minutes": 5}, "One-leg heel raise, left: 8 reps to 5 min"),
        (
            "wall-calf-stretch-straight",
            "L",
            {"hold_s": 45},
            "Wall calf stretch, straight knee, left: hold 30 s to hold 45 s",
        ),
        ("sit-to-stand", "B", {"sets": 3}, "Sit to stand, both: 2 to 3 sets"),
        # What a reader of the dose is not told is a change all the same: no rest at all is not an unknown one.
        ("heel-raise-single", "L", {"rest_s": 0}, "One-leg heel raise, left: rest 90 s to rest 0 s"),
        ("heel-raise-single", "L", {"hold_s": 0}, "One-leg heel raise, left: hold 1 s to hold 0 s"),
        (
            "heel-raise-single",
            "L",
            {"load_note": "none"},
            "One-leg heel raise, left: no words on the load to “none”",
        ),
    ],
)
def test_a_changed_dose(revision, draft, slug, side, fields, text):
    actions.set_dose(item(draft, slug), side, **fields)
    assert said(revision, draft) == [("changed", side, text)]


def test_a_side_that_is_added_or_taken_out(revision, draft):
    heel = item(draft, "heel-raise-single")
    actions.remove_dose(heel, "R")
    assert said(revision, draft) == [("removed", "R", "One-leg heel raise, right: taken out")]
    second = actions.publish_revision(draft, by=draft.author)
    third = actions.open_draft(draft.plan, draft.author)
    actions.set_dose(item(third, "heel-raise-single"), "R", sets=1, reps=6)
    assert said(second, third) == [("added", "R", "One-leg heel raise, right: new, 1 × 6")]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"days_per_week": 3}, "Sit to stand: every day to 3 days a week"),
        ({"weekdays": [1, 4]}, "Sit to stand: every day to Mon, Thu"),
        ({"times_per_day": 2}, "Sit to stand: once a day to twice a day"),
        ({"effort_max": 5}, "Sit to stand: no effort limit to effort at most 5"),
        ({"note": "Slowly."}, "Sit to stand: note changed"),
    ],
)
def test_a_changed_schedule(revision, draft, fields, text):
    actions.change_prescription(item(draft, "sit-to-stand"), **fields)
    assert said(revision, draft) == [("changed", "", text)]


def test_an_exercise_that_comes_and_one_that_goes(revision, draft, sam):
    made = actions.add_prescription(
        revision=draft,
        phase=draft.phases.get(),
        exercise=make_exercise(name="Bridge", laterality="bilateral"),
        by=sam,
    )
    actions.remove_prescription(item(draft, "sit-to-stand"))
    assert said(revision, draft) == [
        ("added", "B", "Bridge, both: new, 3 × 12"),
        ("removed", "", "Sit to stand: taken out"),
    ]
    assert changes(revision, draft)[0].exercise == made.exercise


def test_another_order_is_one_change(revision, draft):
    actions.move_prescription(item(draft, "sit-to-stand"), up=True)
    assert said(revision, draft) == [("moved", "", "Phase 1: the exercises come in another order")]


def test_phases(revision, draft):
    second = actions.add_phase(draft, title="Build and keep")
    actions.change_phase(draft.phases.get(number=1), aim="Strength")
    actions.set_current_phase(draft, second)
    Prescription.objects.filter(pk=item(draft, "sit-to-stand").pk).update(phase=second)
    assert said(revision, draft) == [
        ("moved", "", "Now in phase 2: Build and keep"),
        ("changed", "", "Phase 1, aim changed"),
        ("added", "", "New phase 2: Build and keep"),
        ("moved", "", "Sit to stand: moved to phase 2"),
    ]
    found = {c.text: c.in_current_phase for c in changes(revision, Revision.objects.get(pk=draft.pk))}
    assert (found["Phase 1, aim changed"], found["Sit to stand: moved to phase 2"]) == (False, True)


def test_a_phase_that_goes(revision, draft):
    actions.add_phase(draft, title="Build and keep")
    second = actions.publish_revision(draft, by=draft.author)
    third = actions.open_draft(draft.plan, draft.author)
    actions.remove_phase(third.phases.get(number=2))
    assert said(second, third) == [("removed", "", "Phase 2 taken out: Build and keep")]


def test_against_nothing_everything_is_added(revision):
    assert {kind for kind, _side, _text in said(None, revision)} == {"added"}
    assert said(None, revision)[0] == ("added", "L", "One-leg heel raise, left: new, 3 × 8")
    assert len(said(None, revision)) == 5


def test_a_limit_in_a_note_counts_once_both_are_published(plan, sam, margaret):
    first = make_revision(plan)
    pumps = make_exercise(name="Ankle pumps", weight_bearing="none", tags=["df_past_neutral"])
    make_prescription(first, pumps, {"L": {"sets": 1, "reps": 20}}, effort_max=5)
    make_condition(margaret, code="S86.012D", df_limit_deg=0)
    draft = actions.open_draft(plan, sam)
    assert said(first, draft) == []
    published = actions.publish_revision(draft, by=sam)
    assert said(first, published) == [("changed", "", "Ankle pumps: note changed")]
    assert said(published, actions.open_draft(plan, sam)) == []


DOSES = st.dictionaries(
    st.sampled_from(["L", "R"]),
    st.fixed_dictionaries(
        {"sets": st.integers(1, 10), "reps": st.integers(1, 100)},
        optional={"hold_s": st.integers(0, 300), "band": st.sampled_from(["tan", "gold"])},
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=DOSES, new=DOSES)
def test_there_is_a_change_for_a_side_exactly_when_its_dose_differs(old, new):
    exercise, key = Exercise(slug="x", name="X"), uuid4()
    tree = []
    for doses in (old, new):
        made = Prescription(exercise=exercise, days_per_week=3, key=key)
        made._prefetched_objects_cache = {
            "doses": [Dose(side=side, **fields) for side, fields in doses.items()]
        }
        revision = Revision()
        phase = Phase(revision=revision, number=1, title="One", is_current=True)
        phase._prefetched_objects_cache = {"prescriptions": [made]}
        revision._prefetched_objects_cache = {"phases": [phase]}
        tree.append(revision)
    differing = {side for side in "LR" if old.get(side) != new.get(side)}
    assert {change.side for change in changes(*tree)} == differing
    assert all(change.exercise is exercise for change in changes(*tree))
