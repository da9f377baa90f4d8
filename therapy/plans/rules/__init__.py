"""The rules of clinical-facts sections 2, 4 and 9 that a plan is held against before it is published.

Each cause has a file of pure functions over plain facts; `findings` collects the facts and asks them all. The rules
look at the current phase alone: a later phase is looked at when a therapist makes it current, which is a new
revision.
"""

from dataclasses import replace
from datetime import date

from django.db.models import prefetch_related_objects

from therapy.plans.models import Revision, RuleOverride
from therapy.plans.rules import artery, codes, diabetes, dystrophy, injury, load, nerve
from therapy.plans.rules.amounts import amounts_in, is_covered
from therapy.plans.rules.facts import Facts, collect
from therapy.plans.rules.finding import Finding, Level, finding_key

__all__ = ["Facts", "Finding", "Level", "check", "findings", "open_blocks", "open_caps"]

RULES = (
    *load.RULES,
    *codes.RULES,
    *injury.RULES,
    *nerve.RULES,
    *dystrophy.RULES,
    *artery.RULES,
    *diabetes.RULES,
)
NEEDED = ("phases__prescriptions__exercise", "phases__prescriptions__doses", "overrides")
ORDER = [Level.BLOCK, Level.SIGNOFF, Level.CAP, Level.ADVICE]


def check(facts: Facts) -> list[Finding]:
    """What all rules say about plain facts, the gravest first."""
    found: dict[str, Finding] = {}
    for rule in RULES:
        for finding in rule(facts):
            same = found.get(finding.key)
            found[finding.key] = _merged(same, finding) if same else finding
    return sorted(found.values(), key=lambda f: ORDER.index(f.level))


def _merged(one: Finding, other: Finding) -> Finding:
    """One finding for two of the same key (two conditions): the graver level, the tighter limit, all words."""
    graver = min(one, other, key=lambda f: ORDER.index(f.level))
    messages = dict.fromkeys([one.message, other.message])
    return replace(graver, message=" ".join(messages), limit=_tighter(one, other))


def _tighter(one: Finding, other: Finding) -> int | str | None:
    if one.limit == other.limit or other.limit is None:
        return one.limit
    if one.field == "limit_note":
        return f"{one.limit} {other.limit}"
    if isinstance(one.limit, int) and isinstance(other.limit, int):
        return min(one.limit, other.limit)
    raise ValueError(f"two limits of {one.key}: {one.limit!r} and {other.limit!r}")


def findings(revision: Revision, on: date, *, compared: bool = True) -> list[Finding]:
    """What the rules say about the current phase of a revision on the local day `on`, the gravest first.

    A recorded override answers a finding only while the finding says what it said when the reason was given, and the
    plan prescribes no more than it did then. Rules that compare with earlier revisions say nothing unless `compared`.
    """
    prefetch_related_objects([revision], *NEEDED)
    facts = collect(revision, on, compared=compared)
    prescriptions = {p.key: p for phase in revision.phases.all() for p in phase.prescriptions.all()}
    decided = {finding_key(o.rule, o.field, o.prescription_key, o.side): o for o in revision.overrides.all()}
    return [
        _answered(
            replace(
                finding,
                prescription=prescriptions.get(finding.prescription_key)
                if finding.prescription_key
                else None,
                amounts=amounts_in(
                    facts,
                    field=finding.field,
                    prescription_key=finding.prescription_key,
                    side=finding.side,
                ),
            ),
            decided.get(finding.key),
        )
        for finding in check(facts)
    ]


def _answered(finding: Finding, override: RuleOverride | None) -> Finding:
    """The finding with the decision against it, where the decision still covers it."""
    if (
        override is None
        or override.finding != finding.message
        or not is_covered(finding.amounts, override.amounts)
    ):
        return finding
    return replace(finding, overridden_by=override)


def open_blocks(found: list[Finding]) -> list[Finding]:
    """Those that stand in the way of publishing."""
    return [finding for finding in found if finding.is_open_block]


def open_caps(found: list[Finding]) -> list[Finding]:
    """The limits that publishing applies."""
    return [finding for finding in found if finding.level == Level.CAP and finding.overridden_by is None]
