"""The content of a check as it is decided: bound by its hash, and free of what walls hide."""

import hashlib
import json

from conflicts.models import Check, Disposition, Hit, HitLine
from practice.scope import firm_scope


def digest(value) -> str:
    """SHA-256 (hex) of a plain value in one canonical writing."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(line: HitLine) -> str:
    """SHA-256 (hex) of what a line shows."""
    said = (
        line.kind, line.object_id, line.slot, line.name, line.role, line.side, line.place, line.state, line.snippet,
        line.score, list(line.why), line.matter_id, line.member_id,
    )  # fmt: skip
    return digest(said)


def content_of(check: Check) -> dict:
    """Asked names and hits with how each was judged. Hits appear by number and fingerprint alone: their lines have walls.

    The same for every reader, as it is read in the system's own scope. Four queries.
    """
    with firm_scope(check.firm_id):
        subjects = list(check.subjects.filter(dropped_at=None).order_by("id"))
        hits = list(Hit.objects.filter(check_ref=check).order_by("id"))
        prints: dict[int, list[tuple[int, str]]] = {}
        for line in HitLine.objects.filter(hit__check_ref=check).order_by("id"):
            prints.setdefault(line.hit_id, []).append((line.pk, line.fingerprint))
        judged: dict[int, Disposition] = {}
        for row in Disposition.objects.filter(hit__check_ref=check).order_by("id"):
            judged[row.hit_id] = row
        return {
            "subjects": [
                {"id": s.pk, "name": s.name, "role": s.get_role_display(), "source": s.source}
                for s in subjects
            ],
            "hits": [_hit(number, hit, prints, judged.get(hit.pk)) for number, hit in enumerate(hits, 1)],
        }


def _hit(number: int, hit: Hit, prints: dict, row: Disposition | None) -> dict:
    lines = prints.get(hit.pk, [])
    current = row if row is not None and hit.disposition == row.value else None
    return {
        "number": number,
        "id": hit.pk,
        "subject": hit.subject_id,
        "score": hit.score,
        "adverse": hit.adverse,
        "disposition": hit.disposition,
        "judgement": current.pk if current else None,
        "lines": [pk for pk, _ in lines],
        "print": digest(
            [[p for _, p in lines], current.reason if current else "", current.by_id if current else 0]
        ),
    }
