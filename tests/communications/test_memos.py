"""Memos: sent to people, roles or the office; receipts; one reminder; kept by the database."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from communications.models import Memo, MemoReading
from communications.services import memos as services
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import Outbox


def send(a, **more) -> Memo:
    given = {"by": a.attorney, "title": "Closing", "body": "The office is closed.", "everybody": True}
    return services.send_memo(**(given | more))


def readers(memo) -> list[str]:
    return sorted(memo.readings.values_list("member__name", flat=True))


def test_the_whole_office_is_everybody_but_guests_and_the_sender(a):
    memo = send(a)
    assert readers(memo) == ["Bea Castellan", "Mireille Koss", "Otis Farrow", "Priya Tollett", "Rowan Achebe"]
    assert Outbox.objects.filter(arguments__what="memo").count() == 5


def test_roles_and_people_are_added_up_once(a):
    memo = send(a, everybody=False, roles=[a.roles["paralegal"]], people=[a.paralegal, a.secretary])
    assert readers(memo) == ["Bea Castellan", "Otis Farrow"]
    assert memo.audience == "Paralegal, Otis Farrow, Bea Castellan"


def test_a_memo_on_a_matter_does_not_reach_who_is_screened(a):
    Wall.objects.create(matter=a.matter, member=a.secretary, reason="Former client", created_by=a.attorney)
    assert "Bea Castellan" not in readers(send(a, matter=a.matter))


def test_opening_is_the_receipt_and_confirming_another(a, sign_in):
    memo = send(a, acknowledge=True)
    browser = sign_in(a.paralegal)
    assert "I have read it" in browser.get(f"/communications/memos/{memo.pk}/").content.decode()
    reading = MemoReading.objects.get(memo=memo, member=a.paralegal)
    assert reading.read_at and reading.acknowledged_at is None
    assert browser.post(f"/communications/memos/{memo.pk}/confirm/").status_code == 303
    assert MemoReading.objects.get(pk=reading.pk).acknowledged_at is not None
    page = sign_in(a.attorney).get(f"/communications/memos/{memo.pk}/").content.decode()
    assert "1 of 5 read, 1 confirmed" in page


def test_who_did_not_get_it_does_not_find_it(a, sign_in):
    memo = send(a, everybody=False, people=[a.paralegal])
    assert sign_in(a.secretary).get(f"/communications/memos/{memo.pk}/").status_code == 404


def test_each_reader_is_reminded_once(a):
    memo = send(a, everybody=False, people=[a.paralegal, a.secretary], acknowledge=True)
    services.acknowledge_memo(memo, by=a.secretary)
    # In the afternoon: what the digest of a morning tells is not told apart.
    soon, later = memo.sent_at + datetime.timedelta(hours=20), memo.sent_at + datetime.timedelta(days=3)
    later = later.replace(hour=22)
    waiting = services.unconfirmed_ids()
    assert [services.remind_of(pk, now=soon) for pk in waiting] == [False]
    assert [services.remind_of(pk, now=later) for pk in waiting] == [True]
    assert [services.remind_of(pk, now=later) for pk in waiting] == [False]
    assert services.unconfirmed_ids() == []
    assert Outbox.objects.filter(arguments__what="memo_reminder").count() == 1


def test_a_withdrawn_memo_asks_nobody(a):
    memo = services.withdraw_memo(send(a, acknowledge=True), by=a.attorney)
    with pytest.raises(DomainError, match="withdrawn"):
        services.acknowledge_memo(memo, by=a.paralegal)
    assert services.unconfirmed_ids() == []
    with pytest.raises(Refused):
        services.withdraw_memo(send(a), by=a.paralegal)


def test_nothing_goes_out_half(a):
    for broken, field in (
        ({"title": " "}, "title"),
        ({"body": ""}, "body"),
        ({"everybody": False}, "people"),
        ({"acknowledge_by": timezone.localdate() - datetime.timedelta(days=1)}, "acknowledge_by"),
    ):
        with pytest.raises(DomainError) as caught:
            send(a, **broken)
        assert caught.value.field == field
    assert not Memo.objects.exists()


def test_the_database_keeps_what_was_sent_and_read(a):
    memo = send(a, acknowledge=True)
    services.acknowledge_memo(memo, by=a.paralegal)
    reading = MemoReading.objects.filter(memo=memo, member=a.paralegal)
    for act in (
        lambda: Memo.objects.filter(pk=memo.pk).update(body="Other words"),
        lambda: Memo.objects.filter(pk=memo.pk).delete(),
        lambda: reading.update(read_at=None),
        lambda: reading.update(acknowledged_at=timezone.now()),
        lambda: reading.delete(),
        lambda: MemoReading.objects.filter(member=a.secretary).update(acknowledged_at=timezone.now()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
