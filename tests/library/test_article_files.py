"""The files of the articles are read strictly: a mistake names the file, and the line or field."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.article_sample import SAMPLE
from therapy.library.articles import files
from therapy.library.datafile import DataFileError


@pytest.fixture(autouse=True)
def _sample_pictures(settings: Any) -> None:
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [*engine["DIRS"], SAMPLE / "templates"]
    settings.TEMPLATES = [engine]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the sample to spoil."""
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_reads_what_the_files_say():
    shoes, help_ = files.read(SAMPLE)
    assert (shoes.slug, help_.slug) == ("good-shoes", "when-to-get-help")
    assert shoes.fields["title"] == "Good shoes"
    assert shoes.fields["causes"] == ["diabetes", "nerve"]
    assert shoes.fields["written_on"] == date(2026, 11, 23)
    assert (shoes.fields["reviewed_on"], shoes.fields["reviewed_by"]) == (None, "")
    assert shoes.fields["body"].startswith("Shoes hold your foot.")
    assert shoes.fields["body"].endswith("A shoe has rubbed your skin open.\n")
    assert [source["key"] for source in shoes.fields["sources"]] == ["WALK-2", "BONE"]
    assert shoes.fields["sources"][1] == {
        "key": "BONE",
        "text": "Bone and others, 2019, a trial of shoes in 40 people. https://example.org/shoes",
        "read": "the abstract",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Good shoes\n", "", "good-shoes.md: missing title"),
        ("number: 2", "number: 2\nauthor: Ann", "good-shoes.md: unknown field author"),
        ("number: 2", "number: two", "good-shoes.md: number: not a whole number"),
        ("number: 2", "number: 10", "number 10 is used 2 times"),
        ("number: 2", "number: 2\nnumber: 3", "good-shoes.md:5: “number” is said twice"),
        ("topics: [footwear, ", "topics: [footwear, [", "good-shoes.md:7: "),
        ("topics: [footwear, trainers, laces]", "topics: footwear", "good-shoes.md: topics: not a list of words"),
        ("[diabetes, nerve]", "[diabetes, gout]", "good-shoes.md: causes: "),
        ("picture: shoe", "picture: boot", "good-shoes.md: picture: there is no templates/library/pictures/boot.svg"),
        ("picture: shoe", "picture: ''", "good-shoes.md: picture: every built-in article has one"),
        ("[WALK-2, BONE]", "[WALK-2, BONE, GONE]", "good-shoes.md: sources: there is no “GONE” in sources.yaml"),
        ("[WALK-2, BONE]", "[WALK-2, BONE, BONE]", "good-shoes.md: sources: one is named twice"),
        ("[WALK-2, BONE]", "[BONE]", "good-shoes.md:18: the citation [WALK-2] is not among the article’s sources"),
        ("further [BONE]", "further [BORE]", "good-shoes.md:14: the citation [BORE] is not among"),
        ("Room for", "<b>Room</b> for", "good-shoes.md:19: HTML is not shown: <b>"),
        ("written_on: 2026-11-23", "written_on: last week", "good-shoes.md: written_on: not a day"),
        ("written_on: 2026-11-23", "written_on: null", "good-shoes.md: written_on: not a day"),
        ("review_due: 2027", "review_due: 2025", "good-shoes.md: review_due: not after"),
        ("reviewed_by: ''", "reviewed_by: Dr Who", "good-shoes.md: reviewed_on, reviewed_by: "),
        ("---\ntitle", "title", "good-shoes.md:1: does not begin with fields"),
        ("title: Good shoes", f"title: {'long ' * 30}", "good-shoes.md: title: "),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(data: Path, old: str, new: str, said: str):
    path = data / "articles" / "good-shoes.md"
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(DataFileError) as found:
        files.read(data)
    assert any(problem.startswith(said) for problem in found.value.problems), found.value.problems


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "BONE: {text: Bone, read: all, by: me}",
            "sources.yaml: BONE: needs read and text, and nothing else",
        ),
        ("BONE: {text: Bone}", "sources.yaml: BONE: needs read and text"),
        ("BONE: {text: Bone, read: ''}", "sources.yaml: BONE: read is not words"),
        ("bone: {text: Bone, read: all}", "sources.yaml: bone: the key is not of capitals"),
        ("- BONE", "sources.yaml: not a mapping"),
        ("BONE: {text: [", "sources.yaml:1: "),
    ],
)
def test_a_mistake_in_the_sources_is_named(data: Path, content: str, said: str):
    (data / "sources.yaml").write_text(content)
    with pytest.raises(DataFileError) as found:
        files.read(data)
    assert any(problem.startswith(said) for problem in found.value.problems), found.value.problems


def test_all_mistakes_are_said_at_once(data: Path):
    for name in ("good-shoes", "when-to-get-help"):
        path = data / "articles" / f"{name}.md"
        path.write_text(path.read_text().replace("picture: shoe", "picture: gone"))
    with pytest.raises(DataFileError) as found:
        files.read(data)
    assert [problem.split(":")[0] for problem in found.value.problems] == [
        "good-shoes.md",
        "when-to-get-help.md",
    ]


def test_no_article_takes_the_address_of_another_page(data: Path):
    (data / "articles" / "good-shoes.md").rename(data / "articles" / "new.md")
    with pytest.raises(DataFileError, match="is the address of another page"):
        files.read(data)


def test_the_projects_own_articles_can_be_loaded():
    assert [entry.fields["number"] for entry in files.read()] == list(range(1, len(files.read()) + 1))
