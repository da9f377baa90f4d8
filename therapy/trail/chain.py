"""Checks the whole trail: recomputes every seal, and says where it is broken.

What it cannot show: who owns the database can cut off the end of a chain together with its head, or write a chain
anew from some place on with every hash recomputed. A checkpoint that is kept elsewhere (`Report.checkpoint`) shows
that as well, for all that was sealed when it was taken. Nor can it show that what was written was true: who used
another person's sign-in stands here as that person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from therapy.trail import events_check
from therapy.trail.breaks import Break, How


class CheckpointError(ValueError):
    """What was given is no checkpoint that a check has ever made."""


@dataclass
class Report:
    """What a check has found. `breaks` is empty where all is as it was sealed; a chain names its first break only."""

    entries: int = 0
    chains: int = 0
    events: int = 0
    checkpoint: str = ""
    breaks: list[Break] = field(default_factory=list)


@dataclass(frozen=True)
class _Link:
    number: int
    entry_id: int
    digest: bytes
    hash: bytes


# Every link against its entry and the link before; a chain is right where each of its links is.
LINKS = """
    SELECT l.chain, l.number, l.entry_id, e.clinic_id, e.patient_id, coalesce(l.number_before, 0) + 1 AS expected,
        e.id IS NULL AS gone, trail_digest(e) IS DISTINCT FROM l.digest AS changed,
        sha256(coalesce(l.hash_before, trail_beginning(l.chain)) || l.digest) IS DISTINCT FROM l.hash AS unlike
    FROM (
        SELECT *, lag(number) OVER chain_order AS number_before, lag(hash) OVER chain_order AS hash_before
        FROM trail_link WINDOW chain_order AS (PARTITION BY chain ORDER BY number)
    ) l LEFT JOIN trail_entry e ON e.id = l.entry_id
"""
FIRST_BREAKS = f"""
    SELECT DISTINCT ON (chain) * FROM ({LINKS}) AS every WHERE gone OR changed OR unlike OR number <> expected
    ORDER BY chain, number
"""  # noqa: S608  # nosec B608 # LINKS is the constant above
UNSEALED = """
    SELECT e.id, e.clinic_id, e.patient_id FROM trail_entry e
    WHERE NOT EXISTS (SELECT FROM trail_link l WHERE l.entry_id = e.id) ORDER BY e.id
"""
HEADS = """
    SELECT coalesce(h.chain, l.chain), h.number, l.number FROM trail_head h
    FULL JOIN (SELECT DISTINCT ON (chain) * FROM trail_link ORDER BY chain, number DESC) l ON l.chain = h.chain
    WHERE (h.number, h.hash, h.digest) IS DISTINCT FROM (l.number, l.hash, l.digest) ORDER BY 1
"""
# The ends that the chains had when the trail had no link after the one of this id.
CHECKPOINT = """
    SELECT coalesce(encode(sha256(string_agg(convert_to(
        chain || ' ' || number || ' ' || encode(hash, 'hex'), 'UTF8'), '\n'::bytea ORDER BY chain)), 'hex'), '')
    FROM (SELECT DISTINCT ON (chain) * FROM trail_link WHERE id <= %s ORDER BY chain, number DESC) AS ends
"""


def check(checkpoint: str = "", *, using: str) -> Report:
    """Check everything, and against `checkpoint`, one that an earlier check gave. Raises CheckpointError if it is none.

    A transaction that the caller has begun is checked as it stands, with what it has changed itself.
    """
    of_its_own = not connections[using].in_atomic_block
    until = _last_link(using)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if of_its_own:
            # One moment for all that is asked.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The same words for a row as when it was sealed.
        cursor.execute("SET LOCAL timezone = 'UTC'")
        report = Report(checkpoint=f"{until}:{_checkpoint(cursor, until)}")
        if checkpoint and not _holds(cursor, checkpoint):
            report.breaks.append(Break(How.UNLIKE_CHECKPOINT, "the checkpoint that was kept elsewhere"))
        cursor.execute("SELECT (SELECT count(*) FROM trail_entry), (SELECT count(*) FROM trail_head)")
        report.entries, report.chains = cursor.fetchone()
        report.breaks += [*_broken_links(cursor), *_unsealed(cursor), *_broken_heads(cursor)]
        report.events, broken = events_check.check(cursor)
        report.breaks += broken
    return report


def _last_link(using: str) -> int:
    """The id of the last link, at a moment at which no transaction is about to add one with a lower id."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("LOCK TABLE trail_link IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM trail_link")
        return int(cursor.fetchone()[0])


