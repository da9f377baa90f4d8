"""A condition in words: what is recorded, and what is not."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_condition
from therapy.care import condition_labels
from therapy.care.models import Condition, Patient

TODAY = date(2026, 11, 19)


def limits(**fields: object) -> list[str]:
    return condition_labels.limits(Condition(**fields), TODAY)


def test_nothing_recorded_is_said() -> None:
    assert limits() == ["Limits: not recorded."]


def test_part_weight_with_percent_and_day() -> None:
    said = limits(wb_status="PWB", wb_percent=50, wb_until=date(2026, 12, 12))
    assert said[0] == "Weight: part, 50 % of body weight, until 12 December 2026."
    assert said[1].startswith("Not recorded: toes-up limit, calf stretch,")


@pytest.mark.parametrize(
    ("status", "word"),
    [("NWB", "none"), ("TTWB", "touch only"), ("PWB", "part"), ("WBAT", "as tolerated"), ("FWB", "full")],
)
def test_every_weight_has_a_word(status: str, word: str) -> None:
    assert limits(wb_status=status)[0] == f"Weight: {word}."


def test_a_day_to_come_holds_back_and_a_day_past_allows() -> None:
    assert limits(stretch_allowed_from=date(2026, 11, 20))[0] == "No calf stretch before 20 November 2026."
    assert limits(stretch_allowed_from=TODAY)[0] == "Calf stretch allowed since 19 November 2026."
    assert limits(impact_from=date(2027, 1, 4))[0] == "No jumps before 4 January 2027."


def test_a_limit_of_zero_degrees_is_a_limit() -> None:
    said = limits(df_limit_deg=0, df_limit_until=date(2026, 12, 20))
    assert said[0] == "Toes up: no further than 0°, until 20 December 2026."
    assert "toes-up limit" not in said[1]


def test_all_recorded_leaves_nothing_unsaid() -> None:
    day = date(2026, 12, 1)
    said = limits(
        wb_status="FWB",
        df_limit_deg=5,
        stretch_allowed_from=day,
        resisted_pf_from=day,
        single_leg_from=day,
        impact_from=day,
        brace="boot",
        limits_set_by="Mr Hale, surgeon",
    )
    assert not any("ot recorded" in line for line in said)
    assert said[-2:] == ["Brace or boot: boot.", "Limits set by Mr Hale, surgeon."]


def test_findings_say_yes_and_no_and_leave_out_what_was_not_looked_at() -> None:
    assert condition_labels.findings(Condition()) == []
    assert condition_labels.findings(
        Condition(muscle_grade="3-", loss_of_feeling=False, open_ulcer=True)
    ) == [
        "Weakest muscle: grade 3- of 5.",
        "Feeling in the foot is kept.",
        "Open ulcer.",
    ]


SOON = date(2027, 1, 15)
YESTERDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, []),
        ({"wb_status": "FWB"}, ["Weight: full."]),
        ({"wb_status": "PWB", "wb_percent": 30}, ["Weight: part, 30 % of body weight."]),
        ({"wb_status": "NWB", "wb_until": SOON}, ["Weight: none, until 15 January 2027."]),
        # The last day counts, as it does for the rules.
        ({"wb_status": "NWB", "wb_until": TODAY}, ["Weight: none, until 19 November 2026."]),
        ({"wb_status": "NWB", "wb_until": YESTERDAY}, []),
        ({"df_limit_deg": 0}, ["Toes up: no further than 0°."]),
        (
            {"df_limit_deg": 5, "df_limit_until": SOON},
            ["Toes up: no further than 5°, until 15 January 2027."],
        ),
        (
            {"df_limit_deg": 5, "df_limit_until": TODAY},
            ["Toes up: no further than 5°, until 19 November 2026."],
        ),
        ({"df_limit_deg": 5, "df_limit_until": YESTERDAY}, []),
        ({"impact_from": SOON}, ["No jumps before 15 January 2027."]),
        ({"impact_from": TODAY}, []),
        ({"single_leg_from": SOON}, ["No one-leg standing before 15 January 2027."]),
        ({"resisted_pf_from": SOON}, ["No pushing down against resistance before 15 January 2027."]),
        ({"stretch_allowed_from": date(2026, 11, 20)}, ["No calf stretch before 20 November 2026."]),
        ({"muscle_grade": "2-"}, ["Weakest muscle: grade 2- of 5."]),
        ({"brace": "AFO"}, ["Brace or boot: AFO."]),
        ({"loss_of_feeling": True, "open_ulcer": False}, ["Loss of feeling in the foot."]),
        ({"heart_lung_cleared_on": TODAY}, []),
        ({"limits_set_by": "Dr Vale"}, ["Limits set by Dr Vale."]),
    ],
)
def test_what_restricts_a_plan_is_what_runs_and_was_found(
    fields: dict[str, object], lines: list[str]
) -> None:
    assert condition_labels.restrictions([Condition(**fields)], TODAY) == lines


def test_the_same_restriction_is_said_once() -> None:
    twice = [Condition(impact_from=SOON), Condition(impact_from=SOON, brace="boot")]
    assert condition_labels.restrictions(twice, TODAY) == [
        "No jumps before 15 January 2027.",
        "Brace or boot: boot.",
    ]


def test_a_code_that_left_the_list_is_still_said() -> None:
    assert condition_labels.title_of("M21.371") == "Foot drop, right foot"
    assert condition_labels.title_of("X99.9") == "X99.9"


def test_the_fragment_shows_each_condition(margaret: Patient) -> None:
    make_condition(margaret, code="E11.42", side="", cause="diabetes", wb_status="")
    page = render_to_string(
        "care/_conditions.html", {"patient": margaret, "conditions": margaret.conditions.current()}
    )
    assert "left lower leg" in page
    assert "Left leg" in page
    assert "Weight: full." in page
    assert "Not of one side" in page
    assert "Limits: not recorded." in page
    assert "onset not recorded" in page


def test_the_fragment_without_a_condition_says_so(margaret: Patient) -> None:
    page = render_to_string("care/_conditions.html", {"patient": margaret, "conditions": []})
    assert "No condition is recorded." in page


def test_the_fragment_asks_once(margaret: Patient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_condition(margaret, code="E11.42", side="", cause="diabetes")
    make_condition(margaret, code="M62.561", side="R")
    patient = Patient.objects.select_related("clinic", "user").get(pk=margaret.pk)
    with django_assert_num_queries(1):
        render_to_string(
            "care/_conditions.html", {"patient": patient, "conditions": patient.conditions.current()}
        )
