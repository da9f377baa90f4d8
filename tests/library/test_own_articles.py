"""A clinic's own articles: who writes them, what is refused, who reads them, and that each change is kept."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client

from accounts.models import Clinic, User
from accounts.tenancy import walls
from tests.factories import make_article, make_clinic, make_membership
from tests.support.page_text import tight
from tests.trail.traces import last_entry
from tests.walls import walled
from therapy.care.models import Patient
from therapy.library.models import Article
from therapy.trail import chain
from therapy.trail.models import Entry

As = Callable[[User | Patient | None], Client]

POOL: dict[str, Any] = {
    "title": "Our pool",
    "summary": "When it is open, and what to bring.",
    "body": "Bring a towel [1].\n\n## Try this\n\nFloat.",
    "sources": "The pool’s own rules, https://pool.example/rules\n\n  A second line  \n",
    "causes": ["immobility", "nerve"],
    "topics": "swimming, water,swimming, ",
    "picture": "",
    "review_due": "2027-11-23",
}


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.text)


def write(client: Client, **more: Any) -> Any:
    return client.post("/learn/new/", POOL | {"new": str(uuid4())} | more)


def test_sent_twice_it_is_one_article(as_: As, sam: User):
    client = as_(sam)
    form = client.get("/learn/new/").text
    new = re.search(r'name="new" value="([0-9a-f-]{36})"', form)[1]
    first, again = write(client, new=new), write(client, new=new)
    assert first.url == again.url
    own = Article.objects.get()
    assert (str(own.pk), own.changed_at) == (new, None)
    # Back to the form, a word changed, and saved again: the later text is the one that is kept.
    assert write(client, new=new, title="Our warm pool").url == first.url
    own = Article.objects.get()
    assert (own.title, own.changed_by) == ("Our warm pool", sam)


def test_nobody_writes_over_another_persons_article(as_: As, sam: User, ruth: User, otto: User):
    new = str(uuid4())
    write(as_(sam), new=new)
    for other in (ruth, otto):
        assert write(as_(other), new=new, title="Mine").status_code == 404
    assert Article.objects.get().title == POOL["title"]


def test_a_therapist_writes_one_and_her_patients_read_it(
    as_: As, thursday: None, sam: User, margaret: Patient
):
    answer = write(as_(sam))
    own = Article.objects.get()
    assert answer.url == f"/learn/{own.slug}/"
    assert re.fullmatch(r"our-pool-[0-9a-f]{6}", own.slug)
    assert (own.clinic, own.author, own.written_on) == (margaret.clinic, sam, date(2026, 11, 19))
    assert own.causes == ["immobility", "nerve"]
    assert own.topics == ["swimming", "water"]
    assert own.review_due == date(2027, 11, 23)
    assert [source["key"] for source in own.sources] == ["1", "2"]
    assert own.sources[1] == {"key": "2", "text": "A second line", "read": ""}
    read = page(as_(margaret).get(answer.url))
    assert "Bring a towel" in read
    assert 'href="https://pool.example/rules"' in read
    assert "Written 19 November 2026 by Sam Osei, Harbour Street Physiotherapy." in read
    assert "To be looked at again by 23 November 2027." in read
    assert "reviewed by a clinician" not in read
    assert "Change the article" not in read
    assert "After a cast or bed rest" in page(as_(margaret).get("/learn/"))


def test_an_admin_writes_too(as_: As, ruth: User, harbour: Clinic):
    write(as_(ruth))
    assert Article.objects.get().clinic == harbour


def test_who_writes_for_two_clinics_says_for_which(as_: As, sam: User, northgate: Clinic, nils: Patient):
    make_membership(sam, northgate, "therapist")
    refused = write(as_(sam))
    assert refused.status_code == 422
    assert "This field is required" in refused.text
    elsewhere = make_clinic(name="Elsewhere")
    assert write(as_(sam), clinic=str(elsewhere.pk)).status_code == 422
    write(as_(sam), clinic=str(northgate.pk))
    own = Article.objects.get()
    assert own.clinic == northgate
    assert "Our pool" in as_(nils).get("/learn/").text


def test_the_preview_shows_it_and_saves_nothing(as_: As, sam: User):
    answer = write(as_(sam), preview="1")
    assert answer.status_code == 200
    assert "Preview. Nothing is saved yet." in answer.text
    assert '<section class="article-part part-try-this">' in answer.text
    assert 'aria-label="Source 1"' in answer.text
    assert "Bring a towel [1]." in answer.text  # still in the form
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "This field is required."),
        ("title", "x" * 121, "at most 120 characters"),
        ("summary", "", "This field is required."),
        ("body", "", "This field is required."),
        ("body", "x" * 20_001, "at most 20000 characters"),
        ("body", "One [1]\n\nThree [3]", "Line 3 has the number [3], and there are 2 sources."),
        ("body", "a\0b", "Null characters are not allowed."),
        ("sources", "a\n" * 31, "At most 30 sources."),
        ("causes", ["gout"], "gout is not one of the available choices"),
        ("topics", "x" * 61, "One of them is longer than 60 letters"),
        ("topics", ",".join(map(str, range(21))), "At most 20 of them."),
        ("picture", "../../base", "is not one of the available choices"),
        ("review_due", "soon", "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    as_: As, sam: User, field: str, value: Any, said: str
):
    for more in ({}, {"preview": "1"}):
        answer = write(as_(sam), **{field: value}, **more)
        assert answer.status_code == 422
        assert said in page(answer)
        assert f'id="div_id_{field}" class="field is-invalid' in tight(answer.text)
        kept = POOL | {field: ""}
        assert all(str(kept[name]).split("\n")[0] in answer.text for name in ("title", "summary", "topics"))
        assert "Preview. Nothing is saved yet." not in answer.text
    assert not Article.objects.exists()


def test_a_picture_is_one_of_the_built_in(as_: As, sam: User):
    make_article(slug="why-it-happens", title="Why it happens", picture="five-causes")
    assert "Why it happens" in as_(sam).get("/learn/new/").text
    own = Article.objects.get(slug=write(as_(sam), picture="five-causes").url.split("/")[2])
    assert own.picture == "five-causes"
    assert '<svg class="picture' in as_(sam).get(f"/learn/{own.slug}/").text


def test_a_picture_that_is_no_more_is_left_out_and_hinders_no_change(as_: As, harbour: Clinic, sam: User):
    make_article(harbour, slug="our-pool", picture="gone")
    assert as_(sam).get("/learn/our-pool/").status_code == 200
    assert change(as_(sam), picture="gone").status_code == 302


@pytest.fixture
def pool(harbour: Clinic, sam: User) -> Article:
    return make_article(harbour, slug="our-pool", title="Our pool", author=sam, body="Bring a towel.")


def change(client: Client, **more: Any) -> Any:
    return client.post("/learn/our-pool/change/", POOL | {"seen": "new"} | more)


def test_a_colleague_changes_it(as_: As, thursday: None, pool: Article, leah: User):
    form = as_(leah).get("/learn/our-pool/change/").text
    assert "Bring a towel." in form
    assert change(as_(leah), title="The pool").url == "/learn/our-pool/"
    pool.refresh_from_db()
    assert (pool.title, pool.slug, pool.author.name) == ("The pool", "our-pool", "Sam Osei")
    assert "Last changed 19 November 2026 by Leah Brandt." in page(as_(leah).get("/learn/our-pool/"))


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten_unseen(
    as_: As, pool: Article, sam: User, leah: User
):
    change(as_(leah), title="Leah’s pool")
    answer = change(as_(sam), title="Sam’s pool")
    assert answer.status_code == 422
    assert "Somebody else has changed this article" in answer.text
    assert "Sam’s pool" in answer.text
    pool.refresh_from_db()
    assert pool.title == "Leah’s pool"
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', answer.text)
    assert change(as_(sam), title="Sam’s pool", seen=seen.replace("&#x2B;", "+")).status_code == 302
    pool.refresh_from_db()
    assert pool.title == "Sam’s pool"


def test_out_of_use_nobody_reads_it_and_it_comes_back(as_: As, pool: Article, sam: User, margaret: Patient):
    answer = as_(sam).post("/learn/our-pool/take-out/")
    assert answer.url == "/learn/our-pool/change/"
    for reader in (sam, margaret):
        assert as_(reader).get("/learn/our-pool/").status_code == 404
    assert "Our pool" not in as_(margaret).get("/learn/").text
    listed = as_(sam).get("/learn/").text
    assert 'href="/learn/our-pool/change/"' in listed
    assert (
        "Nobody can read this article until you put it back" in as_(sam).get("/learn/our-pool/change/").text
    )
    change(as_(sam), title="The pool, mended")
    assert as_(margaret).get("/learn/our-pool/").status_code == 404
    assert as_(sam).post("/learn/our-pool/put-back/").url == "/learn/our-pool/"
    assert "The pool, mended" in as_(margaret).get("/learn/our-pool/").text


def test_a_patient_is_offered_nothing_to_write(as_: As, pool: Article, margaret: Patient):
    listed = as_(margaret).get("/learn/").text
    assert "Write an article" not in listed
    assert "/learn/our-pool/change/" not in as_(margaret).get("/learn/our-pool/").text


def test_a_built_in_one_cannot_be_changed(as_: As, sam: User):
    make_article(slug="why-it-happens")
    assert "Change the article" not in as_(sam).get("/learn/why-it-happens/").text
    for tail in ("change", "take-out", "put-back"):
        assert as_(sam).post(f"/learn/why-it-happens/{tail}/", POOL).status_code == 404
    assert Article.objects.get().archived_at is None


def test_who_left_the_clinic_writes_no_more(as_: As, pool: Article, sam: User):
    client = as_(sam)
    sam.memberships.update(ended_at="2026-11-01T00:00Z")
    assert change(client).status_code == 404
    assert client.get("/learn/our-pool/").status_code == 404


# --- history --------------------------------------------------------------------------------


def events() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, title FROM library_articleevent ORDER BY pgh_id")
        return cursor.fetchall()


def test_each_change_is_kept_and_on_the_trail_of_who_made_it(as_: As, sam: User, leah: User, harbour: Clinic):
    before = last_entry()
    write(as_(sam))
    own = Article.objects.get()
    as_(leah).post(f"/learn/{own.slug}/change/", POOL | {"seen": "new", "title": "The pool"})
    as_(leah).post(f"/learn/{own.slug}/take-out/")
    assert events() == [("insert", "Our pool"), ("update", "The pool"), ("update", "The pool")]
    found = Entry.objects.filter(id__gt=before, what="library_article").order_by("id")
    assert [(entry.kind, entry.person_id, entry.clinic_id, entry.patient_id) for entry in found] == [
        ("insert", sam.pk, harbour.pk, None),
        ("update", leah.pk, harbour.pk, None),
        ("update", leah.pk, harbour.pk, None),
    ]


def test_the_clinics_admin_finds_it_in_the_audit(as_: As, sam: User, ruth: User, ada: User):
    write(as_(sam))
    assert "An article" in as_(ruth).get("/audit/").text
    assert "An article" not in as_(ada).get("/audit/").text


def test_history_of_another_clinic_is_out_of_sight_and_cannot_be_changed(
    as_: As, sam: User, otto: User, northgate
):
    write(as_(sam))
    with walled(), connection.cursor() as cursor:
        walls.enter(scopes=[], clinics=[northgate.pk], person=otto.pk)
        cursor.execute("SELECT count(*) FROM library_articleevent")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE library_articleevent SET title = 'x'")


def test_tampering_with_the_history_is_found(transactional_db: None, as_: As, sam: User):
    write(as_(sam))
    assert chain.check(using="owner").breaks == []
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE library_articleevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE library_articleevent SET title = 'Another pool'")
        (found,) = chain.check(using="owner").breaks
        transaction.set_rollback(True, using="owner")
    assert "library_articleevent" in str(found)
