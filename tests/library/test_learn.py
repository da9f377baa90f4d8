"""`/learn/`: everybody's articles, a patient's own causes first; search; and the page of one article."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clinic, User
from tests.factories import make_article, make_condition, make_user
from tests.trail.traces import entries_after, last_entry
from therapy.care.models import Patient

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def articles(db: None) -> None:
    """Six of them, the pinned one last by its number."""
    for number, (slug, title, causes) in enumerate(
        [
            ("basics", "What is muscle wasting?", []),
            ("training", "How training helps", ["immobility", "fracture"]),
            ("nerves", "Nerve injury", ["nerve"]),
            ("feet", "Diabetes and your feet", ["diabetes"]),
            ("walking", "Walk, rest, walk", ["artery", "diabetes"]),
            ("when-to-get-help", "When to get help", []),
        ],
        start=1,
    ):
        make_article(slug=slug, title=title, number=number, causes=causes, summary=f"About {slug}.")


def shown(client: Client, query: str = "") -> list[tuple[str, list[str]]]:
    """Headings with the addresses under them, as the page shows them."""
    shelf = client.get(f"/learn/{query}").context["shelf"]
    groups = [(group.heading, [one.slug for one in group.articles]) for group in shelf.groups]
    return [("pinned", [shelf.pinned.slug]), *groups] if shelf.pinned else groups


PINNED = ("pinned", ["when-to-get-help"])


def test_a_patients_own_cause_comes_first_and_says_why(as_: As, articles: None, tomasz: Patient):
    client = as_(tomasz)
    assert shown(client) == [
        PINNED,
        ("For nerve damage", ["nerves"]),
        ("More to read", ["basics", "training", "feet", "walking"]),
    ]
    page = client.get("/learn/").text
    assert page.index("When to get help") < page.index("For nerve damage") < page.index("More to read")


def test_several_causes_come_in_their_order_and_no_article_twice(as_: As, articles: None, margaret: Patient):
    make_condition(margaret, code="E11.42", side="", cause="diabetes")
    make_condition(margaret, code="I70.213", side="B", cause="artery")
    assert shown(as_(margaret)) == [
        PINNED,
        ("After a cast or bed rest", ["training"]),
        ("For diabetes", ["feet", "walking"]),
        ("More to read", ["basics", "nerves"]),
    ]


def test_what_a_code_alone_says_counts_too(as_: As, articles: None, tomasz: Patient):
    tomasz.conditions.update(cause="other", code="I70.213")
    assert shown(as_(tomasz))[1] == ("For artery disease", ["walking"])


def test_a_condition_that_is_over_counts_no_more(as_: As, articles: None, tomasz: Patient):
    tomasz.conditions.update(resolved_on=date(2026, 11, 1))
    assert shown(as_(tomasz)) == [PINNED, ("", ["basics", "training", "nerves", "feet", "walking"])]


def test_staff_see_all_in_one_list(as_: As, articles: None, sam: User, ruth: User):
    for person in (sam, ruth):
        assert shown(as_(person)) == [PINNED, ("", ["basics", "training", "nerves", "feet", "walking"])]


def test_somebody_without_a_role_reads_them_too(as_: As, articles: None):
    nobody_yet = make_user(name="New Person", email="new@example.org")
    assert shown(as_(nobody_yet))[0] == PINNED
    assert as_(nobody_yet).get("/learn/nerves/").status_code == 200


def test_nobody_goes_to_sign_in(as_: As, articles: None):
    assert as_(None).get("/learn/").url == "/account/login/?next=/learn/"
    assert as_(None).get("/learn/nerves/").url == "/account/login/?next=/learn/nerves/"


def test_only_the_list_that_shows_her_causes_is_a_look_at_her_record(
    as_: As, articles: None, tomasz: Patient
):
    client = as_(tomasz)
    before = last_entry()
    client.get("/learn/?q=nerve")
    client.get("/learn/nerves/")
    assert entries_after(before) == []
    client.get("/learn/")
    (look,) = entries_after(before)
    assert (look.kind, look.what, look.patient_id) == ("read", "learn", tomasz.pk)


def test_a_clinics_own_are_among_them_for_its_people_alone(
    as_: As, articles: None, harbour: Clinic, margaret: Patient, nils: Patient, sam: User, otto: User
):
    make_article(harbour, slug="pool", title="Our pool", causes=["immobility"], number=100)
    assert shown(as_(margaret))[1] == ("After a cast or bed rest", ["training", "pool"])
    assert "Harbour Street Physiotherapy" in as_(sam).get("/learn/pool/").text
    for stranger in (nils, otto):
        assert "Our pool" not in as_(stranger).get("/learn/?q=pool").text
        assert as_(stranger).get("/learn/pool/").status_code == 404


def test_a_clinics_own_of_the_same_address_goes_first(
    as_: As, articles: None, harbour: Clinic, margaret, nils
):
    make_article(harbour, slug="nerves", title="Nerves, as we see them")
    assert "Nerves, as we see them" in as_(margaret).get("/learn/nerves/").text
    assert "Nerve injury" in as_(nils).get("/learn/nerves/").text


def test_one_out_of_use_is_shown_to_nobody(as_: As, articles: None, sam: User):
    make_article(slug="old", title="Old news", archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert "Old news" not in as_(sam).get("/learn/").text
    assert as_(sam).get("/learn/old/").status_code == 404


@pytest.mark.parametrize("more", [0, 40])
def test_the_list_costs_the_same_for_few_and_many(
    as_: As, articles: None, tomasz: Patient, harbour: Clinic, sam: User, more: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
):  # fmt: skip
    for number in range(more):
        make_article(harbour, slug=f"own-{number}", author=sam)
    client = as_(tomasz)
    client.get("/learn/")
    with django_assert_max_num_queries(10):
        client.get("/learn/")


# --- search ---------------------------------------------------------------------------------


@pytest.fixture
def texts(db: None) -> None:
    make_article(
        slug="laces", title="Laces", summary="A knot.", topics=["footwear"], body="Tie them.", number=1
    )
    make_article(slug="walks", title="Walking far", summary="Rest often.", body="Wear good shoes.", number=2)
    make_article(slug="shoes", title="Shoes", summary="What to buy.", body="A firm heel.", number=3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("shoes", ["shoes", "walks"]),  # the title before the text
        ("shoe", ["shoes", "walks"]),
        ("SHO", ["shoes", "walks"]),
        ("footwear", ["laces"]),
        ("knots", ["laces"]),
        ("walk", ["walks"]),
        ("good shoes", ["walks"]),
        ("walking, shoes!", ["walks"]),
        ("shoes laces", []),
        ("zebra", []),
        ("' | 'shoes", ["shoes", "walks"]),
        ("shoes:* & !heel", ["shoes"]),
        ("the", []),
        ("!!!", []),
    ],
)
def test_every_word_must_be_somewhere(as_: As, texts: None, sam: User, query: str, expected: list[str]):
    answer = as_(sam).get("/learn/", {"q": query})
    assert [one.slug for group in answer.context["shelf"].groups for one in group.articles] == expected
    if not expected:
        assert "No article has all of these words" in answer.text


def test_nothing_asked_is_the_whole_list(as_: As, texts: None, sam: User):
    for query in ("", "   "):
        assert "3 articles" in as_(sam).get("/learn/", {"q": query}).text


def test_what_is_no_search_is_no_error(as_: As, texts: None, sam: User):
    assert as_(sam).get("/learn/", {"q": "a\0b"}).status_code == 200
    assert as_(sam).get("/learn/", {"q": "x" * 500}).status_code == 200


def test_with_htmx_only_the_results_come_back(as_: As, texts: None, sam: User):
    answer = as_(sam).get("/learn/?q=laces", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'href="/learn/laces/"' in answer.text
    assert "1 article" in answer.text
    assert "HX-Request" in answer["Vary"]


def test_an_empty_library_says_what_to_do(as_: As, sam: User):
    assert "There are no articles yet" in as_(sam).get("/learn/").text


# --- one article ----------------------------------------------------------------------------


def page_of(client: Client, slug: str) -> str:
    return re.sub(r"\s+", " ", client.get(f"/learn/{slug}/").text)


def test_the_page_has_text_sources_and_reading_time(as_: As, margaret: Patient):
    sources = [
        {"key": "BONE", "text": "Bone, 2019. https://example.org/a?b=1&c=2", "read": "the abstract"},
        {"key": "WALK", "text": "A guideline", "read": ""},
    ]
    make_article(body="Walk on [WALK].\n\n" + "word " * 250, sources=sources)
    page = page_of(as_(margaret), "good-shoes")
    assert "2 minutes to read" in page
    assert '<a href="#source-2" aria-label="Source 2">2</a>' in page
    assert '<li id="source-1">' in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "What we read: the abstract." in page
    assert page.count("What we read") == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"review_due": date(2027, 11, 23)},
            "Written 23 November 2026. Not yet reviewed by a clinician; due by 23 November 2027.",
        ),
        ({}, "Written 23 November 2026. Not yet reviewed by a clinician."),
        (
            {"reviewed_on": date(2026, 12, 1), "reviewed_by": "Dr Jo Field", "review_due": date(2027, 12, 1)},
            "Written 23 November 2026. Reviewed 1 December 2026 by Dr Jo Field; next review due by 1 December 2027.",
        ),
    ],
)
def test_the_page_says_honestly_who_has_looked_at_it(as_: As, margaret: Patient, fields, said):
    make_article(**fields)
    assert said in page_of(as_(margaret), "good-shoes")


def test_a_review_has_a_day_and_a_reviewer(db: None):
    from django.db import IntegrityError, transaction

    for half in ({"reviewed_by": "Dr Jo Field"}, {"reviewed_on": date(2026, 12, 1)}):
        with pytest.raises(IntegrityError, match="article_review"), transaction.atomic():
            make_article(**half)


def test_what_an_article_says_is_escaped(as_: As, margaret: Patient):
    make_article(
        title="<script>t()</script>",
        summary="<script>s()</script>",
        body="<script>b()</script>",
        sources=[{"key": "1", "text": "<script>r()</script>", "read": "<i>x</i>"}],
    )
    page = page_of(as_(margaret), "good-shoes")
    for letter in "tsbr":
        assert f"<script>{letter}()" not in page
        assert f"&lt;script&gt;{letter}()" in page


def test_the_tab_learn_leads_to_the_articles_and_they_to_the_exercises(
    as_: As, articles: None, margaret: Patient
):
    client = as_(margaret)
    assert re.search(r'href="/learn/" aria-current="page">\s*<svg', client.get("/library/").text)
    page = client.get("/learn/").text
    assert 'href="/library/"' in page
    assert 'href="/learn/" aria-current="page"' in page
