"""The closing checklist: what the apps find, what is ticked off by hand, and how long the file is kept."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.models import TimeEntry
from matters import services
from matters.models import ClosingMark, Matter, PracticeArea
from matters.queries.points import closing_blocks
from practice.exceptions import DomainError, Refused

POINT = "No client money is held in trust"


@pytest.fixture
def area(a):
    PracticeArea.objects.filter(pk=a.area.pk).update(closing_points=[POINT], retention_years=7)


def test_it_is_worked_line_by_line_and_then_closes(a, area, sign_in):
    client = sign_in(a.paralegal)
    url = reverse("matter_closing", args=[a.matter.pk])
    assert client.post(reverse("matter_closing_start", args=[a.matter.pk])).status_code == 303
    assert Matter.objects.get(pk=a.matter.pk).state == "closing"
    page = client.get(url).content.decode()
    assert "$1,051.00 of time and costs is not billed yet" in page
    assert reverse("matter_billing", args=[a.matter.pk]) in page
    assert POINT in page
    TimeEntry.objects.update(state="written_off")
    with pytest.raises(DomainError, match="Not ticked off: No client money"):
        services.close_matter(a.matter, by=a.attorney)
    assert client.post(url, {"text": POINT, "done": "1"}).status_code == 303
    mark = ClosingMark.objects.get()
    assert (mark.text, mark.marked_by) == (POINT, a.paralegal)
    assert closing_blocks(Matter.objects.get(pk=a.matter.pk)) == []
    client.post(url, {"text": POINT, "done": "0"})
    assert not ClosingMark.objects.exists()
    client.post(url, {"text": POINT, "done": "1"})
    assert client.post(url, {"text": "Water the plants", "done": "1"}).status_code in (409, 422, 400)
    services.close_matter(a.matter, by=a.attorney, reason="Settled")
    closed = Matter.objects.get(pk=a.matter.pk)
    today = timezone.localdate()
    assert (closed.state, closed.retention_until.year) == ("closed", today.year + 7)


def test_retention_by_hand_stays_and_by_rule_goes_with_the_closing(a, area):
    TimeEntry.objects.update(state="written_off")
    services.mark_point(a.matter, by=a.attorney, text=POINT)
    services.close_matter(a.matter, by=a.attorney, reason="Settled")
    services.reopen_matter(a.matter, by=a.attorney, reason="Appeal")
    assert Matter.objects.get(pk=a.matter.pk).retention_until is None
    until = datetime.date(2050, 1, 1)
    with pytest.raises(Refused):
        services.set_retention(a.matter, by=a.paralegal, until=until, reason="A minor")
    services.set_retention(a.matter, by=a.attorney, until=until, reason="The client is a minor")
    services.close_matter(a.matter, by=a.attorney, reason="Settled again")
    assert Matter.objects.get(pk=a.matter.pk).retention_until == until


def test_the_archive_and_back(a, sign_in):
    TimeEntry.objects.update(state="written_off")
    services.close_matter(a.matter, by=a.attorney, reason="Settled")
    assert sign_in(a.paralegal).post(reverse("matter_archive", args=[a.matter.pk])).status_code == 403
    assert sign_in(a.attorney).post(reverse("matter_archive", args=[a.matter.pk])).status_code == 303
    matter = Matter.objects.get(pk=a.matter.pk)
    assert (matter.state, matter.archived_on) == ("archived", timezone.localdate())
    assert not matter.is_billable
    with pytest.raises(DomainError, match="archive"):
        services.add_party(matter, by=a.attorney, contact=a.client, role="payer")
    services.unarchive_matter(matter, by=a.attorney, reason="A claim came up")
    services.reopen_matter(matter, by=a.attorney, reason="A claim came up")
    assert Matter.objects.get(pk=a.matter.pk).state == "open"
