"""The ladders that hold in the firm in scope."""

from django.db.models import Func, IntegerField

from reminders.ladders import USUAL, Rungs
from reminders.models import Ladder, OwnRungs, ReminderRules


def ladders() -> dict[str, Rungs]:
    """{kind: its ladder}: the firm's own, else the usual one. One query."""
    return USUAL | {row.kind: row.rungs for row in Ladder.objects.all()}


def rules() -> ReminderRules:
    """The firm's rules; an unsaved row with the defaults where nobody has changed anything."""
    return ReminderRules.objects.first() or ReminderRules(client_days=[1])


def own_days() -> list[int]:
    """The days that objects of the firm have rungs of their own for. One query."""
    days = Func("days", function="unnest", output_field=IntegerField())
    return sorted(set(OwnRungs.objects.order_by().annotate(day=days).values_list("day", flat=True)))


def with_own(ladder: Rungs, own: OwnRungs | None) -> Rungs:
    """The ladder with the object's own rungs in place of its kind's."""
    if own is None:
        return ladder
    return Rungs(
        tuple(own.days),
        tuple(own.minutes),
        ladder.who,
        ladder.at,
        ladder.by_mail,
        ladder.in_product,
        ladder.escalate_days,
        True,
        ladder.since | dict(own.since),
    )
