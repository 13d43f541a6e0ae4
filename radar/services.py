"""Put a signal aside for a while, take it up again, and set after how long the radar asks."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError, Refused
from radar.models import RadarRules, Signal, Snooze

LONGEST = 180  # days


@transaction.atomic
def snooze(matter: Matter, *, by: Member, signal: str, until: datetime.date, reason: str) -> Snooze:
    """Do not ask about this signal of the matter before the day `until`. Raises DomainError with the field, or Refused.

    A limitation that runs out is put aside by an attorney alone, and never beyond its date: to let a claim lapse is
    legal judgment (Model Rule 5.3).
    """
    ensure_on(by, Perm.MATTER_EDIT, matter)
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    reason = " ".join(reason.split())
    today = timezone.localdate()
    if signal not in Signal.values:
        raise DomainError("Choose what to put aside.", field="signal")
    if not reason:
        raise DomainError(
            "Say why it can wait. The reason is kept in the history of the matter.", field="reason"
        )
    if len(reason) > 300:
        raise DomainError(f"Type at most 300 characters; this has {len(reason)}.", field="reason")
    if not today < until <= today + datetime.timedelta(days=LONGEST):
        raise DomainError(f"Choose a day from tomorrow to {LONGEST} days on.", field="until")
    if signal == Signal.LIMITATION:
        if not by.is_licensed:
            raise Refused(
                f"Only an attorney puts a limitation date aside. Ask {matter.responsible.name}.",
                who=[matter.responsible.name],
            )
        if matter.limitation_on and until > matter.limitation_on:
            raise DomainError("Not beyond the limitation date itself.", field="until")
    _end(Snooze.objects.filter(matter=matter, signal=signal, ended_at=None))
    made = Snooze.objects.create(matter=matter, signal=signal, until=until, reason=reason, made_by=by)
    audit.record(
        by,
        "radar.snoozed",
        matter,
        changes={"signal": [None, made.get_signal_display()], "until": [None, until]},
        reason=reason,
    )
    return made


@transaction.atomic
def wake(matter: Matter, *, by: Member, signal: str) -> int:
    """Ask about the signal again from now on. Returns how many snoozes ended: 0 or 1."""
    ensure_on(by, Perm.MATTER_EDIT, matter)
    rows = Snooze.objects.select_for_update().filter(matter=matter, signal=signal, ended_at=None)
    count = _end(rows)
    if count:
        audit.record(by, "radar.woken", matter, changes={"signal": [Signal(signal).label, None]})
    return count


def _end(rows) -> int:
    return rows.update(ended_at=timezone.now())


@transaction.atomic
def set_rules(*, by: Member, quiet_days: int, answer_hours: int, limitation_days: int) -> RadarRules:
    """After how many days without an entry a matter is quiet (1 to 365), after how many hours a client waits too long
    (1 to 720), and how many days before it a limitation date is shown (1 to 730). Raises DomainError with the field.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    for field, value, most in (
        ("quiet_days", quiet_days, 365),
        ("answer_hours", answer_hours, 720),
        ("limitation_days", limitation_days, 730),
    ):
        if not 1 <= value <= most:
            raise DomainError(f"From 1 to {most}.", field=field)
    kept, _made = RadarRules.objects.select_for_update().get_or_create()
    changes = audit.apply(
        kept, quiet_days=quiet_days, answer_hours=answer_hours, limitation_days=limitation_days
    )
    if changes:
        kept.save()
        audit.record(by, "radar.rules_changed", kept, changes=changes)
    return kept
