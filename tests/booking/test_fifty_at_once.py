"""Fifty people want one time at the same moment, each on a connection of their own: one gets it, nobody twice."""

import datetime
import secrets
import threading
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connections
from django.test import Client

from booking.models import Booking, BookingHold, BookingPage
from booking.queries.finding import find_times
from booking.services.bookings import book
from booking.services.meetings import put_meeting
from booking.services.pages import save_page
from booking.services.seats import Taken
from booking.services.visitors import Visitor
from calendar_app.models import Event
from intake.models import Lead
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests import cast
from tests.booking.conftest import free, make_page, typed, url
from tests.conftest import owner_connection

FIFTY = 50


def together(act) -> list:
    """What `act(n, wait)` gives to each of fifty threads; `wait()` lets nobody on before all fifty are there."""
    gate, results = threading.Barrier(FIFTY), []

    def go(n: int):
        try:
            results.append(act(n, lambda: gate.wait(timeout=60)))
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


def at_once(firm, pages, at) -> list[str]:
    """Fifty strangers book the moment `at` by the service; what each got."""

    def one(n: int, wait) -> str:
        with firm_scope(firm):
            page = BookingPage.objects.select_related("firm", "form", "practice_area", "source").get(
                pk=pages[n % len(pages)].pk
            )
            # Each is connected and has read before anybody writes.
            wait()
            visitor = Visitor(f"Stranger {n}", f"s{n}@example.com", "510 555 0134", "UTC")
            try:
                book(
                    page,
                    start=at,
                    minutes=30,
                    visitor=visitor,
                    nonce=secrets.token_urlsafe(12),
                    place="phone",
                )
            except Taken:
                return "taken"
            return "booked"

    return together(one)


def as_owner(statements: list[str]) -> None:
    """Change a table as only its owner may."""
    owner = owner_connection()
    try:
        with owner, owner.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        owner.close()


def hold_by_hand(firm, rows) -> Counter:
    """Fifty write the hold of a booking of their own, past the service and its locks; how many could."""

    def one(n: int, wait) -> str:
        with firm_scope(firm):
            booking, member, at = rows[n]
            wait()
            try:
                BookingHold.objects.create(
                    booking_id=booking,
                    member_id=member,
                    starts_at=at,
                    ends_at=at + datetime.timedelta(minutes=30),
                )
            except IntegrityError as error:
                return "refused" if "booking_never_twice" in str(error) else str(error)
            return "held"

    return Counter(together(one))


@pytest.mark.django_db(transaction=True)
def test_fifty_want_one_time():
    """Fifty forms sent at one moment; then fifty at a team by the service."""
    cache.clear()
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        page = make_page(people)
        # Another page of the same person, with the same hours: the person is one all the same.
        other = make_page(people, name="Second talk")
        at, addresses = free(page)[0], [url(page), url(other)]
        forms = [
            typed([page, other][n % 2], at, name=f"Stranger {n}", email=f"s{n}@example.com")
            for n in range(FIFTY)
        ]

    def send(n: int, wait) -> int:
        # As through the proxy: each from an address of their own.
        client = Client(REMOTE_ADDR=f"203.0.113.{n + 1}")
        wait()
        return client.post(addresses[n % 2], forms[n]).status_code

    assert Counter(together(send)) == {303: 1, 409: 49}
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
        found = find_times([people.paralegal], minutes=30, first=at.date(), days=14, zone="UTC")[-1].start
    # Two of the firm found the same time of a third and save it at once.
    gate, said = threading.Barrier(2), []

    def save(by):
        try:
            with firm_scope(people.firm):
                gate.wait(timeout=60)
                put_meeting(by=by, title="Talk", start=found, minutes=30, needed=[people.paralegal])
            said.append("saved")
        except DomainError as error:
            said.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=[by]) for by in (people.attorney, people.associate)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused, saved = sorted(said)
    assert saved == "saved" and "no longer free" in refused and "has “Talk” on" in refused


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


@pytest.mark.django_db(transaction=True)
def test_the_constraint_alone_keeps_it():
    """Without the locks and the free times: PostgreSQL lets one of fifty in. Without the constraint all fifty would be."""
    cache.clear()
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        page = make_page(people)
        at = free(page)[0]
        made = Booking.objects.bulk_create(
            Booking(
                page=page, host=people.attorney, name=f"Stranger {n}", email=f"s{n}@example.com", zone="UTC", place="phone",
                starts_at=at, ends_at=at + datetime.timedelta(minutes=30), first_starts_at=at, told_at=at, nonce=f"n{n}",
            )
            for n in range(FIFTY)
        )  # fmt: skip
    rows = [(one.pk, people.attorney.pk, at) for one in made]
    assert hold_by_hand(people.firm, rows) == {"held": 1, "refused": 49}
    with firm_scope(people.firm):
        BookingHold.objects.all().delete()
    constraint = next(one for one in BookingHold._meta.constraints if one.name == "booking_never_twice")
    as_owner(constraint.drop(BookingHold))
    try:
        assert hold_by_hand(people.firm, rows) == {"held": 50}
    finally:
        with firm_scope(people.firm):
            BookingHold.objects.all().delete()
        as_owner(constraint.create(BookingHold)[1:])
