"""Support staff's time and clerical work are billed by an attorney's word: proposed with a reason, decided, kept in line."""

import datetime
from decimal import Decimal

import pytest

from billing.models import Rate
from billing.services.consents import make_billable, propose_billable
from billing.services.time import change_time, duplicate_time, record_time
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from tests.billing.bills import fresh
from tests.billing.doors import api_approve, newest, sql_refuses, waiting

DAY = datetime.date(2026, 11, 10)


@pytest.fixture
def entry(a):
    """One hour of the legal assistant, overhead; her rate would be 95.00."""
    Rate.objects.create(
        member=a.assistant,
        amount=Decimal("95.00"),
        effective_from=datetime.date(2026, 1, 1),
        set_by=a.attorney,
    )
    found = record_time(a.matter, by=fresh(a.assistant), date=DAY, seconds=3600, narrative="Trial binders")
    assert (found.billable, found.amount) == (False, Decimal("0.00"))
    return found


@pytest.mark.parametrize("who", ["assistant", "secretary", "admin"])
def test_staff_propose_and_no_door_lets_them_decide(a, sign_in, entry, who):
    person = fresh(getattr(a, who))
    with pytest.raises(Refused) as refused:
        change_time(entry, by=person, billable=True, billable_reason="Paralegal work")
    assert refused.value.proposal.kind == "billable"
    with pytest.raises(DomainError, match="Say why"):
        propose_billable(entry, reason=" ", by=person)
    client = sign_in(getattr(a, who))
    assert "Propose to bill" in client.get(f"/time/{entry.pk}/").content.decode()
    assert client.post(f"/time/{entry.pk}/propose/", {"reason": "Paralegal work"}).status_code == 303
    approval = waiting("billable", entry)
    assert (approval.assigned_to, approval.amount) == (a.attorney, Decimal("95.00"))
    with pytest.raises(Refused):
        approvals.approve(approval, by=person)
    with pytest.raises(DomainError, match="no approval yet"):
        make_billable(entry, approval, by=person)
    assert client.post(f"/approvals/{approval.pk}/approve/").status_code in (403, 404)
    assert api_approve(client, approval).status_code in (403, 404)
    sql_refuses("UPDATE billing_timeentry SET billable = true, amount = 95 WHERE id = %s", entry.pk)
    entry.refresh_from_db()
    assert not entry.billable


@pytest.mark.parametrize("who", ["paralegal", "freelancer"])
def test_others_do_not_even_propose(a, entry, who):
    with pytest.raises(Refused):
        propose_billable(entry, reason="x", by=fresh(getattr(a, who)))


def test_the_attorney_approves_and_it_is_billable_at_its_rate(a, entry):
    propose_billable(entry, reason="Paralegal work", by=fresh(a.assistant))
    approvals.approve(waiting("billable", entry), by=fresh(a.attorney))
    entry.refresh_from_db()
    assert (entry.billable, entry.rate, entry.amount) == (True, Decimal("95.00"), Decimal("95.00"))


def test_the_attorney_returns_it_and_it_stays_overhead(a, entry):
    propose_billable(entry, reason="Paralegal work", by=fresh(a.assistant))
    approvals.send_back(waiting("billable", entry), note="It is overhead.", by=fresh(a.attorney))
    entry.refresh_from_db()
    assert not entry.billable


def test_an_edit_takes_it_back_unless_it_is_the_attorneys(a, entry):
    entry = change_time(entry, by=fresh(a.attorney), billable=True)
    assert (entry.billable, newest("billable", entry).basis) == (True, "own_work")
    entry = change_time(entry, by=fresh(a.attorney), seconds=7200)
    assert (entry.billable, entry.amount, newest("billable", entry).round) == (True, Decimal("190.00"), 2)
    entry = change_time(entry, by=fresh(a.assistant), seconds=28800)
    assert (entry.billable, entry.amount, newest("billable", entry).state) == (False, Decimal("0.00"), "void")


def test_a_copy_is_overhead_again(a, entry):
    entry = change_time(entry, by=fresh(a.attorney), billable=True)
    copy = duplicate_time(entry, by=fresh(a.assistant), date=DAY)
    assert (copy.billable, copy.amount) == (False, Decimal("0.00"))


def test_an_attorneys_own_clerical_work_is_their_own_word(a):
    entry = record_time(
        a.matter,
        by=fresh(a.attorney),
        date=DAY,
        seconds=3600,
        narrative="File",
        nature="clerical",
        billable=True,
        billable_reason="No clerk on site",
    )
    assert (entry.billable, entry.billable_reason, entry.amount) == (
        True,
        "No clerk on site",
        Decimal("475.00"),
    )
    assert newest("billable", entry).basis == "own_work"
