"""Whoever keeps the desk of several attorneys sees their days side by side; nobody else does."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Absence, Support
from calendar_app.models import Deadline
from communications.models import Slip
from home.cards import columns
from home.queries.desks import desks
from matters.models import Wall
from tests.cast import make_matter
from work.models import Task

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def two(a):
    """The secretary keeps the desk of two attorneys; the second has a matter of their own."""
    for attorney in (a.attorney, a.associate):
        Support.objects.create(member=a.secretary, attorney=attorney)
    a.second = make_matter(
        a, number="2026-0002", name="Tollett’s matter", responsible=a.associate, supervising=a.associate
    )
    return a


def due(a, matter, owner, days: int, title="Answer"):
    on = timezone.localdate() + days * DAY
    return Deadline.objects.create(
        matter=matter, title=title, kind="internal", due_on=on, original_due_on=on, owner=owner
    )


def column(a, attorney):
    return next(desk for desk in desks(a.secretary) if desk.attorney == attorney)


def test_each_attorney_has_a_column_by_name(two):
    assert [desk.attorney.name for desk in desks(two.secretary)] == ["Imogen Vance", "Priya Tollett"]
    assert all(desk.is_empty for desk in desks(two.secretary))


def test_dates_of_seven_days_and_late_ones_stand_with_their_attorney(two):
    late = due(two, two.second, two.associate, -2)
    last = due(two, two.second, two.associate, 7)
    due(two, two.second, two.associate, 8)
    assert column(two, two.associate).deadlines == [late, last]
    assert column(two, two.attorney).deadlines == []


def test_a_date_owned_by_one_on_a_matter_of_another_stands_with_both(two):
    shared = due(two, two.matter, two.associate, 1)
    assert column(two, two.attorney).deadlines == [shared]
    assert column(two, two.associate).deadlines == [shared]


def test_more_than_four_dates_are_counted(two):
    for days in range(6):
        due(two, two.matter, two.attorney, days)
    found = column(two, two.attorney)
    assert (len(found.deadlines), found.more_deadlines) == (4, 2)


def test_tasks_for_an_attorney_due_today_and_messages_and_absence(two):
    today = timezone.localdate()
    mine = Task.objects.create(
        title="Book the reporter", assignee=two.secretary, delegated_by=two.associate, due_on=today
    )
    Task.objects.create(title="Later", assignee=two.secretary, delegated_by=two.associate, due_on=today + DAY)
    Slip.objects.create(name="Ada", for_member=two.associate, taken_by=two.assistant, due_at=timezone.now())
    Absence.objects.create(
        member=two.associate,
        starts_on=today,
        ends_on=today + DAY,
        substitute=two.attorney,
        created_by=two.admin,
    )
    found = column(two, two.associate)
    assert (found.tasks, found.slips) == ([mine], 1)
    assert "Imogen Vance decides" in str(found.away)
    assert column(two, two.attorney).slips == 0


def test_a_wall_hides_the_matter_from_the_columns(two, sign_in):
    due(two, two.second, two.associate, 1)
    Wall.objects.create(
        matter=two.second, member=two.secretary, reason="Former employer", created_by=two.attorney
    )
    page = sign_in(two.secretary).get("/").content.decode()
    assert "Your attorneys today" in page
    assert "Tollett’s matter" not in page


def test_seven_statements_however_many_rows(two, django_assert_max_num_queries):
    for days in range(5):
        due(two, two.matter, two.attorney, days)
        due(two, two.second, two.associate, days)
    with django_assert_max_num_queries(7):
        desks(two.secretary)


def test_nobody_else_has_columns(two):
    assert columns(two.attorney) is None
    assert columns(two.admin) is None
    assert columns(two.assistant) is None
    assert columns(two.secretary) is not None
