"""What several pages of checks need."""

from django.http import Http404, HttpRequest

from conflicts.models import Check


def check_or_404(request: HttpRequest, pk: int) -> Check:
    """The check, if the member may see it: one of a walled matter is not there."""
    found = (
        Check.objects.visible_to(request.member)
        .select_related(
            "matter__client", "matter__responsible", "run_by", "decided_by", "created_by", "consent"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def whole_number(text: str) -> int | None:
    """A row's id as it stands in an address or a form; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
