"""Model Rule 4.2: a guest who has another lawyer is not written to, until an attorney allows it."""

import datetime

import pytest

from calendar_app.services import cancel_event, create_event
from feeds.models import Invitation
from matters import services as matters
from matters.models import Party
from tests.feeds.conftest import NOON
from tests.feeds.test_invitations import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def opponent(a):
    """The other side of the cast's matter, with a lawyer of its own."""
    lawyer = matters.create_contact(by=a.attorney, kind="person", first_name="Lena", last_name="Ott")
    contact = matters.create_contact(
        by=a.paralegal, kind="company", name="Solano Tile", email="office@solano.example"
    )
    Party.objects.create(
        matter=a.matter, contact=contact, role="opposing_party", side="opposing", represented_by=lawyer
    )
    return contact


def call(a, *guests, **values):
    given = {
        "by": a.attorney, "title": "Settlement call", "kind": "call", "matter": a.matter, "starts_at": NOON,
        "ends_at": NOON + datetime.timedelta(minutes=30), "zone": "UTC", "attendees": [a.attorney, *guests],
    }  # fmt: skip
    return create_event(**(given | values))


def test_no_mail_and_the_reason_on_the_list(a, opponent, sign_in):
    call(a, opponent)
    assert told() == []
    row = Invitation.objects.get()
    assert row.sent_at is None
    assert (
        row.failed
        == f"Solano Tile is represented by Lena Ott in {a.matter.name}. No invitation was sent: ask the lawyer."
    )
    page = sign_in(a.attorney).get("/feeds/invitations/").content.decode()
    assert "represented by Lena Ott" in page and "Not sent" in page


def test_their_address_typed_by_hand_is_theirs(a, opponent):
    call(a, "Office@Solano.example", "friend@example.com")
    assert [mail.to for mail in told()] == [["friend@example.com"]]
    assert "represented by" in Invitation.objects.get(email="office@solano.example").failed


def test_an_attorneys_leave_lets_it_go(firms, opponent, sign_in):
    a = firms.a
    call(a, opponent)
    told()
    row = Invitation.objects.get()
    client = sign_in(a.attorney)
    assert client.post(f"/feeds/invitations/{row.pk}/send/").status_code == 303
    assert told() == []
    matters.allow_direct(opponent, by=a.attorney, reason="Lena Ott agreed by letter", matter=a.matter)
    assert client.post(f"/feeds/invitations/{row.pk}/send/").status_code == 303
    assert [mail.to for mail in told()] == [["office@solano.example"]]
    # There is nothing to tell a second time, and others have no part in it.
    assert client.post(f"/feeds/invitations/{row.pk}/send/").status_code == 303
    assert told() == []
    assert sign_in(a.paralegal).post(f"/feeds/invitations/{row.pk}/send/").status_code == 404


def test_who_took_a_lawyer_since_is_not_told_that_it_is_off(a, opponent):
    Party.objects.update(represented_by=None)
    event = call(a, opponent)
    assert len(told()) == 1
    matters.update_contact(opponent, by=a.secretary, represented=True)
    cancel_event(event, by=a.attorney)
    assert told() == []
    assert "tell the lawyer" in Invitation.objects.get().failed
