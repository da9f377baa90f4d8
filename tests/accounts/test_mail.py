"""Mails wait in the queue, sealed, and leave by a worker once what asked for them has been committed."""

import logging
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.mail import deliver, queue
from accounts.models import OutgoingMail
from tests.support.jobs import run_jobs, sent_mails, work_off

JONAS = {"name": "Jonas Weir", "email": "jonas@example.org", "role": "therapist"}


def refuse(*_args, **_kwargs):
    raise SMTPRecipientsRefused({"jonas@example.org": (550, b"no such box")})


def test_it_leaves_by_a_worker_once_it_is_committed(transactional_db):
    with transaction.atomic():
        queue("Hello", "Good morning", "jonas@example.org")
        assert work_off() == ["todo"], "a worker sees nothing of it yet"
    assert mail.outbox == []
    assert work_off() == ["succeeded"]
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Hello", "Good morning", ["jonas@example.org"])
    assert sent.from_email == "Evenstep <no-reply@demo.example>"
    assert not OutgoingMail.objects.exists()


def test_what_is_rolled_back_is_never_sent(transactional_db):
    with transaction.atomic():
        queue("Hello", "Good morning", "jonas@example.org")
        transaction.set_rollback(True)
    assert work_off() == []
    assert mail.outbox == []


def test_a_worker_tries_again_what_the_server_refused(transactional_db, monkeypatch, caplog):
    caplog.set_level(logging.INFO)
    with monkeypatch.context() as broken:
        broken.setattr("accounts.mail.send_mail", refuse)
        queue("Hello", "Good morning", "jonas@example.org")
        assert work_off() == ["todo"]
    job = ProcrastinateJob.objects.get()
    assert (job.attempts, job.scheduled_at is None) == (1, False)
    assert OutgoingMail.objects.get().failed_at is not None
    for secret in ("Good morning", OutgoingMail.objects.get().sealed[:40]):
        assert secret not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    assert work_off() == ["succeeded"]
    assert len(mail.outbox) == 1


def test_while_it_waits_the_database_tells_nothing_of_it(as_, ruth):
    as_(ruth).post("/people/invite/", JONAS)
    row = OutgoingMail.objects.values().get()
    job = ProcrastinateJob.objects.get()
    assert job.args == {"mail_id": str(row["id"])}
    (sent,) = sent_mails()
    token = sent.body.split("/invitation/")[1].split("/")[0]
    assert len(token) == 43
    for secret in (token, "jonas", "Jonas", "Harbour"):
        assert secret not in str(row)
    assert not OutgoingMail.objects.exists()


def test_under_another_key_it_is_not_read(db, settings):
    queue("Hello", "Good morning", "jonas@example.org")
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "x" * 60
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        run_jobs()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert len(sent_mails()) == 1


def test_allauths_mails_wait_too(margaret, client):
    client.post("/account/password/reset/", {"email": "margaret@example.org"})
    assert mail.outbox == []
    assert [message.subject for message in sent_mails()] == ["Choose a new password"]


def test_a_mail_is_sent_once_however_often_it_is_queued(db):
    queue("Hello", "Good morning", "jonas@example.org")
    deliver.defer(**ProcrastinateJob.objects.get().args)
    assert len(sent_mails()) == 1
