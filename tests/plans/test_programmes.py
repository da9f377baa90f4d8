"""The shipped programmes: what the file says is what the database holds, however often it is loaded."""

from decimal import Decimal

import pytest
import yaml
from django.core.management import CommandError, call_command

from tests.factories import make_exercise, make_plan
from tests.plans.facts import condition, exercises
from therapy.plans.models import Programme, ProgrammeItem, ProgrammePhase
from therapy.plans.programmes import (
    DATA_FILE,
    ProgrammeFileError,
    band_of,
    fits,
    load_kg_of,
    load_shipped,
    weeks_of,
)

FILE = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))


def changed(**item):
    """The file with the first item of the first phase changed; a value of None takes the key out."""
    entries = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))
    first = entries[0]["phases"][0]["items"][0]
    for key, value in item.items():
        first.pop(key, None)
        if value is not None:
            first[key] = value
    return yaml.safe_dump(entries)


def rows():
    return [
        list(model.objects.order_by("pk").values()) for model in (Programme, ProgrammePhase, ProgrammeItem)
    ]


def test_every_programme_phase_and_item_is_loaded(programmes):
    assert sorted(programmes) == sorted(entry["id"] for entry in FILE)
    for entry in FILE:
        programme = programmes[entry["id"]]
        assert programme.title == entry["title"]
        for phase in entry["phases"]:
            stored = programme.phases.get(number=phase["phase"])
            assert stored.go_on_when == phase["go_on_when"]
            found = [
                (i.exercise.slug, i.side_rule, i.sets, i.days_per_week, i.load_note)
                for i in stored.items.all()
            ]
            assert found == [
                (i["ex"], i["side"], i["sets"], i["days"], "" if i["load"] == "none" else i["load"])
                for i in phase["items"]
            ]


def test_loading_again_changes_nothing(programmes):
    before = rows()
    call_command("load_programmes", verbosity=0)
    assert rows() == before


def test_no_load_is_no_words_on_the_load_in_rows_that_are_there_too(programmes):
    pumps = ProgrammeItem.objects.filter(exercise__slug="ankle-pumps")
    assert set(pumps.values_list("load_note", flat=True)) == {""}
    pumps.update(load_note="none")
    call_command("load_programmes", verbosity=0)
    assert not ProgrammeItem.objects.filter(load_note="none").exists()


def test_a_programme_in_use_keeps_its_row(programmes, margaret):
    programme = programmes["post-immobilisation-12wk"]
    plan = make_plan(margaret, programme=programme)
    load_shipped(changed(reps=15))
    plan.refresh_from_db()
    assert plan.programme == programme
    assert programme.phases.first().items.first().reps == 15


def test_phases_and_items_that_left_the_file_go(programmes):
    entries = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))
    entries[0]["phases"].pop()
    entries[0]["phases"][0]["items"].pop()
    load_shipped(yaml.safe_dump(entries))
    programme = programmes["post-immobilisation-12wk"]
    assert [p.number for p in programme.phases.all()] == [1, 2, 3]
    assert programme.phases.first().items.count() == 7


def test_minutes_metres_rest_and_tempo(programmes):
    walk = ProgrammeItem.objects.get(exercise__slug="walk-interval-pad", minutes=30)
    assert (walk.reps, walk.metres, walk.rest_s, walk.tempo) == (
        None,
        None,
        None,  # "until pain is gone" is no number of seconds
        "pace that brings pain in 3-5 min",
    )
    heel = ProgrammeItem.objects.get(exercise__slug="heel-walking", metres=10)
    assert (heel.reps, heel.minutes, heel.rest_s, heel.tempo) == (None, None, 60, "slow")


def test_as_phase_1_is_spelled_out(programmes):
    phases = list(programmes["fibular-nerve-foot-drop"].phases.all())
    third = phases[2].step_back_when
    assert third[0].startswith("fewer reps than last week")
    assert third[1].startswith("a trip or fall")
    assert phases[3].step_back_when == third
    assert not any(line.startswith("as phase") for phase in phases for line in phase.step_back_when)


@pytest.mark.parametrize(
    ("words", "slug", "band"),
    [
        ("yellow band, effort 3-4", "band-plantarflexion", "yellow"),
        ("red", "band-eversion", "red"),
        ("yellow, up one colour by 2-for-2", "band-dorsiflexion", "yellow"),
        ("yellow-red, calf is not the weak part", "band-plantarflexion", ""),
        ("lightest band", "band-eversion", ""),
        ("coloured", "band-eversion", ""),
        ("red", "heel-raise-double", ""),
    ],
)
def test_a_band_is_read_only_from_one_colour(words, slug, band):
    assert band_of(words, exercises()[slug]) == band


@pytest.mark.parametrize(
    ("words", "kg"),
    [
        ("start 5 kg, +2-10 % by 2-for-2", "5"),
        ("start 2.5 kg", "2.5"),
        ("start 5 % body weight, effort 7", None),
        ("5 kg", None),
    ],
)
def test_a_load_is_read_only_from_start_n_kg(words, kg):
    assert load_kg_of(words) == (Decimal(kg) if kg else None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (changed(ex="flying"), "post-immobilisation-12wk, phase 1, item 1: there is no exercise 'flying'"),
        (changed(reps=None), "give exactly one of"),
        (changed(duration_min=5), "give exactly one of"),
        (changed(side="left"), "'left' is no side rule"),
        (changed(days=None), "days is missing"),
        (changed(colour="red"), "colour is unknown"),
        (changed(sets=99), "sets"),
        (changed(days=8), "days_per_week"),
        ("{}", "not a list"),
    ],
)
def test_a_mistake_in_the_file_changes_nothing(programmes, text, says):
    before = rows()
    with pytest.raises(ProgrammeFileError, match=says):
        load_shipped(text)
    assert rows() == before


def test_the_command_wants_the_library_first(db):
    with pytest.raises(CommandError, match="load the library first"):
        call_command("load_programmes")
    assert Programme.objects.count() == 0


def test_a_clinics_own_exercise_is_not_taken_for_a_built_in_one(harbour):
    make_exercise(clinic=harbour, slug="ankle-pumps")
    with pytest.raises(ProgrammeFileError, match="there is no exercise 'ankle-pumps'"):
        load_shipped()


def test_weeks_of_a_programme(programmes):
    assert weeks_of(programmes["post-immobilisation-12wk"]) == 12
    assert weeks_of(programmes["pad-diabetes-gentle-12wk"]) == 12
    assert weeks_of(programmes["fibular-nerve-foot-drop"]) is None  # phases follow muscle grade


@pytest.mark.parametrize(
    ("code", "fit"),
    [("M62.562", True), ("S82.202D", True), ("S82.202A", False), ("M62.56", False), ("G57.31", False)],
)
def test_a_hint_fits_a_code(code, fit):
    hints = next(entry["icd_hint"] for entry in FILE if entry["id"] == "post-immobilisation-12wk")
    assert fits(Programme(code_hints=hints), [condition(code=code)]) is fit
    assert fits(Programme(code_hints=hints), []) is False
