"""Publishing: what stands in the way, what is capped, from which day, and that nothing changes afterwards."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_condition, make_exercise, make_plan, make_prescription, make_revision
from therapy.base import clock
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.plans import actions
from therapy.plans.actions import CannotPublish, PlanError, Published
from therapy.plans.models import Dose, Phase, Plan, Prescription, Revision, RuleOverride
from therapy.plans.rules import Finding, Level, findings, open_blocks
from therapy.plans.views.state import load_state

pytestmark = pytest.mark.usefixtures("thursday")

THURSDAY = date(2026, 11, 19)


@pytest.fixture
def draft(plan, sam, heel_raise):
    """Margaret's plan with a first draft: heel raise, left 3 x 12."""
    revision = make_revision(plan, published=False)
    actions.add_prescription(revision=revision, phase=revision.phases.get(), exercise=heel_raise, by=sam)
    return revision


def limit(patient, **kw):
    Condition.objects.filter(patient=patient).update(**kw)


def rules(revision, on=THURSDAY):
    return [
        (f.rule, f.level, bool(f.overridden_by)) for f in findings(Revision.objects.get(pk=revision.pk), on)
    ]


def the_block(revision, on=THURSDAY):
    return open_blocks(findings(Revision.objects.get(pk=revision.pk), on))[0]


# What stands in the way


def test_a_draft_without_blocks_is_published(draft, leah):
    done = actions.publish_revision(draft, by=leah, note="First plan")
    stored = Revision.objects.get()
    assert stored == done
    assert (stored.published_at, stored.published_by, stored.effective_from, stored.note) == (
        clock.now(),
        leah,
        THURSDAY,
        "First plan",
    )


def test_a_block_stops_publishing_and_changes_nothing(draft, sam, margaret):
    limit(margaret, wb_status="NWB", limits_set_by="Dr Vale")
    with pytest.raises(CannotPublish) as refusal:
        actions.publish_revision(draft, by=sam)
    found = refusal.value.findings
    assert [(f.rule, f.message) for f in found] == [("I1", "No weight on the left leg, set by Dr Vale.")]
    assert found[0].prescription == Prescription.objects.get()
    assert Revision.objects.get().published_at is None


def test_a_block_is_solved_by_taking_the_exercise_out(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    easy = make_exercise(weight_bearing="none")
    actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=easy, by=sam)
    actions.remove_prescription(Prescription.objects.get(exercise__slug="heel-raise-single"))
    assert actions.publish_revision(draft, by=sam).is_published