def _checkpoint(cursor: CursorWrapper, until: int) -> str:
    cursor.execute(CHECKPOINT, [until])
    return str(cursor.fetchone()[0])


def _holds(cursor: CursorWrapper, checkpoint: str) -> bool:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64}|)", checkpoint.strip())
    if found is None:
        raise CheckpointError(checkpoint)
    return _checkpoint(cursor, int(found[1])) == found[2]


def _broken_links(cursor: CursorWrapper) -> Iterator[Break]:
    cursor.execute(FIRST_BREAKS)
    columns = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        yield _explained(cursor, dict(zip(columns, row, strict=True)))


def _explained(cursor: CursorWrapper, row: dict[str, Any]) -> Break:
    """The break with its kind: what was done to this link."""
    number: int = row["number"]
    entry: int | None = row["entry_id"]
    if number != row["expected"]:
        how, number, entry = How.MISSING, row["expected"], None
    elif row["gone"]:
        how = How.MISSING
    elif not row["unlike"]:
        how = How.CHANGED  # the chain is whole, and the entry says something else than was sealed
    else:
        how, link = _what_was_done(row["chain"], _chain(cursor, row["chain"]), number)
        number, entry = link.number, link.entry_id
    return Break(
        how,
        "entry",
        chain=row["chain"],
        number=number,
        entry_id=entry,
        clinic_id=row["clinic_id"],
        patient_id=row["patient_id"],
    )


def _what_was_done(chain: UUID, links: list[_Link], number: int) -> tuple[How, _Link]:
    """How the link of this number came to not fit the one before it, and which link is at fault."""
    at = next(index for index, link in enumerate(links) if link.number == number)
    link, others = links[at], links[:at] + links[at + 1 :]
    ends = [_beginning(chain), *(one.hash for one in links)]  # ends[n] is what the link at n has to follow
    if at and _hash(ends[at - 1], link.digest) == link.hash:
        return How.INSERTED, links[at - 1]  # it truly follows the last but one
    if any(_hash(other.hash, link.digest) == link.hash for other in others):
        return How.REORDERED, link  # a true link, that belongs after another
    if any(_hash(ends[at], other.digest) == link.hash for other in others):
        return How.REORDERED, link  # the true hash of this place, with another entry at it
    if any(_hash(ends[at], other.digest) == other.hash for other in others):
        return How.INSERTED, link  # what truly follows stands further on
    return How.CHANGED, link


def _chain(cursor: CursorWrapper, chain: UUID) -> list[_Link]:
    cursor.execute(
        "SELECT number, entry_id, digest, hash FROM trail_link WHERE chain = %s ORDER BY number", [chain]
    )
    return [
        _Link(number, entry, bytes(digest), bytes(end)) for number, entry, digest, end in cursor.fetchall()
    ]


def _beginning(chain: UUID) -> bytes:
    """As `trail_beginning` in the database."""
    return sha256(f"evenstep trail {chain}".encode()).digest()


def _hash(before: bytes, digest: bytes) -> bytes:
    return sha256(before + digest).digest()


def _unsealed(cursor: CursorWrapper) -> Iterator[Break]:
    cursor.execute(UNSEALED)
    for entry_id, clinic_id, patient_id in cursor.fetchall():
        yield Break(How.INSERTED, "entry", entry_id=entry_id, clinic_id=clinic_id, patient_id=patient_id)


def _broken_heads(cursor: CursorWrapper) -> Iterator[Break]:
    cursor.execute(HEADS)
    for chain, head, last in cursor.fetchall():
        if head is not None and (last is None or last < head):
            yield Break(How.CUT, "end of the chain", chain=chain, number=(last or 0) + 1)
        elif head is None:
            yield Break(How.MISSING, "head of the chain", chain=chain)
        else:
            yield Break(How.CHANGED, "head of the chain", chain=chain, number=head)
