"""Rounds as programs read them."""

from rest_framework import serializers

from supervision.models import Approval
from supervision.queries import compare
from supervision.queries.inbox import known_kind
from supervision.queries.reading import Reading


class ApprovalSerializer(serializers.Serializer):
    """One round, as a line of the inbox. Reads no row beside its people and its matter."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.SerializerMethodField()
    object_id = serializers.IntegerField()
    round = serializers.IntegerField()
    title = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    state = serializers.CharField()
    basis = serializers.CharField()
    matter = serializers.SerializerMethodField()
    prepared_by = serializers.SerializerMethodField()
    submitted_by = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField()
    assigned_to = serializers.SerializerMethodField()
    assigned_at = serializers.DateTimeField()
    escalated_from = serializers.SerializerMethodField()
    due_on = serializers.DateField()
    urgent = serializers.BooleanField()
    note = serializers.CharField()
    decided_by = serializers.SerializerMethodField()
    decided_at = serializers.DateTimeField()
    decision_note = serializers.CharField()
    void_reason = serializers.CharField()

    def get_label(self, approval: Approval) -> str:
        of = known_kind(approval.kind)
        return of.label if of else approval.kind

    def get_matter(self, approval: Approval) -> dict | None:
        matter = approval.matter
        return {"id": matter.pk, "number": matter.number, "name": matter.name} if matter else None

    def _person(self, member) -> dict | None:
        return {"id": member.pk, "name": member.name} if member else None

    def get_prepared_by(self, approval: Approval) -> dict | None:
        return self._person(approval.prepared_by)

    def get_submitted_by(self, approval: Approval) -> dict | None:
        return self._person(approval.submitted_by)

    def get_assigned_to(self, approval: Approval) -> dict | None:
        return self._person(approval.assigned_to)

    def get_escalated_from(self, approval: Approval) -> dict | None:
        return self._person(approval.escalated_from)

    def get_decided_by(self, approval: Approval) -> dict | None:
        return self._person(approval.decided_by)


def _differences(before: dict, after: dict) -> list[dict]:
    return [
        {"section": d.section, "what": d.what, "before": d.before, "after": d.after}
        for d in compare(before, after)
    ]


def reading_of(reading: Reading) -> dict:
    """A round with its content, its hash (`seen`, which approving wants back) and what changed in it.

    `changes` is against the round before, `edited` against what was submitted.
    """
    approval = reading.approval
    return {
        **ApprovalSerializer(approval).data,
        "seen": reading.seen,
        "content": reading.content,
        "arguments": approval.arguments,
        "changes": _differences(reading.before.content, reading.content) if reading.before else [],
        "edited": _differences(approval.content, reading.content),
    }
