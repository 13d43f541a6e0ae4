"""The ladders that hold in the firm in scope."""

from collections.abc import Collection
from datetime import time

from django.db.models import Func, IntegerField

from accounts.models import Member
from calendar_app.models import Deadline
from reminders.ladders import USUAL, Rungs
from reminders.models import Ladder, OwnRungs, PersonalRungs, ReminderRules


def ladders() -> dict[str, Rungs]:
    """{kind: its ladder}: the firm's own, else the usual one. One query."""
    return USUAL | {row.kind: row.rungs for row in Ladder.objects.all()}


def rules() -> ReminderRules:
    """The firm's rules; an unsaved row with the defaults where nobody has changed anything."""
    return ReminderRules.objects.first() or ReminderRules(client_days=[1])


def own_days() -> list[int]:
    """The days that objects of the firm have rungs of their own for, and that people asked for besides. One query."""
    days = Func("days", function="unnest", output_field=IntegerField())
    own, asked = (
        model.objects.order_by().annotate(day=days).values_list("day", flat=True)
        for model in (OwnRungs, PersonalRungs)
    )
    return sorted(own.union(asked))


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


def with_personal(ladder: Rungs, mine: PersonalRungs | None, *, alone: bool = False) -> Rungs:
    """The ladder with the days besides that one person asked for; with `alone` these days and nothing else."""
    if mine is None:
        return ladder
    alone = alone or not ladder.is_on
    had = () if alone else ladder.days
    since = {rung: at for rung, at in mine.since.items() if int(rung[1:]) not in had}
    return Rungs(
        tuple({*had, *mine.days}),
        () if alone else ladder.minutes,
        ladder.who,
        ladder.at if ladder.is_on else Rungs(()).at,
        alone or ladder.by_mail,
        alone or ladder.in_product,
        () if alone else ladder.escalate_days,
        True,
        since if alone else since | ladder.since,
    )


def personal_days(member: Member, deadlines: Collection[int]) -> dict[int, tuple[list[int], time]]:
    """{deadline: (the days before it on which the member asked to be reminded besides, the hour)}. Two queries. For feeds."""
    rows = PersonalRungs.objects.filter(member=member, about_kind="deadline", about_id__in=deadlines)
    found = dict(rows.order_by().values_list("about_id", "days"))
    if not found:
        return {}
    known = ladders()
    kinds = Deadline.objects.filter(pk__in=found).values_list("pk", "kind")
    return {pk: (found[pk], (known[kind] if known[kind].is_on else Rungs(())).at) for pk, kind in kinds}
