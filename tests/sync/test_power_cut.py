"""A real server, killed in the middle of storing a session, and many that send the same one at once."""

from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import sign_in_as
from tests.support.device import document, one_set
from tests.support.doses import dose_of
from tests.support.servers import answers, until
from tests.sync.dying.kill import AFTER_COMMIT, BEFORE_ANSWER, BEFORE_COMMIT
from tests.sync.dying.server import dying_server
from tests.sync.many import Sender
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose, Revision

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.slow("starts servers and kills them in the middle of a request"),
]

Order = Callable[[str], None]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """`order(BEFORE_COMMIT)`: the next PUT dies there."""
    return lambda moment: (tmp_path / "order").write_text(moment) and None


@pytest.fixture
def sender(tmp_path: Path, margaret: Patient) -> Iterator[Sender]:
    """Margaret's phone, and a server of two workers with a few threads each."""
    client = Client()
    assert margaret.user is not None
    sign_in_as(client, margaret.user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with dying_server(tmp_path / "order") as port:
        yield Sender(port, cookie)


@pytest.fixture
def dose(revision: Revision) -> Dose:
    return dose_of(revision, "heel-raise-single", "L")


def session_of(margaret: Patient, dose: Dose) -> dict[str, object]:
    now = clock.now().isoformat().replace("+00:00", "Z")
    sets = [one_set(dose, n, logged_at=now) for n in (1, 2, 3)]
    return document(margaret, *sets, day=margaret.today.isoformat(), sent_at=now, started_at=now)


@pytest.mark.parametrize(("moment", "there"), [(BEFORE_COMMIT, 0), (AFTER_COMMIT, 1), (BEFORE_ANSWER, 1)])
def test_a_power_cut_and_sending_again(
    sender: Sender, order: Order, margaret: Patient, dose: Dose, moment: str, there: int
) -> None:
    session, sent = str(uuid4()), session_of(margaret, dose)
    order(moment)
    with pytest.raises((HTTPException, OSError)):
        sender.put(session, sent)
    assert (Session.objects.count(), Set.objects.count()) == (there, 3 * there)
    until(lambda: answers(sender.port))
    status, first = sender.put(session, sent)
    assert status == 200
    assert sender.put(session, sent) == (200, first)
    assert (Session.objects.count(), Set.objects.count()) == (1, 3)
    assert not Correction.objects.exists()


def test_a_power_cut_in_a_correction(sender: Sender, order: Order, margaret: Patient, dose: Dose) -> None:
    session, sent = str(uuid4()), session_of(margaret, dose)
    sender.put(session, sent)
    changed = sent | {"version": 2, "sets": [one | {"outcome": "done", "reps": 5} for one in sent["sets"]]}  # type: ignore[operator, attr-defined]
    for moment in (BEFORE_COMMIT, AFTER_COMMIT):
        order(moment)
        with pytest.raises((HTTPException, OSError)):
            sender.put(session, changed if moment == BEFORE_COMMIT else changed | {"version": 3, "effort": 4})
        until(lambda: answers(sender.port))
    assert sender.put(session, changed | {"version": 3, "effort": 4})[0] == 200
    assert {one.reps for one in Set.objects.all()} == {5}
    assert (Session.objects.get().version, Correction.objects.count()) == (3, 3)


def test_the_same_session_sent_many_times_at_once(sender: Sender, margaret: Patient, dose: Dose) -> None:
    """The full run of fifty at once for two hundred sessions is `make bench ARGS=--parallel`."""
    for _ in range(4):
        answers_heard = sender.put_at_once(str(uuid4()), session_of(margaret, dose), 8)
        assert {status for status, _body in answers_heard} == {200}
        assert len({body for _status, body in answers_heard}) == 1
    assert (Session.objects.count(), Set.objects.count()) == (4, 12)
    assert not Correction.objects.exists()
