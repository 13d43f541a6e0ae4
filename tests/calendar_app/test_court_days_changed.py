"""A closure of courts is entered, changed, taken back: the dates counted over it wait as a diff at once, and go back the same way."""

import datetime

import pytest

from calendar_app import services
from calendar_app.models import Recalculation
from calendar_app.queries.courtdays import changes_waiting
from calendar_app.queries.triggers import lines_of
from calendar_app.tasks import recount_court_days
from court_rules.services import add_closure, change_closure, confirm_closure, remove_closure, restore_closure
from tests.calendar_app.chains import OPPOSITION, REPLY, dates, docket_motion

D = datetime.date
CLOSED = D(2026, 11, 20)
BEFORE = {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}
AFTER = {OPPOSITION: D(2026, 11, 12), REPLY: D(2026, 11, 18)}


@pytest.fixture
def trigger(a):
    return docket_motion(a, by=a.paralegal)


def closed(a, day=CLOSED, **more):
    values = {"jurisdiction": "us.ca", "name": "Wildfire", "source": "Order 26-1"} | more
    return add_closure(by=a.attorney, starts_on=day, **values)


def waiting():
    return Recalculation.objects.get(settled_at=None)


def wanted(row):
    return {line.deadline.rule_id: line.new.due_on for line in lines_of(row) if line.may_move}


def test_an_entered_closure_opens_the_diff_and_nothing_moves_by_it(a, trigger, sign_in):
    closure = closed(a)
    assert dates(trigger) == BEFORE
    assert (waiting().cause, wanted(waiting())) == ("closure", AFTER)
    assert "Wildfire" in waiting().reason
    page = sign_in(a.attorney).get(closure.get_absolute_url()).content.decode()
    for text in (waiting().get_absolute_url(), "Friday, November 13", "Thursday, November 12"):
        assert text in page, text


def test_what_was_accepted_is_offered_back_when_the_closure_is_taken_back(a, trigger):
    closure = closed(a)
    services.accept_recalculation(
        waiting(), by=a.attorney, deadlines=trigger.deadlines.values_list("pk", flat=True)
    )
    assert dates(trigger) == AFTER
    remove_closure(closure, by=a.attorney)
    assert wanted(waiting()) == BEFORE
    assert dates(trigger) == AFTER
    # Undone: nothing differs any more, and the question is gone with it.
    restore_closure(closure, by=a.attorney)
    assert not Recalculation.objects.filter(settled_at=None).exists()
    assert dates(trigger) == AFTER


def test_a_closure_taken_back_before_anybody_looked_takes_its_question_along(a, trigger):
    closure = closed(a)
    remove_closure(closure, by=a.attorney)
    row = Recalculation.objects.get()
    assert (row.taken_back, row.settled_by) == (True, a.attorney)
    assert dates(trigger) == BEFORE
    assert changes_waiting("us.ca", CLOSED, CLOSED) == []


def test_another_day_is_counted_anew(a, trigger):
    closure = closed(a)
    change_closure(
        closure,
        by=a.attorney,
        jurisdiction="us.ca",
        name="Wildfire",
        starts_on=D(2027, 1, 6),
        source="Order 26-1",
    )
    assert not Recalculation.objects.filter(settled_at=None).exists()
    change_closure(
        closure, by=a.attorney, jurisdiction="us.ca", name="Wildfire", starts_on=CLOSED, source="Order 26-1"
    )
    assert wanted(waiting()) == AFTER


def test_other_courts_and_far_days_touch_nothing(a, trigger):
    closed(a, jurisdiction="us.federal")
    closed(a, day=D(2027, 3, 3))
    closed(a, court="Superior Court of Nowhere")
    assert not Recalculation.objects.exists()


def test_what_waits_for_an_attorney_counts_nothing_until_then(a, trigger):
    closure = add_closure(
        by=a.admin, jurisdiction="us.ca", name="Wildfire", starts_on=CLOSED, source="Order 26-1"
    )
    assert not Recalculation.objects.exists()
    confirm_closure(closure, by=a.attorney)
    assert wanted(waiting()) == AFTER


def test_the_job_counts_what_the_person_could_not_see_and_twice_is_once(a, trigger):
    closed(a)
    Recalculation.objects.all().delete()
    for _ in range(2):
        recount_court_days(
            firm_id=a.firm.pk, calendar="us.ca", first="2026-11-20", last="2026-11-20", reason="Wildfire"
        )
    assert wanted(waiting()) == AFTER
