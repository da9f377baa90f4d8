"""Two people, or two taps, at one draft: a change writes what it changes and nothing else."""

import pytest

from tests.factories import make_exercise, make_revision
from therapy.plans import actions
from therapy.plans.models import Phase, Prescription

pytestmark = pytest.mark.usefixtures("thursday")


@pytest.fixture
def draft(plan, sam, heel_raise):
    revision = make_revision(plan, published=False)
    actions.add_prescription(revision=revision, phase=revision.phases.get(), exercise=heel_raise, by=sam)
    return revision


def test_a_word_changed_on_an_old_page_leaves_the_current_phase(draft):
    first = draft.phases.get()
    second = actions.add_phase(draft, title="Two")
    read_before = Phase.objects.get(pk=first.pk)
    actions.set_current_phase(draft, second)
    actions.change_phase(read_before, title="One")
    assert list(draft.phases.values_list("title", "is_current")) == [("One", False), ("Two", True)]


def test_a_note_changed_on_an_old_page_leaves_the_order(draft, sam):
    first = Prescription.objects.get()
    second = actions.add_prescription(
        revision=draft, phase=draft.phases.get(), exercise=make_exercise(), by=sam
    )
    read_before = Prescription.objects.get(pk=first.pk)
    actions.move_prescription(first, up=False)
    actions.change_prescription(read_before, note="Slowly")
    stored = Prescription.objects.values_list("order", "pk", "note")
    assert list(stored) == [(1, second.pk, ""), (2, first.pk, "Slowly")]


def test_an_exercise_taken_out_meanwhile_does_not_come_back(draft):
    read_before = Prescription.objects.get()
    actions.remove_prescription(Prescription.objects.get())
    with pytest.raises(Prescription.DoesNotExist):
        actions.change_prescription(read_before, note="Slowly")
    assert not Prescription.objects.exists()
