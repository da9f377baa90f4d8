"""From an assigned programme to a second published revision, through the pages alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_prescription, make_session
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans import actions, schedule
from therapy.plans.models import Dose, Phase, Plan, Prescription, Programme, Revision, RuleOverride

As = Callable[[User | Patient | None], Client]


def publish(client: Client, patient: Patient, **changed: Any) -> Any:
    """Publish as the form on the publish page would."""
    address = f"/patients/{patient.pk}/plan/publish/"
    form = client.get(address).context["form"]
    said = {"based_on": form["based_on"].value(), "effective_from": form["effective_from"].value()}
    return client.post(address, said | changed)


@pytest.fixture
def rebounds(db: None) -> Exercise:
    """Jumping work, as the library's quick rebound heel raises."""
    return Exercise.objects.create(
        slug="heel-raise-rebound",
        number=14,
        name="Quick rebound heel raises",
        category="strength",
        position="standing",
        laterality="bilateral",
        weight_bearing="full_two_leg",
        load_tier=6,
        log_fields=["reps"],
        dose={"sets": 3, "reps": 20, "rest_s": 60, "days": 3},
        tags=["impact", "full_weight_bearing"],
    )


@pytest.fixture
def forbidden(draft: Revision, rebounds: Exercise) -> Prescription:
    """Rebounds in Margaret's draft, whose team allows no jumps for two months."""
    condition = draft.plan.patient.conditions.get()
    condition.impact_from = draft.plan.patient.today + timedelta(days=60)
    condition.limits_set_by = "Dr Imogen Vale"
    condition.save()
    return make_prescription(draft, rebounds, {"B": {"sets": 3, "reps": 20, "rest_s": 60}}, days_per_week=3)


@pytest.mark.slow("walks from a blank plan to a published one, page by page")
@pytest.mark.always
def test_the_whole_path(as_: As, sam: User, margaret: Patient, heel_raise: Exercise, programmes: Any) -> None:
    client = as_(sam)
    base = f"/patients/{margaret.pk}/plan/"
    today = margaret.today.isoformat()
    chosen = Programme.objects.get(slug="post-immobilisation-12wk")
    client.post(f"{base}new/", {"programme": str(chosen.pk), "affected_side": "L", "starts_on": today})
    for item in Prescription.objects.filter(phase__revision__plan__patient=margaret, phase__is_current=True)[
        4:
    ]:
        client.post(f"{base}draft/items/{item.pk}/remove/")

    client.post(f"{base}draft/", {})  # not an address to write to
    answer = publish(client, margaret)
    assert answer.headers["Location"] == base, answer.content.decode()
    first = Revision.objects.get(plan__patient=margaret)
    assert (first.number, first.published_by, first.effective_from) == (1, sam, margaret.today)
    assert {d.side for d in Dose.objects.filter(prescription__phase__revision=first)} == {"L", "B"}
    before = set(
        Dose.objects.filter(prescription__phase__revision=first).values_list("pk", "side", "sets", "reps")
    )

    client.post(f"{base}draft/open/")
    item = Prescription.objects.filter(phase__revision__number=2, phase__is_current=True).earliest("order")
    page = client.get(f"{base}draft/items/{item.pk}/?side=R")
    sent = {
        "based_on": page.context["form"]["based_on"].value(),
        "days_per_week": item.days_per_week,
        "times_per_day": 1,
        "L-sets": 3,
        "L-reps": 15,
        "R-sets": 1,
        "R-reps": 10,
        **({"B-left_out": "on"} if len(page.context["doses"]) == 3 else {}),
    }
    assert client.post(f"{base}draft/items/{item.pk}/", sent).status_code == 302
    tomorrow = margaret.today + timedelta(days=1)
    publish(client, margaret, effective_from=tomorrow.isoformat(), note="Right leg too.")
    second = Revision.objects.get(plan__patient=margaret, number=2)
    assert (second.effective_from, second.note, second.copied_from) == (tomorrow, "Right leg too.", first)
    doses = Dose.objects.filter(prescription__phase__revision=second, prescription__key=item.key)
    assert {d.side: (d.sets, d.reps) for d in doses} == {"L": (3, 15), "R": (1, 10)}

    now = set(
        Dose.objects.filter(prescription__phase__revision=first).values_list("pk", "side", "sets", "reps")
    )
    assert now == before
    history = schedule.history(margaret)
    assert history.on(margaret.today).revision == first
    assert history.on(tomorrow).revision == second

    page = client.get(base).content.decode()
    assert "Right leg too." in page
    assert "new, 1 × 10" in page
    assert client.get(f"{base}revisions/1/").status_code == 200
    assert "Right leg too." in client.get(f"{base}revisions/2/").content.decode()
    assert client.get(f"{base}revisions/3/").status_code == 404


