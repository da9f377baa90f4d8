"""What a check of the trail can find."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class How(StrEnum):
    """What was done to the trail."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut off"
    UNLIKE_CHECKPOINT = "unlike the checkpoint"


@dataclass(frozen=True)
class Break:
    """One place where the trail is not what was sealed; `number` is the place in the chain, where it has one."""

    how: How
    where: str
    chain: UUID | None = None
    number: int | None = None
    entry_id: int | None = None
    clinic_id: UUID | None = None
    patient_id: UUID | None = None

    def __str__(self) -> str:
        found = {
            "clinic": self.clinic_id,
            "patient": self.patient_id,
            "chain": self.chain,
            "number": self.number,
            "entry": self.entry_id,
        }
        said = [f"{name} {value}" for name, value in found.items() if value is not None]
        return f"{self.how}: {self.where}" + (f" ({', '.join(said)})" if said else "")
