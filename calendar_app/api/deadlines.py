"""/api/v1/deadlines/ and /api/v1/court-rules/: deadlines with their derivation, and what a chain would be, for programs.

Read with the filters of the page (?verified=no, ?due=today..+7). The preview dockets nothing; POST to /api/v1/deadlines/
dockets what is picked of a chain. Errors are those of /api/v1/approvals/.
"""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.response import Response

from accounts.models import Member
from accounts.permissions import Perm, requires
from calendar_app.filters import DeadlineFilter
from calendar_app.models import Deadline, Event, TriggerEvent
from calendar_app.queries.rules import Counted, Facts, chain, rule_sets
from calendar_app.services import Further, Pick, acknowledge, create_chain
from calendar_app.views.tools import PEOPLE
from custom_fields.api import reference
from matters.models import Matter
from practice.exceptions import DomainError
from supervision.api.views import ApprovalsView, Pages


def deadline_row(row: Deadline) -> dict[str, Any]:
    """A deadline as programs read it."""
    trigger = row.trigger
    names = (
        "title", "kind", "status", "due_on", "due_at", "original_due_on", "extended_from", "authority", "rule_id", "pack",
        "pack_version", "calendar", "service_method", "state", "earliest_on", "latest_on", "override", "critical", "note",
        "acknowledged_at", "verified_at", "done_at", "dismissal", "no_proof", "created_at",
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "matter": reference(row.matter, "number"),
        "owner": reference(row.owner),
        "backup": reference(row.backup),
        "verified_by": reference(row.verified_by),
        "proof": reference(row.proof),
        "trigger": {"id": trigger.pk, "label": trigger.label, "kind": trigger.kind, "on": trigger.happened_on}
        if trigger
        else None,
    }


class Rows(ApprovalsView):
    """What the views of deadlines share."""

    def rows(self):
        """What the member sees."""
        return Deadline.objects.visible_to(self.member).select_related(*PEOPLE)

    def one_or_404(self, pk: int) -> Deadline:
        """The deadline of the address, if the member sees it."""
        found = self.rows().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


class DeadlineRows(Rows):
    """GET the deadlines the member sees, by day. POST a chain: what the preview takes, with "matter", "picks" and "label"."""

    def post(self, request):
        said = self.said(*CHAIN, "matter", "picks", "label")
        matter = _one(Matter.objects.visible_to(self.member), said.get("matter"), "matter")
        picks = said.get("picks")
        if not isinstance(picks, list) or not all(isinstance(pick, str) for pick in picks):
            raise DomainError("“picks” is a list of rule ids of the preview.", field="picks")
        facts, further = facts_of(said, self.member, matter)
        trigger = create_chain(
            matter,
            by=self.member,
            facts=facts,
            picks=[Pick(pick) for pick in picks],
            label=self.text(said, "label"),
            further=further,
        )
        rows = self.rows().filter(trigger=trigger).order_by("due_on", "id")
        return Response([deadline_row(row) for row in rows], status=201)

    def get(self, request):
        bound = DeadlineFilter(
            request.query_params,
            self.rows().order_by("due_on", "id"),
            request=request._request,
            may=lambda perm: perm is None or self.member.can(perm),
        )
        if not bound.is_valid():
            name, errors = next(iter(bound.errors.items()))
            raise DomainError(str(errors[0]), field=name)
        pages = Pages()
        page = pages.paginate_queryset(bound.qs, request, view=self)
        return pages.get_paginated_response([deadline_row(row) for row in page])


class DeadlineOne(Rows):
    """GET one deadline with its derivation and the dates it had."""

    def get(self, request, pk):
        row = self.one_or_404(pk)
        changes = row.changes.order_by("id").values("how", "basis", "from_on", "to_on", "reason", "made_at")
        return Response(deadline_row(row) | {"derivation": row.derivation, "changes": list(changes)})


class DeadlineAcknowledge(Rows):
    """POST: the owner acknowledges a critical date."""

    def post(self, request, pk):
        return Response(deadline_row(acknowledge(self.one_or_404(pk), by=self.member)))


class RuleSets(ApprovalsView):
    """GET the rule sets with their events, ways of service and questions."""

    def get(self, request):
        return Response(
            [
                {
                    "key": key,
                    "title": pack.title,
                    "version": pack.version,
                    "jurisdiction": pack.jurisdiction,
                    "calendar": pack.calendar,
                    "triggers": [
                        {
                            "key": one.key,
                            "title": one.title,
                            "time": one.time,
                            "services": pack.methods(one.key),
                            "choices": {
                                question.key: dict(question.options)
                                for question in pack.choices_of(one.key)
                                if not question.number
                            },
                            "numbers": {
                                question.key: {"title": question.title, "least": question.least}
                                for question in pack.choices_of(one.key)
                                if question.number
                            },
                            "dates": {key: other.title for key, other in pack.further_of(one.key).items()},
                        }
                        for one in pack.triggers.values()
                        if pack.next_of.get(one.key)
                    ],
                }
                for key, pack in rule_sets().items()
            ]
        )


