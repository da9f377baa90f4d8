"""What a patient's conditions mean for the check: which parts of it are asked."""

from collections.abc import Iterable
from enum import StrEnum

from therapy.care.causes import is_artery_disease, is_diabetes, is_dystrophy
from therapy.care.models import Condition


class Trait(StrEnum):
    """Why somebody is asked more than the six questions."""

    DIABETES = "diabetes"  # D1, D2, D7, R13
    FEET = "feet"  # diabetes or numb feet: R7
    ARTERY = "artery"  # A6, A7
    DYSTROPHY = "dystrophy"  # M4, M5
    CAST = "cast"  # a cast, a boot or bed rest: I8
    FRACTURE = "fracture"  # I9


CAST_CAUSES = (Condition.Cause.IMMOBILITY, Condition.Cause.FRACTURE, Condition.Cause.TENDON)


def traits_of(conditions: Iterable[Condition]) -> frozenset[Trait]:
    """The traits of current conditions, by cause and by code: neither escapes the questions of its cause."""
    return frozenset(trait for one in conditions for trait in _traits(one))


def _traits(one: Condition) -> set[Trait]:
    has = {
        Trait.DIABETES: is_diabetes(one.cause, one.code),
        Trait.FEET: is_diabetes(one.cause, one.code) or bool(one.loss_of_feeling),
        Trait.ARTERY: is_artery_disease(one.cause, one.code),
        Trait.DYSTROPHY: is_dystrophy(one.cause, one.code),
        Trait.CAST: one.cause in CAST_CAUSES or bool(one.brace),
        Trait.FRACTURE: one.cause == Condition.Cause.FRACTURE,
    }
    return {trait for trait, holds in has.items() if holds}
