"""Reminders in the forms in which an event or a deadline is entered (by dotted name from calendar_app.forms.extras)."""

from typing import Any

from django import forms

from accounts.models import Member
from calendar_app.models import Deadline, Event
from practice.exceptions import DomainError
from reminders.forms import NumbersField
from reminders.models import OwnRungs, PersonalRungs
from reminders.queries.about import about
from reminders.queries.ladders import ladders
from reminders.services.settings import BINDING, clear_own_rungs, remind_me, set_own_rungs

DAYS, MINUTES = "remind_days", "remind_minutes"
FIELDS = {"days": DAYS, "minutes": MINUTES}


class Reminders:
    """When this event is reminded of. Left empty, as the firm's ladder for its kind says."""

    label = "Reminders"

    def __init__(self, member: Member, event: Event | None):
        self.member = member
        self.own = (
            OwnRungs.objects.filter(about_kind="event", about_id=event.pk).first()
            if event is not None
            else None
        )
        self.is_open = self.own is not None
        self.fields: dict[str, forms.Field] = {
            DAYS: NumbersField(
                label="Days before",
                initial=list(self.own.days) if self.own else None,
                help_text="7, 1, 0: a week and a day before, and the morning itself.",
            ),
            MINUTES: NumbersField(
                label="Minutes before the start",
                initial=list(self.own.minutes) if self.own else None,
                help_text="Both empty: the firm’s ladder for the type.",
            ),
        }

    def save(self, event: Event, data: dict[str, Any], changed: set[str]) -> None:
        """Keep what was typed. A court date keeps the firm's days besides. Raises DomainError with the field."""
        if not changed & {DAYS, MINUTES}:
            return
        found = about("event", event.pk, self.member)
        days, minutes = data.get(DAYS) or [], data.get(MINUTES) or []
        if found is None or found.thing is None:
            if days or minutes:
                raise DomainError(
                    "An event of this type, or one that is over, is not reminded of.", field=DAYS
                )
            return
        if not days and not minutes:
            clear_own_rungs(found.thing, by=self.member, obj=event)
            return
        if found.thing.kind in BINDING:
            days = sorted({*days, *ladders()[found.thing.kind].days}, reverse=True)
        try:
            set_own_rungs(found.thing, by=self.member, obj=event, days=days, minutes=minutes)
        except DomainError as error:
            error.field = FIELDS.get(error.field or "", error.field)
            raise


MINE = "remind_me_days"


class RemindMe:
    """On which days whoever fills in the form is reminded of the deadline besides. The ladder of its kind stays."""

    label = "Remind me besides"

    def __init__(self, member: Member, deadline: Deadline | None):
        self.member = member
        rows = PersonalRungs.objects.filter(about_kind="deadline", member=member)
        mine = rows.filter(about_id=deadline.pk).first() if deadline is not None else None
        self.is_open = mine is not None
        self.fields: dict[str, forms.Field] = {
            MINE: NumbersField(
                label="Remind me besides, days before",
                initial=list(mine.days) if mine else None,
                help_text="21, 10: on top of the firm’s ladder, and to you alone.",
            )
        }

    def save(self, deadline: Deadline, data: dict[str, Any], changed: set[str]) -> None:
        """Keep what was typed. Raises DomainError with the field."""
        if MINE not in changed:
            return
        days = data.get(MINE) or []
        found = about("deadline", deadline.pk, self.member)
        if found is None or found.thing is None:
            if days:
                raise DomainError("A deadline that is done is not reminded of.", field=MINE)
            return
        try:
            remind_me(found.thing, by=self.member, obj=deadline, days=days)
        except DomainError as error:
            error.field = MINE
            raise
