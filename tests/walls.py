"""How the tests live with the walls.

Everything runs as the application's role, which owns nothing and bypasses nothing. A test that prepares rows, or looks
what became of them, has to see all of them: in the test database alone, a policy more lets it, while `evenstep.tests`
is on. For the length of each request it is off, so that a request sees what it would see in production.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.db.backends.signals import connection_created

POLICY = """
DO $do$ DECLARE walled regclass; BEGIN
    FOR walled IN SELECT oid FROM pg_class WHERE relrowsecurity LOOP
        EXECUTE format(
            'CREATE POLICY a_test_sees_all ON %s USING ((SELECT current_setting(''evenstep.tests'', true) = ''on''))
             WITH CHECK ((SELECT current_setting(''evenstep.tests'', true) = ''on''))', walled);
    END LOOP;
END $do$
"""


# Tests with transactions of their own empty all tables afterwards, which the trail refuses.
MAY_BE_EMPTIED = """
DO $do$ DECLARE guarded regclass; BEGIN
    FOR guarded IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'never_emptied' LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER never_emptied', guarded);
    END LOOP;
END $do$
"""


def let_tests_see_all() -> None:
    """Add the policy to every walled table of the test database, as its owner; and let tables be emptied."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(MAY_BE_EMPTIED)
        cursor.execute(POLICY)


class _Here(local):
    walled = False


_here = _Here()  # a live server answers in threads of its own, on connections of their own


@contextmanager
def walled_everywhere() -> Iterator[None]:
    """The same in threads that begin in this block: a worker's."""
    _Here.walled = True
    try:
        with walled():
            yield
    finally:
        _Here.walled = False


@contextmanager
def walled() -> Iterator[None]:
    """Inside the walls, as in production; also for the length of a block in a test."""
    _here.walled = True
    _tell(connection)
    try:
        yield
    finally:
        _here.walled = False
        _tell(connection)


def _tell(connection: Any, **kwargs: Any) -> None:
    """Tell an open connection which it is; one that opens later is told then."""
    if connection.connection is not None and connection.alias == "default":
        # Past Django's cursor, so that no count of queries sees it.
        connection.connection.execute(f"SET evenstep.tests = {'off' if _here.walled else 'on'}")


connection_created.connect(_tell, dispatch_uid="tests.walls")


def wall_requests() -> None:
    """From here on every request of this process, by a test client or a live server, is inside the walls."""
    answer = BaseHandler.get_response

    def get_response(self: BaseHandler, request: Any) -> Any:
        with walled():
            return answer(self, request)

    BaseHandler.get_response = get_response