def test_a_block_that_is_overridden_with_a_reason_stands_no_longer_in_the_way(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    made = actions.override(draft, the_block(draft), " In water only ", by=sam)
    assert (made.rule, made.finding, made.reason) == ("I1", "No weight on the left leg.", "In water only")
    assert (made.by, made.at, made.side, made.clinic) == (sam, clock.now(), "L", draft.clinic)
    assert rules(draft) == [("I1", "block", True)]
    assert actions.publish_revision(draft, by=sam).overrides.get() == made


def test_a_withdrawn_override_blocks_again(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    made = actions.override(draft, the_block(draft), "In water only", by=sam)
    actions.withdraw_override(made)
    with pytest.raises(CannotPublish):
        actions.publish_revision(draft, by=sam)


def test_an_override_stands_only_while_the_finding_says_the_same(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    actions.override(draft, the_block(draft), "In water only", by=sam)
    limit(margaret, wb_until=date(2026, 12, 12))
    with pytest.raises(CannotPublish):
        actions.publish_revision(draft, by=sam)
    actions.override(draft, the_block(draft), "Still in water", by=sam)
    assert RuleOverride.objects.get().reason == "Still in water"
    assert actions.publish_revision(draft, by=sam).is_published


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_is_needed(draft, sam, margaret, reason):
    limit(margaret, wb_status="NWB")
    with pytest.raises(ValidationError) as refusal:
        actions.override(draft, the_block(draft), reason, by=sam)
    assert set(refusal.value.message_dict) == {"reason"}


def test_advice_needs_no_reason(draft, sam, margaret):
    limit(margaret, side="R")
    advice = next(f for f in findings(draft, THURSDAY) if f.rule == "C3")
    with pytest.raises(PlanError, match="This is advice"):
        actions.override(draft, advice, "Yes", by=sam)
    assert actions.publish_revision(draft, by=sam).is_published


def test_a_sign_off_needs_a_reason(draft, sam, margaret):
    make_condition(margaret, code="I74.3", side="", cause="artery")
    with pytest.raises(CannotPublish) as refusal:
        actions.publish_revision(draft, by=sam)
    assert [f.rule for f in refusal.value.findings] == ["C4"]
    actions.override(draft, refusal.value.findings[0], "Vascular team agrees, 17 November", by=sam)
    assert actions.publish_revision(draft, by=sam).is_published


def test_limits_are_looked_at_on_the_day_from_which_the_plan_counts(draft, sam, margaret):
    limit(margaret, cause="other", wb_status="NWB", wb_until=date(2026, 11, 25))
    with pytest.raises(CannotPublish):
        actions.publish_revision(draft, by=sam, effective_from=date(2026, 11, 25))
    assert actions.publish_revision(draft, by=sam, effective_from=date(2026, 11, 26)).is_published


def test_later_phases_are_looked_at_when_they_become_current(draft, sam, margaret, sit_to_stand):
    limit(margaret, wb_status="NWB")
    later = actions.add_phase(draft, title="Stand")
    heel = Prescription.objects.get()
    Prescription.objects.filter(pk=heel.pk).update(phase=later)
    easy = make_exercise(weight_bearing="none")
    actions.add_prescription(revision=draft, phase=draft.phases.get(number=1), exercise=easy, by=sam)
    published = actions.publish_revision(draft, by=sam)
    second = actions.open_draft(published.plan, sam)
    actions.set_current_phase(second, second.phases.get(number=2))
    with pytest.raises(CannotPublish):
        actions.publish_revision(second, by=sam)


# Caps


def test_caps_are_applied(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    heel = Prescription.objects.get()
    actions.change_prescription(heel, days_per_week=5)
    actions.publish_revision(draft, by=sam)
    heel.refresh_from_db()
    assert (heel.days_per_week, heel.effort_max, heel.doses.get().sets) == (3, 6, 2)


def test_a_cap_that_is_overridden_is_not_applied(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    sets = next(f for f in findings(draft, THURSDAY) if f.field == "sets")
    actions.override(draft, sets, "Used to more", by=sam)
    actions.publish_revision(draft, by=sam)
    heel = Prescription.objects.get()
    assert (heel.effort_max, heel.doses.get().sets) == (6, 3)


def test_a_cap_lowers_and_never_raises(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    heel = Prescription.objects.get()
    actions.change_prescription(heel, days_per_week=2, effort_max=3)
    actions.set_dose(heel, "L", sets=1)
    actions.publish_revision(draft, by=sam)
    heel.refresh_from_db()
    assert (heel.days_per_week, heel.effort_max, heel.doses.get().sets) == (2, 3, 1)


def test_named_weekdays_are_thinned_evenly(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    heel = Prescription.objects.get()
    actions.change_prescription(heel, weekdays=[1, 2, 3, 4, 5])
    actions.publish_revision(draft, by=sam)
    heel.refresh_from_db()
    assert (heel.weekdays, heel.days_per_week) == ([1, 3, 5], 3)


def test_a_heavy_band_is_lowered(draft, sam, margaret):
    limit(margaret, code="G57.32", cause="nerve", muscle_grade="4-")
    band = make_exercise(primary_muscles=["tibialis anterior"], log_fields=["reps", "band_colour"])
    item = actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=band, by=sam)
    actions.set_dose(item, "L", band="blue")
    actions.publish_revision(draft, by=sam)
    assert item.doses.get().band == "red"


def test_effort_is_capped_in_a_new_plan(margaret, sam, sit_to_stand):
    draft = actions.start_blank(
        patient=margaret, title="New", affected="L", weeks=None, starts_on=THURSDAY, by=sam
    )
    actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=sit_to_stand, by=sam)
    actions.publish_revision(draft, by=sam)
    assert Prescription.objects.get().effort_max == 5


def test_a_limit_is_written_into_the_note_and_leaves_it_with_the_next_draft(margaret, sam, plan):
    limit(margaret, df_limit_deg=0)
    pumps = make_exercise(weight_bearing="none", tags=["df_past_neutral"])
    draft = make_revision(plan, published=False)
    item = actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=pumps, by=sam)
    actions.change_prescription(item, note="Slowly.")
    published = actions.publish_revision(draft, by=sam)
    item.refresh_from_db()
    assert item.note == "Slowly. Toes up no further than 0 degrees with the left leg."
    limit(margaret, df_limit_deg=10)
    second = actions.open_draft(published.plan, sam)
    assert Prescription.objects.get(phase__revision=second).note == "Slowly."
    actions.publish_revision(second, by=sam)
    note = Prescription.objects.get(phase__revision=second).note
    assert note == "Slowly. Toes up no further than 10 degrees with the left leg."


def test_what_a_cap_lowered_comes_back_with_the_next_draft(draft, sam, margaret):
    artery = make_condition(margaret, code="I70.212", cause="artery")
    heel = Prescription.objects.get()
    actions.change_prescription(heel, weekdays=[1, 2, 3, 4, 5], effort_max=9)
    published = actions.publish_revision(draft, by=sam)
    heel.refresh_from_db()
    assert (heel.weekdays, heel.days_per_week, heel.effort_max) == ([1, 3, 5], 3, 6)
    assert heel.before_limits == {"weekdays": [1, 2, 3, 4, 5], "days_per_week": 5, "effort_max": 9}
    assert (heel.doses.get().sets, heel.doses.get().before_limits) == (2, {"sets": 3})
    second = actions.open_draft(published.plan, sam)
    own = Prescription.objects.get(phase__revision=second)
    assert (own.weekdays, own.days_per_week, own.effort_max) == ([1, 2, 3, 4, 5], 5, 9)
    assert (own.before_limits, own.doses.get().sets, own.doses.get().before_limits) == ({}, 3, {})
    actions.publish_revision(second, by=sam)
    assert Dose.objects.get(prescription=own).sets == 2
    artery.delete()
    third = actions.open_draft(published.plan, sam)
    actions.publish_revision(third, by=sam)
    free = Prescription.objects.get(phase__revision=third)
    assert (free.weekdays, free.effort_max, free.doses.get().sets) == ([1, 2, 3, 4, 5], 9, 3)


def test_the_effort_of_the_first_two_weeks_does_not_stay(margaret, sam, sit_to_stand):
    draft = actions.start_blank(
        patient=margaret, title="New", affected="L", weeks=None, starts_on=THURSDAY, by=sam
    )
    actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=sit_to_stand, by=sam)
    plan = actions.publish_revision(draft, by=sam).plan
    with clock.at(datetime(2026, 12, 3, 9, 0, tzinfo=UTC)):
        second = actions.open_draft(plan, sam)
        found = load_state(second)
        assert [change.text for change in found.changes] == [
            f"{sit_to_stand.name}: effort at most 5 to no effort limit"
        ]
        actions.publish_revision(second, by=sam)
    assert list(
        Prescription.objects.order_by("phase__revision__number").values_list("effort_max", flat=True)
    ) == [5, None]


def test_a_limit_that_still_holds_changes_nothing_for_the_patient(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    actions.change_prescription(Prescription.objects.get(), days_per_week=5)
    published = actions.publish_revision(draft, by=sam)
    second = load_state(actions.open_draft(published.plan, sam))
    assert (second.changes, [f for f in second.findings if f.rule == "P8"]) == ([], [])


# From which day


@pytest.mark.parametrize(
    ("starts_on", "wanted", "effective"),
    [
        (date(2026, 10, 22), None, THURSDAY),
        (date(2026, 11, 23), None, date(2026, 11, 23)),
        (date(2026, 10, 22), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 10, 22), date(2026, 11, 18), None),
        (date(2026, 11, 23), date(2026, 11, 22), None),
    ],
)
def test_the_first_day(draft, sam, starts_on, wanted, effective):
    Plan.objects.update(starts_on=starts_on)
    if effective is None:
        with pytest.raises(PlanError, match="The earliest day possible"):
            actions.publish_revision(draft, by=sam, effective_from=wanted)
        return
    assert actions.publish_revision(draft, by=sam, effective_from=wanted).effective_from == effective


def test_today_is_the_patients(draft, sam, margaret):
    type(margaret.user).objects.filter(pk=margaret.user.pk).update(time_zone="Pacific/Auckland")
    with clock.at(datetime(2026, 11, 19, 12, 0, tzinfo=UTC)):  # one o'clock at night on Friday in Auckland
        assert actions.publish_revision(draft, by=sam).effective_from == date(2026, 11, 20)


def test_the_demo_publishes_in_its_own_past(draft, sam):
    with clock.at(datetime(2026, 10, 22, 9, 0, tzinfo=UTC)):
        assert actions.publish_revision(draft, by=sam).effective_from == date(2026, 10, 22)


def test_never_before_the_revision_before(draft, sam):
    first = actions.publish_revision(draft, by=sam, effective_from=date(2026, 11, 30))
    second = actions.open_draft(first.plan, sam)
    with pytest.raises(PlanError, match="30 November 2026"):
        actions.publish_revision(second, by=sam, effective_from=date(2026, 11, 29))
    assert actions.publish_revision(second, by=sam).effective_from == date(2026, 11, 30)


def test_an_ended_plan_publishes_nothing(draft, sam):
    Plan.objects.update(ended_on=date(2026, 11, 1))
    with pytest.raises(PlanError, match="has ended"):
        actions.publish_revision(draft, by=sam)


# Again and again


def test_a_draft_is_a_copy_with_the_same_keys(plan, revision, leah):
    draft = actions.open_draft(plan, leah)
    assert (draft.number, draft.copied_from, draft.author, draft.published_at) == (2, revision, leah, None)

    def tree(of):
        items = Prescription.objects.filter(phase__revision=of)
        return (
            list(items.values_list("key", "order", "exercise", "days_per_week")),
            sorted(
                Dose.objects.filter(prescription__in=items).values_list(
                    "prescription__key", "side", "sets", "reps"
                )
            ),
        )

    assert tree(draft) == tree(revision)
    assert Prescription.objects.count() == 6
    assert actions.open_draft(plan, leah) == draft


def test_decisions_are_carried_over_with_who_made_them_and_when(draft, sam, leah, margaret, plan):
    limit(margaret, wb_status="NWB")
    made = actions.override(draft, the_block(draft), "In water only", by=sam)
    actions.publish_revision(draft, by=sam)
    with clock.at(datetime(2026, 11, 26, 9, 0, tzinfo=UTC)):
        second = actions.open_draft(plan, leah)
        carried = second.overrides.get()
        assert (carried.reason, carried.by, carried.at, carried.carried_from) == (
            "In water only",
            sam,
            made.at,
            made,
        )
        assert rules(second) == [("I1", "block", True)]
        limit(margaret, wb_status="TTWB")
        assert rules(second) == [("I1", "block", False)]


def test_what_is_taken_out_takes_its_decisions_along(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    actions.override(draft, the_block(draft), "In water only", by=sam)
    actions.remove_prescription(Prescription.objects.get())
    assert RuleOverride.objects.count() == 0


# A published revision never changes

CHANGES = {
    "add_phase": lambda r, p, by: actions.add_phase(r, title="More"),
    "change_phase": lambda r, p, by: actions.change_phase(p.phase, title="Other"),
    "remove_phase": lambda r, p, by: actions.remove_phase(p.phase),
    "set_current_phase": lambda r, p, by: actions.set_current_phase(r, p.phase),
    "add_prescription": lambda r, p, by: actions.add_prescription(
        revision=r, phase=p.phase, exercise=p.exercise, by=by
    ),
    "change_prescription": lambda r, p, by: actions.change_prescription(p, days_per_week=1),
    "remove_prescription": lambda r, p, by: actions.remove_prescription(p),
    "move_prescription": lambda r, p, by: actions.move_prescription(p, up=False),
    "set_dose": lambda r, p, by: actions.set_dose(p, "L", reps=9),
    "remove_dose": lambda r, p, by: actions.remove_dose(p, "L"),
    "override": lambda r, p, by: actions.override(r, Finding("I1", Level.BLOCK, "x"), "y", by=by),
    "publish": lambda r, p, by: actions.publish_revision(r, by=by),
    "discard": lambda r, p, by: actions.discard_draft(r),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_action_refuses_a_published_revision(revision, sam, name):
    before = content(revision)
    with pytest.raises(Published):
        CHANGES[name](revision, Prescription.objects.first(), sam)
    assert content(revision) == before


def test_a_decision_in_a_published_revision_is_not_withdrawn(draft, sam, margaret):
    limit(margaret, wb_status="NWB")
    made = actions.override(draft, the_block(draft), "In water only", by=sam)
    actions.publish_revision(draft, by=sam)
    with pytest.raises(Published):
        actions.withdraw_override(made)


@pytest.mark.parametrize(
    "statement",
    [
        lambda: Revision.objects.update(note="other"),
        lambda: Revision.objects.update(effective_from=date(2026, 1, 1)),
        lambda: Revision.objects.update(published_at=None),
        lambda: Phase.objects.update(title="other"),
        lambda: Phase.objects.all().delete(),
        lambda: Prescription.objects.update(days_per_week=1),
        lambda: Prescription.objects.all().delete(),
        lambda: Dose.objects.update(sets=9),
        lambda: Dose.objects.all().delete(),
        lambda: RuleOverride.objects.update(reason="other"),
        lambda: RuleOverride.objects.all().delete(),
        lambda: Revision.objects.all().delete(),
    ],
)
def test_the_database_refuses_a_careless_statement(revision, sam, statement):
    RuleOverride.objects.create(
        clinic=revision.clinic,
        patient=revision.patient,
        revision=revision,
        rule="I1",
        finding="x",
        reason="y",
        by=sam,
    )
    before = content(revision)
    with pytest.raises(IntegrityError, match="a published revision never changes"), transaction.atomic():
        statement()
    assert content(revision) == before


def test_the_database_lets_a_draft_change_and_an_unchanged_row_be_saved(revision, draft_of):
    Dose.objects.filter(prescription__phase__revision=draft_of).update(sets=9)
    Phase.objects.filter(revision=draft_of).update(title="other")
    Dose.objects.filter(prescription__phase__revision=revision).first().save()
    revision.refresh_from_db()
    revision.save()
    draft_of.delete()


@pytest.fixture
def draft_of(plan, revision, sam):
    return actions.open_draft(plan, sam)


def content(revision):
    """Everything that belongs to a revision, as the database holds it."""
    pk = revision.pk
    return [
        list(rows.order_by("pk").values())
        for rows in (
            Revision.objects.filter(pk=pk),
            Phase.objects.filter(revision=pk),
            Prescription.objects.filter(phase__revision=pk),
            Dose.objects.filter(prescription__phase__revision=pk),
            RuleOverride.objects.filter(revision=pk),
        )
    ]


# Whatever therapists do in whatever order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "dose",
                "schedule",
                "add",
                "remove",
                "move",
                "phase",
                "publish",
                "limit",
                "override",
                "discard",
                "end",
            ]
        ),
        st.integers(0, 5),
    ),
    max_size=14,
)


class Rollback(Exception):  # noqa: N818
    """Takes back what one example did."""


@pytest.mark.slow("many orders of edits, each published")
@pytest.mark.always
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_open_block_is_published_and_nothing_published_ever_changes(
    plan, sam, heel_raise, sit_to_stand, steps
):
    with suppress(Rollback), transaction.atomic():
        revision = make_revision(plan, published=False)
        make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}})
        frozen: dict[Revision, object] = {}
        for name, number in steps:
            _step(name, number, plan, sam, [heel_raise, sit_to_stand])
            for seen, before in frozen.items():
                assert content(seen) == before
            for new in Revision.objects.published().filter(plan=plan).exclude(pk__in=[r.pk for r in frozen]):
                assert not open_blocks(findings(new, new.effective_from))
                frozen[new] = content(new)
        raise Rollback


