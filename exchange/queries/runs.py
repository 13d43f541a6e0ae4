"""Reads of import runs."""

from django.db.models import QuerySet

from accounts.models import Member
from exchange.models import ImportRun


def runs_of(member: Member) -> QuerySet[ImportRun]:
    """The runs a member may open: their own. A file holds what its owner could see, walls or not."""
    return ImportRun.objects.filter(created_by=member).select_related("job", "matter", "created_by")


def recent_runs(limit: int = 20) -> list[ImportRun]:
    """The firm's latest runs: who took in what. Those onto a matter that is hidden from the member are absent."""
    return list(ImportRun.objects.select_related("created_by", "matter")[:limit])
