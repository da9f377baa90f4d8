"""Jobs: work that is queued in the transaction that asks for it, and done by a worker inside the walls.

A job runs in one transaction, with what its clinic may see as of the moment when it runs. A job that fails is tried
again; its arguments are ids, never content.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from accounts.models import Clinic
from accounts.tenancy import walls

# Seven tries over some two hours: a mail server's short night.
RETRY = RetryStrategy(max_attempts=7, exponential_wait=4)


def clinic_job(work: Callable[..., None]) -> Task[Any, Any, Any]:
    """A job that sees the whole of one clinic. Defer it with `clinic_id` and the arguments of `work`, as strings."""

    @app.task(name=f"{work.__module__}.{work.__name__}", retry=RETRY)
    @wraps(work)
    def run(*, clinic_id: str, **arguments: Any) -> None:
        clinic = Clinic.objects.get(pk=UUID(clinic_id))
        with walls.inside(clinic):
            work(**arguments)

    return run
