"""Recording time: amount, defaults by role, rules."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Rate, TimeEntry
from billing.queries.time import day_warning
from billing.services.time import record_time
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.cast import make_matter

DAY = datetime.date(2026, 3, 10)


def record(a, by, **more):
    values = {"by": by, "date": DAY, "seconds": 4320, "narrative": "Draft motion."}
    return record_time(more.pop("matter", a.matter), **(values | more))


def test_72_minutes_at_475_are_570(a):
    entry = record(a, a.attorney)
    assert (entry.billed_seconds, entry.rate, entry.amount) == (4320, Decimal("475.00"), Decimal("570.00"))
    assert entry.rate_reason == "Imogen’s standard rate since Jan 1, 2020"
    assert (entry.nature, entry.billable, entry.entered_by) == ("legal", True, a.attorney)
    event = AuditEvent.objects.get(verb="time.recorded", object_id=entry.pk)
    assert event.actor_id == a.attorney.pk
    assert event.changes["amount"] == [None, "570.00"]
    assert event.matter_id == a.matter.pk


def test_7_minutes_bill_as_a_fifth_of_an_hour(a):
    entry = record(a, a.attorney, seconds=420)
    assert (entry.seconds, entry.billed_seconds, entry.amount) == (420, 720, Decimal("95.00"))


def test_increment_of_the_firm_counts(a):
    a.firm.rounding_seconds = 900
    a.firm.save()
    a.attorney.firm = a.firm
    assert record(a, a.attorney, seconds=420).billed_seconds == 900


def test_no_charge_shows_hours_and_costs_nothing(a):
    entry = record(a, a.attorney, no_charge=True)
    assert (entry.billed_seconds, entry.rate, entry.amount) == (4320, Decimal("475.00"), Decimal("0.00"))


@pytest.mark.parametrize(
    "who, nature, billable",
    [
        ("attorney", "legal", True),
        ("paralegal", "paralegal", True),
        ("assistant", "administrative", False),
        ("secretary", "administrative", False),
        ("admin", "administrative", False),
    ],
)
def test_nature_and_billable_follow_the_role(a, who, nature, billable):
    entry = record(a, getattr(a, who))
    assert (entry.nature, entry.billable) == (nature, billable)
    assert (entry.amount > 0) == billable


def test_freelancer_bills_once_a_rate_is_agreed(a):
    before = record(a, a.freelancer)
    Rate.objects.create(member=a.freelancer, amount=Decimal("95"), effective_from=DAY, set_by=a.attorney)
    after = record(a, a.freelancer)
    assert (before.billable, after.billable, after.amount) == (False, True, Decimal("114.00"))


def test_no_rate_is_saved_at_zero_and_said(a):
    Rate.objects.filter(member=a.paralegal).delete()
    entry = record(a, a.paralegal)
    assert (entry.rate, entry.amount, entry.billable) == (Decimal("0.00"), Decimal("0.00"), True)
    assert entry.rate_reason == "No rate on record for Otis Farrow on Mar 10, 2026"


def test_support_staff_time_needs_an_attorney_to_be_billable(a):
    with pytest.raises(Refused, match="Imogen Vance") as refused:
        record(a, a.assistant, billable=True)
    assert refused.value.field == "billable"


def test_clerical_work_is_not_billed(a):
    assert record(a, a.paralegal, nature="clerical").billable is False
    with pytest.raises(Refused):
        record(a, a.paralegal, nature="clerical", billable=True, billable_reason="It was urgent")


def test_attorney_bills_clerical_work_with_a_reason(a):
    with pytest.raises(DomainError, match="Say why") as error:
        record(a, a.attorney, nature="clerical", billable=True)
    assert error.value.field == "billable_reason"
    entry = record(a, a.attorney, nature="clerical", billable=True, billable_reason="Agreed with the client")
    assert entry.amount == Decimal("570.00")
    assert AuditEvent.objects.get(object_id=entry.pk, verb="time.recorded").reason == "Agreed with the client"


def test_secretary_records_for_an_attorney_and_it_is_marked(a):
    entry = record(a, a.secretary, member=a.attorney)
    assert (entry.member, entry.entered_by) == (a.attorney, a.secretary)
    assert (entry.billable, entry.amount) == (True, Decimal("570.00"))


@pytest.mark.parametrize("who", ["attorney", "paralegal", "freelancer"])
def test_others_may_not_record_for_somebody_else(a, who):
    with pytest.raises(Refused):
        record(a, getattr(a, who), member=a.associate)


def test_nobody_records_for_a_person_walled_off(a):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError, match="screened"):
        record(a, a.secretary, member=a.associate)


def test_nobody_records_for_a_person_not_on_a_restricted_matter(a):
    a.matter.restricted = True
    a.matter.save()
    with pytest.raises(DomainError, match="is not on"):
        record(a, a.secretary, member=a.associate)


@pytest.mark.parametrize("state", ["closed", "declined"])
def test_no_time_on_a_matter_that_is_over(a, state):
    matter = make_matter(a, number="2026-0099", name="Over", state=state, closed_on=DAY)
    with pytest.raises(DomainError, match="Nothing can be recorded") as error:
        record(a, a.attorney, matter=matter)
    assert error.value.field == "matter"


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"seconds": 86_401}, "duration"),
        ({"seconds": 0}, "duration"),
        ({"narrative": "   "}, "narrative"),
        ({"narrative": "x" * 5_001}, "narrative"),
        ({"date": datetime.date(2006, 1, 1)}, "date"),
        ({"task_code": "L999"}, "task_code"),
        ({"activity_code": "L110"}, "activity_code"),
    ],
)
def test_wrong_values_name_their_field(a, wrong, field):
    with pytest.raises(DomainError) as error:
        record(a, a.attorney, **wrong)
    assert error.value.field == field


def test_future_work_is_refused(a):
    with pytest.raises(DomainError, match="future"):
        record(a, a.attorney, date=timezone.localdate() + datetime.timedelta(days=1))


def test_codes_are_read_as_typed(a):
    entry = record(a, a.attorney, task_code="l160", activity_code="A106 Communicate (with client)")
    assert (entry.task_code, entry.activity_code) == ("L160", "A106")


def test_day_over_24_hours_is_a_warning(a):
    record(a, a.attorney, seconds=20 * 3600)
    assert day_warning(a.attorney, DAY, 4 * 3600) == ""
    assert "24.1 h" in day_warning(a.attorney, DAY, 4 * 3600 + 360)
    assert record(a, a.attorney, seconds=5 * 3600).pk  # a warning, not an error


def test_database_keeps_the_rules_too(a):
    from django.db import IntegrityError, transaction

    entry = record(a, a.attorney)
    for wrong in (
        {"seconds": 86_401},
        {"billable": False},
        {"nature": "clerical"},
        {"amount": Decimal("-1")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TimeEntry.objects.filter(pk=entry.pk).update(**wrong)
