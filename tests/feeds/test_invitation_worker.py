"""The invitation's job by a real worker and a real mail server: one mail, also when the worker dies over it."""

import datetime
import time

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from calendar_app.services import create_event
from feeds.models import Invitation
from practice.models import Outbox
from practice.scope import firm_scope
from practice.tasks import relay_outbox
from tests.feeds.conftest import NOON
from tests.workers import Slow, kill_group, start_worker
from tools.common import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def smtp():
    controller = Controller(Slow(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def until_done(seconds: int = 60) -> None:
    """Relay what waits, each thing more than once, until nothing does."""
    end = time.monotonic() + seconds
    while Outbox.objects.filter(done_at=None).exists():
        assert time.monotonic() < end
        Outbox.objects.filter(done_at=None).update(queued_at=None, not_before=timezone.now())
        relay_outbox()
        time.sleep(0.3)
    time.sleep(0.3)


def test_a_worker_killed_over_an_invitation_is_made_up_for_once(firms, smtp):
    """SIGKILL while the mail server has the mail and has not taken it: the next worker sends it, and nobody again."""
    cast = firms.a
    with firm_scope(cast.firm, cast.attorney):
        create_event(
            by=cast.attorney, title="Settlement call", kind="call", starts_at=NOON,
            ends_at=NOON + datetime.timedelta(minutes=30), zone="America/New_York",
            attendees=[cast.attorney, "kim@example.com"],
        )  # fmt: skip
    first = start_worker(smtp.port)
    try:
        relay_outbox()
        assert smtp.handler.reached.wait(60)
    finally:
        kill_group(first)
    assert smtp.handler.mails == []
    with firm_scope(cast.firm):
        row = Invitation.objects.get()
        assert (row.sent_at, row.told) == (None, "")
    smtp.handler.go_on.set()
    second = start_worker(smtp.port)
    try:
        until_done()
        # Of what the server refuses the organizer reads the server's words.
        smtp.handler.refuse = "550 5.1.1 No such user here"
        with firm_scope(cast.firm, cast.attorney):
            create_event(
                by=cast.attorney, title="Second call", kind="call", starts_at=NOON,
                ends_at=NOON + datetime.timedelta(minutes=30), zone="America/New_York",
                attendees=[cast.attorney, "gone@example.com"],
            )  # fmt: skip
        relay_outbox()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with firm_scope(cast.firm):
                failed = Invitation.objects.filter(email="gone@example.com").exclude(failed="").first()
            if failed is not None:
                break
            time.sleep(0.3)
        assert failed is not None and "550" in failed.failed and "No such user" in failed.failed
    finally:
        kill_group(second)
    # The connection that died mid-way may still be finished by the server as it came: it is the same mail by its id.
    kim = [mail for mail in smtp.handler.mails if mail["To"] == "kim@example.com"]
    assert len({mail["Message-ID"] for mail in kim}) == 1
    (part,) = [part for part in kim[-1].walk() if part.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()
    assert part.get_param("method") == "REQUEST" and "METHOD:REQUEST" in text and "Settlement call" in text
    with firm_scope(cast.firm):
        row = Invitation.objects.get(email="kim@example.com")
        assert row.sent_at is not None and row.sequence == 0 and row.failed == ""
