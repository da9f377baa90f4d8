"""Doing what is queued: by a real worker, or at once in the test's own transaction."""

from concurrent.futures import ThreadPoolExecutor

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.walls import walled, walled_everywhere


def work_off() -> list[str]:
    """What a worker does until the queue is empty; the states of all jobs after it. For tests that commit."""
    quickly = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    with (
        walled_everywhere(),
        app.replace_connector(app.connector.get_worker_connector()) as worker,
        ThreadPoolExecutor(max_workers=1) as thread,  # in this one, browser tests leave an event loop behind
    ):
        thread.submit(worker.run_worker, **quickly).result()
    return list(ProcrastinateJob.objects.values_list("status", flat=True).order_by("id"))


def run_jobs() -> None:
    """Do all that is queued, and what is queued by that, here and now; a job that raises ends it and waits on."""
    while (job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first()) is not None:
        with walled():
            app.tasks[job.task_name].func(**job.args)
        with connection.cursor() as cursor:
            # Past procrastinate's own functions, which keep jobs for a worker. Its model is read-only.
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


def sent_mails() -> list[EmailMessage]:
    """Every mail that has left since the test began, once the queue is worked off; the latest last."""
    run_jobs()
    return mail.outbox
