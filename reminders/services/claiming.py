"""Claiming what is due: the rows, and the mails they ask for, in one transaction.

The row of a rung, a person and a thing is the claim; it is unique in PostgreSQL. A run that is killed leaves nothing, a run
that is delivered twice finds the rows of the first, and two at once wait for each other at the firm's rules.
"""

import datetime
from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db import transaction

from practice.jobs import enqueue_after_commit
from practice.models import Firm
from practice.scope import current_firm_id
from reminders.ladders import CLIENT
from reminders.models import Delivery, Reminder, ReminderRules
from reminders.plan import Thing
from reminders.queries.awake import last_act
from reminders.queries.due import Due, look
from reminders.queries.people import Crew

MAIL = "reminders.tasks.mail_reminders"


@transaction.atomic
def claim(now: datetime.datetime) -> int:
    """Claim everything due by `now` in the firm in scope, and ask for its mails. Returns how many were told to somebody.

    Notes when the firm has to be looked at again, and the last act that this look can have seen.
    """
    firm = Firm.objects.get(pk=current_firm_id())
    ReminderRules.objects.get_or_create(defaults={"client_days": [1], "began_at": now})
    rules = ReminderRules.objects.select_for_update().get()
    if rules.began_at is None:
        rules.began_at = now
    # Before anything else is read: what is done from here on is seen by the next look.
    seen = last_act()
    crew = Crew.of(firm, now)
    found = look(firm, rules, now, crew)
    rows = [_row(one, firm, crew, now) for one in found.due]
    _ask_mails(rows)
    Reminder.objects.bulk_create([row for row, _mail in rows], batch_size=500)
    rules.looked_at = max(now, rules.looked_at or now)
    rules.looked_seq, rules.wakes_at = seen, found.wakes_at
    rules.save(update_fields=["began_at", "looked_at", "looked_seq", "wakes_at"])
    return sum(row.state != Reminder.State.SKIPPED for row, _mail in rows)


def look_again() -> int:
    """Have the firm in scope looked at by the next run, whatever the clock says. Returns how many rows that changed."""
    return ReminderRules.objects.update(wakes_at=None)


def starts_at(thing: Thing, firm: Firm) -> datetime.datetime:
    """The start of a thing; of one without an hour the first instant of its day where the firm is."""
    if isinstance(thing.occurs, datetime.datetime):
        return thing.occurs
    return datetime.datetime.combine(thing.occurs, datetime.time(), tzinfo=ZoneInfo(firm.time_zone))


def _row(one: Due, firm: Firm, crew: Crew, now: datetime.datetime) -> tuple[Reminder, bool]:
    """The unsaved reminder, and whether it is mailed."""
    thing, told = one.thing, one.told
    client = one.part == CLIENT
    row = Reminder(
        about_kind=thing.source,
        about_id=thing.pk,
        occurrence=thing.occurrence,
        occurs_at=starts_at(thing, firm),
        all_day=not thing.timed,
        kind=thing.kind,
        title=thing.title,
        is_private=thing.private,
        critical=thing.source == "deadline" and thing.critical,
        matter_id=thing.matter_id,
        member_id=None if client else one.person,
        contact_id=one.person if client else None,
        part=one.part,
        rung=told.step.rung,
        moment=told.step.wanted,
        late=told.late,
        missed=told.missed,
        in_product=one.ladder.in_product or one.escalated,
        created_at=now,
    )
    if told.left_out:
        row.state, row.reason = Reminder.State.SKIPPED, told.left_out
        return row, False
    if client:
        return row, True
    why = _no_mail(one, crew, now)
    if not why:
        return row, True
    row.reason = why
    row.state = Reminder.State.SENT if row.in_product else Reminder.State.SKIPPED
    return row, False


def _no_mail(one: Due, crew: Crew, now: datetime.datetime) -> str:
    """Why a member gets no mail of it; "" when they do. What is critical or escalated is mailed in any case."""
    if one.escalated or one.thing.critical:
        return ""
    person = crew.people[one.person]
    if not one.ladder.by_mail:
        return "By the ladder in the product only"
    if not person.by_mail:
        return "Wants no mail"
    if not person.mail_when_away and crew.absence(one.person, now) is not None:
        return "Away, and wants no mail meanwhile"
    return ""


def _ask_mails(rows: list[tuple[Reminder, bool]]) -> None:
    """One delivery for each person, with all that is told to them in this run."""
    per_person: dict[tuple, list[Reminder]] = defaultdict(list)
    for row, mailed in rows:
        if mailed:
            per_person[(row.member_id, row.contact_id)].append(row)
    if not per_person:
        return
    deliveries = Delivery.objects.bulk_create(
        [Delivery(member_id=member, contact_id=contact) for member, contact in per_person], batch_size=500
    )
    for delivery, theirs in zip(deliveries, per_person.values(), strict=True):
        for row in theirs:
            row.delivery = delivery
        enqueue_after_commit(MAIL, delivery_id=delivery.pk)
