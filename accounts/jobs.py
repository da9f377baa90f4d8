"""Jobs: work that is queued in the transaction that asks for it, and done by a worker inside the walls.

A job runs in one transaction, with what its clinic may see, or with what the person may see on whose behalf it works,
as of the moment when it runs: who has lost a role or a patient meanwhile gets nothing by a queue. A job that fails is
tried again; its arguments are ids, never content.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from accounts.access import active_memberships
from accounts.models import Clinic, User
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


def person_job(*roles: str) -> Callable[[Callable[..., None]], Task[Any, Any, Any]]:
    """A job on behalf of a person, who sees what `roles` let them see when it runs. Defer it with `person_id`.

    `work` gets the person as `user`. For somebody who may no longer sign in it is not run.
    """

    def decorate(work: Callable[..., None]) -> Task[Any, Any, Any]:
        @app.task(name=f"{work.__module__}.{work.__name__}", retry=RETRY)
        @wraps(work)
        def run(*, person_id: str, **arguments: Any) -> None:
            user = User.objects.get(pk=UUID(person_id))
            if not user.is_active:
                return
            with transaction.atomic():
                walls.enter_as(user, active_memberships(user), _known(roles))
                work(user=user, **arguments)

        return run

    return decorate


def _known(roles: Sequence[str]) -> Sequence[str]:
    unknown = set(roles) - set(walls.SCOPE_OF_ROLE)
    if unknown:
        raise ValueError(f"these roles see no record: {sorted(unknown)}")
    return roles