def counted_row(line: Counted) -> dict[str, Any]:
    """A date of a chain that nobody has docketed."""
    names = (
        "rule_id", "title", "authority", "text", "critical", "party", "due_on", "due_at", "earliest_on", "latest_on",
        "pack", "version", "calendar", "derivation",
    )  # fmt: skip
    return {name: getattr(line, name) for name in names}


CHAIN = ("pack", "trigger", "on", "at", "service", "state", "choices", "court", "dates")


class ChainPreview(ApprovalsView):
    """POST {"pack", "trigger", "on", "at", "service", "state", "choices", "court", "dates"}: the dates that would follow.

    "dates": the further events that rules need, {key: day}, {key: instant}, or {key: {"trigger": id}} or {"event": id} with
    the "matter" on which it is.
    """

    def post(self, request):
        said = self.said(*CHAIN, "matter")
        matter = None
        if said.get("matter") is not None:
            matter = _one(Matter.objects.visible_to(self.member), said["matter"], "matter")
        facts, _ = facts_of(said, self.member, matter)
        return Response([counted_row(line) for line in chain(facts)])


def facts_of(said: dict[str, Any], member: Member, matter: Matter | None) -> tuple[Facts, list[Further]]:
    """What a chain is counted from, as a program says it. Raises DomainError."""
    choices = said.get("choices") or {}
    if not isinstance(choices, dict):
        raise DomainError("“choices” is an object of options by key.", field="choices")
    on, at = _day(said.get("on")), None
    if said.get("at"):
        at = _instant(said["at"])
        on = on or timezone.localdate(at)
    if on is None:
        raise DomainError("“on” is the day of the event: 2026-11-30.", field="on")
    further = further_of(said, member, matter)
    facts = Facts(
        pack=str(said.get("pack", "")),
        kind=str(said.get("trigger", "")),
        on=on,
        at=at,
        service=str(said.get("service") or ""),
        state=str(said.get("state") or ""),
        choices={str(key): str(value) for key, value in choices.items()},
        court=str(said.get("court") or (matter.court if matter else "")),
        dates={one.key: one.moment for one in further if one.moment is not None},
    )
    rules = facts.rules
    known = rules.further_of(facts.kind) if rules and facts.kind in rules.triggers else {}
    for one in further:
        if one.key not in known:
            raise DomainError(f"No rule of this event counts from “{one.key}” as well.", field="dates")
    return facts, further


def further_of(said: dict[str, Any], member: Member, matter: Matter | None) -> list[Further]:
    """The further events of a chain, as a program says them. Raises DomainError."""
    given = said.get("dates") or {}
    if not isinstance(given, dict):
        raise DomainError(
            '“dates” is an object of days by key: {"judgment-entered": "2026-11-02"}.', field="dates"
        )
    found = []
    for key, value in given.items():
        if isinstance(value, dict):
            if matter is None or len(value) != 1:
                raise DomainError('Name the matter and one trigger or event: {"trigger": 5}.', field="dates")
            if "trigger" in value:
                triggers = TriggerEvent.objects.visible_to(member).filter(matter=matter)
                found.append(Further(key, other=_one(triggers, value["trigger"], "dates")))
            else:
                events = Event.objects.visible_to(member).filter(matter=matter)
                found.append(Further(key, event=_one(events, value.get("event"), "dates")))
        elif "T" in str(value):
            at = _instant(value, "dates")
            found.append(Further(key, timezone.localdate(at), at))
        else:
            found.append(Further(key, _day(value, "dates")))
    return found


def _one(rows: QuerySet, pk: Any, field: str) -> Any:
    """The row of that id. Raises DomainError when there is none to see."""
    found = rows.filter(pk=pk).first() if type(pk) is int and 0 < pk < 2**62 else None
    if found is None:
        raise DomainError(f"“{field}” names nothing that you see.", field=field)
    return found


def _day(text: Any, field: str = "on") -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text)) if text else None
    except ValueError:
        raise DomainError(f"“{str(text)[:40]}” is no day. Write 2026-11-30.", field=field) from None


def _instant(text: Any, field: str = "at") -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise DomainError(f"“{field}” takes an instant with its offset: 2026-11-30T14:30-08:00.", field=field)
    return found


deadline_list = requires(Perm.MATTER_VIEW)(DeadlineRows.as_view())
deadline_detail = requires(Perm.MATTER_VIEW)(DeadlineOne.as_view())
deadline_acknowledge = requires(Perm.MATTER_VIEW)(DeadlineAcknowledge.as_view())
rule_set_list = requires(Perm.MATTER_VIEW)(RuleSets.as_view())
chain_preview = requires(Perm.MATTER_VIEW)(ChainPreview.as_view())