def test_the_bar_names_the_day(
    as_: As, sam: User, margaret: Patient, draft: Revision, heel_item: Prescription
) -> None:
    actions.set_dose(heel_item, "L", sets=3, reps=9)
    client = as_(sam)
    assert "for Margaret from today, " in client.get(f"/patients/{margaret.pk}/plan/draft/").content.decode()
    make_session(margaret, draft.copied_from)
    assert (
        "for Margaret from tomorrow, " in client.get(f"/patients/{margaret.pk}/plan/draft/").content.decode()
    )


def test_what_a_rule_forbids_is_not_published(
    as_: As, sam: User, margaret: Patient, draft: Revision, forbidden: Prescription
) -> None:
    client = as_(sam)
    builder = client.get(f"/patients/{margaret.pk}/plan/draft/").content.decode()
    assert "1 thing to solve before publishing" in builder
    assert "set by Dr Imogen Vale" in builder
    answer = publish(client, margaret)
    assert answer.status_code == 200
    assert "1 thing to solve first" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_forbidden_exercise_is_taken_out_and_the_rest_published(
    as_: As, sam: User, margaret: Patient, draft: Revision, heel_item: Prescription, forbidden: Prescription
) -> None:
    actions.set_dose(heel_item, "L", sets=3, reps=9)
    client = as_(sam)
    client.post(f"/patients/{margaret.pk}/plan/draft/items/{forbidden.pk}/remove/")
    assert publish(client, margaret).status_code == 302
    draft.refresh_from_db()
    assert draft.published_at is not None
    assert not Prescription.objects.filter(
        phase__revision=draft, exercise__slug="heel-raise-rebound"
    ).exists()


def keep(client: Client, patient: Patient, **changed: Any) -> Any:
    """Send the reason form of the one finding that blocks."""
    (finding,) = client.get(f"/patients/{patient.pk}/plan/draft/").context["state"].to_solve
    said = {
        "finding": finding.key,
        "message": finding.message,
        "amounts": finding.amounts_digest,
        "reason": "Jumps are the aim; the surgeon agrees.",
    }
    return client.post(f"/patients/{patient.pk}/plan/draft/overrides/", said | changed)


def test_a_reason_is_recorded_and_lets_it_through(
    as_: As, sam: User, margaret: Patient, draft: Revision, forbidden: Prescription
) -> None:
    client = as_(sam)
    assert keep(client, margaret).status_code == 302
    override = RuleOverride.objects.get()
    assert (override.revision, override.rule, override.prescription_key) == (draft, "I6", forbidden.key)
    assert (override.reason, override.by) == ("Jumps are the aim; the surgeon agrees.", sam)
    assert "set by Dr Imogen Vale" in override.finding
    assert publish(client, margaret).status_code == 302
    page = client.get(f"/patients/{margaret.pk}/plan/").content.decode()
    assert "Kept against rule I6" in page
    assert "Jumps are the aim; the surgeon agrees." in page
    revision_page = client.get(f"/patients/{margaret.pk}/plan/revisions/2/").content.decode()
    assert "Jumps are the aim; the surgeon agrees." in revision_page


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
def test_a_reason_has_to_say_something(
    as_: As, sam: User, margaret: Patient, forbidden: Prescription, reason: str
) -> None:
    answer = keep(as_(sam), margaret, reason=reason)
    assert answer.status_code == 422
    assert "Say why, in a few words." in answer.content.decode()
    assert not RuleOverride.objects.exists()


