"""Whether a programme's code hints speak of a patient's conditions: a help to find it, never a decision."""

import re

from therapy.care.models import Condition
from therapy.plans.models import Programme

SEVENTH = re.compile(r"7th character ([0-9A-Z])$")


def fits(programme: Programme, conditions: list[Condition]) -> bool:
    """Whether any hint of the programme covers the code of any of the conditions."""
    return any(covers(hint, condition.code) for hint in programme.code_hints for condition in conditions)


def covers(hint: str, code: str) -> bool:
    """Whether `hint` covers an ICD-10-CM `code`: "I73.9" that code, "S82.-" all that begin so.

    "S82.- with 7th character D" covers those whose seventh character, the dot not counted, is D.
    """
    stem, _space, rest = hint.partition(" ")
    seventh = SEVENTH.search(rest)
    if seventh and (len(code.replace(".", "")) != 7 or not code.endswith(seventh[1])):
        return False
    if stem.endswith("-"):
        return code.startswith(stem.rstrip("-").rstrip("."))
    return code == stem
