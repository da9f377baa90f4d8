"""The ICD-10-CM codes that a condition may have: 204 leaf codes, kept in memory.

Source: clinical-facts 4.3, read from the official tabular list of 2026 (update of April 2026); the file is
`data/icd10cm.psv`, one `code|official title|side` a line.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).parent / "data" / "icd10cm.psv"


class CodeSide(StrEnum):
    """What a code itself says about the side."""

    RIGHT = "R"
    LEFT = "L"
    BOTH = "B"
    UNSTATED = "U"  # a sided code whose title says "unspecified": the person recording has to say the side
    NONE = "-"  # not of one side at all, as diabetes


# What people type, and the words of the official titles that it stands for.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "drop foot": ("foot drop",),
    "calf": ("lower leg", "posterior muscle group", "achilles"),
    "shin": ("lower leg", "peroneal nerve"),
    "fibular nerve palsy": ("lateral popliteal nerve", "peroneal nerve"),
    "peroneal nerve palsy": ("lateral popliteal nerve",),
    "tibial nerve": ("medial popliteal nerve",),
    "pad peripheral artery disease": ("atherosclerosis", "peripheral vascular"),
    "pvd": ("peripheral vascular",),
    "claudication": ("peripheral vascular disease, unspecified",),
    "rupture tear": ("strain of right achilles", "strain of left achilles", "strain of unspecified achilles"),
    "cmt charcot-marie-tooth": ("hereditary motor and sensory neuropathy",),
    "als motor neurone disease": ("amyotrophic lateral sclerosis",),
    "fshd": ("facioscapulohumeral",),
    "charcot foot": ("diabetic neuropathic arthropathy",),
    "clot": ("embolism and thrombosis",),
    "sciatica": ("radiculopathy",),
    "smoker smoking": ("nicotine", "tobacco"),
    "bed rest": ("bed confinement",),
    "disuse": ("muscle wasting and atrophy",),
    "broken shinbone": ("fracture of shaft",),
    "parsonage-turner": ("neuralgic amyotrophy",),
}


@dataclass(frozen=True)
class Diagnosis:
    """One billable code with its official title."""

    code: str
    title: str
    side: CodeSide

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@dataclass(frozen=True)
class _Entry:
    """A diagnosis with what a search looks at, all in case-folded form."""

    diagnosis: Diagnosis
    bare_code: str
    title: str
    synonyms: str


def _bare(text: str) -> str:
    """A code without its dot and without spaces, for comparing."""
    return "".join(text.casefold().replace(".", "").split())


def _entry(line: str) -> _Entry:
    code, title, side = line.split("|")
    folded = title.casefold()
    synonyms = [said for said, meant in SYNONYMS.items() if any(words in folded for words in meant)]
    return _Entry(Diagnosis(code, title, CodeSide(side)), _bare(code), folded, " ".join(synonyms))


@cache
def _entries() -> tuple[_Entry, ...]:
    """All codes in the order of the file. Raises ValueError for a line that is not `code|title|side`."""
    lines = DATA_FILE.read_text(encoding="utf-8").splitlines()
    return tuple(_entry(line) for line in lines if line)


@cache
def _by_code() -> dict[str, Diagnosis]:
    return {entry.bare_code: entry.diagnosis for entry in _entries()}


def every() -> list[Diagnosis]:
    """All codes, in the order of the file: by family, the muscle wasting codes in front."""
    return [entry.diagnosis for entry in _entries()]


def get(code: str) -> Diagnosis | None:
    """The diagnosis with this code, in any letter case and with or without the dot; None where there is none."""
    return _by_code().get(_bare(code))


def _starts_a_word(word: str, text: str) -> bool:
    return f" {word}" in f" {text}"


def _rank(entry: _Entry, bare: str, words: list[str]) -> int | None:
    """How well an entry fits; lower is better, None is not at all."""
    if entry.bare_code == bare:
        return 0
    if bare and entry.bare_code.startswith(bare):
        return 1
    if all(_starts_a_word(word, entry.title) for word in words):
        return 2
    if all(word in entry.title for word in words):
        return 3
    if all(word in entry.title or _starts_a_word(word, entry.synonyms) for word in words):
        return 4
    return None


def search(query: str) -> list[Diagnosis]:
    """Codes that fit `query`, the best first.

    The code itself, then codes that begin so, titles with all the words at a beginning, anywhere, and synonyms. Within
    one rank the order of the file stands. An empty query finds nothing.
    """
    words = query.casefold().split()
    if not words:
        return []
    bare = _bare(query)
    ranked = [
        (rank, entry.diagnosis) for entry in _entries() if (rank := _rank(entry, bare, words)) is not None
    ]
    return [diagnosis for _, diagnosis in sorted(ranked, key=lambda found: found[0])]
