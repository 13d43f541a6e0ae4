"""Visitors: signed in, host told, met, signed out; a badge is worn once."""

import pytest
from django.db import DatabaseError, transaction

from communications.models import Visitor
from communications.services import visitors as services
from practice.exceptions import DomainError
from practice.models import Outbox


def came(a, **more) -> Visitor:
    given = {"by": a.assistant, "host": a.attorney, "name": "Ada Quill", "badge": "7"}
    return services.sign_in(**(given | more))


def test_the_host_is_told_and_sees_a_line_until_the_visitor_is_met(a, sign_in):
    visitor = came(a)
    told = Outbox.objects.filter(arguments__what="visitor").values_list("arguments__to_id", flat=True)
    assert list(told) == [a.attorney.pk]
    browser = sign_in(a.attorney)
    assert "Ada Quill waits for you at the front desk." in browser.get("/communications/").content.decode()
    assert browser.post(f"/communications/visitors/{visitor.pk}/met/").status_code == 303
    assert "waits for you" not in browser.get("/communications/").content.decode()


def test_a_badge_is_free_again_when_its_wearer_has_left(a):
    visitor = came(a)
    with pytest.raises(DomainError, match="Ada Quill wears badge 7"):
        came(a, name="Wren Oakes")
    services.sign_out(visitor, by=a.assistant)
    other = came(a, name="Wren Oakes")
    with pytest.raises(DomainError, match="given to somebody else"):
        services.undo_sign_out(visitor, by=a.assistant)
    services.sign_out(other, by=a.assistant)
    assert services.undo_sign_out(visitor, by=a.assistant).left_at is None


def test_the_database_keeps_the_visit(a):
    visitor = services.sign_out(came(a), by=a.assistant)
    row = Visitor.objects.filter(pk=visitor.pk)
    for act in (
        lambda: row.update(name="Another"),
        lambda: row.update(signed_out_by=None),
        lambda: row.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
