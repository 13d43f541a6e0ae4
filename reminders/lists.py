"""The list of reminders: what was told to whom and when."""

import datetime

from django.utils import timezone

from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from reminders.filters import ReminderFilter
from reminders.forms import SnoozeForm
from reminders.ladders import PARTS
from reminders.models import Reminder
from reminders.services import inbox

# Columns of the views that show everybody.
FIRM = "title,matter,falls,rung,who,told,state"


def standing_words(row: Reminder) -> str:
    """What a person made of it: acknowledged, seen, put off, done since."""
    if row.acknowledged_at:
        return "Acknowledged"
    if row.seen_at:
        return "Seen"
    if row.snoozed_until and row.snoozed_until > timezone.now():
        return "Put off"
    if row.closed_at:
        return "Over"
    return ""


def rung_of(row: Reminder) -> str:
    """The rung in words, with what is special about it."""
    return f"{row.rung_words}, late" if row.late else row.rung_words


def to_whom(row: Reminder) -> str:
    """The name of the member or the client."""
    person = row.member or row.contact
    return person.name if person else ""


def snooze_until(reminder: Reminder, *, by, until: datetime.date) -> Reminder:
    """Put a reminder off until eight in the morning of a day."""
    return inbox.snooze(reminder, by=by, until=eight(until))


def eight(day: datetime.date) -> datetime.datetime:
    """Eight in the morning of that day, in the active zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(8)))


def _own(member, row: Reminder):
    return True if row.member_id == member.pk else "Somebody else’s"


class ReminderList(ListPage):
    """Reminders: the member's own; for who runs the firm everybody's."""

    name = "reminders"
    title, noun = "Reminders", "reminder"
    model, filterset, perm = Reminder, ReminderFilter, None
    columns = (
        Column(
            "title", "What", kind="two", second=lambda r: r.get_kind_display(), href=True, always=True, sort="title", css="c-main",
            phone="main", exports=[("What", "title"), ("Type", "get_kind_display")],
        ),
        Column(
            "matter", "Matter", kind="two", value="matter.name", second="matter.number", phone="",
            href=lambda row: row.matter.get_absolute_url() if row.matter else "", sort="matter__name", select=("matter",),
            exports=[("Matter number", "matter.number"), ("Matter", "matter.name")],
        ),
        Column("falls", "Falls on", template="reminders/cell_falls.html", value="occurs_at", sort="occurs_at", css="c-st", phone="date"),
        Column("rung", "Rung", value=rung_of, phone="", css="c-st"),
        Column("who", "To", value=to_whom, select=("member", "contact"), phone="", css="c-st", default=False),
        Column("part", "Why", value=lambda r: PARTS.get(r.part, r.part), default=False),
        Column("told", "Told", kind="ago", value="created_at", sort="created_at", phone="num", css="c-date"),
        Column(
            "state", "Mail", kind="state", sort="state", phone="", css="c-date",
            states={"waiting": "ring", "sent": "", "delivered": "ok", "failed": "tag danger", "skipped": ""},
        ),
        Column("error", "The server’s words", value="delivery.error", select=("delivery",), default=False),
        Column("reason", "Note", value="reason", default=False),
        Column("made", "Since", value=standing_words, phone="", exports=[
            ("Seen", "seen_at"), ("Acknowledged", "acknowledged_at"), ("Put off until", "snoozed_until"),
        ]),
        Column("wanted", "Due to be told", kind="date", value="moment", sort="moment", default=False),
    )  # fmt: skip
    default_sort = "-told"
    search = ("title", "matter__name", "matter__number", "member__name")
    default_views = (
        View("To see", "who=me&open=yes"),
        View("Mine", "who=me"),
        View("Critical", "critical=yes&acknowledged=no&open=yes&sort=falls"),
        View("Escalated", f"escalated=yes&cols={FIRM}"),
        View("Failed", f"state=failed&cols={FIRM},error"),
        View("All", f"cols={FIRM}"),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "see", "Seen", handler="reminders.services.inbox.see", icon="eye-check", allowed=_own, undo="unsee",
            done="{count} {noun} seen",
        ),
        BulkAction(
            "unsee", "Not seen", handler="reminders.services.inbox.unsee", allowed=_own, hidden=True,
            done="{count} {noun} back",
        ),
        BulkAction(
            "snooze", "Put off", handler="reminders.lists.snooze_until", form=SnoozeForm, icon="clock-pause", allowed=_own,
            done="{count} {noun} put off",
        ),
        BulkAction(
            "acknowledge", "Acknowledge", handler="reminders.services.inbox.acknowledge", icon="check", allowed=_own,
            done="{count} {noun} acknowledged",
        ),
    )  # fmt: skip
    template = "reminders/list.html"
    actions = (Action("How I am reminded", "reminder_preferences", icon="settings", primary=False),)
    export_name = "reminders"
    empty = Empty(
        "bell",
        "Nothing to be reminded of",
        "Deadlines, hearings, meetings and tasks show here as they come near.",
    )

    def row_class(self, obj):
        return "unread" if obj.seen_at is None and obj.closed_at is None and obj.member_id else ""


reminder_list = ReminderList.as_view()
