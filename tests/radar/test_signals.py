"""A matter that nobody looks at is on the radar, with the reason; one that is looked after is not."""

import datetime

import pytest
from django.utils import timezone

from billing.models import Invoice, InvoiceQuestion
from calendar_app.models import Deadline
from communications.models import Slip
from matters.models import Matter, Stage
from practice import audit
from practice.scope import firm_scope
from radar.models import RadarRules
from radar.queries import SIGNALS, badge, flagged, mine, on_matters
from radar.queries.board import rules
from tests.cast import make_matter
from work.models import Task

pytestmark = pytest.mark.django_db
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def looked_after(a, today):
    """The cast's matter, made as it should be: an open task, a coming date, work this week."""
    with firm_scope(a.firm):
        Task.objects.create(title="Draft the answer", matter=a.matter, assignee=a.paralegal)
        deadline(a, a.matter, today + 10 * DAY)
        audit.record(a.attorney, "matter.changed", a.matter)
    return a.matter


def deadline(a, matter, due):
    return Deadline.objects.create(
        matter=matter, title="Answer", kind="internal", due_on=due, original_due_on=due, owner=a.attorney
    )


def shown(matter) -> set[str]:
    row = flagged(Matter.objects.filter(pk=matter.pk)).get()
    found = {key for key in SIGNALS if getattr(row, f"signal_{key}")}
    assert on_matters(Matter.objects.filter(pk=matter.pk)).exists() is bool(found)
    return found


def test_a_matter_that_is_looked_after_is_not_on_the_radar(a, looked_after):
    with firm_scope(a.firm):
        assert shown(looked_after) == set()


@pytest.mark.parametrize("state", ["open", "doing", "review", "returned"])
def test_an_open_task_is_a_plan(a, state):
    with firm_scope(a.firm):
        assert "nothing_planned" in shown(a.matter)
        Task.objects.create(title="Call", matter=a.matter, assignee=a.paralegal, state=state)
        assert "nothing_planned" not in shown(a.matter)


def test_a_deadline_of_the_past_or_a_finished_one_is_no_plan(a, today):
    with firm_scope(a.firm):
        deadline(a, a.matter, today - DAY)
        done = deadline(a, a.matter, today + 5 * DAY)
        done.done_at, done.done_by = timezone.now(), a.attorney
        done.save()
        assert "nothing_planned" in shown(a.matter)
        deadline(a, a.matter, today)
        assert "nothing_planned" not in shown(a.matter)


def test_a_matter_is_quiet_after_thirty_days_and_not_a_day_earlier(a, looked_after, monkeypatch):
    with firm_scope(a.firm):
        Matter.objects.filter(pk=looked_after.pk).update(created_at=timezone.now() - 100 * DAY)
        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now + 29 * DAY)
        assert "quiet" not in shown(looked_after)
        monkeypatch.setattr(timezone, "now", lambda: now + 31 * DAY)
        assert "quiet" in shown(looked_after)
        RadarRules.objects.create(quiet_days=60)
        assert "quiet" not in shown(looked_after)


def test_a_stage_that_expects_a_deadline(a, looked_after):
    with firm_scope(a.firm):
        stage = Stage.objects.filter(practice_area=a.area).first()
        Matter.objects.filter(pk=looked_after.pk).update(stage=stage)
        Deadline.objects.update(done_at=timezone.now(), done_by=a.attorney)
        assert shown(looked_after) == set()
        Stage.objects.filter(pk=stage.pk).update(expects_deadline=True)
        assert shown(looked_after) == {"no_deadline"}
        deadline(a, looked_after, timezone.localdate() + DAY)
        assert shown(looked_after) == set()


def test_a_missing_limitation_date_and_one_that_is_near(a, looked_after, today):
    with firm_scope(a.firm):
        a.area.asks_limitation = True
        a.area.save()
        assert shown(looked_after) == {"no_limitation"}
        rows = Matter.objects.filter(pk=looked_after.pk)
        rows.update(limitation_on=today + 61 * DAY)
        assert shown(looked_after) == set()
        rows.update(limitation_on=today + 60 * DAY)
        assert shown(looked_after) == {"limitation"}
        rows.update(limitation_on=today - DAY)
        assert shown(looked_after) == {"limitation"}
        rows.update(
            limitation_satisfied_on=today,
            limitation_satisfied_by=a.attorney,
            limitation_satisfied_how="Filed",
        )
        assert shown(looked_after) == set()


def test_a_client_who_waits_longer_than_a_day(a, looked_after):
    now = timezone.now()
    with firm_scope(a.firm):
        slip = Slip.objects.create(
            name="Ada Brightwater", matter=looked_after, for_member=a.attorney, taken_by=a.secretary,
            taken_at=now - 23 * HOUR, due_at=now,
        )  # fmt: skip
        assert shown(looked_after) == set()
        later = Slip.objects.create(
            name="Ada Brightwater", matter=looked_after, for_member=a.attorney, taken_by=a.secretary,
            taken_at=now - 25 * HOUR, due_at=now,
        )  # fmt: skip
        assert shown(looked_after) == {"client"}
        later.state, later.closed_by, later.closed_at = "closed", a.attorney, now
        later.save()
        assert shown(looked_after) == set()
        assert slip.is_open


def test_a_question_about_a_bill_that_nobody_answered(a, looked_after):
    with firm_scope(a.firm):
        invoice = Invoice.objects.create(matter=looked_after, client=a.client, drafted_by=a.attorney)
        asked = InvoiceQuestion.objects.create(
            invoice=invoice,
            matter=looked_after,
            asked_by="Ada",
            text="Why?",
            asked_at=timezone.now() - 25 * HOUR,
        )
        assert shown(looked_after) == {"client"}
        asked.answer, asked.answered_by, asked.answered_at = "Because.", a.attorney, timezone.now()
        asked.save()
        assert shown(looked_after) == set()


@pytest.mark.parametrize("state", ["on_hold", "closing"])
def test_only_open_matters_are_asked_for_a_plan(a, state):
    with firm_scope(a.firm):
        assert "nothing_planned" in shown(a.matter)
        Matter.objects.filter(pk=a.matter.pk).update(state=state)
        assert shown(a.matter) == set()


def test_the_badge_counts_ones_own_matters_in_one_statement(a, django_assert_num_queries):
    with firm_scope(a.firm):
        make_matter(
            a, number="2026-0099", name="Somebody else’s", responsible=a.associate, supervising=a.associate
        )
        own = {m.pk for m in mine(a.attorney)}
        assert own == {a.matter.pk}
        found = badge(a.attorney)
        with django_assert_num_queries(1):
            assert found.rows.count() == 1
        assert badge(a.freelancer) is None
        # The paralegal is on the team of both.
        assert badge(a.paralegal).rows.count() == 2
        assert rules().quiet_days == 30
