"""Judging hits: no conflict, needs a waiver, conflict; each with a reason."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from conflicts.models import Check, Disposition, Hit, HitLine
from conflicts.queries.sight import hidden_lines, whom_to_ask
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope


@transaction.atomic
def judge(check: Check, *, by: Member, hits: Sequence[int], value: str, reason: str) -> int:
    """Judge hits of an undecided check alike, with one reason. Returns how many were judged.

    Staff may judge: it is a proposal until an attorney decides the check on exactly these judgements. Nobody judges what
    they may not see whole (Refused, saying whom to ask), and nobody judges their own declared interest.
    """
    ensure(by, Perm.CONFLICT_RUN)
    reason = " ".join(reason.split())
    if value not in ("none", "waiver", "conflict"):
        raise DomainError("Choose how to judge it.", field="value")
    if not reason:
        raise DomainError("Give a reason. It stays with the hit.", field="reason")
    if not hits:
        raise DomainError("Mark at least one hit.", field="hits")
    check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if check.is_decided:
        raise DomainError("This check is decided. Open it again first.")
    rows = list(Hit.objects.select_for_update(of=("self",)).filter(check_ref=check, pk__in=list(hits)))
    if len(rows) != len(set(hits)):
        raise DomainError("Some of these hits are not of this check.")
    hidden = hidden_lines(check, by)
    unseen = [line for row in rows for line in hidden.get(row.pk, ())]
    if unseen:
        raise Refused(f"A restricted hit is judged by somebody who sees it. Ask {whom_to_ask(unseen, by)}.")
    with firm_scope(check.firm_id):
        own = HitLine.objects.filter(hit__in=rows, member=by).exists()
        places = _places(rows)
        if own:
            raise Refused("This concerns you. Somebody else has to judge it.")
        for row in rows:
            before = row.disposition
            Disposition.objects.create(
                hit=row,
                matter=places.get(row.pk),
                value=value,
                reason=reason,
                line_count=row.line_count,
                by=by,
            )
            row.disposition = value
            row.save(update_fields=["disposition"])
            audit.record(
                by,
                "conflict.judged",
                check,
                changes={"hit": [None, row.pk], "judgement": [label(before), label(value)]},
                matter=places.get(row.pk) or check.matter,
            )
    return len(rows)


def label(value: str) -> str:
    """A judgement in words."""
    return str(dict(Hit.Disposition.choices)[value])


def _places(rows: Sequence[Hit]) -> dict[int, Matter]:
    """The matter whose walls hide the words of a judgement: the closest kept of the hit's own."""
    found: dict[int, Matter] = {}
    lines = HitLine.objects.filter(hit__in=rows, matter__isnull=False).select_related("matter").order_by("id")
    walled = set(
        Matter.objects.filter(walls__lifted_at=None, walls__isnull=False).values_list("pk", flat=True)
    )
    for line in lines:
        held = found.get(line.hit_id)
        if held is None or (_kept(line.matter, walled) > _kept(held, walled)):
            found[line.hit_id] = line.matter
    return found


def _kept(matter: Matter, walled: set[int]) -> int:
    return 2 * (matter.pk in walled) + matter.restricted
