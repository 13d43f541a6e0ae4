"""One person's further days for one deadline: told to them alone, once, and the ladder stays."""

import pytest
from django.urls import reverse

from calendar_app.models import Deadline
from matters.models import Wall
from practice.models import AuditEvent
from practice.scope import firm_scope
from reminders.models import PersonalRungs, Reminder
from reminders.queries.about import about
from reminders.services.claiming import claim
from reminders.services.settings import remind_me
from tests.reminders.conftest import at, deadline, on


@pytest.fixture
def due(a):
    """Due on Wednesday, March 31, 2027; the usual ladder tells 30, 14, 7, 3, 1 and 0 days before."""
    return deadline(a, on("03-31"))


def mine(a, row, member, days):
    thing = about("deadline", row.pk, member).thing
    return remind_me(thing, by=member, obj=row, days=days)


def told(row) -> set[tuple]:
    return set(Reminder.objects.told().filter(about_id=row.pk).values_list("member__name", "rung", "part"))


def test_it_is_told_to_who_asked_once_and_the_ladder_stays(a, due):
    claim(at("03-02 12:00"))  # reminders begin here; thirty days before is yesterday
    mine(a, due, a.paralegal, [21])
    mine(a, due, a.attorney, [21, 14])
    PersonalRungs.objects.update(since={})
    Reminder.objects.all().delete()
    for moment in ("03-10 07:59", "03-10 08:00", "03-10 08:05", "03-10 09:00"):
        claim(at(moment))
    assert told(due) == {(a.paralegal.name, "d21", "asked"), (a.attorney.name, "d21", "owner")}
    # On a day that the ladder has as well there is one reminder, by the ladder.
    for moment in ("03-17 08:00", "03-17 08:05"):
        claim(at(moment))
    rows = Reminder.objects.told().filter(about_id=due.pk, rung="d14")
    assert rows.filter(member=a.attorney).count() == 1
    assert not rows.filter(member=a.paralegal).exists()


def test_what_had_passed_when_it_was_asked_for_is_not_told(a, due):
    claim(at("03-02 12:00"))
    row = mine(a, due, a.paralegal, [21])
    assert set(row.since) == {"d21"}
    assert AuditEvent.objects.get(verb="reminders.mine").changes == {"days": [[], [21]]}
    # Set today, in the real year of the test: a run of an earlier day tells nothing of it.
    assert mine(a, due, a.paralegal, []) is None
    assert not PersonalRungs.objects.exists()


def test_a_wall_ends_it(a, due):
    claim(at("03-02 12:00"))
    mine(a, due, a.associate, [21])
    PersonalRungs.objects.update(since={})
    with firm_scope(a.firm):
        Wall.objects.create(
            matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney
        )
    claim(at("03-10 08:00"))
    assert not told(due)


def test_the_form_of_a_deadline_and_its_page(a, sign_in):
    client = sign_in(a.paralegal)
    given = {
        "matter": a.matter.pk,
        "title": "Serve the answer",
        "due_on": "2027-03-31",
        "kind": "court",
        "owner": a.attorney.pk,
        "remind_me_days": "21, 10",
    }
    assert client.post(reverse("deadline_create"), given).status_code == 303
    row = Deadline.objects.get(title="Serve the answer")
    assert (PersonalRungs.objects.get().member, PersonalRungs.objects.get().days) == (a.paralegal, [21, 10])
    assert 'value="21, 10"' in client.get(reverse("deadline_edit", args=[row.pk])).content.decode()
    other = sign_in(a.attorney)
    assert 'value="21, 10"' not in other.get(reverse("deadline_edit", args=[row.pk])).content.decode()
    url = reverse("reminder_mine", args=["deadline", row.pk])
    assert other.post(url, {"days": "x"}).status_code == 422
    assert other.post(url, {"days": "45"}).status_code == 303
    page = other.get(reverse("reminder_about", args=["deadline", row.pk])).content.decode()
    assert "You besides: 45 days before" in page
    assert "asked for it" in page  # the paralegal, who has no other part
    assert other.post(url, {"days": ""}).status_code == 303
    assert PersonalRungs.objects.count() == 1
