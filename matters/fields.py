"""What custom fields must know of matters and contacts: who may change one, and the steps that may ask for a field."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Contact, Matter, PracticeArea
from matters.queries.access import ensure_on
from matters.services.contacts import ensure_near


def ensure_matter(by: Member, matter: Matter) -> None:
    """Raise Refused unless the member may change the matter."""
    ensure_on(by, Perm.MATTER_EDIT, matter)


def ensure_contact(by: Member, contact: Contact) -> None:
    """Raise Refused unless the member may change the contact."""
    ensure(by, Perm.CONTACT_EDIT)
    ensure_near(contact, by, Perm.CONTACT_EDIT)


def matter_steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(practice area, [(stage id, stage)])]: where a field of matters may be asked for. Two queries."""
    areas = PracticeArea.objects.filter(is_active=True).prefetch_related("stages")
    found = [(a.name, [(str(s.pk), s.name) for s in a.stages.all() if s.is_active]) for a in areas]
    return [(name, stages) for name, stages in found if stages]
