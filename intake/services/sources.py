"""Where leads come from, and how fast they are answered: the firm's own settings of intake."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from intake.models import IntakePolicy, Lead, LeadSource, LetterText, Script, ScriptLine
from intake.queries.clock import due_at, hours
from intake.texts import DEFAULT_LETTERS, DEFAULT_SCRIPT, DEFAULT_SOURCES
from practice import audit
from practice.exceptions import DomainError


@transaction.atomic
def firm_defaults(by: Member | None) -> None:
    """Usual sources, one phone script and the firm's letters for a new firm. Does nothing when it has sources."""
    if LeadSource.objects.exists():
        return
    for position, (name, wants_referrer) in enumerate(DEFAULT_SOURCES):
        source = LeadSource.objects.create(name=name, wants_referrer=wants_referrer, position=position)
        audit.record(by, "leadsource.created", source)
    name, opening, closing, lines = DEFAULT_SCRIPT
    script = Script.objects.create(name=name, opening=opening, closing=closing)
    for position, (ask, hint, kind, choices, target) in enumerate(lines):
        ScriptLine.objects.create(
            script=script,
            position=position,
            ask=ask,
            hint=hint,
            kind=kind,
            choices=list(choices),
            target=target,
        )
    audit.record(by, "script.created", script)
    for kind, (subject, body) in DEFAULT_LETTERS.items():
        LetterText.objects.create(kind=kind, subject=subject, body=body)


@transaction.atomic
def save_source(
    source: LeadSource | None,
    *,
    by: Member,
    name: str,
    wants_referrer: bool = False,
    monthly_cost: Decimal | None = None,
    is_active: bool = True,
) -> LeadSource:
    """Add a source (`source` None) or change one."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the source a name.", field="name")
    if LeadSource.objects.filter(name__iexact=name).exclude(pk=source.pk if source else None).exists():
        raise DomainError(f"There is a source called “{name}” already.", field="name")
    values = {
        "name": name,
        "wants_referrer": wants_referrer,
        "monthly_cost": monthly_cost,
        "is_active": is_active,
    }
    if source is None:
        last = LeadSource.objects.order_by("-position").values_list("position", flat=True).first()
        source = LeadSource.objects.create(position=0 if last is None else last + 1, **values)
        audit.record(by, "leadsource.created", source)
        return source
    source = LeadSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    changes = audit.apply(source, **values)
    if changes:
        source.save(update_fields=list(values))
        audit.record(by, "leadsource.changed", source, changes=changes)
    return source


@transaction.atomic
def delete_source(source: LeadSource, *, by: Member) -> None:
    """Delete a source that no lead came from; another is switched off instead."""
    ensure(by, Perm.FIRM_SETTINGS)
    audit.record(by, "leadsource.deleted", source, changes={"name": [source.name, None]})
    try:
        source.delete()
    except ProtectedError:
        raise DomainError(f"Leads came from {source.name}. Switch it off instead.") from None


@transaction.atomic
def save_policy(
    *,
    by: Member,
    answer_minutes: int,
    opens: datetime.time,
    closes: datetime.time,
    days: list[int],
) -> IntakePolicy:
    """Set the hours in which the response clock runs. New leads, and those not answered yet, go by them at once."""
    ensure(by, Perm.FIRM_SETTINGS)
    if closes <= opens:
        raise DomainError("The day ends after it begins.", field="closes")
    days = sorted(set(days))
    if not days or not set(days) <= set(range(7)):
        raise DomainError("Choose the days on which the firm answers.", field="days")
    if not 1 <= answer_minutes <= 6000:
        raise DomainError("Type 1 to 6000 minutes.", field="answer_minutes")
    found = IntakePolicy.objects.select_for_update(of=("self",)).first()
    policy = found or IntakePolicy()
    changes = audit.apply(policy, answer_minutes=answer_minutes, opens=opens, closes=closes, days=days)
    if changes or found is None:
        policy.save()
        audit.record(by, "intakepolicy.changed", policy, changes=changes)
        now = hours()
        waiting = list(Lead.objects.unanswered())
        for lead in waiting:
            lead.answer_due_at = due_at(now, lead.received_at)
        Lead.objects.bulk_update(waiting, ["answer_due_at"])
    return policy
