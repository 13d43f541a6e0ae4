"""Setting rates, and unbilled work at new rates."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Rate, TimeEntry
from billing.services import rates as services
from billing.services.time import record_time
from practice.exceptions import DomainError, Refused, Stale
from practice.models import AuditEvent

NEW_YEAR = datetime.date(2026, 1, 1)


def test_attorney_sets_a_rate(a):
    rate = services.set_rate(
        by=a.attorney, member=a.paralegal, amount=Decimal("200"), effective_from=NEW_YEAR
    )
    assert (rate.amount, rate.set_by) == (Decimal("200.00"), a.attorney)
    assert AuditEvent.objects.get(verb="rate.set").changes["amount"] == [None, "200.00"]


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "admin", "freelancer"])
def test_nobody_else_sets_rates(a, who):
    by = getattr(a, who)
    with pytest.raises(Refused, match="only an attorney sets the fee"):
        services.set_rate(by=by, member=a.paralegal, amount=Decimal("200"), effective_from=NEW_YEAR)
    with pytest.raises(Refused):
        services.change_rate(Rate.objects.first(), by=by, amount=Decimal("1"), reason="x")
    with pytest.raises(Refused):
        services.preview_recalculation(by=by)


def test_second_rate_of_a_day_is_refused(a):
    day = datetime.date(2020, 1, 1)
    with pytest.raises(DomainError, match="already") as error:
        services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal("1"), effective_from=day)
    assert error.value.field == "effective_from"


@pytest.mark.parametrize("amount", ["-1", "100000.01"])
def test_rate_stays_within_reason(a, amount):
    with pytest.raises(DomainError):
        services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal(amount), effective_from=NEW_YEAR)


def test_person_or_role_client_or_matter(a):
    amount, role = Decimal("1"), a.roles["paralegal"]
    for wrong in (
        {},
        {"member": a.paralegal, "role": role},
        {"role": role, "client": a.client, "matter": a.matter},
    ):
        with pytest.raises(DomainError):
            services.set_rate(by=a.attorney, amount=amount, effective_from=NEW_YEAR, **wrong)


def test_scheduled_rate_can_be_withdrawn_one_in_force_not(a):
    ahead = timezone.localdate() + datetime.timedelta(days=30)
    rate = services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal("210"), effective_from=ahead)
    services.withdraw_rate(rate, by=a.attorney)
    assert not Rate.objects.filter(pk=rate.pk).exists()
    with pytest.raises(DomainError, match="in force"):
        services.withdraw_rate(Rate.objects.get(member=a.paralegal), by=a.attorney)


def test_recalculation_is_previewed_then_done(a):
    for seconds in (3600, 7200):
        record_time(a.matter, by=a.paralegal, date=NEW_YEAR, seconds=seconds, narrative="Index.")
    billed = record_time(a.matter, by=a.paralegal, date=NEW_YEAR, seconds=3600, narrative="Index.")
    TimeEntry.objects.filter(pk=billed.pk).update(state="billed")
    services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal("200"), effective_from=NEW_YEAR)
    preview = services.preview_recalculation(by=a.attorney, since=NEW_YEAR)
    # 3 h at 185 = 555, at 200 = 600; the cast's own 2.6 h: 481 and 520
    assert (preview.before, preview.after) == (Decimal("1036.00"), Decimal("1120.00"))
    assert TimeEntry.objects.get(pk=billed.pk).rate == Decimal("185.00")
    services.recalculate_unbilled(by=a.attorney, since=NEW_YEAR, token=preview.token)
    rows = TimeEntry.objects.filter(member=a.paralegal, state="open").order_by("amount")
    assert [row.amount for row in rows] == [Decimal("200.00"), Decimal("400.00"), Decimal("520.00")]
    assert {row.rate_reason for row in rows} == {"Otis’s standard rate since Jan 1, 2026"}
    assert TimeEntry.objects.get(pk=billed.pk).amount == Decimal("185.00")
    assert AuditEvent.objects.filter(verb="time.recalculated").count() == 3
    assert not services.preview_recalculation(by=a.attorney).changes


def test_stale_preview_changes_nothing(a):
    services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal("200"), effective_from=NEW_YEAR)
    token = services.preview_recalculation(by=a.attorney).token
    record_time(a.matter, by=a.attorney, date=NEW_YEAR, seconds=3600, narrative="x")
    entry = TimeEntry.objects.filter(member=a.paralegal).first()
    TimeEntry.objects.filter(pk=entry.pk).update(rate=Decimal("1"), amount=Decimal("2.60"))
    with pytest.raises(Stale):
        services.recalculate_unbilled(by=a.attorney, token=token)
    entry.refresh_from_db()
    assert entry.amount == Decimal("2.60")


def test_no_charge_stays_at_nothing(a):
    entry = record_time(a.matter, by=a.paralegal, date=NEW_YEAR, seconds=3600, narrative="x", no_charge=True)
    services.set_rate(by=a.attorney, member=a.paralegal, amount=Decimal("200"), effective_from=NEW_YEAR)
    preview = services.preview_recalculation(by=a.attorney)
    services.recalculate_unbilled(by=a.attorney, token=preview.token)
    entry.refresh_from_db()
    assert (entry.rate, entry.amount) == (Decimal("200.00"), Decimal("0.00"))
