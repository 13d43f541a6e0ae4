"""What the firm and each person decide about reminders: ladders, rules, preferences, and own rungs of an object."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from practice import audit
from practice.exceptions import DomainError
from practice.models import Firm
from practice.scope import current_firm_id
from reminders.ladders import DAYS_AT_MOST, MINUTES_AT_MOST, RUNGS_AT_MOST, USUAL, Kind, Rungs, Who
from reminders.models import Ladder, OwnRungs, PersonalRungs, Preferences, ReminderRules
from reminders.plan import Thing
from reminders.queries.ladders import ladders, with_own


def check_numbers(numbers: Iterable[int], *, most: int, field: str, unit: str) -> list[int]:
    """The numbers without repetition, the largest first. Raises DomainError on one that is out of bounds, or too many."""
    found = sorted(set(numbers), reverse=True)
    if any(not 0 <= n <= most for n in found):
        raise DomainError(f"From 0 to {most} {unit}.", field=field)
    if len(found) > RUNGS_AT_MOST:
        raise DomainError(f"{RUNGS_AT_MOST} at most.", field=field)
    return found


def _since(before: dict[str, str], had: set[str], has: set[str], now: datetime.datetime) -> dict[str, str]:
    """Since when each rung is on the ladder: those that were added say nothing of what had passed by then."""
    kept = {rung: at for rung, at in before.items() if rung in has}
    return kept | {rung: now.isoformat() for rung in has - had}


def _keys(days: Iterable[int], minutes: Iterable[int], escalate: Iterable[int] = ()) -> set[str]:
    return {f"d{n}" for n in days} | {f"m{n}" for n in minutes} | {f"e{n}" for n in escalate}


@transaction.atomic
def set_ladder(
    kind: str,
    *,
    by: Member,
    days: Iterable[int],
    minutes: Iterable[int] = (),
    escalate_days: Iterable[int] = (),
    at: datetime.time = datetime.time(8),
    who: Iterable[str],
    by_mail: bool = True,
    in_product: bool = True,
    is_on: bool = True,
) -> Ladder:
    """Set the firm's ladder of one kind. Raises DomainError with the field."""
    ensure(by, Perm.FIRM_SETTINGS)
    if kind not in Kind.values:
        raise DomainError("There is no such kind.", field="kind")
    days = check_numbers(days, most=DAYS_AT_MOST, field="days", unit="days")
    minutes = check_numbers(minutes, most=MINUTES_AT_MOST, field="minutes", unit="minutes")
    escalate = check_numbers(escalate_days, most=DAYS_AT_MOST, field="escalate_days", unit="days")
    chosen = [who_ for who_ in Who.values if who_ in set(who)]
    if is_on and not (days or minutes):
        raise DomainError("Give at least one day, or switch the ladder off.", field="days")
    if is_on and not chosen:
        raise DomainError("Choose who is reminded.", field="who")
    if is_on and not (by_mail or in_product):
        raise DomainError("Choose how: by e-mail, in the product, or both.", field="by_mail")
    row = Ladder.objects.select_for_update().filter(kind=kind).first()
    before = row.rungs if row else USUAL[kind]
    if row is None:
        row = Ladder(kind=kind, **_columns(before))
    values = {
        "days": days,
        "minutes": minutes,
        "escalate_days": escalate,
        "at": at,
        "who": chosen,
        "by_mail": by_mail,
        "in_product": in_product,
        "is_on": is_on,
    }
    changes = audit.apply(row, **values)
    if changes:
        had = _keys(before.days, before.minutes, before.escalate_days) if before.is_on else set()
        row.since = _since(before.since, had, _keys(days, minutes, escalate), timezone.now())
        row.save()
        audit.record(by, "ladder.changed", row, changes=changes)
    return row


def _columns(ladder: Rungs) -> dict:
    return {
        "days": list(ladder.days),
        "minutes": list(ladder.minutes),
        "escalate_days": list(ladder.escalate_days),
        "at": ladder.at,
        "who": list(ladder.who),
        "by_mail": ladder.by_mail,
        "in_product": ladder.in_product,
        "is_on": ladder.is_on,
    }


@transaction.atomic
def reset_ladder(kind: str, *, by: Member) -> Ladder | None:
    """Put the usual ladder of a kind back. None when it stood."""
    ensure(by, Perm.FIRM_SETTINGS)
    usual = USUAL[kind]
    if not Ladder.objects.filter(kind=kind).exists():
        return None
    return set_ladder(kind, by=by, **_columns(usual))


@transaction.atomic
def set_rules(*, by: Member, subject: str, clients: bool, client_days: Iterable[int]) -> ReminderRules:
    """Set what mails say and whether clients are reminded. Raises DomainError with the field."""
    ensure(by, Perm.FIRM_SETTINGS)
    days = check_numbers(client_days, most=60, field="client_days", unit="days")
    if subject not in ReminderRules.Subject.values:
        raise DomainError("Choose what the mails say.", field="subject")
    if clients and not days:
        raise DomainError("Give at least one day before.", field="client_days")
    ReminderRules.objects.get_or_create(defaults={"client_days": [1]})
    row = ReminderRules.objects.select_for_update().get()
    changes = audit.apply(row, subject=subject, clients=clients, client_days=days)
    if changes:
        row.save(update_fields=list(changes))
        audit.record(by, "reminder_rules.changed", row, changes=changes)
    return row


