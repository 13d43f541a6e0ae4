"""Exactly once: two runs at once, jobs delivered twice, a run and a worker process killed with SIGKILL in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, connections
from django.utils import timezone

from accounts.models import Member
from practice.models import Outbox
from practice.scope import firm_scope
from practice.tasks import relay_outbox
from reminders import cards
from reminders.models import Delivery, Reminder
from reminders.services import sending
from reminders.services.claiming import claim
from tests.reminders.conftest import at, begin, deadline, on
from tests.workers import Slow, idle, kill_group, start_worker
from tools.common import free_port

ROOT = Path(__file__).resolve().parents[2]

# A process that claims, and stops with the rows and the mails asked for and nothing committed.
CLAIMER = """
import os, sys, time, datetime
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from practice.scope import firm_scope
from reminders.services.claiming import claim
with firm_scope(int(sys.argv[1])):
    assert claim(datetime.datetime(2027, 3, 2, 8, tzinfo=datetime.timezone.utc)) == 1
    print("claimed, not committed", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def people(transactional_db):
    """A firm with a deadline in three days, whose reminders have been looked for until this morning; all committed."""
    from tests import cast

    found = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(found.firm):
        deadline(found, on("03-05"), kind="internal")
        begin(at("03-02 07:00"))
    return found


@pytest.fixture
def smtp():
    controller = Controller(Slow(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def at_once(act, firm) -> list:
    faults, done = [], []

    def one():
        try:
            with firm_scope(firm):
                done.append(act())
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    return done


def test_two_runs_at_once_claim_once(people):
    assert sorted(at_once(lambda: claim(at("03-02 08:00")), people.firm)) == [0, 1]
    with firm_scope(people.firm):
        assert (Reminder.objects.count(), Delivery.objects.count()) == (1, 1)
    assert Outbox.objects.filter(task="reminders.tasks.mail_reminders").count() == 1


def test_a_run_that_is_killed_has_claimed_nothing(people):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "practice.settings_test", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIMER, str(people.firm.pk), connection.settings_dict["NAME"]],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    line = process.stdout.readline()
    assert "not committed" in line, process.stderr.read()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stderr.close()
    idle()
    with firm_scope(people.firm):
        assert (Reminder.objects.count(), Delivery.objects.count()) == (0, 0)
        assert claim(at("03-02 08:01")) == 1
        assert claim(at("03-02 08:02")) == 0
    with firm_scope(people.firm):
        assert Reminder.objects.get().rung == "d3"


def test_a_job_delivered_twice_mails_once(people, mailoutbox):
    with firm_scope(people.firm):
        claim(at("03-02 08:00"))
        pk = Delivery.objects.get().pk
    at_once(lambda: sending.send(pk), people.firm)
    with firm_scope(people.firm):
        sending.send(pk)
        assert Reminder.objects.get().state == "delivered"
    assert len(mailoutbox) == 1


def test_a_worker_killed_while_it_sends_is_made_up_for_once(people, smtp):
    """SIGKILL while the mail server has the mail and has not taken it: the next worker sends it, and nobody again."""
    first = start_worker(smtp.port)
    try:
        with firm_scope(people.firm):
            claim(at("03-02 08:00"))
        relay_outbox()
        assert smtp.handler.reached.wait(60)
    finally:
        kill_group(first)
    assert smtp.handler.mails == []
    with firm_scope(people.firm):
        assert (Delivery.objects.get().state, Reminder.objects.get().state) == ("waiting", "waiting")
    smtp.handler.go_on.set()
    second = start_worker(smtp.port)
    try:
        # What a dead worker did not finish is due again after a while; here at once, and three times over.
        end = time.monotonic() + 60
        while Outbox.objects.filter(done_at=None).exists():
            assert time.monotonic() < end
            Outbox.objects.filter(done_at=None).update(queued_at=None, not_before=timezone.now())
            relay_outbox()
            time.sleep(0.3)
        time.sleep(0.5)
    finally:
        kill_group(second)
    # The connection that died mid-way may still be finished by the server as it came: it is the same mail by its id.
    assert len({mail["Message-ID"] for mail in smtp.handler.mails}) == 1
    with firm_scope(people.firm):
        row = Delivery.objects.get()
        assert (row.state, row.tries, Reminder.objects.get().state) == ("delivered", 1, "delivered")


def test_the_servers_words_are_kept_and_it_is_tried_again(people, smtp, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
    smtp.handler.refuse, _open = "451 4.7.1 Try again later", smtp.handler.go_on.set()
    from reminders.tasks import mail_reminders

    with firm_scope(people.firm):
        claim(at("03-02 08:00"))
    row = Outbox.objects.get(task="reminders.tasks.mail_reminders")
    with pytest.raises(Exception, match="Try again later"):
        mail_reminders(firm_id=people.firm.pk, outbox_id=row.pk, **row.arguments)
    with firm_scope(people.firm):
        failed = Delivery.objects.get()
        assert (failed.state, failed.tries, failed.error) == ("failed", 1, "451 4.7.1 Try again later")
        assert Reminder.objects.get().state == "failed"
    row.refresh_from_db()
    assert row.done_at is None and row.not_before > timezone.now()
    # Refused for good: it is not tried again by itself, who runs the firm sees it and sends it again.
    smtp.handler.refuse = "550 5.1.1 No such user here"
    mail_reminders(firm_id=people.firm.pk, outbox_id=row.pk, **row.arguments)
    row.refresh_from_db()
    assert row.done_at is not None
    with firm_scope(people.firm):
        refused = Delivery.objects.get()
        assert (refused.state, refused.is_final) == ("failed", True)
        assert "Reminders that do not arrive" in str(cards.refused(Member.objects.get(pk=people.admin.pk)))
        assert cards.refused(Member.objects.get(pk=people.paralegal.pk)) is None
        assert sending.send_again(refused)
    row = Outbox.objects.get(task="reminders.tasks.mail_reminders", done_at=None)
    smtp.handler.refuse = ""
    mail_reminders(firm_id=people.firm.pk, outbox_id=row.pk, **row.arguments)
    mail_reminders(firm_id=people.firm.pk, outbox_id=row.pk, **row.arguments)
    assert len(smtp.handler.mails) == 1
    with firm_scope(people.firm):
        found = Delivery.objects.get()
        assert (found.state, found.tries, found.error) == ("delivered", 3, "")