def test_a_reason_never_answers_a_point_that_says_something_else_by_now(
    as_: As, sam: User, margaret: Patient, forbidden: Prescription
) -> None:
    answer = keep(as_(sam), margaret, message="Jumps with the left leg are allowed from tomorrow.")
    assert answer.status_code == 302
    assert not RuleOverride.objects.exists()


def test_a_reason_never_answers_a_plan_that_asks_for_something_else_by_now(
    as_: As, sam: User, margaret: Patient, draft: Revision, forbidden: Prescription
) -> None:
    client = as_(sam)
    (finding,) = client.get(f"/patients/{margaret.pk}/plan/draft/").context["state"].to_solve
    actions.set_dose(forbidden, "B", sets=10)
    assert keep(client, margaret, amounts=finding.amounts_digest).status_code == 302
    assert not RuleOverride.objects.exists()


def test_a_reason_is_taken_back(as_: As, sam: User, margaret: Patient, forbidden: Prescription) -> None:
    client = as_(sam)
    keep(client, margaret)
    override = RuleOverride.objects.get()
    client.post(f"/patients/{margaret.pk}/plan/draft/overrides/{override.pk}/withdraw/")
    assert not RuleOverride.objects.exists()
    assert publish(client, margaret).status_code == 200


def test_an_override_of_a_published_revision_cannot_be_taken_back(
    as_: As, sam: User, margaret: Patient, plan: Plan, forbidden: Prescription
) -> None:
    client = as_(sam)
    keep(client, margaret)
    publish(client, margaret)
    old = RuleOverride.objects.get()
    actions.open_draft(plan, sam)
    assert client.post(f"/patients/{margaret.pk}/plan/draft/overrides/{old.pk}/withdraw/").status_code == 404
    assert RuleOverride.objects.filter(pk=old.pk).exists()


def test_a_draft_that_changed_after_it_was_read_is_shown_again(
    as_: As, sam: User, margaret: Patient, draft: Revision, heel_item: Prescription
) -> None:
    client = as_(sam)
    stands = client.get(f"/patients/{margaret.pk}/plan/draft/").context["state"].fingerprint
    actions.set_dose(heel_item, "L", sets=5, reps=20)
    answer = publish(client, margaret, based_on=stands)
    assert answer.status_code == 409
    assert "The draft changed after you opened it" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None
    again = answer.context["form"]["based_on"].value()
    assert publish(client, margaret, based_on=again).status_code == 302


def test_the_day_is_tomorrow_once_something_is_logged_today(
    as_: As, sam: User, margaret: Patient, revision: Revision, draft: Revision
) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/plan/draft/"
    assert client.get(address).context["state"].default_day == margaret.today
    make_session(margaret, revision, margaret.today - timedelta(days=1))
    assert client.get(address).context["state"].default_day == margaret.today
    make_session(margaret, revision)
    assert client.get(address).context["state"].default_day == margaret.today + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2020-01-01", "You cannot change past days."), ("2050-01-01", "within a year"), ("soon", "valid date")],
)
def test_a_day_that_makes_no_sense_is_refused(
    as_: As, sam: User, margaret: Patient, draft: Revision, day: str, words: str
) -> None:
    answer = publish(as_(sam), margaret, effective_from=day, note="Kept words.")
    assert words in str(answer.context["form"].errors["effective_from"])
    assert answer.context["form"]["note"].value() == "Kept words."
    assert answer.context["form"]["effective_from"].value() == day
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_draft_that_is_gone_is_said_so(as_: As, sam: User, margaret: Patient, draft: Revision) -> None:
    client = as_(sam)
    actions.publish_revision(draft, by=sam)
    answer = client.post(f"/patients/{margaret.pk}/plan/publish/", {}, follow=True)
    assert answer.redirect_chain == [(f"/patients/{margaret.pk}/plan/", 302)]
    assert "It has been published or discarded." in answer.content.decode()


def test_throwing_the_draft_away_leaves_the_published_plan(
    as_: As, sam: User, margaret: Patient, plan: Plan, revision: Revision, draft: Revision
) -> None:
    as_(sam).post(f"/patients/{margaret.pk}/plan/draft/discard/")
    assert list(plan.revisions.all()) == [revision]
    assert Phase.objects.count() == 1
