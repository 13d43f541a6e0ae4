"""How matters and leads stand with their conflict check, for their pages and for acceptance."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from conflicts.models import Check
from matters.models import Matter
from matters.queries.points import Point

TONES = {
    Check.State.RUNNING: "ring",
    Check.State.IN_REVIEW: "warn",
    Check.State.CLEARED: "ok",
    Check.State.WAIVER: "warn",
    Check.State.CONFLICTED: "danger",
}


@dataclass(frozen=True)
class Standing:
    """The newest check of a matter or lead in words; `check` is None when none was run."""

    check: Check | None
    text: str
    tone: str
    url: str
    link: str

    @property
    def is_clear(self) -> bool:
        """Whether an attorney cleared it and nothing has opened it again."""
        return self.check is not None and self.check.state == Check.State.CLEARED


def _standing(check: Check | None, start: str) -> Standing:
    if check is None:
        return Standing(None, "Not run", "ring", start, "Run a conflict check")
    return Standing(
        check,
        check.get_state_display(),
        TONES[Check.State(check.state)],
        check.get_absolute_url(),
        "Open the check",
    )


def of_matter(matter: Matter) -> Standing:
    """The newest check of the matter. One query."""
    found = Check.objects.of_matter(matter).select_related("decided_by").first()
    return _standing(found, f"{reverse('conflict_create')}?matter={matter.pk}")


def of_lead(lead_id: int, matter_id: int | None = None) -> Standing:
    """The newest check of the lead, or of the matter that was made of it. One query."""
    about = Q(about_kind=Check.About.LEAD, about_id=lead_id)
    if matter_id is not None:
        about |= Q(matter=matter_id)
    found = Check.objects.filter(about).order_by("-id").select_related("decided_by").first()
    return _standing(found, f"{reverse('conflict_create')}?lead={lead_id}")


def sentence(standing: Standing) -> str:
    """Why nobody can be taken on yet; "" with a cleared check."""
    if standing.is_clear:
        return ""
    if standing.check is None:
        return "No conflict check was run."
    return {
        Check.State.RUNNING: "The conflict check is running.",
        Check.State.IN_REVIEW: "The conflict check is not cleared yet.",
        Check.State.WAIVER: "The conflict check needs a waiver: the clients’ informed consent in writing.",
        Check.State.CONFLICTED: "The conflict check found a conflict.",
    }[Check.State(standing.check.state)]


def acceptance_points(matter: Matter) -> list[Point]:
    """The conflict check as a point of the matter's acceptance. A conflict stands in the way whatever the firm's setting."""
    standing = of_matter(matter)
    must = True if standing.check is not None and standing.check.state == Check.State.CONFLICTED else None
    return [Point("Conflict check", sentence(standing), standing.url, standing.link, must=must)]
