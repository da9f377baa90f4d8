"""The article files as their own tests read them, apart from the loader's way."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests import readability

DATA = Path(__file__).parents[2] / "therapy" / "library" / "data"
CITATION = re.compile(r"\[([A-Z][A-Z0-9-]*)\](?!\()")
SOURCES: dict[str, dict[str, str]] = yaml.safe_load((DATA / "sources.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class File:
    """One article: its front matter and its body."""

    slug: str
    front: dict[str, Any]
    body: str

    @property
    def citations(self) -> list[str]:
        """Keys of the sources in the order of the text."""
        return CITATION.findall(self.body)

    @property
    def plain(self) -> str:
        """The body as one line without source citations and without signs of Markdown."""
        bare = re.sub(r"^(?:\|[-|]+\||#+ |[-*] |\d+\. |\|)", "", CITATION.sub("", self.body), flags=re.M)
        return re.sub(r"\s+([.,:;?])", r"\1", re.sub(r"\s+", " ", bare.replace("*", "").replace("|", " ")))

    @property
    def headings(self) -> list[str]:
        return re.findall(r"^## (.+)$", self.body, flags=re.M)

    def section(self, heading: str) -> str:
        """The text below a heading, up to the next."""
        _before, found, after = self.body.partition(f"## {heading}\n")
        if not found:
            raise LookupError(heading)
        return re.split(r"^## ", after, flags=re.M)[0]

    def prose(self) -> list[str]:
        """Blocks to grade: no headings, and a list's short points count as one sentence until a full stop."""
        text = CITATION.sub("", re.sub(r"^(#.*|\|[-|]+\|)$", "", self.body, flags=re.M)).replace(" .", ".")
        return [block.replace("*", "") for block in re.split(r"\n\n+", text) if block.strip()]

    @property
    def grade(self) -> float:
        return readability.grade(self.prose())

    @property
    def length(self) -> int:
        """Words of the body."""
        return len(readability.words(self.plain))


def read(path: Path) -> File:
    before, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if before:
        raise ValueError(f"{path.name} does not begin with its front matter")
    return File(path.stem, yaml.safe_load(front), body.strip() + "\n")


ARTICLES = {path.stem: read(path) for path in sorted((DATA / "articles").glob("*.md"))}
