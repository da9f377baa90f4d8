"""Several phones and a server that fails at any step, against a simple model: nothing lost, nothing twice.

The phones run the player's real modules, the server is the real one with its database. A step is something that a
person does, a request that fails in one of many ways, a dead battery, or a page that writes into the same session.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories import sign_in_as
from tests.sync.machine.phones import Phones, node
from therapy.care.models import Patient
from therapy.logbook.actions import correct_set, record_set, take_back_set
from therapy.logbook.entries import SAID, SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose

# As many more, and others each time: MACHINE_EVENINGS=200 make test ARGS=tests/sync/test_machine.py
EVENINGS = int(os.environ.get("MACHINE_EVENINGS", "0"))
PAGE = "<!doctype html><title>Sign in</title>"
# What becomes of a request that the server never gets, and of one that it has done.
UNASKED: dict[str, dict[str, Any]] = {
    "lost_request": {"lost": True},
    "error_before": {"status": 500, "body": PAGE},
    "page_before": {"status": 200, "body": PAGE},
    "redirect": {"status": 0, "type": "opaqueredirect", "body": ""},
    "signed_out": {"status": 401, "body": '{"errors": {"session": "sign in"}}'},
    "no_token": {"status": 403, "body": '{"errors": {"token": "CSRF check Failed"}}'},
}
SPOILT = ("lost_answer", "error_after", "page_after", "cut_after", "broken_after")
FAULTS = ("none", "none", "none", *UNASKED, *SPOILT)
PHONES = ("hers", "tablet")
AMOUNTS = st.fixed_dictionaries(
    {"outcome": st.just("done")},
    optional={
        "reps": st.integers(1, 12),
        "pain": st.none() | st.integers(0, 10),
        "pain_kind": st.sampled_from(["", "joint", "muscle"]),
        "effort": st.none() | st.integers(0, 10),
        "note": st.sampled_from(["", "wobbly"]),
    },
)
AT = st.integers(0, 20)
SAID_OF_A_SET = st.one_of(
    st.just({"outcome": "as_prescribed"}),
    st.just({"outcome": "skipped", "skip_reason": "tired"}),
    AMOUNTS,
)

LOG = st.fixed_dictionaries({"at": AT, "said": SAID_OF_A_SET})
# What a person does on a phone, as commands of devices.mjs; most of it is logging sets.
THINGS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), LOG),
        st.tuples(st.just("log"), LOG),
        st.tuples(st.just("log"), LOG),
        st.tuples(st.just("correct"), st.fixed_dictionaries({"at": AT, "said": AMOUNTS})),
        st.tuples(st.just("takeBack"), st.fixed_dictionaries({"at": AT})),
        st.tuples(st.just("extra"), st.fixed_dictionaries({"at": AT})),
        st.tuples(
            st.just("answer"),
            st.fixed_dictionaries(
                {"said": st.fixed_dictionaries({"pain_after": st.none() | st.integers(0, 10)})}
            ),
        ),
        st.tuples(st.just("finish"), st.just({})),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def phones() -> Iterator[Phones]:
    found = Phones(node())
    yield found
    found.close()


def stored() -> dict[str, dict[str, Any]]:
    """What the database says of each set, by id."""
    return {
        str(one.pk): {"dose": str(one.dose_id), "number": one.number}
        | {name: getattr(one, name) for name in SAID}
        for one in Set.objects.all()
    }


class Machine(RuleBasedStateMachine):
    """`cast` is set by the test: the phones' process, the patient and a dose of her plan."""

    cast: tuple[Phones, Patient, Dose]

    def __init__(self) -> None:
        super().__init__()
        self.phones, self.margaret, self.dose = self.cast
        self.savepoint = transaction.savepoint()
        self.client = Client()
        assert self.margaret.user is not None
        sign_in_as(self.client, self.margaret.user)
        self.fault = "none"
        # Sets that pages wrote last: a phone learns of it only when it next hears from the server.
        self.by_pages: set[str] = set()
        self.taken_back: set[str] = set()
        # What people said last of each set, by id: the model.
        self.said: dict[str, dict[str, Any]] = {}

    def teardown(self) -> None:
        """At the end the network is good: everything arrives, once, as it was said last."""
        try:
            self.fault = "none"
            for _ in range(3):
                for phone in PHONES:
                    self.do("flush", phone)
            found = stored()
            for phone in PHONES:
                dump = self.do("dump", phone)
                assert dump["unsent"]["since"] is None, dump["unsent"]
                assert dump["unsent"]["refused"] == []
            wanted = set(self.said) | self.by_pages
            assert set(found) <= wanted, "a set that nobody said"
            for lost in wanted - self.taken_back - set(found):
                self.gave_way(lost, found)
            for known, one in self.said.items():
                if known in found and known not in self.by_pages:
                    self.same(one, found[known])
        finally:
            transaction.savepoint_rollback(self.savepoint)

    @staticmethod
    def gave_way(lost: str, found: dict[str, dict[str, Any]]) -> None:
        """Of two sets that two people logged under one number, unknowing, one gives way, and all it said is kept."""
        kept = Correction.objects.filter(set_id=lost, after={}).first()
        assert kept is not None, "a set that was said is lost"
        slot = (kept.before["dose_id"], kept.before["number"])
        assert slot in {(one["dose"], one["number"]) for one in found.values()}, "it gave way to nothing"

    @staticmethod
    def same(one: dict[str, Any], row: dict[str, Any]) -> None:
        """What a phone says of a set is what is stored; "as prescribed" has the amounts that were asked."""
        assert (one["dose"], one["number"]) == (row["dose"], row["number"])
        names = ("pain", "pain_kind", "effort", "note", "skip_reason")
        assert {name: one[name] for name in names} == {name: row[name] for name in names}
        if one["outcome"] == "as_prescribed":
            assert (row["outcome"], row["reps"] is not None) == ("done", True)
        elif one["outcome"] == "skipped":
            assert (row["outcome"], row["reps"]) == ("skipped", None)
        else:
            assert (row["outcome"] in ("done", "partial"), row["reps"]) == (True, one["reps"])

    # --- the server, which fails ---------------------------------------------------------------

    def do(self, command: str, phone: str, **more: Any) -> Any:
        return self.phones.do(command, self.serve, name=phone, **more)

    def say(self, command: str, phone: str, **more: Any) -> None:
        """A person says something about sets, and the model remembers it."""
        doc = self.do(command, phone, **more)
        for one in doc["sets"] if doc else []:
            self.said[one["id"]] = one

    def serve(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the phone hears: before the server is asked at all, or in place of what it said."""
        fault, self.fault = self.fault, "none"
        if fault in UNASKED:
            return UNASKED[fault]
        status, body = self.ask(request)
        answer: dict[str, Any] = {"status": status, "body": body}
        spoilt = {
            "lost_answer": {"lost": True},
            "error_after": {"status": 502, "body": PAGE},
            "page_after": {"status": 200, "body": PAGE},
            "cut_after": {"status": status, "body": body[: len(body) // 2]},
            "broken_after": answer | {"broken": True},
        }
        return spoilt.get(fault, answer)

    def ask(self, request: dict[str, Any]) -> tuple[int, str]:
        """The real server's answer. Whatever it changes of a set that was there leaves a correction with the past."""
        before, kept = stored(), Correction.objects.count()
        if request["method"] == "GET":
            answer = self.client.get(request["url"])
        else:
            answer = self.client.put(request["url"], request["body"], content_type="application/json")
        assert answer.status_code in (200, 409), (answer.status_code, answer.content)
        after = stored()
        changed = [one for one in before if one not in after or before[one] != after[one]]
        told = {str(one.set_id): one for one in Correction.objects.order_by("version")}
        for one in changed:
            assert one in told
            gone = one not in after
            names = [
                name
                for name in SAID
                if (before[one][name] if gone else before[one][name] != after[one][name])
            ]
            past = told[one].before
            assert all(str(past[name]) == str(before[one][name]) for name in names if name in past)
            assert set(names) <= set(past) | {"outcome"}
        assert Correction.objects.count() >= kept + len(changed)
        if request["method"] == "PUT" and answer.status_code == 200:
            named = set(answer.json()["sets"])
            sent = {one["id"] for one in json.loads(request["body"])["sets"]}
            assert named == sent <= set(after)
        return answer.status_code, answer.content.decode()

    # --- what people do ------------------------------------------------------------------------

    @initialize()
    def two_phones(self) -> None:
        now = self.client.get("/api/v1/today").json()["now"]
        self.phones.do("reset", self.serve, now=now)
        for phone in PHONES:
            self.do("new", phone, person=str(self.margaret.user_id))
            self.do("refresh", phone)
            self.do("begin", phone)

    @rule(phone=st.sampled_from(PHONES), things=THINGS, fault=st.sampled_from(FAULTS))
    def say_and_send(self, phone: str, things: list[tuple[str, dict[str, Any]]], fault: str) -> None:
        """Some things are said, and then the phone sends what waits; one of its requests may fail."""
        for command, more in things:
            if command == "takeBack":
                gone = self.do(command, phone, **more)
                self.taken_back |= {gone} - {None}
            else:
                self.say(command, phone, **more)
        self.flush(phone, fault)

    @rule(phone=st.sampled_from(PHONES))
    def dead_battery(self, phone: str) -> None:
        self.do("restart", phone)

    @rule(phone=st.sampled_from(PHONES), fault=st.sampled_from(FAULTS))
    def refresh(self, phone: str, fault: str) -> None:
        self.fault = fault
        self.do("refresh", phone)
        self.fault = "none"

    def flush(self, phone: str, fault: str) -> None:
        self.fault = fault
        self.do("flush", phone)
        self.fault = "none"

    @rule(phone=st.sampled_from(PHONES), fault=st.sampled_from(FAULTS))
    def flush_in_two_tabs(self, phone: str, fault: str) -> None:
        self.fault = fault
        self.do("twice", phone)
        self.fault = "none"

    # --- pages that write into the same sessions -----------------------------------------------

    @rule(number=st.integers(1, 8), reps=st.integers(1, 9))
    def log_on_a_page(self, number: int, reps: int) -> None:
        assert self.margaret.user is not None
        # A page adds to the day's first session: to one of a phone's, once there is one.
        if not Session.objects.filter(source=Session.Source.PLAYER).exists():
            return
        entry = SetEntry(dose=self.dose, number=number, outcome="done", reps=reps)
        made = record_set(patient=self.margaret, day=self.margaret.today, entry=entry, by=self.margaret.user)
        self.by_pages.add(str(made.pk))

    @rule(at=AT, reps=st.integers(1, 9))
    def correct_on_a_page(self, at: int, reps: int) -> None:
        found = (
            Set.objects.exclude(outcome="skipped").select_related("session__patient", "dose").order_by("pk")
        )
        if found:
            logged = found[at % len(found)]
            entry = SetEntry.of(logged).changed(reps=reps, outcome="done")
            assert self.margaret.user is not None
            correct_set(logged=logged, entry=entry, by=self.margaret.user)
            self.by_pages.add(str(logged.pk))

    @rule(at=AT)
    def take_back_on_a_page(self, at: int) -> None:
        found = Set.objects.select_related("session__patient").order_by("pk")
        if found:
            assert self.margaret.user is not None
            logged = found[at % len(found)]
            self.by_pages.add(str(logged.pk))
            self.taken_back.add(str(logged.pk))
            take_back_set(logged=logged, by=self.margaret.user)

    # --- what always holds ---------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_and_nothing_twice(self) -> None:
        """A set that a person said is in the database, or on the phone that heard it and waiting."""
        rows = list(Set.objects.values_list("pk", "session_id", "dose_id", "number"))
        assert len({row[1:] for row in rows}) == len(rows), "two sets of one number"
        there = {str(row[0]) for row in rows}
        taken_back = Correction.objects.filter(after={}).values_list("set_id", flat=True)
        gone = {str(one) for one in taken_back}
        waiting = {
            one
            for dump in self.phones.do("dumpAll", self.serve)
            for record in dump["records"]
            for one in record["unsent"]
        }
        lost = set(self.said) - self.taken_back - there - waiting - gone
        assert not lost, "said, and neither stored nor waiting"


@pytest.mark.parametrize(
    ("evenings", "steps"),
    [
        pytest.param(10, 20, id="some", marks=[pytest.mark.slow("plays ten evenings"), pytest.mark.always]),
        pytest.param(EVENINGS or 30, 30, id="many", marks=pytest.mark.slow("plays thirty longer evenings")),
    ],
)
def test_phones_and_a_server_that_fails(
    evenings: int, steps: int, thursday: None, margaret: Patient, heel_left: Dose, phones: Phones
) -> None:
    Machine.cast = (phones, margaret, heel_left)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=evenings,
            # In the suite the same evenings each time; as many others as one likes by hand.
            derandomize=not EVENINGS,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
