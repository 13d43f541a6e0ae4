"""Who has a lawyer of their own and is not written to or called directly (Model Rule 4.2)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from matters.models import Contact, DirectConsent, Matter, Party


@dataclass(frozen=True)
class DirectWarning:
    """Why a contact is not dealt with directly: by whom represented, in which matter (None: says the record itself).

    `consent` is an attorney's standing leave, if there is one.
    """

    contact: Contact
    lawyer: Contact | None
    matter: Matter | None
    consent: DirectConsent | None

    @property
    def text(self) -> str:
        """One sentence."""
        who = f"is represented by {self.lawyer}" if self.lawyer else "is represented by another lawyer"
        where = f" in {self.matter.name}" if self.matter else ""
        return f"{self.contact} {who}{where}."


def consents(contact: Contact, matter: Matter | None = None):
    """The leaves that stand today for `contact`, for all matters or for `matter`; newest first."""
    today = timezone.localdate()
    return (
        DirectConsent.objects.filter(contact=contact, withdrawn_at=None)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .filter(Q(matter=None) | Q(matter=matter) if matter else Q(matter=None))
        .select_related("allowed_by", "matter")
    )


def direct_warning(contact: Contact, matter: Matter | None = None) -> DirectWarning | None:
    """What to know before writing to, calling or sharing with `contact`, in `matter` if there is one. None: go ahead.

    A client of `matter` is the firm's own there, whatever is said of them elsewhere. Two or three queries.
    """
    parts = Party.objects.current().filter(contact=contact).exclude(side=Party.Side.OURS)
    parts = parts.filter(represented_by__isnull=False).select_related("represented_by", "matter")
    if matter is not None:
        if is_own_client(contact, matter):
            return None
        part = parts.filter(matter=matter).first()
    else:
        part = parts.filter(matter__state__in=Matter.WORKED_ON).first()
    if part is None and not contact.represented:
        return None
    lawyer = part.represented_by if part else contact.represented_by
    where = part.matter if part else None
    return DirectWarning(contact, lawyer, where, consents(contact, matter or where).first())


def is_own_client(contact: Contact, matter: Matter) -> bool:
    """Whether `contact` is a client of `matter`."""
    if matter.client_id == contact.pk:
        return True
    return Party.objects.filter(matter=matter, contact=contact, role=Party.Role.CLIENT).exists()
