"""`load_library`: all 45 exercises and the graph between them, safe to repeat for ever."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clinic
from tests.factories import make_exercise
from therapy.base import clock
from therapy.library import actions, datafile
from therapy.library.models import Exercise

RAW = yaml.safe_load(datafile.DATA_FILE.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_loads_45_exercises_with_their_fields() -> None:
    done = actions.load_built_in(datafile.read())
    assert (done.added, done.changed, done.archived) == (45, 0, 0)
    assert Exercise.objects.filter(clinic=None, archived_at=None).count() == 45
    raises = Exercise.objects.get(slug="heel-raise-single")
    assert (raises.name, raises.load_tier, raises.weight_bearing) == ("One-leg heel raise", 5, "full_one_leg")
    assert raises.primary_muscles == ["gastrocnemius", "soleus"]
    assert raises.steps[0] == "Stand on one leg with your fingertips on the wall."


@pytest.mark.django_db
def test_the_graph_is_the_files_in_both_directions() -> None:
    actions.load_built_in(datafile.read())
    for item in RAW:
        exercise = Exercise.objects.get(slug=item["id"])
        assert {other.slug for other in exercise.harder.all()} == set(item["harder"])
        assert {other.slug for other in exercise.easier.all()} == set(item["easier"])


@pytest.mark.django_db
def test_a_second_run_only_reads(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entries = datafile.read()
    actions.load_built_in(entries)
    with django_assert_num_queries(5) as seen:  # savepoint, lock, two reads, release
        done = actions.load_built_in(entries)
    assert not done.wrote
    assert done.unchanged == 45
    written = [
        query["sql"]
        for query in seen.captured_queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert written == []


@pytest.mark.django_db
def test_the_first_run_takes_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(10):
        actions.load_built_in(datafile.read())


@pytest.mark.django_db
def test_a_changed_entry_is_put_right_and_keeps_its_id() -> None:
    entries = datafile.read()
    actions.load_built_in(entries)
    before = Exercise.objects.get(slug="ankle-pumps")
    Exercise.objects.filter(slug="ankle-pumps").update(name="Something else", tags=[])
    before.harder.clear()
    done = actions.load_built_in(entries)
    after = Exercise.objects.get(slug="ankle-pumps")
    assert (after.pk, after.name, after.tags) == (before.pk, "Ankle pumps", ["df_past_neutral"])
    assert after.harder.count() == 7
    assert (done.changed, done.steps_added, done.unchanged) == (1, 7, 44)


@pytest.mark.django_db
def test_an_entry_that_left_the_file_is_archived_and_can_come_back() -> None:
    entries = datafile.read()
    actions.load_built_in(entries)
    kept = [entry for entry in entries if entry.slug != "toe-arch-stretch"]
    moment = datetime(2026, 11, 19, 9, 10, tzinfo=UTC)
    with clock.at(moment):
        assert actions.load_built_in(kept).archived == 1
    assert Exercise.objects.get(slug="toe-arch-stretch").archived_at == moment
    assert not actions.load_built_in(kept).wrote
    assert actions.load_built_in(entries).changed == 1
    assert Exercise.objects.get(slug="toe-arch-stretch").archived_at is None


@pytest.mark.django_db
def test_a_clinics_own_exercise_is_left_alone(harbour: Clinic) -> None:
    own = make_exercise(clinic=harbour, slug="ankle-pumps", name="Our ankle pumps")
    easier = make_exercise(clinic=harbour, slug="ours")
    actions.load_built_in(datafile.read())
    own.refresh_from_db()
    assert (own.name, own.archived_at) == ("Our ankle pumps", None)
    built_in = Exercise.objects.get(clinic=None, slug="ankle-pumps")
    easier.harder.add(built_in)
    assert not actions.load_built_in(datafile.read()).wrote
    assert list(easier.harder.all()) == [built_in]


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_library")
    call_command("load_library")
    first, second = [line for line in capsys.readouterr().out.splitlines() if "Exercises" in line]
    assert first.startswith("Exercises: 45 added, 0 changed, 0 archived")
    assert second == "Exercises: 45, all as they were."


@pytest.mark.django_db
def test_the_command_refuses_a_broken_file_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "exercises.yaml"
    broken.write_text(
        yaml.safe_dump([RAW[0] | {"tags": ["nonsense"], "harder": [], "easier": []}]), encoding="utf-8"
    )
    monkeypatch.setattr(datafile.read, "__defaults__", (broken,))
    with pytest.raises(CommandError, match="ankle-pumps: tags: unknown “nonsense”"):
        call_command("load_library")
    assert not Exercise.objects.exists()


@pytest.mark.django_db
def test_a_step_that_is_not_in_the_file_is_taken_out() -> None:
    entries = datafile.read()
    actions.load_built_in(entries)
    bridge = Exercise.objects.get(slug="bridge")
    bridge.harder.add(Exercise.objects.get(slug="ankle-pumps"))
    assert actions.load_built_in(entries).steps_removed == 1
    assert [other.slug for other in bridge.harder.all()] == ["sit-to-stand"]
