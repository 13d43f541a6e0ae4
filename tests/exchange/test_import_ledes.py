"""A LEDES 1998B file becomes time and expenses on one matter: 630 + 700 + 40 + 24.95 + 289.50 = 1684.45."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Expense, TimeEntry
from exchange.services import runs
from exchange.services.ledes_lines import key_of
from practice.exceptions import DomainError
from tests.cast import stamp
from tests.exchange.files import checked, fresh, imported, ledes_sample, said

# The sample of a recent year: work of 1999 is over ten years ago.
SAMPLE = ledes_sample(timezone.localdate().year - 1)
ARNSLEY, BEASTER = key_of(("22547", "Arnsley, Robert")), key_of(("45875", "Beaster, John"))


@pytest.fixture
def who(a):
    return {"timekeepers": {ARNSLEY: a.attorney.pk, BEASTER: a.associate.pk}}


def test_fees_become_time_and_costs_expenses(a, who):
    TimeEntry.objects.all().delete()
    run = imported(checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who))
    assert (run.state, run.rows, run.created) == ("done", 7, 5)
    entries = list(TimeEntry.objects.order_by("id"))
    assert [(e.member_id, e.seconds, e.billed_seconds, e.rate, e.amount) for e in entries] == [
        (a.attorney.pk, 7200, 7200, Decimal("350.00"), Decimal("630.00")),
        (a.attorney.pk, 7200, 7200, Decimal("350.00"), Decimal("700.00")),
        (a.associate.pk, 720, 720, Decimal("200.00"), Decimal("40.00")),
    ]
    assert entries[0].rate_reason == "Invoice 96542, LEDES line 1: 350 an hour, adjusted by -70.00"
    assert (entries[0].task_code, entries[0].activity_code) == ("L510", "A102")
    costs = list(Expense.objects.order_by("id"))
    assert [(c.expense_code, c.category, c.quantity, c.amount) for c in costs] == [
        ("E111", "Meals", Decimal(1), Decimal("24.95")),
        ("E110", "Out-of-town travel", Decimal(1), Decimal("289.50")),
    ]
    assert sum(e.amount for e in entries) + sum(c.amount for c in costs) == Decimal("1684.45")


def test_control_totals_and_adjustments_are_reported(a, who):
    run = imported(checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who))
    assert run.totals["file"] == {"rows": 7, "seconds": 15120, "amount": "4184.45"}
    assert run.totals["good"] == {"rows": 5, "seconds": 15120, "amount": "1684.45"}
    assert run.totals["left_out"] == {"rows": 2, "seconds": 0, "amount": "2500.00"}
    assert (run.totals["made"]["rows"], run.totals["made"]["amount"]) == (5, "1684.45")
    assert any("IF, IE" in note and "$2,500.00" in note for note in run.totals["notes"])


def test_the_same_bill_twice_is_here_already(a, who):
    imported(checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who))
    again = checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who)
    assert (again.good, again.totals["here"]["rows"], again.totals["here"]["amount"]) == (0, 5, "1684.45")


def test_an_hour_that_is_no_whole_increment_keeps_its_amount(a, who):
    text = SAMPLE.replace("|3|F|0.200|0|40|", "|3|F|0.25|0|50|").replace("1684.45", "1694.45")
    imported(checked(a.admin, "ledes", text.encode(), matter=a.matter, options=who))
    entry = TimeEntry.objects.get(amount="50.00")
    assert (entry.seconds, entry.billed_seconds, entry.rate) == (900, 900, Decimal("200.00"))


def test_an_adjusted_expense_keeps_its_amount(a, who):
    text = SAMPLE.replace("|4|E|1|0|24.95|", "|4|E|3|-4.95|69.90|").replace("1684.45", "1729.40")
    imported(checked(a.admin, "ledes", text.encode(), matter=a.matter, options=who))
    cost = Expense.objects.get(expense_code="E111")
    assert (cost.quantity, cost.unit_cost, cost.amount) == (Decimal(1), Decimal("69.90"), Decimal("69.90"))


def test_matters_of_the_file_can_be_left_out(a, who):
    run = checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who | {"take": ["1326"]})
    assert (run.good, run.totals["left_out"]["rows"]) == (0, 7)


def test_who_is_who_is_guessed_by_name(a):
    text = SAMPLE.replace("Arnsley, Robert", "Vance, Imogen").replace("Beaster, John", "Tollett, P.")
    run = runs.upload(
        by=fresh(a.admin), kind="ledes", filename="bill.txt", content=text.encode(), matter=a.matter
    )
    from exchange.queries.directory import People

    assert runs.guessed_timekeepers(run, People.load()) == {
        key_of(("22547", "Vance, Imogen")): a.attorney.pk,
        key_of(("45875", "Tollett, P.")): a.associate.pk,
    }


def test_a_timekeeper_who_is_nobody_is_a_problem_of_each_line(a):
    run = checked(
        a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options={"timekeepers": {ARNSLEY: a.attorney.pk}}
    )
    assert said(run) == [(5, "TIMEKEEPER_NAME", "Choose who this is in the firm.")]
    run = imported(run, good_only=True)
    assert run.created == 4
    assert run.totals["made"]["amount"] == "1644.45"


def test_a_bad_line_and_a_wrong_sum_are_told_with_line_and_field(a, who):
    text = SAMPLE.replace("|24.95|||", "|24,95|||")
    run = checked(a.admin, "ledes", text.encode(), matter=a.matter, options=who)
    assert (run.bad, run.good) == (1, 4)
    assert said(run)[0][:2] == (6, "LINE_ITEM_UNIT_COST")
    with pytest.raises(DomainError):
        runs.start(run, by=fresh(a.admin))
    text = SAMPLE.replace("1684.45", "1684.46")
    run = checked(a.admin, "ledes", text.encode(), matter=a.matter, options=who)
    assert (run.bad, run.good) == (5, 0)
    assert said(run) == [(3, "INVOICE_TOTAL", "The lines of invoice 96542 add up to 1684.45, not 1684.46.")]


def test_nothing_goes_onto_a_closed_matter(a, who):
    stamp("closing", a.matter, by=a.attorney, arguments={"to": "closed"})
    a.matter.state, a.matter.closed_on = "closed", timezone.localdate()
    a.matter.save()
    with pytest.raises(DomainError, match="is closed"):
        checked(a.admin, "ledes", SAMPLE.encode(), matter=a.matter, options=who)
