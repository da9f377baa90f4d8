"""How the log writes a line, and what it keeps to itself: who a person is, what they wrote, and what opens a door."""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

# The request that is being answered, in every line written meanwhile; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

HIDDEN = "***"
# Where nothing was found, the address is whatever somebody typed.
NO_PAGE = "(no page)"
# What PostgreSQL adds to a refusal: the row, with names and notes in it, which may run over several lines.
ROW = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above exception|During handling)|\nTraceback |\Z)", re.DOTALL)
# In the words of a library or of the server, which know no page: tokens in paths, mail addresses, queries.
TOKEN = re.compile(r"(/invitation/|/reset/key/|/confirm-email/)[^/\s\"']+")
EMAIL = re.compile(r"[^\s<>\"'@/=?&]+@[^\s<>\"'@/&]+")
QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")


def masked(text: str) -> str:
    """`text` without the tokens, queries and mail addresses that may stand in it."""
    return EMAIL.sub(HIDDEN, QUERY.sub(r"\1", TOKEN.sub(rf"\1{HIDDEN}", text)))


def safe_path(request: HttpRequest, status: int = 200) -> str:
    """The path of a page with its ids, numbers and days; whatever else stands in it is hidden, tokens with it."""
    match = request.resolver_match or _resolved(request)
    if match is None:
        is_file = request.path.startswith(settings.STATIC_URL) and status < 400
        return request.path if is_file else NO_PAGE
    path = request.path
    words = {word for word in match.kwargs.values() if isinstance(word, str) and word}
    for word in sorted(words, key=len, reverse=True):
        path = path.replace(word, HIDDEN)
    return path


def _resolved(request: HttpRequest) -> ResolverMatch | None:
    """The page of a request that was answered before Django looked for one."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        # Django ends its own messages with the path.
        message = message.replace(request.path, safe_path(request, 400))
    return masked(message)


class LineFormatter(logging.Formatter):
    """A line with its traceback, but without the rows that a database error repeats: they are somebody's record."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        record.message = _message(record)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        return ROW.sub("", super().formatException(ei))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request_id, and what an access line adds.

    Of an exception its kinds and where it came by, never its words: they repeat what was sent, or a row.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": request_id.get() or _id_of_its_request(record),
            **getattr(record, "access", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = [_told(error) for error in _chain(record.exc_info[1])]
        return json.dumps(entry, ensure_ascii=False)


def _id_of_its_request(record: logging.LogRecord) -> str | None:
    """Django writes of an answer of 500 or more when it has left our hands."""
    return getattr(getattr(record, "request", None), "log_id", None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, the first cause last; each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    # PostgreSQL's number of the error, and the name of the rule that was broken.
    if sqlstate := getattr(error, "sqlstate", None):
        told["sqlstate"] = sqlstate
        told["constraint"] = error.diag.constraint_name  # type: ignore[attr-defined]
    return told
