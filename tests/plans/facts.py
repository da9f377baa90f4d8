"""Plain facts for the rules: the built-in exercises from the data file, conditions that are never saved."""

from datetime import date
from functools import cache
from typing import Any
from uuid import uuid4

from therapy.base.side import AffectedSide, Side
from therapy.care.models import Condition
from therapy.library import datafile
from therapy.library.models import Exercise
from therapy.plans.rules import Facts, Finding, check
from therapy.plans.rules.facts import DoseFacts, Item

TODAY = date(2026, 11, 19)


@cache
def exercises() -> dict[str, Exercise]:
    return {entry.slug: Exercise(slug=entry.slug, **entry.fields) for entry in datafile.read()}


def item(
    slug: str, *sides: str, days: tuple[int, ...] = (1, 3, 5), effort_max: int | None = None, **dose: Any
) -> Item:
    """A prescription of a built-in exercise: one set of ten for each of `sides`, unless `dose` says otherwise."""
    exercise = exercises()[slug]
    dose = {"sets": 1, "reps": 10} | dose
    return Item(
        key=uuid4(),
        slug=slug,
        name=exercise.name,
        category=exercise.category,
        position=exercise.position,
        weight_bearing=exercise.weight_bearing,
        load_tier=exercise.load_tier,
        contraction=exercise.contraction,
        equipment=frozenset(exercise.equipment),
        primary_muscles=frozenset(exercise.primary_muscles),
        tags=frozenset(exercise.tags),
        logs_band=exercise.logs_band,
        weekdays=days,
        effort_max=effort_max,
        doses=tuple(DoseFacts(side=Side(side), **dose) for side in sides),
    )


def condition(**kw: Any) -> Condition:
    """Other cause, left leg, full weight, nothing else recorded."""
    return Condition(**({"code": "M62.562", "side": "L", "cause": "other", "wb_status": "FWB"} | kw))


def facts(*items: Item, conditions: list[Condition] | None = None, **kw: Any) -> Facts:
    """A plan for the left leg that began a month ago, so that the first two weeks are over."""
    about = {"day": TODAY, "starts_on": date(2026, 10, 19), "affected": "L"} | kw
    about["affected"] = AffectedSide(about["affected"])
    return Facts(conditions=tuple(conditions or []), items=items, **about)


def of_rule(rule: str, *items: Item, conditions: list[Condition] | None = None, **kw: Any) -> list[Finding]:
    """The findings of one rule, with all rules asked."""
    return [finding for finding in check(facts(*items, conditions=conditions, **kw)) if finding.rule == rule]