@transaction.atomic
def set_preferences(
    *,
    by: Member,
    by_mail: bool = True,
    mail_when_away: bool = True,
    quiet_from: datetime.time | None = None,
    quiet_until: datetime.time | None = None,
    digest_at: datetime.time = datetime.time(7),
    digest_days: Iterable[int] = (0, 1, 2, 3, 4),
) -> Preferences:
    """Set one's own preferences. Raises DomainError with the field."""
    if (quiet_from is None) != (quiet_until is None):
        missing = "quiet_from" if quiet_from is None else "quiet_until"
        raise DomainError("Give both ends of the quiet hours, or neither.", field=missing)
    if quiet_from is not None and quiet_from == quiet_until:
        raise DomainError("Another time than the beginning.", field="quiet_until")
    days = sorted(set(digest_days))
    if any(not 0 <= n <= 6 for n in days):
        raise DomainError("Choose weekdays.", field="digest_days")
    Preferences.objects.get_or_create(member=by)
    row = Preferences.objects.select_for_update().get(member=by)
    changes = audit.apply(
        row,
        by_mail=by_mail,
        mail_when_away=mail_when_away,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        digest_at=digest_at,
        digest_days=days,
    )
    if changes:
        row.save()
        audit.record(by, "reminder_preferences.changed", row, changes=changes)
    return row


@transaction.atomic
def set_own_rungs(
    thing: Thing, *, by: Member, obj, days: Iterable[int], minutes: Iterable[int] = ()
) -> OwnRungs:
    """Give one object rungs of its own. `obj` is the row it stands for, whose page the audit names.

    Whoever may read the object may add to it, as they would put it into a diary; the dates of a court keep the rungs of
    their ladder besides. Raises DomainError with the field.
    """
    days = check_numbers(days, most=DAYS_AT_MOST, field="days", unit="days")
    minutes = check_numbers(minutes, most=MINUTES_AT_MOST, field="minutes", unit="minutes")
    if minutes and not thing.timed:
        raise DomainError("It has no hour, so no minutes before.", field="minutes")
    kind = ladders()[thing.kind]
    if thing.kind in BINDING and (missing := sorted(set(kind.days) - set(days), reverse=True)):
        raise DomainError(
            f"The firm’s ladder for this kind stays: {', '.join(str(n) for n in missing)} days before.",
            field="days",
        )
    if not days and not minutes:
        raise DomainError("Give at least one, or go back to the firm’s ladder.", field="days")
    row = OwnRungs.objects.select_for_update().filter(about_kind=thing.source, about_id=thing.pk).first()
    had = with_own(kind, row)
    if row is None:
        row = OwnRungs(
            about_kind=thing.source, about_id=thing.pk, days=list(kind.days), minutes=list(kind.minutes)
        )
    changes = audit.apply(row, days=days, minutes=minutes)
    row.matter_id, row.set_by, row.set_at = thing.matter_id, by, timezone.now()
    zone = ZoneInfo(thing.zone or Firm.objects.get(pk=current_firm_id()).time_zone)
    row.occurs_on = thing.day(zone)
    row.since = _since(had.since, _keys(had.days, had.minutes), _keys(days, minutes), row.set_at)
    row.save()
    if changes:
        audit.record(by, "reminders.set", obj, changes=changes)
    return row


@transaction.atomic
def remind_me(thing: Thing, *, by: Member, obj, days: Iterable[int]) -> PersonalRungs | None:
    """Have `by` alone reminded of one object on these days before it, besides what the ladder tells them. None without days.

    Whoever may read the object may: it is told to nobody else, and takes nothing from the ladder. Raises DomainError with
    the field.
    """
    days = check_numbers(days, most=DAYS_AT_MOST, field="days", unit="days")
    if thing.private and not any(by.pk in ids for ids in thing.people.values()):
        raise DomainError("It is private: only its people are reminded of it.", field="days")
    rows = PersonalRungs.objects.select_for_update()
    row = rows.filter(about_kind=thing.source, about_id=thing.pk, member=by).first()
    before = list(row.days) if row else []
    if days == before:
        return row
    audit.record(by, "reminders.mine", obj, changes={"days": [before, days]})
    if not days:
        assert row is not None  # there were days
        row.delete()
        return None
    row = row or PersonalRungs(about_kind=thing.source, about_id=thing.pk, member=by)
    row.days, row.matter_id, row.set_at = days, thing.matter_id, timezone.now()
    row.since = _since(row.since, _keys(before, ()), _keys(days, ()), row.set_at)
    row.save()
    return row


# Kinds whose ladder an object may add to and not thin out.
BINDING = (Kind.COURT, Kind.STATUTE, Kind.HEARING, Kind.TRIAL)


@transaction.atomic
def clear_own_rungs(thing: Thing, *, by: Member, obj) -> bool:
    """Go back to the firm's ladder. False when the object had no rungs of its own."""
    row = OwnRungs.objects.filter(about_kind=thing.source, about_id=thing.pk).first()
    if row is None:
        return False
    changes = {"days": [list(row.days), None], "minutes": [list(row.minutes), None]}
    row.delete()
    audit.record(by, "reminders.set", obj, changes=changes)
    return True
