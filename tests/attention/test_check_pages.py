"""The check's pages without a script: before a session, after it, the full list, and the STOP screen."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from tests.factories import make_check, make_condition, make_session, make_set
from tests.support.doses import dose_of
from therapy.attention.models import Alert
from therapy.logbook.models import Check, Set
from therapy.logbook.screening.locks import lock_of
from therapy.player.texts import player_words

pytestmark = pytest.mark.usefixtures("thursday")

NO = {f"G{n}": "no" for n in range(1, 7)}
FEET = {f"foot_{name}": "no" for name in ("cut", "blister", "redness", "hot", "swelling", "colour", "shoe")}
SUGAR = {"sugar_uses": "insulin", "sugar_helped": "no"}


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def sent(**said):
    return {"check_id": str(uuid4())} | said


@pytest.fixture
def diabetic(margaret):
    make_condition(margaret, cause="diabetes", code="E11.42", side="B")
    return margaret


def test_six_questions_and_nothing_is_filled_in(as_, margaret):
    page = text(as_(margaret).get("/check/"))
    assert page.count('value="yes"') == page.count('value="no"') == 6
    assert " checked" not in page
    for part in ("foot_cut", "sugar_uses", "morning_pain", "G1_which"):
        assert part not in page


def test_all_no_opens_the_session(as_, margaret, revision):
    client = as_(margaret)
    answer = client.post("/check/", sent(**NO))
    assert answer.url == "/today/"
    check = Check.objects.get()
    assert (check.kind, check.urgency, check.source, check.foot) == ("before", "", "form", None)
    assert check.answers == NO
    page = text(client.get("/today/"))
    assert "Start: one-leg heel raise" in page
    assert 'href="/check/"' not in page


def test_sent_twice_it_is_one_check(as_, margaret):
    said = sent(**NO)
    for _ in range(2):
        assert as_(margaret).post("/check/", said).url == "/today/"
    assert Check.objects.count() == 1


def test_what_is_missing_is_said_beside_the_question_and_the_rest_is_kept(as_, margaret):
    page = text(as_(margaret).post("/check/", sent(G1="no", G2="no")), 422)
    assert page.count("Answer yes or no.") == 4
    assert page.count(" checked") == 2
    assert not Check.objects.exists()


def test_a_yes_asks_the_follow_up_and_then_stops(as_, margaret, revision):
    client = as_(margaret)
    page = text(client.post("/check/", sent(**NO | {"G2": "yes"})), 422)
    assert "Which of these fits? Pick the first that does." in page
    assert 'value="R2.alone"' in page
    assert 'value="I8.cast"' in page, "she had a cast"
    assert 'value="R1.heart"' not in page
    assert not Check.objects.exists()
    answer = client.post("/check/", sent(**NO | {"G2": "yes", "G2_which": "R2.alone"}))
    assert answer.url == "/stop/"
    assert (lock_of(margaret).urgency, Alert.objects.get().level) == ("S", "S")


def test_a_follow_up_of_another_question_is_no_answer(as_, margaret):
    text(as_(margaret).post("/check/", sent(**NO | {"G2": "yes", "G2_which": "R1.heart"})), 422)
    text(as_(margaret).post("/check/", sent(**NO | {"G2": "maybe"})), 422)
    assert not Check.objects.exists()


def test_a_no_with_a_follow_up_left_over_is_a_no(as_, margaret):
    as_(margaret).post("/check/", sent(**NO | {"G2_which": "R2.alone"}))
    assert Check.objects.get().answers == NO


def test_diabetes_asks_for_feet_and_sugar(as_, diabetic):
    client = as_(diabetic)
    page = text(client.get("/check/"))
    assert page.count('value="yes"') == 6 + 7 + 2
    page = text(client.post("/check/", sent(**NO)), 422)
    assert page.count("Answer yes or no.") == 8
    assert "Pick the one that fits." in page
    said = NO | FEET | SUGAR | {"sugar_reading": "5.1", "sugar_unit": "mmol/L"}
    assert client.post("/check/", sent(**said)).url == "/today/"
    check = Check.objects.get()
    assert check.glucose == {
        "uses": "insulin",
        "mg_dl": 91.8,
        "helped": False,
        "unwell": None,
        "ketones": None,
    }
    assert check.foot == dict.fromkeys(
        ("cut", "blister", "redness", "hot", "swelling", "colour", "shoe"), False
    )
    assert "Eat 15 to 30 grams" in text(client.get("/today/"))


def test_low_sugar_waits_and_locks_nothing(as_, diabetic):
    client = as_(diabetic)
    said = NO | FEET | SUGAR | {"sugar_reading": "62", "sugar_unit": "mg/dL"}
    answer = client.post("/check/", sent(**said), follow=True)
    assert answer.redirect_chain == [("/check/", 302)]
    assert "Do not start yet. Take about 15 grams of fast sugar now." in text(answer)
    assert lock_of(diabetic) is None
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"sugar_reading": "5.1"}, "Say in which unit you measured."),
        (
            {"sugar_reading": "5", "sugar_unit": "mg/dL"},
            "A meter shows no such number. Check it, and the unit.",
        ),
        (
            {"sugar_reading": "90", "sugar_unit": "mmol/L"},
            "A meter shows no such number. Check it, and the unit.",
        ),
        ({"sugar_reading": "NaN", "sugar_unit": "mmol/L"}, "Enter a number."),
    ],
)
def test_a_reading_that_no_meter_shows(as_, diabetic, said, message):
    assert message in text(as_(diabetic).post("/check/", sent(**NO | FEET | SUGAR | said)), 422)
    assert not Check.objects.exists()


@pytest.mark.parametrize(("reading", "is_asked"), [("250", False), ("250.5", True)])
def test_only_a_high_reading_asks_how_one_feels(as_, diabetic, reading, is_asked):
    said = NO | FEET | SUGAR | {"sugar_reading": reading, "sugar_unit": "mg/dL"}
    client = as_(diabetic)
    page = text(client.get("/check/"))
    assert page.count("Only if your sugar is over 250 mg/dL (13.9 mmol/L).") == 2
    if not is_asked:
        assert client.post("/check/", sent(**said)).url == "/today/"
        return
    assert text(client.post("/check/", sent(**said)), 422).count("Answer yes or no.") == 1
    assert client.post("/check/", sent(**said, sugar_unwell="yes", sugar_ketones="more")).url == "/stop/"
    assert Check.objects.get().glucose["unwell"] is True


def test_what_was_said_below_the_border_is_kept(as_, diabetic):
    said = NO | FEET | SUGAR | {"sugar_reading": "120", "sugar_unit": "mg/dL"}
    as_(diabetic).post("/check/", sent(**said, sugar_unwell="yes", sugar_ketones="none"))
    check = Check.objects.get()
    assert (check.glucose["unwell"], check.glucose["ketones"]) == (True, "none")


def test_the_page_and_the_player_ask_the_same_words_in_the_same_order(as_, diabetic, revision):
    """The parts and the questions of sugar, by the page as it is sent and by the templates and words of the player."""
    session = make_session(diabetic, revision, diabetic.today - timedelta(days=1))
    make_set(session, dose_of(revision, "heel-raise-single", "R"))
    page = unescape(text(as_(diabetic).get("/check/")))
    shell = unescape(text(as_(diabetic).get("/player/")))
    words = player_words()
    here = as_(diabetic).get("/api/v1/today").json()["check"]
    parts = [
        here["morning"]["question"],
        here["questions"][0]["question"][0],
        here["foot"]["question"],
        words["sugar_title"],
    ]
    slots = ['data-slot="morning"', 'data-slot="questions"', 'data-slot="foot"', 'data-slot="glucose"']
    assert in_order(page, [words["check_title"], words["check_lead"], *parts])
    assert in_order(shell, slots)
    assert in_order(page, [words[name] for name in ("uses", "reading", "helped", "unwell", "ketones")])
    sugar = shell[shell.index('id="t-glucose"') :]
    assert in_order(sugar, ['data-slot="uses"', words["reading"], 'data-slot="helped"', 'data-slot="high"'])
    for one in (page[page.index("<form") :], shell[shell.index('id="t-yes-no"') :]):
        assert one.index('value="no"') < one.index('value="yes"')
    for name in ("which", "after_title", "after_lead"):
        other = "/check/after/" if "after" in name else "/check/"
        sent_page = as_(diabetic).post(other, sent(G1="yes")) if name == "which" else as_(diabetic).get(other)
        assert words[name] in unescape(sent_page.content.decode())


def in_order(page: str, parts: list[str]) -> bool:
    """Whether each of the parts comes after the one before."""
    places = [page.index(part) for part in parts]
    return places == sorted(places)


def test_the_morning_after_is_asked_once_and_may_be_left_out(as_, margaret, revision):
    session = make_session(margaret, revision, margaret.today - timedelta(days=1))
    make_set(session, dose_of(revision, "heel-raise-single", "L"))
    client = as_(margaret)
    assert "Wednesday 18 November: One-leg heel raise" in text(client.get("/check/"))
    assert client.post("/check/", sent(**NO)).url == "/today/"
    assert "18 November" in text(client.get("/check/")), "not said yet"
    text(client.post("/check/", sent(**NO, morning_pain="6")), 422)
    said = sent(**NO, morning_pain="6", morning_compared="clearly", morning_stiff="no")
    for _tap in range(2):
        page = text(client.post("/check/", said, follow=True))
        assert "Leave out what you trained that day" in page
    check = Check.objects.get(morning_of=session.pk)
    assert check.morning_pain == 6
    assert (check.morning_compared, check.morning_stiff_longer) == ("clearly", False)
    assert Alert.objects.get().rule == "morning"
    assert "18 November" not in text(client.get("/check/"))


# --- the stop --------------------------------------------------------------------------------


def test_the_stop_screen_says_who_to_call_and_who_was_told(as_, margaret, revision):
    client = as_(margaret)
    client.post("/check/", sent(**NO | {"G2": "yes", "G2_which": "R2.alone"}))
    page = text(client.get("/stop/"))
    assert "You said that one calf or leg is newly swollen" in page
    assert "A doctor needs to see this today." in page
    assert page.index('href="tel:02079460100"') < page.index('href="tel:999"')
    assert "Do not rub or stretch the calf." in page
    assert "Sam Osei was told at 09:10." in page
    assert "Exercise opens again when your therapist says so." in page
    for illness in ("clot", "thrombosis", "wells", "score"):
        assert illness not in page.lower()


def test_in_an_emergency_the_clinics_countrys_number_comes_first(as_, margaret, nils):
    for patient, number in ((margaret, "999"), (nils, "911")):
        make_check(patient, sign="R1.heart", kind="wrong")
        page = text(as_(patient).get("/stop/"))
        assert page.index(f'href="tel:{number}"') < page.index("When you are safe")
    assert "999" not in page


def test_today_says_that_it_is_stopped_and_starts_nothing(as_, margaret, revision):
    make_check(margaret, sign="R5.pop", kind="wrong")
    page = text(as_(margaret).get("/today/"))
    assert "Stop. No exercise today." in page
    assert 'href="/stop/"' in page
    assert "Start: " not in page
    assert as_(margaret).get("/check/").url == "/stop/"


def test_i_have_called_and_i_pressed_by_mistake(as_, margaret, revision):
    check = make_check(margaret, sign="R5.pop", kind="wrong")
    client = as_(margaret)
    for said in ("called", "mistake"):
        assert client.post("/stop/", {"said": said, "check_id": check.pk}).url == "/stop/"
    check.refresh_from_db()
    assert check.called_at
    assert check.mistaken_at
    page = text(client.get("/stop/"))
    assert "I have called" not in page
    assert "Your therapist decides." in page
    assert Alert.objects.filter(rule="mistake").count() == 1


@pytest.mark.parametrize(
    "said",
    [{"said": "opened"}, {}, {"said": "called", "check_id": "x"}, {"said": "called", "check_id": uuid4()}],
)
def test_other_buttons_change_nothing(as_, margaret, said):
    check = make_check(margaret, sign="R5.pop", kind="wrong")
    assert as_(margaret).post("/stop/", {"check_id": check.pk} | said).url == "/stop/"
    check.refresh_from_db()
    assert (check.called_at, check.mistaken_at) == (None, None)


def test_the_next_day_a_clean_check_opens_what_the_therapist_only_had_to_hear(
    as_, margaret, revision, thursday
):
    make_check(margaret, sign="R14.burning", kind="wrong")
    client = as_(margaret)
    assert client.get("/check/").url == "/stop/"
    thursday.shift(timedelta(days=1))
    client = as_(margaret)
    assert 'href="/check/"' in text(client.get("/stop/"))
    assert client.post("/check/", sent(**NO)).url == "/today/"
    assert client.get("/stop/").url == "/today/"


def test_a_set_of_before_the_stop_is_logged_as_ever(as_, margaret, revision):
    make_check(margaret, sign="R5.pop", kind="wrong")
    dose = dose_of(revision, "heel-raise-single", "L")
    said = {"dose": dose.pk, "number": "1", "set_id": uuid4(), "session_id": uuid4()}
    as_(margaret).post(f"/days/2026-11-19/{dose.prescription_id}/", said)
    assert Set.objects.count() == 1


# --- something is wrong, and after a session ----------------------------------------------------


def test_what_is_ticked_stops_and_tells(as_, margaret, revision):
    client = as_(margaret)
    assert 'action="/wrong/tell/"' in text(client.get("/wrong/"))
    answer = client.post("/wrong/tell/", sent(signs=["R6.fever", "R6.shaking", "R5.pop"]))
    assert answer.url == "/stop/"
    check = Check.objects.get()
    assert check.answers == {"R6": "R6.shaking", "R5": "R5.pop"}
    assert (check.kind, check.urgency, check.rules) == ("wrong", "E", ["R6.shaking", "R5.pop"])


def test_nothing_ticked_is_no_check(as_, margaret):
    page = text(as_(margaret).post("/wrong/tell/", sent()), 422)
    assert "Tick what is wrong." in page
    assert 'href="tel:999"' in page
    text(as_(margaret).post("/wrong/tell/", sent(signs=["R99.none"])), 422)
    assert not Check.objects.exists()


def test_feet_after_a_session(as_, diabetic):
    client = as_(diabetic)
    page = text(client.get("/check/after/"))
    assert page.count('value="yes"') == 7
    assert client.post("/check/after/", sent(**FEET)).url == "/today/"
    assert Check.objects.get().kind == "after"
    assert client.post("/check/after/", sent(**FEET | {"foot_blister": "yes"})).url == "/stop/"
    assert text(client.post("/check/after/", sent(**FEET | {"foot_hot": ""})), 422)


def test_finishing_a_session_leads_to_the_feet(as_, diabetic, revision):
    session = make_session(diabetic, revision)
    make_set(session, dose_of(revision, "heel-raise-single", "L"))
    assert as_(diabetic).post("/days/2026-11-19/finish/", {"note": "y"}).url == "/check/after/"
    diabetic.conditions.filter(cause="diabetes").delete()
    assert as_(diabetic).post("/days/2026-11-19/finish/", {"note": "x"}).url == "/days/2026-11-19/"
