"""The clinic's own thresholds decide on which part of the caseload a patient stands."""

from datetime import timedelta

import pytest

from tests.factories import make_session, make_set
from tests.support.page_text import tight
from therapy.plans.models import Dose


@pytest.fixture
def two_thirds(thursday, revision, margaret):
    """Margaret did everything on two days of three for four weeks: 68 to 71 % on each side."""
    doses = list(Dose.objects.filter(prescription__phase__revision=revision).select_related("prescription"))
    for back in range(29):
        if back % 3 != 2:
            session = make_session(margaret, revision, margaret.today - timedelta(days=back))
            for dose in doses:
                for number in range(dose.sets):
                    make_set(session, dose, number + 1)


@pytest.mark.parametrize(
    ("on_track_from", "alert_below", "group"),
    [("80", "50", "Worth a chat"), ("60", "50", "On track"), ("90", "75", "Needs attention")],
)
def test_marks_of_the_clinic_page(as_, ruth, sam, two_thirds, on_track_from, alert_below, group):
    saved = as_(ruth).post(
        "/clinic/",
        {
            "name": "Harbour Street Physiotherapy",
            "phone": "020 7946 0100",
            "country": "GB",
            "emergency_number": "999",
            "time_zone": "Europe/London",
            "on_track_from": on_track_from,
            "alert_below": alert_below,
        },
    )
    assert saved.status_code == 302
    page = tight(as_(sam).get("/patients/").text)
    assert f'<h2 class="case-group">{group}<span' in page
    assert page.count('<h2 class="case-group">') == 1
