"""A court date that staff entered waits in the attorney's inbox; another date or court voids what was decided."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Event
from calendar_app.services import cancel_event, change_event, create_event, verify_event
from practice.exceptions import Refused
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.queries import newest

DAY = datetime.timedelta(days=1)


@pytest.fixture
def at():
    return (timezone.now() + 9 * DAY).replace(hour=17, minute=0, second=0, microsecond=0)


def hearing(a, by, at):
    return create_event(
        by=by,
        organizer=by,
        title="Demurrer",
        kind="hearing",
        matter=a.matter,
        court="Alameda County Superior Court",
        starts_at=at,
        ends_at=at + datetime.timedelta(hours=1),
    )


def test_what_a_secretary_enters_waits_for_the_attorney(a, at, sign_in):
    with firm_scope(a.firm):
        event = hearing(a, a.secretary, at)
        sent = newest("court_date", event)
        assert (sent.state, sent.assigned_to, sent.submitted_by) == ("waiting", a.attorney, a.secretary)
    client = sign_in(a.attorney)
    assert "Demurrer" in client.get(reverse("approval_list")).content.decode()
    assert sent.content["fields"]["Court"] == "Alameda County Superior Court"
    with firm_scope(a.firm):
        approvals.approve(sent, by=a.attorney, seen=sent.content_hash)
        event.refresh_from_db()
        assert (event.verified_by, event.is_unverified) == (a.attorney, False)


def test_what_an_attorney_or_paralegal_enters_is_not_sent_but_can_be(a, at, sign_in):
    with firm_scope(a.firm):
        event = hearing(a, a.paralegal, at)
        assert newest("court_date", event) is None
    url = reverse("approval_submit", args=["court_date", event.pk])
    assert url in sign_in(a.paralegal).get(event.get_absolute_url()).content.decode()
    assert (
        sign_in(a.paralegal).post(url, {"to": a.attorney.pk, "note": "Check the department"}).status_code
        == 303
    )
    with firm_scope(a.firm):
        assert newest("court_date", event).state == "waiting"


def test_the_page_verifies_what_waits_and_who_set_it_does_not(a, at, sign_in):
    with firm_scope(a.firm):
        event = hearing(a, a.secretary, at)
        own = hearing(a, a.attorney, at + DAY)
        with pytest.raises(Refused):
            verify_event(event, by=a.secretary)
        with pytest.raises(Refused):
            approvals.approve(newest("court_date", event), by=a.secretary)
    client = sign_in(a.attorney)
    assert client.post(reverse("event_verify", args=[event.pk])).status_code == 303
    client.post(reverse("event_verify", args=[own.pk]))
    with firm_scope(a.firm):
        assert newest("court_date", event).state == "approved"
        assert Event.objects.get(pk=event.pk).verified_by == a.attorney
        assert Event.objects.get(pk=own.pk).verified_at is None


def test_an_edit_voids_it_and_a_note_does_not(a, at):
    with firm_scope(a.firm):
        event = hearing(a, a.secretary, at)
        verify_event(event, by=a.attorney)
        change_event(event, by=a.secretary, note="Bring the exhibits")
        assert newest("court_date", event).state == "approved"
        moved = change_event(
            event, by=a.attorney, starts_at=at + DAY, ends_at=at + DAY * 1.1, reason="Court's notice"
        )
        assert (newest("court_date", event).state, moved.verified_at) == ("void", None)
        # Verified anew, and called off: that is another thing than was decided.
        verify_event(event, by=a.associate)
        cancel_event(event, by=a.attorney, reason="Vacated")
        assert newest("court_date", event).state == "void"


def test_an_edit_while_it_waits_is_seen_before_it_is_decided(a, at):
    with firm_scope(a.firm):
        event = hearing(a, a.secretary, at)
        sent = newest("court_date", event)
        change_event(event, by=a.secretary, department="Dept. 21")
        with pytest.raises(Exception, match="changed"):
            approvals.approve(sent, by=a.attorney, seen=sent.content_hash)
        verify_event(event, by=a.attorney)
        assert newest("court_date", event).state == "approved"


def test_postgresql_refuses_a_verification_without_a_decision(a, at):
    with firm_scope(a.firm):
        event = hearing(a, a.secretary, at)
        with pytest.raises(IntegrityError, match="has no approval"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(verified_by=a.attorney, verified_at=timezone.now())
