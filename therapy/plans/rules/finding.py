"""What a rule has to say about a plan."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from therapy.base.side import NoSide, Side
from therapy.plans.models import Prescription, RuleOverride
from therapy.plans.rules.amounts import Amounts


class Level(StrEnum):
    """What a finding does to publishing."""

    BLOCK = "block"  # stops it until solved, or overridden with a reason
    SIGNOFF = "signoff"  # stops it until a therapist gives a written reason
    CAP = "cap"  # is applied by it, unless overridden with a reason
    ADVICE = "advice"  # is shown only


@dataclass(frozen=True)
class Finding:
    """One rule that applies to a plan, or to one prescription or one side of it.

    `rule` is the id of clinical-facts ("I1"); `side` is L, R, B or "" for all; `prescription_key` is None for the whole
    plan. A cap limits `field` of the prescription or its doses to `limit`: a number, a band colour, or for `limit_note`
    words that the patient reads. `rules.findings` sets `amounts`, what the plan prescribes of what the finding is
    about, and `overridden_by`, where a decision stands against it.
    """

    rule: str
    level: Level
    message: str
    prescription_key: UUID | None = None
    side: Side | NoSide = ""
    field: str = ""
    limit: int | str | None = None
    prescription: Prescription | None = None
    amounts: Amounts = dataclasses.field(default_factory=dict, compare=False)
    overridden_by: RuleOverride | None = None

    @property
    def key(self) -> str:
        """What names this finding within its revision; fit for a form's hidden field. One override stands per key."""
        return finding_key(self.rule, self.field, self.prescription_key, self.side)

    @property
    def amounts_digest(self) -> str:
        """A digest of `amounts`; fit for a form's hidden field, so that a reason never answers a plan that rose."""
        return hashlib.sha256(json.dumps(self.amounts, sort_keys=True).encode()).hexdigest()[:20]

    @property
    def is_open_block(self) -> bool:
        """Whether it stands in the way of publishing now."""
        return self.level in (Level.BLOCK, Level.SIGNOFF) and self.overridden_by is None

    @property
    def can_be_overridden(self) -> bool:
        """Whether a reason may be given against it; advice needs none."""
        return self.level != Level.ADVICE


def finding_key(rule: str, field: str, prescription_key: UUID | None, side: Side | NoSide) -> str:
    """The key of a finding or of the override that answers it."""
    return f"{rule}:{field}:{prescription_key or ''}:{side}"
