"""The response clock counts business time in the firm's zone; what is late is said in red."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import services
from intake.models import Lead
from intake.queries.clock import Hours, business_seconds, due_at
from intake.queries.leads import lead_badge
from intake.services.sources import save_policy
from practice.exceptions import DomainError, Refused

LA = ZoneInfo("America/Los_Angeles")
NINE_TO_FIVE = Hours(datetime.time(9), datetime.time(17), (0, 1, 2, 3, 4), LA, 60)


def at(day, hour, minute=0):
    """A moment in November 2026 in Los Angeles; the 20th is a Friday."""
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=LA)


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        (at(20, 10), at(20, 10, 7), 7 * 60),
        (at(20, 16, 50), at(23, 9, 5), 15 * 60),  # over the weekend
        (at(20, 7), at(20, 9, 1), 60),  # before the firm opens
        (at(21, 10), at(22, 18), 0),  # Saturday and Sunday
        (at(19, 9), at(20, 17), 16 * 3600),
        (at(20, 12), at(20, 11), 0),
    ],
)
def test_business_time(start, end, seconds):
    assert business_seconds(NINE_TO_FIVE, start, end) == seconds


def test_summer_time_ends_without_an_hour_too_many():
    every_day = Hours(datetime.time(0), datetime.time(23), (6,), LA, 60)
    day = datetime.datetime(2026, 11, 1, tzinfo=LA)  # clocks go back at two
    assert business_seconds(every_day, day, day.replace(hour=23)) == 24 * 3600


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(20, 10), at(20, 11)),
        (at(20, 16, 30), at(23, 9, 30)),
        (at(21, 3), at(23, 10)),
    ],
)
def test_when_an_answer_is_due(start, due):
    assert due_at(NINE_TO_FIVE, start) == due


@pytest.fixture
def always_open(a):
    return save_policy(
        by=a.admin,
        answer_minutes=60,
        opens=datetime.time(0),
        closes=datetime.time(23, 59),
        days=list(range(7)),
    )


def test_the_first_answer_stops_the_clock(a, always_open):
    lead = services.create_lead(
        by=a.assistant, name="Dana Reyes", received_at=timezone.now() - datetime.timedelta(minutes=40)
    )
    services.add_note(lead, by=a.assistant, text="Left a message", kind="message")
    lead.refresh_from_db()
    assert (lead.state, lead.answered_by) == ("contacted", a.assistant)
    assert 39 * 60 <= lead.answer_seconds <= 41 * 60
    first = lead.answered_at
    services.answer_lead(lead, by=a.paralegal)
    lead.refresh_from_db()
    assert lead.answered_at == first


def test_the_badge_counts_what_nobody_answered_and_is_red_when_late(a, always_open):
    services.create_lead(by=a.assistant, name="In time")
    late = services.create_lead(
        by=a.assistant, name="Late", received_at=timezone.now() - datetime.timedelta(hours=30)
    )
    badge = lead_badge(a.assistant)
    assert badge.rows.count() == 2
    assert [lead.name for lead in badge.rows.filter(badge.hot)] == ["Late"]
    assert lead_badge(a.freelancer) is None
    services.answer_lead(late, by=a.assistant)
    assert lead_badge(a.assistant).rows.count() == 1


def test_other_hours_hold_for_what_is_not_answered(a, always_open):
    lead = services.create_lead(by=a.assistant, name="Waits")
    save_policy(
        by=a.admin,
        answer_minutes=10,
        opens=datetime.time(0),
        closes=datetime.time(23, 59),
        days=list(range(7)),
    )
    before, lead = lead.answer_due_at, Lead.objects.get(pk=lead.pk)
    assert lead.answer_due_at < before
    with pytest.raises(Refused):
        save_policy(
            by=a.assistant, answer_minutes=10, opens=datetime.time(9), closes=datetime.time(17), days=[0]
        )
    with pytest.raises(DomainError, match="ends after"):
        save_policy(by=a.admin, answer_minutes=10, opens=datetime.time(17), closes=datetime.time(9), days=[0])


def test_the_report_has_the_median_and_what_came_of_them(a, always_open, sign_in):
    from intake.models import LeadSource
    from intake.queries.report import source_report

    source = LeadSource.objects.create(name="Search engine")
    for name, minutes in (("A", 5), ("B", 11), ("C", 200)):
        lead = services.create_lead(
            by=a.assistant, name=name, source=source, referrer_name="Nora Quist",
            received_at=timezone.now() - datetime.timedelta(minutes=minutes + 1),
        )  # fmt: skip
        services.answer_lead(lead, by=a.assistant, at=lead.received_at + datetime.timedelta(minutes=minutes))
    services.lose_lead(lead, by=a.assistant, reason="Went elsewhere")
    today = timezone.localdate()
    found = source_report(start=today - datetime.timedelta(days=2), end=today, now=timezone.now())
    row = found.sources[0]
    assert (row.label, row.leads, row.lost, row.answer, row.late) == ("Search engine", 3, 1, 11 * 60, 1)
    assert [(r.label, r.leads) for r in found.referrers] == [("Nora Quist", 3)]
    page = sign_in(a.assistant).get(reverse("lead_report")).content.decode()
    assert "11 min" in page and "Fees billed" not in page
    assert "Fees billed" in sign_in(a.admin).get(reverse("lead_report")).content.decode()
