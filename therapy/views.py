"""Pages of the whole: home by role, help that works without a network, and health."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, roles_of
from accounts.tenancy import walls
from therapy import offline

logger = logging.getLogger(__name__)


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """``/``: the caseload, the people or today, by role; who has no role is told whom to ask."""
    roles = roles_of(request.user)
    if roles.therapist:
        return redirect("attention:caseload")
    if roles.admin:
        return redirect("accounts:people")
    if roles.patient:
        return redirect("logbook:today")
    return render(request, "accounts/no_role.html")


@transaction.non_atomic_requests
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """``/help/``: the warning signs, for anybody. Browsers keep it with `?kept`, and show it without a network."""
    return render(request, "help.html", offline.help_context(kept="kept" in request.GET))


@transaction.non_atomic_requests
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """``/sw.js``: the script by which a browser keeps that page; at the root, for a worker rules what is below it."""
    return HttpResponse(
        offline.worker(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


@transaction.non_atomic_requests
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """``/healthz``: this process answers. Asks nothing of the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@transaction.non_atomic_requests
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """``/readyz``: the database is reachable, has every migration of this code, and its walls hold; else 503."""
    try:
        waiting = waiting_migrations()
        walled = walls.hold()
    except DatabaseError as error:
        logger.error("not ready: the database does not answer (%s)", type(error).__name__)
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    if waiting:
        logger.error("not ready: %d migrations are not applied", waiting)
        return HttpResponse("migrations are not applied\n", "text/plain", 503)
    if not walled:
        logger.error("not ready: the application's database role could pass the walls around the records")
        return HttpResponse("the database role may do too much\n", "text/plain", 503)
    return HttpResponse("ready\n", content_type="text/plain")


def waiting_migrations() -> int:
    """How many migrations of this code the database has not had. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
