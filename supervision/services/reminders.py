"""Reminders of what waits, one mail a person and day, and passing on what nobody decides.

State is in the rows and the mail in the outbox, in one transaction: a run that is delivered twice, or killed, repeats nothing.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from practice.exceptions import DomainError
from practice.models import Outbox
from practice.scope import current_firm_id
from practice.telling import mail_at
from supervision.kinds import KINDS, Kind, kind
from supervision.models import Approval
from supervision.queries import policy
from supervision.queries.approvals import substitute_today
from supervision.queries.waiting import decider_today, needs_escalation, needs_reminder, seen_by, waited_hours
from supervision.services.mails import DIGEST, ask_digest
from supervision.services.rounds import reassign

# Reminders go out on working days between these hours, where the firm is.
FIRST_HOUR, LAST_HOUR = 7, 19


def waiting_ids() -> list[int]:
    """Ids of all that waits in the firm in scope, in the order in which the batch approves: no two runs cross."""
    return list(Approval.objects.waiting().order_by("submitted_at", "id").values_list("pk", flat=True))


@transaction.atomic
def escalate_if_due(pk: int, *, now: datetime.datetime) -> Approval | None:
    """Pass one waiting round on when its time is up, or when whoever has it can no longer decide it.

    It goes to the substitute of whoever has it, else to the matter's supervising attorney, else to a partner. Returns the
    round when it was passed on.
    """
    approval = Approval.objects.waiting().filter(pk=pk).select_related("assigned_to", "matter").first()
    if approval is None or approval.kind not in KINDS:
        return None
    rules, of = policy(), kind(approval.kind)
    by_clock = needs_escalation(approval, rules, now)
    if not by_clock and waited_hours(approval.assigned_at, now) < rules.remind_after_hours:
        return None
    obj = of.get(approval.object_id, lock=True)
    if obj is None:
        return None
    approval = Approval.objects.select_for_update(of=("self",)).select_related("assigned_to").get(pk=pk)
    people = {m.pk: m for m in of.deciders(obj)}
    stuck = approval.assigned_to_id not in people
    if not approval.is_waiting or not (stuck or needs_escalation(approval, rules, now)):
        return None
    to = _next_decider(of, obj, approval, people)
    if to is None:
        return None
    try:
        return reassign(approval, to=to, by=None, escalated=True)
    except DomainError:  # nobody it can go to after all: it stays where it is, and is reminded of
        return None


def _next_decider(of: Kind, obj, approval: Approval, people: dict[int, Member]) -> Member | None:
    has_it, matter = approval.assigned_to, of.matter_of(obj)
    wanted = [substitute_today(has_it), has_it.substitute, getattr(matter, "supervising", None)]
    ids = [m.pk for m in wanted if m is not None]
    ids += [m.pk for m in people.values() if m.is_partner]
    not_these = {has_it.pk, approval.submitted_by_id, approval.prepared_by_id}
    return next((people[pk] for pk in ids if pk in people and pk not in not_these), None)


def people_waited_for() -> list[int]:
    """Ids of the members with whom something waits."""
    return list(Approval.objects.waiting().order_by().values_list("assigned_to_id", flat=True).distinct())


@transaction.atomic
def remind(member_id: int, *, now: datetime.datetime) -> bool:
    """Ask for the mail that lists what waits for one member (or for whoever stands in for them), when any of it is due.

    One mail a person and day, however often this runs. Returns whether one was asked for.
    """
    local = timezone.localtime(now)
    if local.weekday() >= 5 or not FIRST_HOUR <= local.hour < LAST_HOUR:
        return False
    rules = policy()
    rows = list(
        Approval.objects.waiting()
        .select_for_update(of=("self",))
        .filter(assigned_to=member_id)
        .select_related("assigned_to__role", "assigned_to__user", "matter")
        .order_by("submitted_at", "id")
    )
    if not any(needs_reminder(row, rules, now) for row in rows):
        return False
    to, day = decider_today(rows[0]), local.date().isoformat()
    rows = seen_by(to, rows)
    sent = Outbox.objects.filter(
        firm_id=current_firm_id(), task=DIGEST, arguments__to_id=to.pk, arguments__day=day
    )
    if not rows or not to.is_active or sent.exists():
        return False
    # The decider's own hours and channels; what the digest of the day tells needs no mail of its own.
    when = mail_at(to, now)
    if when is None:
        return False
    ask_digest(to, rows, day, at=when if when > now else None)
    Approval.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return True


@transaction.atomic
def note_reminded(ids: list[int], *, at: datetime.datetime) -> int:
    """These rounds were told to their deciders at `at` by another mail (the daily digest). Returns how many still wait."""
    return Approval.objects.waiting().filter(pk__in=ids).update(reminded_at=at)
