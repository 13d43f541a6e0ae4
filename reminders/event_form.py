"""The reminders of one event, in the form in which it is entered (by dotted name from calendar_app.forms.extras)."""

from typing import Any

from django import forms

from accounts.models import Member
from calendar_app.models import Event
from practice.exceptions import DomainError
from reminders.forms import NumbersField
from reminders.models import OwnRungs
from reminders.queries.about import about
from reminders.queries.ladders import ladders
from reminders.services.settings import BINDING, clear_own_rungs, set_own_rungs

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
