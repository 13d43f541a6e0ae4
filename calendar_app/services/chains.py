"""Dates that follow from an event: by the rules of a court, or by a count of days. All of a chain in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Member
from calendar_app.models import Deadline, Event, TriggerEvent
from calendar_app.queries.rules import Facts, Free, chain, free
from calendar_app.queries.triggers import dates_of
from calendar_app.services.deadlines import check_open, check_paper, create_deadline, ensure_enters
from calendar_app.services.further import Further, give_date, link
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError

if TYPE_CHECKING:
    from documents.models import Document


@dataclass(frozen=True)
class Pick:
    """A date of the chain to docket: its rule, whose it is, who stands in, and whether its owner acknowledges it."""

    rule_id: str
    owner: Member | None = None
    backup: Member | None = None
    critical: bool | None = None


@transaction.atomic
def create_trigger(
    matter: Matter,
    *,
    by: Member,
    facts: Facts,
    label: str,
    event: Event | None = None,
    note: str = "",
    document: "Document | None" = None,
) -> TriggerEvent:
    """What dates are counted from. `event` is the appointment in the calendar that it is, when it is one, `document` the
    paper of the matter that says it.
    """
    ensure_enters(by, matter)
    check_open(matter)
    label = " ".join(label.split())[:200]
    if not label:
        raise DomainError("Say what happened or will happen: Hearing on the motion to compel.", field="label")
    if event is not None and event.matter_id != matter.pk:
        raise DomainError("That event is on another matter.", field="event")
    check_paper(matter, document)
    trigger = TriggerEvent.objects.create(
        matter=matter,
        kind=facts.kind,
        label=label,
        happened_on=facts.on,
        happened_at=facts.at,
        service_method=facts.service,
        jurisdiction=facts.pack,
        state=facts.state,
        choices=facts.choices,
        event=event,
        document=document,
        note=note,
        created_by=by,
    )
    changes: dict[str, list] = {"on": [None, facts.at or facts.on]}
    if facts.service:
        changes["service"] = [None, facts.service_label]
    audit.record(by, "trigger.created", trigger, changes=changes)
    return trigger


@transaction.atomic
def create_chain(
    matter: Matter,
    *,
    by: Member,
    facts: Facts,
    picks: Iterable[Pick],
    label: str = "",
    event: Event | None = None,
    note: str = "",
    trigger: TriggerEvent | None = None,
    further: Iterable[Further] = (),
    document: "Document | None" = None,
) -> TriggerEvent:
    """Docket the picked dates that follow from an event, each with its derivation, unverified.

    With `trigger` they are added to what is counted from that event already; one that is there is not docketed twice.
    `further` are the second dates that rules need, as far as they are known.
    """
    picks = list(picks)
    if not picks:
        raise DomainError("Tick the dates to docket.", field="picks")
    if trigger is None:
        trigger = create_trigger(
            matter,
            by=by,
            facts=facts,
            label=label or facts.kind_label,
            event=event,
            note=note,
            document=document,
        )
        there = set()
    else:
        there = set(trigger.deadlines.values_list("rule_id", flat=True))
    for date in further:
        give_date(trigger, date, by=by)
    facts = replace(facts, dates=dates_of(trigger))
    counted = {one.rule_id: one for one in chain(facts)}
    for pick in picks:
        one = counted.get(pick.rule_id)
        if one is None or one.due_on is None:
            raise DomainError(f"{pick.rule_id} gives no date from this event.", field="picks")
        if pick.rule_id in there:
            raise DomainError(f"{one.title} is docketed already.", field="picks")
        create_deadline(
            matter,
            by=by,
            title=one.title,
            due_on=one.due_on,
            kind=one.kind,
            owner=pick.owner,
            backup=pick.backup,
            critical=one.critical if pick.critical is None else pick.critical,
            authority=one.authority,
            trigger=trigger,
            **one.columns(facts),
        )
    return trigger


@transaction.atomic
def create_counted(
    matter: Matter,
    *,
    by: Member,
    facts: Facts,
    count: Free,
    title: str,
    label: str,
    kind: str = Deadline.Kind.COURT,
    authority: str = "",
    owner: Member | None = None,
    backup: Member | None = None,
    critical: bool | None = None,
    event: Event | None = None,
    note: str = "",
    second: Further | None = None,
    document: "Document | None" = None,
) -> Deadline:
    """Docket one date by a count of days from an event, with its derivation: 10 court days after the ruling.

    `second` is the event that the other count of `count` starts from, when the date is the later or earlier of two.
    """
    if count.other is not None and second is None:
        raise DomainError("Say when the second event is, or count from one event.", field="take")
    trigger = create_trigger(matter, by=by, facts=facts, label=label, event=event, document=document)
    if second is not None:
        link(trigger, second, by=by)
        facts = replace(facts, dates=dates_of(trigger))
    one = free(facts, count)
    if one.due_on is None:
        raise DomainError(one.problem, field="n")
    return create_deadline(
        matter,
        by=by,
        title=title,
        due_on=one.due_on,
        kind=kind,
        owner=owner,
        backup=backup,
        critical=critical,
        authority=authority,
        note=note,
        trigger=trigger,
        count=count.as_json(),
        **one.columns(facts),
    )
