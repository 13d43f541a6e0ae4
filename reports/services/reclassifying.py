"""Answers to the list of entries that look delegable: what they really are."""

from django.db import transaction

from accounts.models import Member
from billing.models import TimeEntry
from billing.services.time import reclassify_time
from billing.services.time_rules import ensure_may_change
from practice import audit
from practice.exceptions import DomainError
from reports.models import KeptAsLegal
from reports.queries.wording import guess


def accept_suggestion(entry: TimeEntry, *, by: Member) -> TimeEntry:
    """Give the entry the nature that its words suggest."""
    found = guess(entry.narrative)
    if found is None:
        raise DomainError("Nothing in its words suggests another nature now.")
    return reclassify_time(entry, by=by, nature=found.nature)


@transaction.atomic
def keep_as_legal(entry: TimeEntry, *, by: Member) -> None:
    """Say that the entry is legal work after all: it is not suggested again."""
    ensure_may_change(entry, by)
    _, made = KeptAsLegal.objects.get_or_create(
        entry=entry, defaults={"matter_id": entry.matter_id, "by": by}
    )
    if made:
        audit.record(by, "time.kept_as_legal", entry)


@transaction.atomic
def suggest_again(entry: TimeEntry, *, by: Member) -> None:
    """Take back `keep_as_legal`."""
    ensure_may_change(entry, by)
    gone, _ = KeptAsLegal.objects.filter(entry=entry).delete()
    if gone:
        audit.record(by, "time.suggested_again", entry)
