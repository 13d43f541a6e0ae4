"""Running a check: the search, what of it is new, and what that does to a decided check."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from conflicts.models import Check, Hit, HitLine, Subject
from conflicts.queries import engine
from conflicts.queries.frozen import fingerprint
from conflicts.queries.sources import Entity
from practice import audit
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope
from supervision import services as approvals
from supervision.queries import newest


@transaction.atomic
def look(check: Check, subjects: Sequence[Subject] | None = None, *, by: Member | None) -> int:
    """Search for the names of a check (`subjects`: some of them) and keep what is new. Returns how many places are new.

    What was found before stays as it was found. A hit with a new place has to be judged again; a decided check that gets one
    is opened again, and whoever decided it is told, once. Runs in the system's own scope: walls hide nothing from the search.
    """
    with firm_scope(check.firm_id):
        check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
        was_decided = check.is_decided
        asked = list(subjects) if subjects is not None else list(check.subjects.filter(dropped_at=None))
        wanted = [engine.Wanted(s.name, s.side, s.contact_id) for s in asked]
        own = engine.Own(check.matter_id, check.about_id if check.about_kind == Check.About.LEAD else None)
        results = engine.search(wanted, own) if wanted else []
        fresh, left_off = 0, 0
        for subject, result in zip(asked, results, strict=True):
            fresh += _keep(check, subject, result.entities, later=was_decided)
            left_off += result.left_off
        _note_run(check, asked, left_off, whole=subjects is None, by=by)
        if fresh and was_decided:
            _open_again(check, fresh, by=by)
        elif fresh:
            _call_back(check, by=by)
    return fresh


def _keep(check: Check, subject: Subject, entities: list[Entity], *, later: bool) -> int:
    known = {(h.kind, h.object_id): h for h in Hit.objects.filter(check_ref=check, subject=subject)}
    told: dict[int, set] = {}
    for row in HitLine.objects.filter(hit__in=list(known.values())):
        told.setdefault(row.hit_id, set()).add((row.kind, row.object_id, row.slot))
    fresh = 0
    lines: list[HitLine] = []
    for entity in entities:
        hit = known.get(entity.key)
        have = told.get(hit.pk, set()) if hit is not None else set()
        new = [x for x in entity.lines if (x.kind, x.object_id, x.slot) not in have]
        if not new:
            continue
        if hit is None:
            hit = Hit.objects.create(
                check_ref=check, matter_id=check.matter_id, subject=subject, kind=entity.kind,
                object_id=entity.object_id, score=entity.score, adverse=entity.adverse, line_count=len(new),
                found_later=later,
            )  # fmt: skip
        else:
            hit.line_count += len(new)
            hit.disposition = Hit.Disposition.OPEN
            hit.score, hit.adverse = max(hit.score, entity.score), hit.adverse or entity.adverse
            hit.found_later = hit.found_later or later
            hit.save(update_fields=["line_count", "disposition", "score", "adverse", "found_later"])
        lines += [_line(hit, x) for x in new]
        fresh += len(new)
    HitLine.objects.bulk_create(lines)
    return fresh


def _line(hit: Hit, line) -> HitLine:
    row = HitLine(
        hit=hit, matter_id=line.matter_id, kind=line.kind, object_id=line.object_id, slot=line.slot, name=line.name,
        role=line.role, side=line.side, place=line.place, state=line.state, snippet=line.snippet, score=line.score,
        why=[word[:200] for word in line.why], member_id=line.member_id,
    )  # fmt: skip
    row.fingerprint = fingerprint(row)
    return row


def _note_run(check: Check, asked: list[Subject], left_off: int, *, whole: bool, by: Member | None) -> None:
    check.run_at = timezone.now()
    fields = ["run_at"]
    if by is not None:
        check.run_by = by
        fields.append("run_by")
    if whole:
        check.searched = {**check.searched, "left_off": left_off}
        fields.append("searched")
    if check.state == Check.State.RUNNING:
        check.state = Check.State.IN_REVIEW
        fields.append("state")
    check.save(update_fields=fields)


def _open_again(check: Check, fresh: int, *, by: Member | None) -> None:
    """A decided check has new hits: it is in review again, and whoever decided it is told."""
    decided_by = check.decided_by_id
    before = check.state
    places = "1 new place" if fresh == 1 else f"{fresh} new places"
    check.state, check.round = Check.State.IN_REVIEW, check.round + 1
    check.reopened_at, check.reopened_why = timezone.now(), f"{places} found after the decision."
    check.save(update_fields=["state", "round", "reopened_at", "reopened_why"])
    approvals.void_if_changed("conflict", check, by=by, reason=check.reopened_why)
    audit.record(
        by,
        "conflict.collided",
        check,
        changes={"state": [Check.State(before).label, check.get_state_display()]},
        reason=check.reopened_why,
    )
    if decided_by is not None:
        enqueue_after_commit("conflicts.tasks.mail_collision", check_id=check.pk, round=check.round)


def _call_back(check: Check, *, by: Member | None) -> None:
    """What waits for an attorney was proposed on other hits: it goes back, with the reason."""
    waiting = newest("conflict", check)
    if waiting is not None and waiting.is_waiting:
        audit.record(by, "conflict.changed", check, reason="New hits since it was sent for a decision.")
