"""Timers: several, one running."""

import datetime

import pytest
from django.utils import timezone

from billing.models import TimeEntry, Timer
from billing.queries.timers import is_long, running, timers_of
from billing.services import timers as services
from billing.services.time import record_time
from practice.exceptions import DomainError
from practice.models import AuditEvent
from tests.cast import make_matter


@pytest.fixture
def other(a):
    return make_matter(a, number="2026-0002", name="Lease")


def back(timer, **ago):
    Timer.objects.filter(pk=timer.pk).update(started_at=timezone.now() - datetime.timedelta(**ago))
    timer.refresh_from_db()


def test_starting_a_second_pauses_the_first_and_keeps_its_time(a, other):
    first = services.start_timer(by=a.attorney, matter=a.matter)
    back(first, minutes=42, seconds=18)
    second = services.start_timer(by=a.attorney, matter=other)
    first.refresh_from_db()
    assert first.started_at is None
    assert 2538 <= first.seconds <= 2540
    assert running(a.attorney) == second
    assert timers_of(a.attorney) == [second, first]


def test_clock_goes_on_from_the_servers_start(a):
    timer = services.start_timer(by=a.attorney, matter=a.matter)
    at = timer.started_at
    assert timer.elapsed(at + datetime.timedelta(minutes=14, seconds=5)) == 845
    services.pause_timer(timer, by=a.attorney)
    resumed = services.resume_timer(timer, by=a.attorney)
    resumed.seconds = 845
    assert resumed.elapsed(resumed.started_at + datetime.timedelta(seconds=5)) == 850


def test_starting_where_one_is_paused_lets_it_go_on(a, other):
    first = services.start_timer(by=a.attorney, matter=a.matter)
    services.start_timer(by=a.attorney, matter=other)
    assert services.start_timer(by=a.attorney, matter=a.matter).pk == first.pk
    assert services.start_timer(by=a.attorney, matter=a.matter).pk == first.pk
    assert Timer.objects.filter(member=a.attorney).count() == 2


def test_timers_of_people_do_not_meet(a):
    services.start_timer(by=a.attorney, matter=a.matter)
    services.start_timer(by=a.paralegal, matter=a.matter)
    assert running(a.attorney)
    assert running(a.paralegal)
    with pytest.raises(DomainError, match="no longer exists"):
        services.pause_timer(running(a.attorney), by=a.paralegal)


def test_saving_the_entry_ends_the_timer(a):
    timer = services.start_timer(by=a.attorney, matter=a.matter)
    entry = record_time(
        a.matter, by=a.attorney, date=timezone.localdate(), seconds=2538, narrative="Call.", timer=timer
    )
    assert (entry.source, entry.seconds, entry.billed_seconds) == ("timer", 2538, 2880)
    assert not Timer.objects.filter(pk=timer.pk).exists()


def test_failed_entry_keeps_the_timer(a):
    timer = services.start_timer(by=a.attorney, matter=a.matter)
    with pytest.raises(DomainError):
        record_time(
            a.matter, by=a.attorney, date=timezone.localdate(), seconds=60, narrative=" ", timer=timer
        )
    assert Timer.objects.filter(pk=timer.pk).exists()
    assert not TimeEntry.objects.filter(source="timer").exists()


def test_discard_and_undo(a):
    timer = services.start_timer(by=a.attorney, matter=a.matter, narrative="Research")
    back(timer, minutes=10)
    event = services.discard_timer(timer, by=a.attorney)
    assert not Timer.objects.exists()
    restored = services.restore_timer(event, by=a.attorney)
    assert restored.pk == timer.pk
    fresh = Timer.objects.get()
    assert (fresh.matter, fresh.narrative, fresh.started_at) == (a.matter, "Research", None)
    assert 600 <= fresh.seconds <= 602
    services.restore_timer(event, by=a.attorney)
    assert Timer.objects.count() == 1


def test_no_timer_on_a_closed_matter(a):
    closed = make_matter(
        a, number="2026-0003", name="Over", state="closed", closed_on=datetime.date(2026, 4, 1)
    )
    with pytest.raises(DomainError):
        services.start_timer(by=a.attorney, matter=closed)


def test_over_twelve_hours_is_long(a):
    timer = services.start_timer(by=a.attorney, matter=a.matter)
    assert not is_long(timer, timer.started_at + datetime.timedelta(hours=12))
    assert is_long(timer, timer.started_at + datetime.timedelta(hours=12, seconds=1))


def test_acts_are_in_the_trail(a, other):
    services.start_timer(by=a.attorney, matter=a.matter)
    services.start_timer(by=a.attorney, matter=other)
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="timer.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["timer.started", "timer.paused", "timer.started"]
