"""/api/v1/deadlines/ and /api/v1/court-rules/: deadlines with their derivation, and what a chain would be, for programs.

Read with the filters of the page (?verified=no, ?due=today..+7). The preview dockets nothing. Errors are those of
/api/v1/approvals/.
"""

import datetime
from typing import Any

from django.http import Http404
from rest_framework.response import Response

from accounts.permissions import Perm, requires
from calendar_app.filters import DeadlineFilter
from calendar_app.models import Deadline
from calendar_app.queries.rules import Counted, Facts, chain, rule_sets
from calendar_app.services import acknowledge
from calendar_app.views.tools import PEOPLE
from custom_fields.api import reference
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
    """GET the deadlines the member sees, by day."""

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
                                question.key: dict(question.options) for question in pack.choices_of(one.key)
                            },
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


class ChainPreview(ApprovalsView):
    """POST {"pack", "trigger", "on", "at", "service", "state", "choices", "court"}: the dates that would follow."""

    def post(self, request):
        said = self.said("pack", "trigger", "on", "at", "service", "state", "choices", "court")
        choices = said.get("choices") or {}
        if not isinstance(choices, dict):
            raise DomainError("“choices” is an object of options by key.", field="choices")
        on, at = _day(said.get("on")), None
        if said.get("at"):
            at = _instant(said["at"])
            on = on or at.date()
        if on is None:
            raise DomainError("“on” is the day of the event: 2026-11-30.", field="on")
        facts = Facts(
            pack=str(said.get("pack", "")),
            kind=str(said.get("trigger", "")),
            on=on,
            at=at,
            service=str(said.get("service") or ""),
            state=str(said.get("state") or ""),
            choices={str(key): str(value) for key, value in choices.items()},
            court=str(said.get("court") or ""),
        )
        return Response([counted_row(line) for line in chain(facts)])


def _day(text: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text)) if text else None
    except ValueError:
        raise DomainError(f"“{str(text)[:40]}” is no day. Write 2026-11-30.", field="on") from None


def _instant(text: Any) -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise DomainError("“at” is an instant with its offset: 2026-11-30T14:30-08:00.", field="at")
    return found


deadline_list = requires(Perm.MATTER_VIEW)(DeadlineRows.as_view())
deadline_detail = requires(Perm.MATTER_VIEW)(DeadlineOne.as_view())
deadline_acknowledge = requires(Perm.MATTER_VIEW)(DeadlineAcknowledge.as_view())
rule_set_list = requires(Perm.MATTER_VIEW)(RuleSets.as_view())
chain_preview = requires(Perm.MATTER_VIEW)(ChainPreview.as_view())
