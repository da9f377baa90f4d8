"""Kills its own process, once, at the moment that the file `DYING_ORDER` names: before the transaction of a PUT is
committed, after it, or when the answer is ready and nothing of it is sent."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

BEFORE_COMMIT, AFTER_COMMIT, BEFORE_ANSWER = "before commit", "after commit", "before the answer"
_storing = False


def _die_if_told(moment: str) -> None:
    order = Path(os.environ["DYING_ORDER"])
    if _storing and order.exists() and order.read_text() == moment:
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


_commit = BaseDatabaseWrapper._commit


def commit(self: BaseDatabaseWrapper) -> None:
    """Django's own, with a death before or behind it."""
    _die_if_told(BEFORE_COMMIT)
    _commit(self)
    _die_if_told(AFTER_COMMIT)


class KillMiddleware:
    """The outermost: what comes back from behind it is the whole answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        BaseDatabaseWrapper._commit = commit  # type: ignore[method-assign]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        global _storing
        _storing = request.method == "PUT"
        response = self.get_response(request)
        _die_if_told(BEFORE_ANSWER)
        return response
