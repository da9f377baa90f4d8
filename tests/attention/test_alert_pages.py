"""What the therapist sees of a check, and does about it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.alerts import send, wrong
from tests.support.checks import NO
from therapy.attention.models import Alert
from therapy.logbook.screening.checks import Morning
from therapy.logbook.screening.locks import lock_of

pytestmark = pytest.mark.usefixtures("thursday")


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_the_patients_page_shows_answers_and_times(as_, sam, margaret, revision):
    send(
        margaret,
        answers=NO | {"G2": "R2.alone"},
        glucose={"uses": "insulin", "mg_dl": 92, "helped": False, "unwell": False, "ketones": None},
        morning=Morning(uuid4(), 6, "clearly", True),
    )
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    assert "Stopped: needs a doctor the same day" in page
    assert "One calf or leg is newly swollen" in page
    assert "19 November, 09:10" in page
    assert "Sugar: 92 mg/dL, 5.1 mmol/L (Insulin)" in page
    assert (
        "Morning after: Clearly more, 2 points or more, pain 6 of 10, stiff for over 30 minutes longer"
        in page
    )
    assert "Clearly worse the morning after a session" in page
    assert "They stay stopped until you open them." in page


def test_a_swollen_calf_lists_facts_to_look_at_and_no_score(as_, sam, margaret):
    send(margaret, **wrong("R2.alone"))
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    assert "Facts to look at" in page
    assert "Calf more than 3 cm bigger than the other" in page
    assert "compare with this patient’s own earlier girths" in page
    assert "score" not in page.lower()
    Alert.objects.all().delete()
    send(margaret, **wrong("R5.pop"))
    assert "Facts to look at" not in text(as_(sam).get(f"/patients/{margaret.pk}/"))


def test_seen_is_kept_and_the_stop_stays(as_, sam, margaret):
    send(margaret, **wrong("R5.pop"))
    alert = Alert.objects.get()
    client = as_(sam)
    address = f"/patients/{margaret.pk}/alerts/{alert.pk}/seen/"
    assert client.post(address).url == f"/patients/{margaret.pk}/"
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.acknowledged_at) == (sam, margaret.checks.get().received_at)
    page = text(client.get(f"/patients/{margaret.pk}/"))
    assert "I have seen this" not in page
    assert "Exercises are stopped since 19 November" in page
    assert "Exercises are stopped since 19 November" in text(client.get("/patients/"))


def test_an_alert_of_another_patient_is_absent(as_, sam, margaret, tomasz):
    send(tomasz, **wrong("R5.pop"))
    assert as_(sam).post(f"/patients/{margaret.pk}/alerts/{Alert.objects.get().pk}/seen/").status_code == 404
    assert Alert.objects.get().acknowledged_by is None


def test_open_again_asks_for_a_note_keeps_it_and_opens(as_, sam, margaret, revision):
    send(margaret, **wrong("R5.pop"))
    client, address = as_(sam), f"/patients/{margaret.pk}/open-again/"
    assert "You felt a pop" not in text(client.get(address))
    assert "You said that you felt a pop" in text(client.get(address))
    text(client.post(address, {"note": "  "}), 422)
    assert lock_of(margaret)
    assert client.post(address, {"note": "Seen today, tendon whole."}).url == f"/patients/{margaret.pk}/"
    assert lock_of(margaret) is None
    assert margaret.checks.get().unlock_note == "Seen today, tendon whole."
    assert Alert.objects.get().acknowledged_by == sam
    assert client.get(address).url == f"/patients/{margaret.pk}/"


def test_the_caseload_shows_it_before_everything_else(as_, sam, margaret, revision, thursday):
    thursday.shift(timedelta(days=10))  # by then there is a gap too
    send(margaret, day=margaret.today, answers=NO | {"G1": "R1.heart"})
    page = text(as_(sam).get("/patients/"))
    assert "Stopped: emergency sign" in page
    assert "You have chest pain or tightness" in page


def test_several_alerts_stand_in_the_order_of_urgency(as_, sam, margaret):
    send(margaret, **wrong("R14.burning"))
    send(margaret, **wrong("R5.pop"))
    send(margaret, **wrong("R1.heart"))
    page = text(as_(sam).get(f"/patients/{margaret.pk}/"))
    places = [
        page.index(title) for title in ("Stopped: emergency", "Stopped: needs a doctor", "Stopped until")
    ]
    assert places == sorted(places)


def test_a_mistake_is_told(as_, sam, margaret):
    check = send(margaret, **wrong("R5.pop"))
    as_(margaret).post("/stop/", {"said": "mistake", "check_id": check.pk})
    assert "Says the stop was pressed by mistake" in text(as_(sam).get(f"/patients/{margaret.pk}/"))
