"""What the services of this room share."""

from django.db import IntegrityError, models, transaction

from practice.exceptions import DomainError
from practice.numbering import next_number


def line(text: str, limit: int = 200) -> str:
    """One line of text: inner space folded, cut at `limit`."""
    return " ".join(str(text or "").split())[:limit]


def new_code(letter: str, typed: str = "") -> str:
    """The code for a new label: as typed, else the letter and the next number: F00042."""
    code = line(typed, 20).upper().replace(" ", "")
    return code or f"{letter}{next_number(f'office.{letter}'):05d}"


def saved(obj: models.Model, *, field: str, taken: str) -> None:
    """Save a new row; raises DomainError `taken` beside `field` when a unique value is used already."""
    try:
        with transaction.atomic():
            obj.save()
    except IntegrityError:
        raise DomainError(taken, field=field) from None