def _step(name: str, number: int, plan: Plan, by, exercises: list[Exercise]) -> None:
    """One thing that a therapist might do; what the actions refuse is refused."""
    if name == "limit":
        limit(plan.patient, wb_status=["NWB", "TTWB", "PWB", "WBAT", "FWB", ""][number])
        return
    with suppress(PlanError, ValidationError), transaction.atomic():
        if name == "end":
            if number == 0:
                actions.end_plan(plan, on=THURSDAY, reason="x", by=by)
            return
        draft = actions.open_draft(plan, by)
        _edit(name, number, draft, by, exercises)


def _edit(name: str, number: int, draft: Revision, by, exercises: list[Exercise]) -> None:
    phase = draft.phases.get(is_current=True)
    items = list(phase.prescriptions.all())
    if name == "publish":
        actions.publish_revision(draft, by=by)
    elif name == "discard" and draft.number > 1:
        actions.discard_draft(draft)
    elif name == "add":
        actions.add_prescription(revision=draft, phase=phase, exercise=exercises[number % 2], by=by)
    elif name == "phase":
        actions.set_current_phase(draft, actions.add_phase(draft, title="Next"))
    elif name == "override":
        for finding in open_blocks(findings(draft, THURSDAY))[:number]:
            actions.override(draft, finding, "agreed with the surgeon", by=by)
    elif items:
        item = items[number % len(items)]
        {
            "dose": lambda: actions.set_dose(item, item.doses.first().side, sets=number),
            "schedule": lambda: actions.change_prescription(item, days_per_week=number + 1),
            "remove": lambda: actions.remove_prescription(item),
            "move": lambda: actions.move_prescription(item, up=bool(number % 2)),
            "discard": lambda: None,
        }[name]()


def test_publishing_takes_as_many_queries_for_findings_whatever_the_size(
    django_assert_max_num_queries, margaret, sam, calf_rebuild
):
    draft = actions.assign_programme(
        patient=margaret, programme=calf_rebuild, affected="L", starts_on=THURSDAY, by=sam
    )
    with django_assert_max_num_queries(10):
        findings(Revision.objects.get(pk=draft.pk), THURSDAY)


def test_a_plan_of_another_patient_does_not_matter(draft, sam, tomasz):
    make_revision(make_plan(tomasz, affected_side="R"))
    limit(tomasz, wb_status="NWB")
    assert actions.publish_revision(draft, by=sam).is_published
