"""The limitation date with what satisfied it; the budget with its alert."""

import datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from billing.models import TimeEntry
from billing.queries.totals import over_budget
from calendar_app.models import Deadline
from matters import services, tasks
from matters.models import Matter
from matters.queries.budget import uses_of
from matters.services.budget import check_budgets
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from tests.doors import refused_in_sql

DAY = datetime.date(2026, 12, 4)


def _again(a):
    return Matter.objects.get(pk=a.matter.pk)


def test_the_limitation_is_set_moved_with_a_reason_and_satisfied_by_an_attorney(a, sign_in):
    url = reverse("matter_limitation", args=[a.matter.pk])
    assert sign_in(a.secretary).post(url, {"on": "2026-12-04"}).status_code == 403
    answer = sign_in(a.paralegal).post(url, {"on": "2026-12-04", "basis": "CCP § 337"})
    assert answer.status_code == 303
    assert (_again(a).limitation_on, _again(a).limitation_open) == (DAY, True)
    entry = Deadline.objects.get(matter=a.matter)
    assert (entry.kind, entry.due_on, entry.authority) == ("statute", DAY, "CCP § 337")
    with pytest.raises(DomainError, match="Say why the limitation date changes"):
        services.set_limitation(a.matter, by=a.attorney, on=DAY + datetime.timedelta(days=1))
    with pytest.raises(Refused):
        services.set_limitation(a.matter, by=a.paralegal, on=None, reason="Not needed")
    with pytest.raises(Refused):
        services.satisfy_limitation(a.matter, by=a.paralegal, on=DAY, how="Filed")
    with pytest.raises(DomainError, match="what satisfied it"):
        services.satisfy_limitation(a.matter, by=a.attorney, on=datetime.date(2026, 3, 1), how=" ")
    services.satisfy_limitation(
        a.matter, by=a.attorney, on=datetime.date(2026, 3, 1), how="Complaint filed, 26CV041877"
    )
    found = _again(a)
    assert (found.limitation_satisfied_by, found.limitation_open) == (a.attorney, False)
    assert Deadline.objects.get(matter=a.matter).done_by == a.attorney
    page = sign_in(a.paralegal).get(found.get_absolute_url()).content.decode()
    assert "Complaint filed, 26CV041877" in page
    services.reopen_limitation(a.matter, by=a.attorney, reason="Dismissed without prejudice")
    assert _again(a).limitation_open
    moved = DAY + datetime.timedelta(days=30)
    services.set_limitation(a.matter, by=a.attorney, on=moved, reason="Tolled by agreement")
    entry = Deadline.objects.get(matter=a.matter)
    assert (entry.due_on, entry.original_due_on, entry.done_at) == (moved, DAY, None)
    services.set_limitation(a.matter, by=a.attorney, on=None, reason="Contract work only")
    assert Deadline.objects.get(matter=a.matter).dismissal == "Contract work only"


def test_sql_keeps_who_satisfied_it(a):
    services.set_limitation(a.matter, by=a.attorney, on=DAY)
    refused_in_sql("UPDATE matters_matter SET limitation_satisfied_on='2026-03-01' WHERE id=%s", a.matter.pk)


def test_each_mark_of_the_budget_is_told_once(a, sign_in):
    # 1,051.00 is worked: 570.00 + 481.00
    services.edit_matter(a.matter, by=a.attorney, budget=Decimal("1300.00"), budget_alert_percent=80)
    use = uses_of([_again(a)])[a.matter.pk]
    assert (use.used, use.percent, use.mark) == (Decimal("1051.00"), 80, 80)
    assert [m.pk for m in check_budgets()] == [a.matter.pk]
    assert check_budgets() == []
    Matter.objects.filter(pk=a.matter.pk).update(budget=Decimal("1000.00"))
    assert [m.pk for m in check_budgets()] == [a.matter.pk]
    assert check_budgets() == []
    jobs = Outbox.objects.filter(task="matters.tasks.mail_budget").order_by("id")
    assert [job.arguments["mark"] for job in jobs] == [80, 100]
    assert list(over_budget().values_list("pk", flat=True)) == [a.matter.pk]
    page = sign_in(a.paralegal).get(reverse("matter_budget", args=[a.matter.pk])).content.decode()
    assert "The budget is used up." in page
    assert "Over budget by $51.00" in page
    TimeEntry.objects.update(state="written_off")
    assert check_budgets() == []  # below the mark again: it may be reached anew
    assert _again(a).budget_alerted == 0


def test_the_mail_goes_to_the_responsible_attorney(a):
    Matter.objects.filter(pk=a.matter.pk).update(budget=Decimal("1000.00"))
    tasks.mail_budget.run(firm_id=a.firm.pk, matter_id=a.matter.pk, mark=100)
    (sent,) = mail.outbox
    assert sent.to == [a.attorney.user.email]
    assert "$1,051.00 of the $1,000.00 budget" in sent.body
    assert "It is overspent." in sent.body
