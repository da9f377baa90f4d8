"""Figures over HTTP: for ever at their address, without session or database, under their own policy."""

import re

import pytest
from django.db import connections
from django.test import Client

from tests.factories import make_exercise
from therapy.library import actions, datafile
from therapy.library.figures import pictures
from therapy.library.figures.pictures import Picture
from therapy.library.models import Exercise

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> Exercise:
    actions.load_built_in(datafile.read())
    return Exercise.objects.get(slug="heel-raise-single")


def test_a_picture_is_kept_for_ever_by_whoever_asked(client: Client, shipped: Exercise):
    answer = client.get(Picture(shipped, "L").address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode() == Picture(shipped, "L").draw()
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")


def test_the_second_time_nothing_asks_the_database(client: Client, shipped: Exercise, as_, margaret):
    address = Picture(shipped, "R", 2).address
    assert client.get(address).status_code == 200
    asked: list[str] = []
    signed_in = as_(margaret)

    def refuse(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(refuse), connections["owner"].execute_wrapper(refuse):
        assert client.get(address).status_code == 200
        # Nor for somebody who is signed in, whose cookie comes with it.
        assert signed_in.get(address).status_code == 200
    assert asked == []


def test_it_brings_a_policy_that_allows_its_own_style_and_nothing_else(client: Client, shipped: Exercise):
    answer = client.get(Picture(shipped, "L").address)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='", answer["Content-Security-Policy"]
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_that_changes_has_another_address(shipped: Exercise):
    before = Picture(shipped, "L").address
    shipped.figure["frames"][0]["trunk"] = 1
    assert Picture(shipped, "L").address != before
    assert Picture(shipped, "L").address.split("/")[:3] == before.split("/")[:3]


@pytest.mark.parametrize(
    "name",
    [
        "heel-raise-single/<digest>/b.svg",  # each leg on its own
        "heel-raise-single/<digest>/l3.svg",  # two frames
        "heel-raise-single/<digest>/x.svg",
        "heel-raise-single/<digest>/l10.svg",
        "heel-raise-single/00000000000000000000/l.svg",
        "bridge/<digest>/b.svg",
        "nothing/<digest>/l.svg",
        "heel-raise-single/<digest>/l.svg/",
        "l.svg",
    ],
)
def test_what_is_no_picture_is_not_found(client: Client, shipped: Exercise, name: str):
    address = "/figures/" + name.replace("<digest>", pictures.digest(shipped))
    assert client.get(address).status_code in (404, 301)
    assert client.get(address, follow=True).status_code == 404


def test_it_can_only_be_read(client: Client, shipped: Exercise):
    address = Picture(shipped, "L").address
    assert client.head(address).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405


def test_an_exercise_without_a_figure_shows_none(as_, sam, harbour):
    own = make_exercise(slug="own-one", name="Own one", clinic=harbour, figure={})
    assert not pictures.has_figure(own)
    client = as_(sam)
    for page in ("", "moving/", "paper/"):
        answer = client.get(f"/library/{own.slug}/{page}")
        assert answer.status_code == 200
        assert b"/figures/" not in answer.content.replace(b'href="/figures/"', b"")


def test_the_page_offers_each_leg_and_keeps_to_what_was_asked(as_, sam, shipped: Exercise):
    client = as_(sam)
    for leg, name in (("", "l"), ("L", "l"), ("R", "r"), ("B", "l"), ("<x>", "l")):
        page = client.get("/library/heel-raise-single/", {"leg": leg}).content.decode()
        assert f"/{name}.svg" in page
        assert f"/{name}1.svg" in page
        assert "<x>" not in page


def test_a_chosen_theme_is_told_to_the_picture(as_, sam, shipped: Exercise):
    client = as_(sam)
    assert ".svg#" not in client.get("/library/heel-raise-single/").content.decode()
    sam.theme = "dark"
    sam.save()
    assert "l.svg#dark" in client.get("/library/heel-raise-single/").content.decode()


def test_the_contact_sheet_shows_every_exercise_on_every_side(as_, sam, shipped: Exercise):
    page = as_(sam).get("/figures/").content.decode()
    for exercise in Exercise.objects.filter(clinic=None):
        for side in pictures.sides_of(exercise):
            for frame in range(len(exercise.figure["frames"]) + 1):
                assert Picture(exercise, side, frame).address in page
