"""A week of time is sent in, approved by each matter's attorney, and billed only then; an edit takes the approval away."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from billing import tasks
from billing.models import Invoice, InvoiceLine, Rate, TimeEntry, TimeSheet
from billing.queries.bill_runs import unbilled_matters
from billing.queries.time_sheets import needs_approval, ready_time, waiting_time
from billing.services import bill_runs, lines
from billing.services.time import change_time, delete_time, record_time
from billing.services.time_sheets import accept_sheet, submit_week
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Policy
from supervision.queries import inbox_of
from tests import cast
from tests.billing.bills import fresh, make_draft, matter_with
from tests.billing.doors import api_approve, newest, sql_refuses, waiting

MONDAY = datetime.date(2026, 11, 9)


@pytest.fixture
def guest(a):
    """The freelancer, let into the matter, billed at 140.00 an hour."""
    Rate.objects.create(
        member=a.freelancer, amount=Decimal("140.00"), effective_from=MONDAY, set_by=a.attorney
    )
    cast.engage(a, starts_on=MONDAY)
    return fresh(a.freelancer)


@pytest.fixture
def entry(a, guest):
    """Two hours on Tuesday, billable: 280.00."""
    return record_time(
        a.matter, by=guest, date=MONDAY + datetime.timedelta(days=1), seconds=7200, narrative="Index records"
    )


@pytest.fixture
def sheet(guest, entry):
    (found,) = submit_week(MONDAY, by=guest)
    return found


def hour(a, member, matter=None, day=MONDAY, **fields) -> TimeEntry:
    values = {"seconds": 3600, "amount": "185.00", "narrative": "Summarize"} | fields
    return cast.make_time(a, member, matter=matter or a.matter, date=day, **values)


def test_each_matters_sheet_goes_to_its_supervising_attorney(a):
    other = matter_with(a, "2026-0002", supervising=a.associate)
    hour(a, a.paralegal)
    hour(a, a.paralegal, other)
    hour(a, a.paralegal, day=MONDAY + datetime.timedelta(days=7))
    sheets = submit_week(MONDAY, by=fresh(a.paralegal), note="The week")
    assert {(s.matter, s.week_start, s.state) for s in sheets} == {
        (a.matter, MONDAY, "submitted"),
        (other, MONDAY, "submitted"),
    }
    assert [x.object_id for x in inbox_of(fresh(a.attorney))] == [
        s.pk for s in sheets if s.matter == a.matter
    ]
    assert [x.matter for x in inbox_of(fresh(a.associate))] == [other]
    with pytest.raises(DomainError, match="no time in this week"):
        submit_week(MONDAY, by=fresh(a.paralegal))


def test_only_ones_own_week_or_that_of_whom_one_records_for(a):
    hour(a, a.paralegal)
    with pytest.raises(Refused):
        submit_week(MONDAY, by=fresh(a.freelancer), member=a.paralegal)
    with pytest.raises(DomainError, match="Monday"):
        submit_week(MONDAY + datetime.timedelta(days=1), by=fresh(a.paralegal))
    assert len(submit_week(MONDAY, by=fresh(a.secretary), member=a.paralegal)) == 1


def test_whose_time_waits_is_the_firms_rule(a, entry):
    assert [needs_approval(m) for m in (a.freelancer, a.paralegal, a.attorney)] == [True, False, False]
    assert list(waiting_time(TimeEntry.objects.all())) == [entry]
    rules = Policy.objects.create(time_approval="staff")
    assert [needs_approval(m) for m in (a.freelancer, a.paralegal, a.attorney)] == [True, True, False]
    assert set(ready_time(TimeEntry.objects.all())) == {a.entries[0]}
    rules.time_approval = "nobody"
    rules.save()
    assert [needs_approval(m) for m in (a.freelancer, a.paralegal, a.attorney)] == [False, False, False]
    assert ready_time(TimeEntry.objects.all()).count() == 3


def test_no_run_draft_or_line_takes_unapproved_time(a, sheet, entry):
    assert "1 not approved yet" in unbilled_matters(fresh(a.attorney), timezone.localdate())[0].flags
    run = bill_runs.start_bill_run([a.matter], until=timezone.localdate(), by=fresh(a.secretary))
    tasks.draft_invoices(firm_id=a.firm.pk, run_id=run.pk)
    draft = Invoice.objects.get()
    assert (draft.total, draft.lines.count()) == (Decimal("1051.00"), 2)
    with pytest.raises(DomainError, match="no longer unbilled"):
        lines.add_unbilled(draft, until=timezone.localdate(), by=fresh(a.secretary), entries=[entry.pk])
    line = {"invoice": draft, "matter": a.matter, "kind": "fee", "date": entry.date, "description": "x"}
    line |= {"drafted_amount": 280, "amount": 280}
    with pytest.raises(IntegrityError, match="not approved"), transaction.atomic():
        InvoiceLine.objects.create(time_entry=entry, **line)
    bare = InvoiceLine.objects.create(**line)
    sql_refuses("UPDATE billing_invoiceline SET time_entry_id = %s WHERE id = %s", entry.pk, bare.pk)
    entry.refresh_from_db()
    assert entry.state == "open"


def test_approved_time_is_billed(a, sheet, entry):
    approvals.approve(waiting("time", sheet), by=fresh(a.attorney))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.approved_by) == ("approved", a.attorney)
    assert make_draft(a).total == Decimal("1331.00")


@pytest.mark.parametrize("who", ["freelancer", "paralegal", "assistant", "secretary", "admin"])
def test_no_door_lets_others_approve(a, sign_in, sheet, who):
    approval, person = waiting("time", sheet), fresh(getattr(a, who))
    for act in (
        lambda: approvals.approve(approval, by=person),
        lambda: approvals.decide("time", sheet, by=person),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(DomainError, match="no approval yet"):
        accept_sheet(sheet, approval, by=person)
    client = sign_in(getattr(a, who))
    assert client.post(f"/approvals/{approval.pk}/approve/").status_code in (403, 404)
    assert api_approve(client, approval).status_code in (403, 404)
    sql_refuses(
        "UPDATE billing_timesheet SET state='approved', approved_by_id=%s, approved_at=now() WHERE id=%s",
        person.pk,
        sheet.pk,
    )
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


def test_returned_with_a_note_and_sent_again(a, sign_in, guest, sheet, entry):
    approvals.send_back(waiting("time", sheet), note="Say which records.", by=fresh(a.attorney))
    page = sign_in(a.freelancer).get(f"/time/?day={MONDAY}").content.decode()
    assert "Say which records." in page and "Submit week" in page
    change_time(entry, by=guest, narrative="Index the personnel records")
    (again,) = submit_week(MONDAY, by=guest)
    assert (again.pk, again.state, waiting("time", again).round) == (sheet.pk, "submitted", 2)


def test_an_edit_of_the_guest_takes_the_approval_away(a, guest, sheet, entry):
    approvals.approve(waiting("time", sheet), by=fresh(a.attorney))
    change_time(entry, by=guest, task_code="L320")  # not what was approved: the code is free
    sheet.refresh_from_db()
    assert sheet.state == "approved"
    entry = change_time(entry, by=guest, seconds=9000)
    sheet.refresh_from_db()
    assert (sheet.state, newest("time", sheet).state) == ("draft", "void")
    assert list(waiting_time(TimeEntry.objects.filter(member=guest))) == [entry]
    approvals.decide("time", sheet, by=fresh(a.attorney))
    moved = change_time(entry, by=guest, date=MONDAY + datetime.timedelta(days=8))
    sheet.refresh_from_db()
    assert (moved.sheet_id, sheet.state) == (None, "draft")


def test_an_edit_of_the_attorney_stands_approved_as_edited(a, guest, sheet, entry):
    approvals.approve(waiting("time", sheet), by=fresh(a.attorney))
    change_time(entry, by=fresh(a.attorney), narrative="Index the records produced")
    sheet.refresh_from_db()
    found = newest("time", sheet)
    assert (sheet.state, found.state, found.round, found.decided_by) == (
        "approved",
        "approved",
        2,
        a.attorney,
    )


def test_deleting_reopens_and_late_time_goes_on_a_sheet_of_its_own(a, guest, sheet, entry):
    approvals.approve(waiting("time", sheet), by=fresh(a.attorney))
    late = record_time(a.matter, by=guest, date=MONDAY, seconds=3600, narrative="Late")
    (second,) = submit_week(MONDAY, by=guest)
    assert second.pk != sheet.pk
    delete_time(entry, by=guest)
    sheet.refresh_from_db()
    late.refresh_from_db()
    assert (sheet.state, late.sheet_id) == ("draft", second.pk)


def test_sql_changes_nothing_on_an_approved_sheet(a, guest, sheet, entry):
    approvals.approve(waiting("time", sheet), by=fresh(a.attorney))
    for change in (
        "seconds = 60",
        "narrative = 'x'",
        "date = date + 1",
        "sheet_id = NULL",
        "nature = 'legal'",
    ):
        sql_refuses(f"UPDATE billing_timeentry SET {change} WHERE id = %s", entry.pk)
    sql_refuses("DELETE FROM billing_timeentry WHERE id = %s", entry.pk)
    own = record_time(a.matter, by=guest, date=MONDAY, seconds=3600, narrative="More")
    sql_refuses("UPDATE billing_timeentry SET sheet_id = %s WHERE id = %s", sheet.pk, own.pk)
    other = TimeSheet.objects.create(matter=a.matter, member=a.paralegal, week_start=MONDAY)
    sql_refuses("UPDATE billing_timeentry SET sheet_id = %s WHERE id = %s", other.pk, own.pk)
    sql_refuses("UPDATE billing_timesheet SET member_id = %s WHERE id = %s", a.paralegal.pk, sheet.pk)
    sql_refuses("UPDATE billing_timesheet SET week_start = week_start + 1 WHERE id = %s", other.pk)
    with connection.cursor() as cursor:  # what is not covered stays free
        cursor.execute("UPDATE billing_timeentry SET on_hold = true WHERE id = %s", [entry.pk])


def test_the_page_submits_and_the_batch_approves(a, sign_in, guest, entry):
    client = sign_in(a.freelancer)
    page = client.get(f"/time/?day={entry.date}").content.decode()
    assert "Not submitted" in page and "1 entry not submitted" in page
    answer = client.post("/time/week/submit/", {"week": str(MONDAY)})
    assert answer.status_code == 303
    sheet = TimeSheet.objects.get()
    page = client.get(f"/time/sheets/{sheet.pk}/").content.decode()
    assert "Index records" in page and "Waiting for Imogen Vance" in page
    assert "140.00" not in page  # no rate for a guest
    assert client.post("/time/week/submit/", {"week": "nonsense"}).status_code == 404
    assert sign_in(a.attorney).get(f"/time/sheets/{sheet.pk}/").status_code == 200
    from supervision.kinds import kind

    assert kind("time").batch and kind("billable").batch and kind("expense").batch


def test_a_paralegal_under_the_staff_rule_sees_the_button(a, sign_in):
    hour(a, a.paralegal)
    client = sign_in(a.paralegal)
    assert "Submit week" not in client.get(f"/time/?day={MONDAY}").content.decode()
    Policy.objects.create(time_approval="staff")
    assert "Submit week" in client.get(f"/time/?day={MONDAY}").content.decode()
