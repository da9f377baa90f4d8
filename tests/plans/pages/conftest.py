"""Drafts for the tests of the pages of plans."""

import pytest

from accounts.models import User
from tests.factories import make_plan, make_prescription, make_revision
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans.actions import open_draft
from therapy.plans.models import Plan, Prescription, Revision


@pytest.fixture
def draft(plan: Plan, revision: Revision, sam: User) -> Revision:
    """A draft of Margaret's revision 2, still a copy of revision 1."""
    return open_draft(plan, sam)


@pytest.fixture
def heel_item(draft: Revision, heel_raise: Exercise) -> Prescription:
    """The one-leg heel raise in the draft: Left 3 x 8, Right 1 x 8."""
    return Prescription.objects.get(phase__revision=draft, exercise=heel_raise)


@pytest.fixture
def nils_draft(nils: Patient, heel_raise: Exercise) -> Revision:
    """Another clinic's draft with one exercise."""
    draft = make_revision(make_plan(nils), published=False)
    make_prescription(draft, heel_raise, {"R": {"sets": 2, "reps": 10}})
    return draft
