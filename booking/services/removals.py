"""A person or a time taken out of a poll while it runs, and put back. What was answered is kept, in the row and the audit."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from booking.models import Poll, PollAnswer, PollGuest, PollOption
from booking.services.polls import UNDO, ensure_open, ensure_runs, hold_again, hold_for, locked, mail, release
from calendar_app.services import change_event
from practice import audit
from practice.exceptions import DomainError


def _said(answers: Iterable[PollAnswer], *, by_name: bool) -> str:
    """Yes, if need be or no, of each person to one time or of one person to each."""
    return "; ".join(
        f"{one.guest.name if by_name else one.option}: {one.get_value_display()}" for one in answers
    )


def _open(poll: Poll, by: Member) -> Poll:
    poll = locked(poll)
    ensure_runs(by, poll)
    ensure_open(poll)
    return poll


@transaction.atomic
def remove_time(option: PollOption, *, by: Member) -> PollOption:
    """Take a time out: its hold is given back, and who could come then is told. Raises DomainError for the last time ahead."""
    poll = _open(option.poll, by)
    option = poll.options.select_related("event").get(pk=option.pk)
    if option.removed_at is not None:
        return option
    others = poll.times.exclude(pk=option.pk)
    if not others.filter(starts_at__gt=timezone.now()).exists() and option.starts_at > timezone.now():
        raise DomainError("This is the last time. Add another first, or call the question off.")
    release(option, by)
    option.removed_at = timezone.now()
    option.save(update_fields=["removed_at"])
    answers = list(option.answers.select_related("guest").order_by("guest_id"))
    changes = {"starts_at": [None, option.starts_at], "answers": [_said(answers, by_name=True), ""]}
    audit.record(by, "poll.option_removed", poll, changes=changes)
    # It matters to who could come: they may have kept it free.
    could = [
        one.guest for one in answers if one.value != PollAnswer.Value.NO and one.guest.removed_at is None
    ]
    mail(
        poll,
        "dropped",
        guests=[guest for guest in could if guest.member_id != by.pk],
        after=UNDO,
        option=option,
    )
    return option


@transaction.atomic
def restore_time(option: PollOption, *, by: Member) -> PollOption:
    """Ask about a time again, with what was answered to it. Raises DomainError for one that is past, or whose room is taken."""
    poll = _open(option.poll, by)
    option = poll.options.select_related("event").get(pk=option.pk)
    if option.removed_at is None:
        return option
    if option.starts_at <= timezone.now():
        raise DomainError("This time is past.")
    late = timezone.now() > option.removed_at + UNDO
    hold_again(option, by)
    option.removed_at = None
    option.save(update_fields=["removed_at"])
    if option.event is not None:
        members = [guest.member for guest in poll.people.select_related("member") if guest.member is not None]
        change_event(option.event, by=by, attendees=[poll.organizer, *members])
    audit.record(by, "poll.option_restored", poll, changes={"starts_at": [None, option.starts_at]})
    if late:
        rows = option.answers.filter(guest__removed_at=None).exclude(value=PollAnswer.Value.NO)
        told = [row.guest for row in rows.select_related("guest")]
        mail(
            poll,
            "back",
            guests=[guest for guest in told if guest.member_id != by.pk],
            option=option,
        )
    return option


@transaction.atomic
def remove_person(guest: PollGuest, *, by: Member) -> PollGuest:
    """Ask somebody no longer: the times are free in their calendar, their link is closed, and they are told. Raises
    DomainError for the last one.
    """
    poll = _open(guest.poll, by)
    guest = poll.guests.select_related("member").get(pk=guest.pk)
    if guest.removed_at is not None:
        return guest
    if not poll.people.exclude(pk=guest.pk).exists():
        raise DomainError("Nobody else is asked. Call the question off instead.")
    guest.removed_at = timezone.now()
    guest.save(update_fields=["removed_at"])
    if guest.member_id is not None and guest.member_id != poll.organizer_id:
        for option in poll.times.select_related("event"):
            if option.event is not None and not option.event.is_cancelled:
                rows = option.event.attendees.exclude(member=None).exclude(member=guest.member_id)
                there = Member.objects.filter(pk__in=rows.values("member"))
                change_event(option.event, by=by, attendees=list(there))
    answers = guest.answers.select_related("option").order_by("option__starts_at")
    changes = {"who": [None, guest.name], "answers": [_said(answers, by_name=False), ""]}
    audit.record(by, "poll.guest_removed", poll, changes=changes)
    if guest.member_id != by.pk:
        mail(poll, "removed", guests=[guest], after=UNDO)
    return guest


@transaction.atomic
def restore_person(guest: PollGuest, *, by: Member) -> PollGuest:
    """Ask somebody again who was taken out; what they answered stands."""
    poll = _open(guest.poll, by)
    guest = poll.guests.select_related("member").get(pk=guest.pk)
    if guest.removed_at is None:
        return guest
    late = timezone.now() > guest.removed_at + UNDO
    guest.removed_at = None
    guest.save(update_fields=["removed_at"])
    hold_for(poll, [guest.member] if guest.member is not None else [], by=by)
    audit.record(by, "poll.guest_restored", poll, changes={"who": [None, guest.name]})
    if late and guest.member_id != by.pk:
        # They were told that they are not asked any more.
        mail(poll, "asked", guests=[guest])
    return guest
