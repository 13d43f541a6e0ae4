"""Fifty people want one time at the same moment, each on a connection of their own: one gets it, nobody twice."""

import secrets
import threading

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connections

from booking.models import Booking, BookingHold, BookingPage
from booking.services.bookings import book
from booking.services.pages import save_page
from booking.services.seats import Taken
from booking.services.visitors import Visitor
from calendar_app.models import Event
from intake.models import Lead
from practice.scope import firm_scope
from tests import cast
from tests.booking.conftest import free, make_page

FIFTY = 50


def at_once(firm, pages, at, *, host=None) -> list[str]:
    """Fifty strangers book the moment `at`, each in a thread; what each got."""
    gate, results = threading.Barrier(FIFTY), []

    def go(n: int):
        try:
            with firm_scope(firm):
                page = BookingPage.objects.select_related("firm", "form", "practice_area", "source").get(
                    pk=pages[n % len(pages)].pk
                )
                # Each is connected and has read before anybody writes.
                gate.wait(timeout=60)
                visitor = Visitor(f"Stranger {n}", f"s{n}@example.com", "510 555 0134", "UTC")
                book(
                    page, start=at, minutes=30, visitor=visitor, nonce=secrets.token_urlsafe(12), place="phone", host=host
                )  # fmt: skip
                results.append("booked")
        except Taken:
            results.append("taken")
        except Exception as error:  # what must not happen is told by its name
            results.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[n]) for n in range(FIFTY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_fifty_want_one_time():
    cache.clear()
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        page = make_page(people)
        # Another page of the same person, with the same hours: the person is one all the same.
        other = make_page(people, name="Second talk")
        at = free(page)[0]
    results = at_once(people.firm, [page, other], at)
    assert sorted(results) == ["booked"] + ["taken"] * 49
    with firm_scope(people.firm):
        assert Booking.objects.count() == BookingHold.objects.count() == 1
        assert Event.objects.count() == Lead.objects.count() == 1
        assert at not in free(page) and at not in free(other)
        # A team of two hosts, one of them taken: one more is booked, on the other.
        team = make_page(
            people,
            name="Team",
            owner=None,
            by=people.admin,
            hosts=[(people.attorney, 1), (people.associate, 1)],
        )
        assert free(team)[0] == at
    results = at_once(people.firm, [team], at)
    assert sorted(results) == ["booked"] + ["taken"] * 49
    with firm_scope(people.firm):
        assert Booking.objects.get(page=team).host == people.associate


def test_two_buffers_that_touch_are_no_overlap(a):
    page = make_page(a, buffer_after=30, step=60)
    one, two = free(page)[:2]
    visitor = Visitor("Dana Reyes", "dana@reyes.example", "510 555 0134", "UTC")
    for at in (one, two):
        book(page, start=at, minutes=30, visitor=visitor, nonce=secrets.token_urlsafe(12), place="phone")
    assert Booking.objects.count() == 2
    save_page(page, by=a.attorney, buffer_before=10)
    with pytest.raises(Taken):
        book(page, start=one, minutes=30, visitor=visitor, nonce="again", place="phone")
    with pytest.raises(IntegrityError):
        BookingHold.objects.filter(booking__starts_at=two).update(starts_at=one)
