import pytest
from django.core.management import call_command

from therapy.plans.models import Programme


@pytest.fixture
def library(db: None) -> None:
    """The 45 built-in exercises."""
    call_command("load_library", verbosity=0)


@pytest.fixture
def programmes(library: None) -> dict[str, Programme]:
    """The three shipped programmes by slug."""
    call_command("load_programmes", verbosity=0)
    return {programme.slug: programme for programme in Programme.objects.filter(clinic=None)}


@pytest.fixture
def calf_rebuild(programmes: dict[str, Programme]) -> Programme:
    return programmes["post-immobilisation-12wk"]
