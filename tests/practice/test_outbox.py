"""The outbox: nothing that was committed is lost, nothing that was rolled back is sent, nothing is done twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice import jobs, tasks
from practice.models import Firm, Office, Outbox
from practice.scope import current_firm_id, firm_scope

DONE: list = []


@jobs.firm_job
def make_office(name):
    Office.objects.create(name=name)
    DONE.append((current_firm_id(), name))
    if name == "broken":
        raise RuntimeError("no paper")


@pytest.fixture
def firm(transactional_db, monkeypatch):
    DONE.clear()
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, kwargs, **_: sent.append((name, kwargs)))
    firm = Firm.objects.create(name="One", slug="one")
    firm.sent = sent
    return firm


def test_a_job_is_queued_when_the_act_commits(firm):
    with firm_scope(firm):
        row = jobs.enqueue_after_commit("tests.practice.test_outbox.make_office", name="Main")
        assert firm.sent == []
    assert firm.sent == [
        ("tests.practice.test_outbox.make_office", {"firm_id": firm.pk, "outbox_id": row.pk, "name": "Main"})
    ]


def test_a_rolled_back_act_queues_nothing(firm):
    with pytest.raises(ZeroDivisionError), firm_scope(firm):
        jobs.enqueue_after_commit("x", name="Main")
        raise ZeroDivisionError
    assert firm.sent == []
    assert Outbox.objects.count() == 0


def test_a_dead_broker_breaks_no_page_and_the_relay_catches_up(firm, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise ConnectionError("nobody there")

    with monkeypatch.context() as dead:
        dead.setattr(jobs.current_app, "send_task", refuse)
        with firm_scope(firm):
            jobs.enqueue_after_commit("x", name="Main")
        assert tasks.relay_outbox() == 0
    assert Outbox.objects.get().queued_at is None
    assert tasks.relay_outbox() == 1
    assert len(firm.sent) == 1


def test_pages_are_told_when_work_is_late(firm):
    with firm_scope(firm):
        row = jobs.enqueue_after_commit("x", name="Main")
    assert jobs.delayed_since() is None
    Outbox.objects.update(not_before=timezone.now() - timedelta(minutes=3))
    assert jobs.delayed_since() is not None
    Outbox.objects.filter(pk=row.pk).update(done_at=timezone.now())
    assert jobs.delayed_since() is None


def test_a_job_whose_worker_died_is_queued_again_and_done_once(firm):
    with firm_scope(firm):
        row = jobs.enqueue_after_commit("x", name="Main")
    assert tasks.relay_outbox() == 0
    Outbox.objects.update(queued_at=timezone.now() - timedelta(minutes=6))
    assert tasks.relay_outbox() == 1
    for _delivery in range(3):
        make_office(firm_id=firm.pk, outbox_id=row.pk, name="Main")
    assert [(firm.pk, "Main")] == DONE
    with firm_scope(firm):
        assert Office.objects.count() == 1


def test_a_failing_job_leaves_nothing_half_done_and_waits_longer_each_time(firm):
    with firm_scope(firm):
        row = jobs.enqueue_after_commit("x", name="broken")
    with pytest.raises(RuntimeError):
        make_office(firm_id=firm.pk, outbox_id=row.pk, name="broken")
    with firm_scope(firm):
        assert Office.objects.count() == 0
    row.refresh_from_db()
    assert row.queued_at is None
    assert row.done_at is None
    assert "no paper" in row.error
    assert row.not_before > timezone.now() + timedelta(seconds=20)
    assert tasks.relay_outbox() == 0


def test_a_job_with_many_transactions_goes_on_where_it_ended(firm):
    @jobs.long_job
    def many(*, firm_id):
        for name in ("a", "b", "c"):
            with firm_scope(firm_id):
                if Office.objects.filter(name=name).exists():
                    continue
                Office.objects.create(name=name)
                if name == "b" and not DONE:
                    DONE.append("died")
                    raise MemoryError

    with firm_scope(firm):
        row = jobs.enqueue_after_commit("x")
    with pytest.raises(MemoryError):
        many(firm_id=firm.pk, outbox_id=row.pk)
    many(firm_id=firm.pk, outbox_id=row.pk)
    many(firm_id=firm.pk, outbox_id=row.pk)
    with firm_scope(firm):
        assert list(Office.objects.values_list("name", flat=True)) == ["a", "b", "c"]
