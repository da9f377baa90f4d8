"""What a diagnosis means for the rules: the cause that the therapist chose, or what the code alone says.

A wasted calf (M62.56-) may be filed under muscular dystrophy, and artery disease under diabetes (E11.51): neither may
escape the rules of its cause. Rules ask here, never the cause or the code on its own.
"""

from therapy.care.models import Condition

# clinical-facts 4.1: peripheral artery disease, with the arterial complications of diabetes.
ARTERY_CODES = ("I70.2", "I73.9", "I73.89", "I74.3", "E11.51", "E11.52", "E10.51")
DYSTROPHY_CODES = ("G71",)
# E08 and E09 are diabetes from another illness or a drug, E10 type 1, E11 type 2, E13 other.
DIABETES_CODES = ("E08", "E09", "E10", "E11", "E13")


def is_artery_disease(cause: str, code: str) -> bool:
    """Whether the cause or the code is peripheral artery disease."""
    return cause == Condition.Cause.ARTERY or code.startswith(ARTERY_CODES)


def is_dystrophy(cause: str, code: str) -> bool:
    """Whether the cause or the code is a muscular dystrophy."""
    return cause == Condition.Cause.DYSTROPHY or code.startswith(DYSTROPHY_CODES)


def is_diabetes(cause: str, code: str) -> bool:
    """Whether the cause or the code is diabetes: also where its arterial complication is filed under the arteries."""
    return cause == Condition.Cause.DIABETES or code.startswith(DIABETES_CODES)
