"""The doses of Margaret's plan by name, and what a form of one set sends."""

import pytest

from tests.support.doses import dose_of
from therapy.plans.models import Dose, Revision


@pytest.fixture
def heel_left(thursday: None, revision: Revision) -> Dose:
    """3 sets of 8."""
    return dose_of(revision, "heel-raise-single", "L")


@pytest.fixture
def heel_right(thursday: None, revision: Revision) -> Dose:
    """1 set of 8."""
    return dose_of(revision, "heel-raise-single", "R")


@pytest.fixture
def stretch_left(thursday: None, revision: Revision) -> Dose:
    """1 set of 2 holds of 30 seconds."""
    return dose_of(revision, "wall-calf-stretch-straight", "L")


@pytest.fixture
def stand_both(thursday: None, revision: Revision) -> Dose:
    """2 sets of 10, both legs in one movement."""
    return dose_of(revision, "sit-to-stand", "B")
