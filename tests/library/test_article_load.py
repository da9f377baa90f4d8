"""Loading the built-in articles: a changed file is a changed row, a file that is gone is taken out of use."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.tenancy import walls
from tests.factories import make_article
from tests.library.test_article_files import _sample_pictures  # noqa: F401  an autouse fixture
from tests.support.article_sample import SAMPLE
from tests.walls import walled
from therapy.library.articles import actions, files
from therapy.library.articles.files import Entry
from therapy.library.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    return files.read(SAMPLE)


def test_loads_inside_the_walls(entries):
    with walled():
        done = actions.load_built_in(entries)
    assert (done.added, done.changed, done.archived, done.unchanged) == (2, 0, 0, 0)
    shoes = Article.objects.get(slug="good-shoes")
    assert (shoes.clinic, shoes.title, shoes.causes) == (None, "Good shoes", ["diabetes", "nerve"])


def test_a_second_run_writes_nothing(entries, django_assert_max_num_queries: DjangoAssertNumQueries):
    actions.load_built_in(entries)
    with django_assert_max_num_queries(9) as seen:
        done = actions.load_built_in(entries)
    assert (done.added, done.changed, done.archived, done.unchanged) == (0, 0, 0, 2)
    assert not [
        query for query in seen.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]


def test_a_changed_file_is_a_changed_row(entries):
    actions.load_built_in(entries)
    before = Article.objects.get(slug="good-shoes").pk
    changed = [replace(entries[0], fields={**entries[0].fields, "title": "Better shoes"}), entries[1]]
    assert actions.load_built_in(changed).changed == 1
    shoes = Article.objects.get(slug="good-shoes")
    assert (shoes.pk, shoes.title) == (before, "Better shoes")


def test_a_file_that_is_gone_takes_its_article_out_of_use_and_brings_it_back(entries):
    actions.load_built_in(entries)
    assert actions.load_built_in(entries[1:]).archived == 1
    assert Article.objects.get(slug="good-shoes").archived_at is not None
    assert actions.load_built_in(entries).changed == 1
    assert Article.objects.get(slug="good-shoes").archived_at is None


def test_a_clinics_own_are_left_alone(entries, harbour):
    own = make_article(clinic=harbour, slug="good-shoes", title="Shoes at Harbour Street")
    actions.load_built_in(entries)
    actions.load_built_in([])
    own.refresh_from_db()
    assert (own.title, own.archived_at) == ("Shoes at Harbour Street", None)


def test_the_command_says_what_it_did(entries, monkeypatch, capsys):
    monkeypatch.setattr(files, "read", lambda: entries)
    call_command("load_library")
    assert "Articles: 2 added, 0 changed, 0 archived, 0 as they were." in capsys.readouterr().out
    call_command("load_library", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_mistake_loads_nothing_at_all(monkeypatch):
    def spoiled() -> list[Entry]:
        raise files.DataFileError(["good-shoes.md:3: wrong"])

    monkeypatch.setattr(files, "read", spoiled)
    with pytest.raises(CommandError, match=r"good-shoes\.md:3: wrong"):
        call_command("load_library")
    assert not Article.objects.exists()


# --- the walls ------------------------------------------------------------------------------


def test_a_page_cannot_write_a_built_in_article(entries, harbour, sam):
    actions.load_built_in(entries)
    with walled():
        walls.enter(scopes=[walls.Scope.TEAM], clinics=[harbour.pk], person=sam.pk)
        assert Article.objects.filter(slug="good-shoes").update(title="Mine") == 0
        assert Article.objects.filter(slug="good-shoes").delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make_article(slug="false-advice")
    assert Article.objects.get(slug="good-shoes").title == "Good shoes"


def test_a_clinics_own_are_seen_and_written_by_its_people_alone(harbour, northgate, sam, otto):
    own = make_article(clinic=harbour)
    make_article(slug="for-all")
    with walled():
        assert [one.slug for one in Article.objects.all()] == ["for-all"]
        walls.enter(scopes=[], clinics=[northgate.pk], person=otto.pk)
        assert [one.slug for one in Article.objects.all()] == ["for-all"]
        assert Article.objects.filter(pk=own.pk).update(title="Otto was here") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make_article(clinic=harbour)
        walls.enter(scopes=[], clinics=[harbour.pk], person=sam.pk)
        assert Article.objects.count() == 2
        assert Article.objects.filter(pk=own.pk).update(title="Sam was here") == 1
