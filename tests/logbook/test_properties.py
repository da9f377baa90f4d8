"""For any session: sending it again in any order changes nothing, and its credit is what the definition says."""

from contextlib import nullcontext
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_exercise, make_prescription
from tests.support.doses import dose_of
from tests.support.logging import log_session
from therapy.care.models import Patient
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose, Revision
from therapy.player.sync import Conflict

quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
scale = st.none() | st.integers(0, 10)
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
fresh = (UUID(int=n) for n in count(1))

DONE = st.fixed_dictionaries(
    {
        "outcome": st.just("done"),
        "reps": st.none() | st.integers(1, 200),
        "hold_s": st.none() | st.integers(0, 600),
        "load_kg": st.none() | st.decimals(0, 300, allow_nan=False),
        "minutes": st.none() | st.decimals("0.1", 300, allow_nan=False),
        "metres": st.none() | st.integers(1, 30_000),
        "pain": scale,
        "effort": scale,
        "note": text,
    }
)
SKIPPED = st.fixed_dictionaries(
    {"outcome": st.just("skipped"), "skip_reason": st.sampled_from(Set.SkipReason.values)}
)
PRESCRIBED = st.fixed_dictionaries({"outcome": st.just("as_prescribed"), "pain": scale})
SAID = DONE | SKIPPED | PRESCRIBED


@pytest.fixture
def doses(thursday: None, revision: Revision) -> list[Dose]:
    """Of reps with a short and with a long hold, of both legs, of minutes and of metres."""
    make_prescription(revision, make_exercise(slug="bike"), {"B": {"sets": 1, "minutes": 20}})
    make_prescription(revision, make_exercise(slug="heel-walk"), {"B": {"sets": 3, "metres": 20}})
    wanted = (("heel-raise-single", "L"), ("wall-calf-stretch-straight", "R"), ("sit-to-stand", "B"))
    return [dose_of(revision, slug, side) for slug, side in (*wanted, ("bike", "B"), ("heel-walk", "B"))]


def rows() -> list[dict[str, Any]]:
    return [*Session.objects.order_by("pk").values(), *Set.objects.order_by("pk").values()]


def entries_of(doses: list[Dose], said: dict[tuple[int, int], dict[str, Any]]) -> list[SetEntry]:
    return [SetEntry(dose=doses[dose], number=number, **answers) for (dose, number), answers in said.items()]


@pytest.mark.slow("stores many sessions, each in several orders")
@quick
@given(
    said=st.dictionaries(st.tuples(st.integers(0, 4), st.integers(1, 6)), SAID, min_size=1, max_size=8),
    data=st.data(),
)
def test_repeating_in_any_order_leaves_the_same_rows(
    margaret: Patient, doses: list[Dose], said: dict[tuple[int, int], dict[str, Any]], data: st.DataObject
) -> None:
    Set.objects.all().delete()
    Session.objects.all().delete()
    first, second = next(fresh), next(fresh)
    entries = entries_of(doses, said)
    for session_id in (first, second):
        log_session(margaret, entries, session_id=session_id)
    stored = rows()
    assert Set.objects.count() == 2 * len(entries)
    for session_id in data.draw(st.lists(st.sampled_from([first, second]), max_size=4)):
        log_session(margaret, data.draw(st.permutations(entries)), session_id=session_id)
        some = data.draw(st.lists(st.sampled_from(entries), unique_by=lambda e: (e.dose.pk, e.number)))
        with nullcontext() if len(some) == len(entries) else pytest.raises(Conflict):
            log_session(margaret, some, session_id=session_id)
    assert rows() == stored
    assert not Correction.objects.exists()


def credit(logged: Set, done: dict[str, Any], target: dict[str, Any]) -> float | None:
    """clinical-facts 9.1 for one set, written down anew: min(done, target) / target, unknown where it was not said.

    Illness is excused: it has no credit.
    """
    if logged.outcome == "skipped":
        return None if logged.skip_reason == "ill" else 0.0
    for name in ("minutes", "metres", "reps"):
        if target[name]:
            if done[name] is None:
                return None
            long_hold = name == "reps" and (target["hold_s"] or 0) >= 5 and done["hold_s"] is not None
            share = Decimal(done[name]) / target[name]
            return float(min(share * (Decimal(done["hold_s"]) / target["hold_s"] if long_hold else 1), 1))
    return None


@quick
@given(said=st.dictionaries(st.tuples(st.integers(0, 4), st.integers(1, 6)), SAID, min_size=1, max_size=8))
def test_credit_is_the_share_of_the_target_and_never_a_guess(
    margaret: Patient, doses: list[Dose], said: dict[tuple[int, int], dict[str, Any]]
) -> None:
    session = log_session(margaret, entries_of(doses, said))
    for logged in session.sets.all():
        names = ("reps", "hold_s", "minutes", "metres")
        done = {name: getattr(logged, name) for name in names}
        expected = credit(logged, done, {name: getattr(logged, f"target_{name}") for name in names})
        assert logged.credit == (None if expected is None else pytest.approx(expected))
        assert logged.credit is None or 0 <= logged.credit <= 1
        assert (logged.outcome == "partial") == (
            logged.outcome != "skipped" and expected is not None and expected < 1
        )
