"""The plan page says when a limit of today forbids what is in force."""

from datetime import timedelta

from tests.factories import make_condition
from tests.support.page_text import tight
from therapy.care.models import Condition

NOTICE = "A limit recorded since then forbids part of this plan: edit the plan."


def page(as_, sam, margaret):
    return as_(sam).get(f"/patients/{margaret.pk}/plan/")


def test_a_limit_recorded_after_publishing_is_shown(as_, sam, margaret, revision):
    assert NOTICE not in page(as_, sam, margaret).content.decode()
    Condition.objects.filter(patient=margaret).update(wb_status="NWB", limits_set_by="Dr Vale")
    said = page(as_, sam, margaret)
    assert NOTICE in said.content.decode()
    assert "One-leg heel raise: No weight on the left leg, set by Dr Vale." in tight(said.content.decode())
    assert {finding.rule for finding in said.context["forbidden"]} == {"I1"}


def test_caps_advice_and_sign_offs_are_not(as_, sam, margaret, revision):
    make_condition(margaret, code="I74.3", side="", cause="artery")
    assert page(as_, sam, margaret).context["forbidden"] == []


def test_a_limit_that_is_over_asks_for_the_new_status(as_, sam, margaret, revision):
    limit = Condition.objects.filter(patient=margaret)
    limit.update(wb_status="PWB", wb_until=margaret.today - timedelta(days=1))
    assert "Record the new status first." in page(as_, sam, margaret).content.decode()
