"""What is decided about court dates: verified by a second person, extended, dismissed, withdrawn (supervision.kinds)."""

import datetime
import hashlib

from accounts.permissions import Perm
from calendar_app.models import DateChange, Deadline
from calendar_app.queries.access import reads
from calendar_app.recurrence import local_of
from calendar_app.services import (
    carry_out_change,
    carry_out_withdrawal,
    check_called_off,
    check_change,
    check_verifiable,
    is_second,
    note_verified,
    paper_of,
)
from calendar_app.services.events.verifying import (
    check_event_verifiable,
    may_be_second,
    note_event_verified,
)
from calendar_app.services.triggers import lock_trigger_of
from practice.dates import short_day
from practice.exceptions import DomainError, Refused
from supervision.kinds import Kind


class SecondLook(Kind):
    """A date is verified by another than who set it: an attorney, or a paralegal by delegation."""

    decides = Perm.DEADLINE_VERIFY
    second_person = True

    def maker(self, obj, arguments):
        return obj.set_by or obj.created_by

    def check(self, obj) -> None:
        """Raise DomainError when there is nothing to verify."""
        raise NotImplementedError

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        self.check(obj)

    def on_void(self, obj, approval, *, by):
        type(obj).objects.filter(pk=obj.pk).update(verified_by=None, verified_at=None)


class Verification(SecondLook):
    """The date of a deadline that a court or a statute sets."""

    key, label, act, model = "deadline", "Deadline", "Verify the date", "calendar_app.Deadline"
    prepares = Perm.DEADLINE_ENTER
    icon = "calendar-event"
    joins = (
        "trigger",
        "matter__client",
        "matter__responsible",
        "matter__supervising",
        "set_by__role",
        "created_by__role",
    )

    def title(self, obj, arguments):
        return f"{obj.title}, due {obj.due_on:%b} {obj.due_on.day}, {obj.due_on.year}"

    def snapshot(self, obj, arguments):
        fields = {
            "Matter": str(obj.matter),
            "What is due": obj.title,
            "Due": obj.due_on,
            "Kind": obj.get_kind_display(),
            "Rule or order": obj.authority,
        }
        if obj.due_at:
            fields["Due at"] = obj.due_at
        if obj.extended_from:
            fields["Extended from"] = obj.extended_from
        rows = {}
        if obj.derivation:
            # What it was counted from is in the derivation: the trigger itself may have moved since.
            fields |= {
                "Counted from": obj.derivation.get("from", ""),
                "Service": obj.service_method,
                "Rule set": " ".join(part for part in (obj.pack, obj.pack_version) if part) or obj.calendar,
            }
            if obj.earliest_on or obj.latest_on:
                fields |= {"Earliest safe": obj.earliest_on, "Latest arguable": obj.latest_on}
            rows["How it was counted"] = {
                str(number): f"{step['text']} [{step['citation']}]"
                for number, step in enumerate(obj.derivation.get("steps", []), 1)
            }
        return {"fields": fields, "rows": rows}

    def may_decide(self, obj, by):
        return super().may_decide(obj, by) and is_second(obj, by)

    def check(self, obj):
        check_verifiable(obj)

    def on_approve(self, obj, approval, *, by):
        note_verified(obj, approval, by=by)


class Change(Kind):
    """A later date, or none: only an attorney extends or dismisses a deadline (Model Rule 5.3), who enters dates proposes it.

    Arguments: {"to": "extended" | "dismissed", "from_on", "reason"}, of an extension also "to_on", "basis" and "document".
    The day it had is in them and not read from the deadline: the act itself changes that.
    """

    key, label, act = "deadline_change", "Extension or dismissal", "Decide on the deadline"
    model = "calendar_app.Deadline"
    decides, prepares = Perm.DEADLINE_DISMISS, Perm.DEADLINE_ENTER
    icon = "calendar-plus"
    joins = Verification.joins

    def title(self, obj, arguments):
        if arguments["to"] == "dismissed":
            return f"Dismiss “{obj.title}”"
        return f"Extend “{obj.title}” to {short_day(datetime.date.fromisoformat(arguments['to_on']))}"

    def snapshot(self, obj, arguments):
        fields = {
            "Matter": str(obj.matter),
            "What is due": obj.title,
            "Kind": obj.get_kind_display(),
            "Rule or order": obj.authority,
            "Due": arguments["from_on"],
        }
        if arguments["to"] == "dismissed":
            fields["Proposed"] = "Take it off the calendar, not met"
            return {"fields": fields | {"Why": arguments["reason"]}, "rows": {}}
        paper = paper_of(arguments)
        fields |= {
            "Proposed": "Extend",
            "New date": arguments["to_on"],
            "It rests on": f"{DateChange.Basis(arguments['basis']).label}: {arguments['reason']}",
            "Document": paper.name if paper else "None",
        }
        return {"fields": fields, "rows": {}}

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_change(obj, arguments)

    def on_approve(self, obj, approval, *, by):
        carry_out_change(obj, approval, by=by)


