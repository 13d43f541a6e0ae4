"""How travel time is billed: the rules an attorney sets, the choice among them, and the entries made from legs."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing.models import TimeEntry
from billing.services.time import record_time
from matters.models import Contact, Matter
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError
from travel.models import Leg, TravelRule, Trip, TripMatter
from travel.queries.charges import (
    Capped,
    bearing,
    rate_by,
    rule_of,
    rules_for,
    rules_in_use,
    split_seconds,
    time_key,
)
from travel.services.common import line, locked, whole


@transaction.atomic
def set_rule(
    *,
    by: Member,
    name: str,
    kind: str,
    percent: int | None = None,
    rate: Decimal | None = None,
    client: Contact | None = None,
    matter: Matter | None = None,
    guideline: str = "",
    cap_hours: Decimal | None = None,
    cap_per: str = "",
) -> TravelRule:
    """An attorney sets how travel is billed: for a matter, a client or the firm (Model Rule 1.5). It is never edited:
    another one takes its place. `percent` 1 to 100; `rate` per hour; `cap_hours`: what is billed of a traveller's time at most,
    each leg, day or trip (`cap_per`).
    """
    if matter is not None:
        ensure_on(by, Perm.FEE_SET, matter)
    else:
        ensure(by, Perm.FEE_SET)
    name = line(name, 80)
    if not name:
        raise DomainError("Give the rule a name.", field="name")
    if kind not in TravelRule.Kind.values:
        raise DomainError("Choose how travel is billed.", field="kind")
    if kind == TravelRule.Kind.PERCENT and not (percent and 1 <= percent <= 100):
        raise DomainError("A percentage is between 1 and 100.", field="percent")
    if kind == TravelRule.Kind.RATE and not (rate and rate > 0):
        raise DomainError("Enter the rate of an hour.", field="rate")
    if client is not None and matter is not None:
        raise DomainError("A rule is for a client or for a matter.", field="matter")
    if cap_hours is not None:
        if kind == TravelRule.Kind.NONE:
            raise DomainError("What is not billed has no limit.", field="cap_hours")
        if not 0 < cap_hours <= 200:
            raise DomainError("A limit is between 0.1 and 200 hours.", field="cap_hours")
        cap_per = cap_per or TravelRule.Cap.DAY
    rule = TravelRule.objects.create(
        name=name,
        kind=kind,
        cap_hours=cap_hours,
        cap_per=cap_per if cap_hours is not None else "",
        percent=percent if kind == TravelRule.Kind.PERCENT else None,
        rate=rate if kind == TravelRule.Kind.RATE else None,
        client=client,
        matter=matter,
        guideline=line(guideline, 300),
        set_by=by,
    )
    audit.record(
        by, "travelrule.set", rule, changes={"terms": [None, rule.terms], "for": [None, _whom(rule)]}
    )
    return rule


def _whom(rule: TravelRule) -> str:
    if rule.matter_id:
        return rule.matter.number
    return rule.client.name if rule.client_id else "the firm"


@transaction.atomic
def retire_rule(rule: TravelRule, *, by: Member) -> TravelRule:
    """Take a rule out of use. What was billed by it stays."""
    ensure(by, Perm.FEE_SET)
    rule = (
        TravelRule.objects.select_for_update(of=("self",)).select_related("matter", "client").get(pk=rule.pk)
    )
    if rule.retired_at is None:
        rule.retired_at, rule.retired_by = timezone.now(), by
        rule.save(update_fields=["retired_at", "retired_by"])
        audit.record(by, "travelrule.retired", rule, changes={"terms": [rule.terms, None]})
    return rule


@transaction.atomic
def choose_rule(row: TripMatter, rule: TravelRule, *, by: Member) -> TripMatter:
    """Say by which rule this trip's time is billed on one of its matters.

    Whoever arranges the trip chooses among the rules that hold for the matter; another one is an attorney's to choose.
    """
    trip = locked(row.trip, by)
    row = TripMatter.objects.select_for_update(of=("self",)).select_related("matter", "rule").get(pk=row.pk)
    if rule.retired_at is not None:
        raise DomainError("That rule is no longer used.", field="rule")
    if rule not in rules_for(row.matter):
        ensure_on(by, Perm.FEE_SET, row.matter)
    before = row.rule
    row.rule = rule
    row.save(update_fields=["rule"])
    if before != rule:
        audit.record(
            by, "trip.rule", trip, matter=row.matter,
            changes={"rule": [before.name if before else None, rule.name], "terms": [None, rule.terms]},
        )  # fmt: skip
    return row


@transaction.atomic
def record_travel_time(trip: Trip, *, by: Member, member: Member | None = None) -> list[TimeEntry]:
    """Time entries from the legs that have arrived, for each traveller (or `member`) and matter, by the matter's rule.

    The time that passed between departure and arrival is shared out over the matters to the second. An entry is made once
    for a leg, person and matter, however often this is asked; what lies over the rule's cap is an entry of its own, not billed.
    The rule is named in the entry's reason of rate; the entries are unbilled drafts that whoever answers for the time edits.
    Raises DomainError for a matter without a rule.
    """
    trip = locked(trip, by, over=True)
    if trip.state in (Trip.State.SETTLED, Trip.State.CANCELLED):
        raise DomainError(f"This trip is {trip.get_state_display().lower()}.")
    shares = whole(trip)
    if not shares:
        raise DomainError("This trip is for no matter: its time is billed to nobody.")
    rules, book = {}, rules_in_use()
    for row in shares:
        rule = rule_of(row, book)
        if rule is None:
            raise DomainError(f"Choose how travel is billed on {row.matter.number}.")
        rules[row.pk] = rule
    people = [row.member for row in trip.travellers.select_related("member__role")]
    if member is not None:
        people = [one for one in people if one.pk == member.pk]
    legs = list(trip.legs.kept().filter(arrives_at__lte=timezone.now()).order_by("departs_at", "id"))
    had = set(
        TimeEntry.objects.filter(
            external_id__startswith="travel:", matter__in=[row.matter_id for row in shares]
        )
        .filter(member__in=people)
        .values_list("external_id", flat=True)
    )
    made, capped = [], Capped()
    for leg in legs:
        for one in people:
            if leg.only_for_id not in (None, one.pk):
                continue
            for row, seconds in split_seconds(leg.seconds, bearing(leg, shares)):
                rule = rules[row.pk]
                # Counted also where it was recorded before: it has used up its part of the cap.
                parts = capped.split(rule, leg, one.pk, row.matter_id, seconds)
                if had & {time_key(leg, one.pk, row.matter_id, over=over) for over in (False, True)}:
                    continue
                for part, over in zip(parts, (False, True), strict=True):
                    if part:
                        made.append(_entry(leg, one, row, part, rule, by, over=over))
    if not made:
        raise DomainError("No time to record: no leg has arrived whose time is not recorded already.")
    audit.record(by, "trip.time", trip, changes={"entries": [None, len(made)]})
    return made


def _entry(
    leg: Leg,
    member: Member,
    row: TripMatter,
    seconds: int,
    rule: TravelRule,
    by: Member,
    *,
    over: bool = False,
) -> TimeEntry:
    if seconds > 86_400:
        raise DomainError(f"{leg.name} takes more than a day. Record its time by hand, day by day.")
    found = rate_by(rule, member, row.matter, leg.departs.date(), over=over)
    what = row.purpose or (leg.trip.purpose if row.matter_id == leg.trip.matter_id else "")
    return record_time(
        row.matter,
        by=by,
        member=member,
        date=leg.departs.date(),
        seconds=seconds,
        narrative=f"Travel from {leg.origin} to {leg.destination} ({leg.name}){f' for {what}' if what else ''}.",
        activity_code="A111",
        billable=False if over or rule.kind == TravelRule.Kind.NONE else None,
        external_id=time_key(leg, member.pk, row.matter_id, over=over),
        fixed=found,
    )
