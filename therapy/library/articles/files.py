"""Reads and checks `data/articles/*.md` and `data/sources.yaml`. Nothing reaches the database until all is right.

An article's file is YAML between two lines of `---`, then its text (see `articles.text`). Its name is its slug.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from therapy.library.articles import pictures, text
from therapy.library.datafile import DataFileError
from therapy.library.models import Article

DATA = Path(__file__).parent.parent / "data"

KEYS = frozenset(
    {
        *("title", "summary", "number", "causes", "topics", "picture", "sources"),
        *("written_on", "reviewed_on", "reviewed_by", "review_due"),
    }
)
SOURCE_KEYS = frozenset({"text", "read"})
LISTS = ("causes", "topics", "sources")
DAYS = ("written_on", "reviewed_on", "review_due")

_FENCE = "---"
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")

# Addresses of the pages about articles, which no article may have.
TAKEN = frozenset({"new"})

Source = dict[str, str]


@dataclass(frozen=True)
class Entry:
    """One article of the files: the values of the model's fields."""

    slug: str
    fields: dict[str, Any]


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is said twice, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Raises ConstructorError with the place of the second one."""
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key}” is said twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(data: Path = DATA) -> list[Entry]:
    """The articles below the folder `data`, by their numbers. Raises DataFileError with all that is wrong with them."""
    problems: list[str] = []
    sources = _sources(data / "sources.yaml", problems)
    entries = [
        entry
        for path in sorted((data / "articles").glob("*.md"))
        if (entry := _article(path, sources, problems)) is not None
    ]
    numbers = Counter(entry.fields["number"] for entry in entries)
    problems += [f"number {number} is used {times} times" for number, times in numbers.items() if times > 1]
    if problems:
        raise DataFileError(problems)
    return sorted(entries, key=lambda entry: entry.fields["number"])


def _sources(path: Path, problems: list[str]) -> dict[str, Source]:
    """The references by their keys, without those that are wrong."""
    raw = _yaml(path.read_text(encoding="utf-8"), path.name, 0, problems) if path.exists() else {}
    if not isinstance(raw, dict):
        problems.append(f"{path.name}: not a mapping of sources by their keys")
        return {}
    found = {}
    for key, entry in raw.items():
        said = list(_source_problems(key, entry))
        problems += [f"{path.name}: {key}: {each}" for each in said]
        if not said:
            found[key] = {"key": key, **entry}
    return found


def _source_problems(key: Any, entry: Any) -> Iterator[str]:
    if not isinstance(key, str) or not text.CITATION.fullmatch(f"[{key}]"):
        yield "the key is not of capitals, figures and dashes"
    if not isinstance(entry, dict) or entry.keys() != SOURCE_KEYS:
        yield f"needs {' and '.join(sorted(SOURCE_KEYS))}, and nothing else"
        return
    yield from (
        f"{field} is not words"
        for field in sorted(SOURCE_KEYS)
        if not isinstance(entry[field], str) or not entry[field].strip()
    )


def _article(path: Path, sources: dict[str, Source], problems: list[str]) -> Entry | None:
    """The article in this file, or None where it has a mistake that is now among `problems`."""
    head, body, first_line = _parted(path.read_text(encoding="utf-8"))
    if head is None:
        problems.append(f"{path.name}:1: does not begin with fields between two lines of {_FENCE}")
        return None
    fields = _yaml(head, path.name, 1, problems)
    if not isinstance(fields, dict):
        if fields is not None:
            problems.append(f"{path.name}:2: the fields are not a mapping")
        return None
    said = list(_shape_problems(fields))
    if not said:
        said = [*_field_problems(path.stem, fields, body, sources)]
    problems += [f"{path.name}: {each}" for each in said]
    wrong = list(_body_problems(body, first_line, fields))
    problems += [f"{path.name}:{line}: {each}" for line, each in wrong]
    return None if said or wrong else Entry(path.stem, _stored(fields, body, sources))


def _parted(content: str) -> tuple[str | None, str, int]:
    """Fields, text, and the number of the line in which the text begins; None for fields that are not there."""
    lines = content.splitlines()
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        return None, "", 0
    end = lines.index(_FENCE, 1)
    rest = lines[end + 1 :]
    blank = next((index for index, line in enumerate(rest) if line.strip()), len(rest))
    return "\n".join(lines[1:end]), "\n".join(rest[blank:]).rstrip() + "\n", end + 2 + blank


def _yaml(content: str, name: str, lines_before: int, problems: list[str]) -> Any:
    """What the YAML says; None, with a problem that names the line, where it is none."""
    try:
        return yaml.load(content, Loader=_StrictLoader)  # noqa: S506  # nosec B506 # a safe loader
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1 + lines_before
        problems.append(f"{name}:{line}: {error.problem}")
        return None


def _shape_problems(fields: dict[Any, Any]) -> Iterator[str]:
    """Whether it has the fields that there are, and each is of its kind."""
    if missing := KEYS - fields.keys():
        yield f"missing {', '.join(sorted(missing))}"
    if unknown := fields.keys() - KEYS:
        yield f"unknown field {', '.join(sorted(map(str, unknown)))}"
    for field in LISTS:
        value = fields.get(field, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            yield f"{field}: not a list of words"
    for field in DAYS:
        if not _is_day(fields.get(field)) and not (field == "reviewed_on" and fields.get(field) is None):
            yield f"{field}: not a day such as 2026-11-23"
    for field in ("title", "summary", "picture", "reviewed_by"):
        if not isinstance(fields.get(field, ""), str):
            yield f"{field}: not words"
    if not isinstance(fields.get("number", 1), int) or isinstance(fields.get("number"), bool):
        yield "number: not a whole number"


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _field_problems(
    slug: str, fields: dict[str, Any], body: str, sources: dict[str, Source]
) -> Iterator[str]:
    for key in fields["sources"]:
        if key not in sources:
            yield f"sources: there is no “{key}” in sources.yaml"
    if len(set(fields["sources"])) < len(fields["sources"]):
        yield "sources: one is named twice"
    if not fields["picture"]:
        yield "picture: every built-in article has one"
    elif not pictures.template_of(fields["picture"]):
        yield f"picture: there is no templates/library/pictures/{fields['picture']}.svg"
    yield from _review_problems(fields)
    if slug in TAKEN:
        yield f"“{slug}” is the address of another page"
    try:
        # The model's own rules: lengths, causes, slug, number from 0.
        Article(slug=slug, **_stored(fields, body, sources)).full_clean(
            validate_unique=False, validate_constraints=False
        )
    except ValidationError as error:
        for field, said in error.message_dict.items():
            yield f"{field}: {' '.join(said)}"


def _review_problems(fields: dict[str, Any]) -> Iterator[str]:
    if bool(fields["reviewed_by"]) != (fields["reviewed_on"] is not None):
        yield "reviewed_on, reviewed_by: a review has a day and a reviewer"
    if fields["review_due"] <= (fields["reviewed_on"] or fields["written_on"]):
        yield "review_due: not after it was written or reviewed"


def _body_problems(body: str, first_line: int, fields: dict[Any, Any]) -> Iterator[tuple[int, str]]:
    """Citations of no source and HTML, with their lines in the file."""
    keys = fields.get("sources")
    if isinstance(keys, list):
        for line, key in text.unknown_citations(body, keys):
            yield first_line + line - 1, f"the citation [{key}] is not among the article’s sources"
    for number, words in enumerate(body.splitlines(), start=first_line):
        if found := _HTML.search(words):
            yield number, f"HTML is not shown: {found[0]}"


def _stored(fields: dict[str, Any], body: str, sources: dict[str, Source]) -> dict[str, Any]:
    """The values of the model's fields; sources that are not known are left out, and have been said."""
    known = [sources[key] for key in fields["sources"] if key in sources]
    return {**fields, "sources": known, "body": body}
