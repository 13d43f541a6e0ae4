"""An event becomes private, or open again: what else of it stands under its name."""

from collections.abc import Iterable

from django.utils.module_loading import import_string

from accounts.models import Member
from calendar_app.models import Deadline, Event, TriggerEvent
from supervision import services as approvals

# How the dates of an appointment that is private speak of it.
UNNAMED = "Appointment"
# (event, ids of its people) -> None. Reminders are the work of an app above this one.
LEFT_TO_ITS_PEOPLE = "reminders.services.inbox.left_to_its_people"
MOVED = ("moved in the calendar", "was called off in the calendar")


def take_name_away(event: Event, *, by: Member | None, names: Iterable[str]) -> None:
    """Called once an event was made private: what is counted from it is on the matter, for all to read, and was called by the
    name of the event (`names`: as it was and is). A round that asks to verify it falls away: it shows what it was.

    What was written of it in histories and decided rounds is covered when it is read (queries.veil).
    """
    TriggerEvent.objects.filter(event=event, label__in=list(names)).update(label=UNNAMED)
    for said in MOVED:
        dismissed = Deadline.objects.filter(trigger__event=event, dismissal__contains=said)
        dismissed.update(dismissal=f"The appointment {said}")
    asked = set(event.attendees.exclude(member=None).values_list("member_id", flat=True))
    import_string(LEFT_TO_ITS_PEOPLE)("event", event.pk, {event.organizer_id, event.created_by_id} | asked)
    reason = "The court date became private: its own people verify it."
    approvals.fall_away("court_date", event, by=by, reason=reason)


def privacy_of_series(series: Event, *, by: Member | None) -> None:
    """Called once a whole series was made private or open: its exceptions are as it is."""
    rows = series.exceptions.exclude(is_private=series.is_private)
    for row in rows:
        row.is_private = series.is_private
        row.save(update_fields=["is_private"])
        if row.is_private:
            take_name_away(row, by=by, names=[row.title])
