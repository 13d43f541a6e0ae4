"""Files chosen on a public page that did not go through: kept under the page's number until it does, two hours at most."""

import datetime
from collections.abc import Collection

from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils import timezone

from intake.models import HeldFile
from intake.services.submissions import MOST_BYTES, MOST_FILES, Filled

HELD_FOR = datetime.timedelta(hours=2)
# Of all strangers of a firm together; beyond it files have to be chosen again.
MOST_OF_A_FIRM = 500 * 1024 * 1024


class Kept(ContentFile):
    """A held file as a new one would come, with the id of its row."""

    def __init__(self, row: HeldFile):
        super().__init__(bytes(row.content), name=row.filename)
        self.held = row.pk


def held_files(nonce: str, keep: Collection[str]) -> dict[int, list[Kept]]:
    """{question: files held under the page's number that are still wanted}; the others are thrown away.

    `keep` are the ids whose boxes are ticked.
    """
    if not nonce:
        return {}
    rows = HeldFile.objects.filter(nonce=nonce, held_at__gt=timezone.now() - HELD_FOR)
    wanted = [int(pk) for pk in keep if pk.isdecimal() and len(pk) < 18]
    rows.exclude(pk__in=wanted).delete()
    found: dict[int, list[Kept]] = {}
    for row in rows.filter(pk__in=wanted):
        found.setdefault(row.question_id, []).append(Kept(row))
    return found


def hold_files(nonce: str, filled: Filled) -> None:
    """Keep the files of a page that is shown again, and say in `filled.held` which of them are.

    Files that were refused are not kept, nor more than a page or a firm may send.
    """
    there = HeldFile.objects.filter(nonce=nonce)
    count = there.count()
    size = there.aggregate(n=Sum("size"))["n"] or 0
    firm = HeldFile.objects.aggregate(n=Sum("size"))["n"] or 0 if any(filled.files.values()) else 0
    for question, files in filled.files.items():
        for file in files:
            if getattr(file, "held", None) is not None or question in filled.errors:
                continue
            if count >= MOST_FILES or size + file.size > MOST_BYTES or firm + file.size > MOST_OF_A_FIRM:
                continue
            file.seek(0)
            HeldFile.objects.create(
                nonce=nonce,
                question_id=question,
                filename=(file.name or "")[:255],
                size=file.size,
                content=file.read(),
            )
            count, size, firm = count + 1, size + file.size, firm + file.size
    for row in there.defer("content"):
        filled.held.setdefault(row.question_id, []).append(row)


def release_files(nonce: str) -> None:
    """The page went through: its files are with the lead now."""
    HeldFile.objects.filter(nonce=nonce).delete()


def drop_old() -> int:
    """Throw away what nobody came back for. How many there were."""
    return HeldFile.objects.filter(held_at__lte=timezone.now() - HELD_FOR).delete()[0]


def lost(filled: Filled) -> bool:
    """Whether something that was chosen is not held, so that it has to be chosen again."""
    chosen = sum(len(files) for question, files in filled.files.items() if question not in filled.errors)
    refused = any(files for question, files in filled.files.items() if question in filled.errors)
    return refused or chosen > sum(len(rows) for rows in filled.held.values())
