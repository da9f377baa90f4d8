"""Who comes to a patient's plan: the therapist of the care team. To everyone else it does not exist."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import User
from therapy.care.models import Patient
from therapy.plans.models import Plan, Revision

SOME_ID = UUID("00000000-0000-4000-8000-000000000001")
READ = [
    "",
    "new/",
    "revisions/1/",
    "end/",
    "pause/",
    "go-on/",
    "draft/",
    "draft/phases/new/",
    f"draft/phases/{SOME_ID}/",
    f"draft/phases/{SOME_ID}/items/new/",
    f"draft/items/{SOME_ID}/",
    "publish/",
]
WRITE = [
    "new/",
    "end/",
    "pause/",
    "go-on/",
    "draft/open/",
    "draft/discard/",
    "draft/overrides/",
    f"draft/overrides/{SOME_ID}/withdraw/",
    "draft/phases/new/",
    f"draft/phases/{SOME_ID}/",
    f"draft/phases/{SOME_ID}/current/",
    f"draft/phases/{SOME_ID}/remove/",
    f"draft/phases/{SOME_ID}/items/new/",
    f"draft/items/{SOME_ID}/",
    f"draft/items/{SOME_ID}/remove/",
    f"draft/items/{SOME_ID}/move/",
    "publish/",
]
OUTSIDERS = ["leah", "otto", "margaret", "ruth", "ada", "tomasz"]

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def outsider(request: pytest.FixtureRequest) -> User | Patient:
    found: User | Patient = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("outsider", OUTSIDERS, indirect=True)
def test_pages_do_not_exist_for_others(
    as_: As, margaret: Patient, draft: Revision, outsider: User | Patient
) -> None:
    client = as_(outsider)
    answers = {address: client.get(f"/patients/{margaret.pk}/plan/{address}").status_code for address in READ}
    assert answers == dict.fromkeys(READ, 404)


@pytest.mark.parametrize("outsider", OUTSIDERS, indirect=True)
def test_others_change_nothing(
    as_: As, margaret: Patient, plan: Plan, draft: Revision, outsider: User | Patient
) -> None:
    client = as_(outsider)
    answers = {
        address: client.post(f"/patients/{margaret.pk}/plan/{address}").status_code for address in WRITE
    }
    assert answers == dict.fromkeys(WRITE, 404)
    plan.refresh_from_db()
    assert plan.ended_on is None
    assert list(plan.revisions.order_by("number").values_list("number", "published_at")) == [
        (1, plan.revisions.get(number=1).published_at),
        (2, None),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", sorted({*READ, *WRITE}))
def test_nobody_is_asked_to_sign_in(as_: As, margaret: Patient, address: str, method: str) -> None:
    path = f"/patients/{margaret.pk}/plan/{address}"
    answer = getattr(as_(None), method)(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next={path}"


def test_a_membership_that_has_ended_opens_nothing(
    as_: As, sam: User, margaret: Patient, draft: Revision
) -> None:
    margaret.care_team.filter(therapist=sam).update(until=margaret.today)
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/draft/").status_code == 404


def test_ids_of_another_patients_draft_are_absent(
    as_: As, sam: User, margaret: Patient, draft: Revision, nils_draft: Revision
) -> None:
    """Sam may change Margaret's draft; an id of Nils's, put into an address of Margaret's, finds nothing."""
    phase = nils_draft.phases.get()
    item = phase.prescriptions.get()
    client = as_(sam)
    base = f"/patients/{margaret.pk}/plan/draft"
    assert client.get(f"{base}/phases/{phase.pk}/").status_code == 404
    assert client.get(f"{base}/items/{item.pk}/").status_code == 404
    assert client.post(f"{base}/items/{item.pk}/remove/").status_code == 404
    assert client.post(f"{base}/phases/{phase.pk}/current/").status_code == 404
    assert phase.prescriptions.filter(pk=item.pk).exists()
    assert client.get(f"/patients/{nils_draft.plan.patient_id}/plan/draft/").status_code == 404


@pytest.mark.parametrize("address", ["draft/open/", "draft/discard/", "draft/overrides/"])
def test_writes_are_posts(as_: As, sam: User, margaret: Patient, draft: Revision, address: str) -> None:
    assert as_(sam).get(f"/patients/{margaret.pk}/plan/{address}").status_code == 405