class CourtDate(SecondLook):
    """An appointment in court. What is private goes to nobody but its people, and says no more than busy time says."""

    key, label, act, model = "court_date", "Court date", "Verify the court date", "calendar_app.Event"
    prepares = Perm.CALENDAR_OWN
    icon = "gavel"
    joins = (
        "matter__client",
        "matter__responsible",
        "matter__supervising",
        "set_by__role",
        "created_by__role",
        "organizer__role",
        "parent",
    )

    def title(self, obj, arguments):
        day = local_of(obj.starts_at, obj.zone)
        name = "Private court date" if obj.is_private else obj.title
        return f"{name}, {day:%b} {day.day}, {day.year}"

    def snapshot(self, obj, arguments):
        start, end = local_of(obj.starts_at, obj.zone), local_of(obj.ends_at, obj.zone)
        fields = {
            "Matter": str(obj.matter),
            "Kind": obj.get_kind_display(),
            "Starts": obj.starts_on or f"{start:%Y-%m-%d %H:%M}",
            "Ends": obj.ends_on or f"{end:%Y-%m-%d %H:%M}",
            "Time zone": obj.zone,
        }
        if obj.is_private:
            # Rounds are read by more people than the event: they are bound to what it says by a seal alone.
            said = "\n".join(
                [obj.uid, obj.title, obj.kind, obj.court, obj.department, obj.rrule, str(obj.exdates)]
            )
            fields["Details"] = f"Private, seal {hashlib.sha256(said.encode()).hexdigest()[:16]}"
            fields["Kind"] = "Private court date"
            return {"fields": fields, "rows": {}}
        fields |= {
            "Court": obj.court,
            "Department": obj.department,
        }
        if obj.rrule:
            fields |= {
                "Repeats": obj.rrule,
                "But not on": ", ".join(f"{gap:%Y-%m-%d %H:%M}" for gap in obj.exdates),
            }
        if obj.is_cancelled:
            fields["State"] = "Called off"
        return {"fields": fields, "rows": {}}

    def may_decide(self, obj, by):
        may = obj.matter is not None and super().may_decide(obj, by) and may_be_second(obj, by)
        return may and reads(by, obj)

    def check(self, obj):
        check_event_verifiable(obj)

    def check_submit(self, obj, arguments, by):
        if not reads(by, obj):
            raise Refused("It is private: its people alone handle it.")
        super().check_submit(obj, arguments, by)

    def on_approve(self, obj, approval, *, by):
        note_event_verified(obj, approval, by=by)


class Withdrawal(Kind):
    """The dates of an event that was called off: arguments {"withdraw": [ids], "move": [ids]}; the others are kept."""

    key, label, act = "withdrawal", "Dates of a called off event", "Withdraw the dates"
    model = "calendar_app.Recalculation"
    decides, prepares = Perm.DEADLINE_DISMISS, Perm.DEADLINE_ENTER
    own_page = True
    icon = "calendar-off"
    joins = ("trigger", "matter__client", "matter__responsible", "matter__supervising", "opened_by__role")

    def locked(self, rows, object_id):
        lock_trigger_of(object_id)
        return super().locked(rows, object_id)

    def title(self, obj, arguments):
        count = len(arguments.get("withdraw", []))
        return f"{obj.trigger.label} called off: withdraw {count} date{'' if count == 1 else 's'}"

    def snapshot(self, obj, arguments):
        rows: dict[str, dict[str, str]] = {"Withdrawn": {}, "Counted without it": {}}
        wanted = {"Withdrawn": arguments.get("withdraw", []), "Counted without it": arguments.get("move", [])}
        titles = dict(
            Deadline.objects.filter(pk__in=[pk for pks in wanted.values() for pk in pks]).values_list(
                "pk", "title"
            )
        )
        for section, pks in wanted.items():
            rows[section] = {str(pk): titles.get(pk, "Gone") for pk in pks}
        return {
            "fields": {
                "Matter": str(obj.matter),
                "Event": obj.trigger.label,
                "On": obj.happened_on,
                "Why": obj.reason,
            },
            "rows": rows,
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_called_off(obj)
        if not arguments.get("withdraw") and not arguments.get("move"):
            raise DomainError("Say on the list which dates are withdrawn.")

    def on_approve(self, obj, approval, *, by):
        carry_out_withdrawal(obj, approval, by=by)
