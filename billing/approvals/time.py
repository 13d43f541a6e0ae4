"""A week's time on a matter, and an entry that is to be billed although it usually is not."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.durations import hours_text, worked_text
from billing.models import TimeEntry, TimeSheet
from billing.queries.time_sheets import entries_of
from billing.services.consents import check_proposal, make_billable, take_back
from billing.services.payables import owe, owe_no_more
from billing.services.time_rules import amount_of
from billing.services.time_sheets import (
    accept_sheet,
    check_sheet,
    ensure_may_submit,
    put_sheet_back,
    put_sheet_in_review,
    reopen,
)
from practice import states
from supervision.kinds import Kind


class TimeKind(Kind):
    """A decision about time: the matter's supervising attorney comes first."""

    batch = True
    icon = "clock"

    def deciders(self, obj) -> list[Member]:
        people = super().deciders(obj)
        return sorted(people, key=lambda m: m.pk != obj.matter.supervising_id)

    def maker(self, obj, arguments) -> Member | None:
        return obj.member


class Week(TimeKind):
    """An attorney approves what somebody worked on a matter in a week, before it is billed (Model Rule 5.3)."""

    key, label, act, model = "time", "Time sheet", "Approve the time", "billing.TimeSheet"
    decides, prepares = Perm.TIME_BILL_APPROVE, Perm.TIME_RECORD
    joins = ("matter__responsible", "matter__supervising", "member__role")

    def title(self, obj, arguments):
        seconds = sum(entry.billed_seconds for entry in obj.entries.all())
        return f"{obj.member.name}, {hours_text(seconds)} on {obj.matter.name}, week of {obj.week_start:%b} {obj.week_start.day}"

    def url(self, obj):
        return reverse("time_sheet", args=[obj.pk])

    def snapshot(self, obj, arguments):
        entries = list(entries_of(obj))
        return {
            "fields": {
                "Person": obj.member.name,
                "Matter": f"{obj.matter.number} {obj.matter.name}",
                "Week of": obj.week_start,
                "Hours": hours_text(sum(entry.billed_seconds for entry in entries)),
            },
            "rows": {"Entries": {_name(entry): _text(entry) for entry in entries}},
        }

    def check_submit(self, obj, arguments, by):
        ensure_may_submit(by, obj.member)
        super().check_submit(obj, arguments, by)
        if obj.state != TimeSheet.State.SUBMITTED:  # then it waits already, as whoever submits it is told
            states.check(obj, TimeSheet.State.SUBMITTED)
        check_sheet(obj)

    def on_submit(self, obj, approval, *, by):
        put_sheet_in_review(obj, approval, by=by)

    def on_approve(self, obj, approval, *, by):
        owe(accept_sheet(obj, approval, by=by), approval, by=by)

    def on_return(self, obj, approval, *, by):
        put_sheet_back(obj, approval, by=by)

    def on_void(self, obj, approval, *, by):
        reopen(obj, by=by)
        owe_no_more(obj, by=by)


def _name(entry: TimeEntry) -> str:
    return f"{entry.date:%a} {entry.date:%b} {entry.date.day} (no. {entry.pk})"


def _text(entry: TimeEntry) -> str:
    """An entry in words. Its rate is not in them: the fee is set apart from the time."""
    hours = hours_text(entry.billed_seconds)
    if entry.seconds != entry.billed_seconds:
        hours = f"{hours} (worked {worked_text(entry.seconds)})"
    parts = [
        hours,
        entry.get_nature_display().lower(),
        "" if entry.billable else "not billable",
        entry.narrative,
    ]
    return " · ".join(part for part in parts if part)


class Billable(TimeKind):
    """Bill support staff's time, or clerical work, at its rate: arguments {"reason": …} (roles.md, billable by default)."""

    key, label, act, model = "billable", "Billable time", "Bill this time", "billing.TimeEntry"
    decides, prepares = Perm.TIME_MARK_BILLABLE, Perm.TIME_MARK_BILLABLE
    icon = "receipt"
    no_hint = "Why it is not billed"
    joins = ("matter__client", "matter__responsible", "matter__supervising", "member__role")

    def title(self, obj, arguments):
        return f"Bill {hours_text(obj.billed_seconds)} of {obj.member.name} on {obj.matter.name}"

    def amount(self, obj, arguments):
        return amount_of(obj.rate, obj.billed_seconds, True, obj.no_charge)

    def maker(self, obj, arguments) -> Member | None:
        return None  # whoever proposes it; the work itself was done by obj.member

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Person": f"{obj.member.name}, {obj.member.title}" if obj.member.title else obj.member.name,
                "Matter": f"{obj.matter.number} {obj.matter.name}",
                "Date": obj.date,
                "Hours": hours_text(obj.billed_seconds),
                "Work": obj.narrative,
                "Nature": obj.get_nature_display(),
                "Reason": arguments.get("reason", ""),
            },
            "rows": {},
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_proposal(obj, arguments.get("reason", ""))

    def on_approve(self, obj, approval, *, by):
        make_billable(obj, approval, by=by)

    def on_void(self, obj, approval, *, by):
        take_back(obj, by=by)
