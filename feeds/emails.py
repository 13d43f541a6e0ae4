"""Mails of feeds. Sent by jobs alone."""

import datetime
from zoneinfo import ZoneInfo

from calendar_app.models import Event
from feeds.ical.items import Item
from feeds.models import DateProposal, Invitation
from practice.mail import send


def when_in_words(event: Event) -> str:
    """ "Wed, Mar 10, 2027, 4:00 – 5:00 AM PST", in the clock the event is meant in."""
    if event.all_day and event.starts_on and event.ends_on:
        return _days(event.starts_on, event.ends_on)
    tz = ZoneInfo(event.zone)
    return _span(event.starts_at.astimezone(tz), event.ends_at.astimezone(tz))


def _days(first: datetime.date, last: datetime.date) -> str:
    told = f"{first:%a, %b} {first.day}, {first.year}"
    return told if last == first else f"{told} – {last:%a, %b} {last.day}, {last.year}"


def _span(starts: datetime.datetime, ends: datetime.datetime) -> str:
    day = f"{starts:%a, %b} {starts.day}, {starts.year}"
    from_, to = (f"{one.hour % 12 or 12}:{one:%M}" for one in (starts, ends))
    if starts.date() != ends.date():
        return f"{day}, {from_} {starts:%p} – {ends:%a, %b} {ends.day}, {to} {ends:%p} {ends:%Z}"
    half = "" if f"{starts:%p}" == f"{ends:%p}" else f" {starts:%p}"
    return f"{day}, {from_}{half} – {to} {ends:%p} {ends:%Z}"


def send_invitation(
    invitation: Invitation, event: Event, *, method: str, text: bytes, url: str, changed: bool, place: str
) -> None:
    """Tell a guest of an event (REQUEST) or that it is off (CANCEL), in words and as a calendar part."""
    context = {
        "name": invitation.name,
        "title": event.title,
        "when": when_in_words(event),
        "zone": event.zone.replace("_", " "),
        "all_day": event.all_day,
        "repeats": bool(event.rrule),
        "place": place,
        "remote_link": event.remote_link,
        "organizer": event.organizer.signed_name,
        "firm_name": event.firm.name,
        "firm_phone": event.firm.phone,
        "url": url,
        "changed": changed,
        "off": method == "CANCEL",
    }
    kind = f"text/calendar; method={method}"
    step = f"{method.lower()}-{event.sequence}-{invitation.told[:8] or 'first'}"
    message_id = f"<invitation-{invitation.firm_id}-{invitation.pk}-{step}@bailiwick>"
    send(
        "invitation_event",
        invitation.email,
        context,
        reply_to=event.organizer.user.email,
        attachments=[("invite.ics", text, kind)],
        message_id=message_id,
    )


def send_declined(
    proposal: Invitation | DateProposal, invitation: Invitation, event: Event, *, stands: Item, text: bytes
) -> None:
    """Tell a guest that the time they proposed is declined, in words and as a calendar part (DECLINECOUNTER). `stands` is
    the event, or the date of a series, that it was proposed for.
    """
    # invitation_declines_a_proposal
    assert proposal.proposed_start is not None
    assert proposal.proposed_end is not None
    tz = ZoneInfo(event.zone)
    starts, ends = proposal.proposed_start.astimezone(tz), proposal.proposed_end.astimezone(tz)
    first, last = stands.starts, stands.ends or stands.starts
    if isinstance(first, datetime.datetime) and isinstance(last, datetime.datetime):
        when = _span(first, last)
    else:
        when = _days(first, last)
    context = {
        "name": invitation.name,
        "title": stands.title,
        "when": when,
        "proposed": _span(starts, ends),
        "zone": event.zone.replace("_", " "),
        "note": proposal.counter_note,
        "organizer": event.organizer.signed_name,
        "firm_name": event.firm.name,
        "firm_phone": event.firm.phone,
    }
    stamp = int(proposal.counter_declined_at.timestamp()) if proposal.counter_declined_at else 0
    which = f"{invitation.pk}" if proposal is invitation else f"{invitation.pk}-{proposal.pk}"
    send(
        "invitation_declined",
        invitation.email,
        context,
        reply_to=event.organizer.user.email,
        attachments=[("declined.ics", text, "text/calendar; method=DECLINECOUNTER")],
        message_id=f"<counter-{invitation.firm_id}-{which}-{stamp}@bailiwick>",
    )
