"""Who has a lawyer of their own and is not written to or called directly (Model Rule 4.2)."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
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


Pair = tuple[int, int | None]


def direct_warning(contact: Contact, matter: Matter | None = None) -> DirectWarning | None:
    """What to know before writing to, calling or sharing with `contact`, in `matter` if there is one. None: go ahead.

    A client of `matter` is the firm's own there, whatever is said of them elsewhere. Three queries at most.
    """
    return direct_warnings([(contact, matter)]).get((contact.pk, matter.pk if matter else None))


def direct_warnings(pairs: Collection[tuple[Contact, Matter | None]]) -> dict[Pair, DirectWarning]:
    """{(contact, matter): warning} for those of the pairs that have one, as direct_warning says it. Three queries at most."""
    foreign = _without_own_clients(pairs)
    if not foreign:
        return {}
    rows = Party.objects.current().filter(contact__in={contact.pk for contact, _matter in foreign})
    rows = rows.exclude(side=Party.Side.OURS).filter(represented_by__isnull=False)
    parts = list(rows.select_related("represented_by", "matter"))
    found = {}
    for contact, matter in foreign:
        part = next((one for one in parts if one.contact_id == contact.pk and _counts(one, matter)), None)
        if part is not None or contact.represented:
            lawyer = part.represented_by if part else contact.represented_by
            key = (contact.pk, matter.pk if matter else None)
            found[key] = DirectWarning(contact, lawyer, part.matter if part else None, None)
    return _with_leaves(found, {(one.pk, matter.pk if matter else None): matter for one, matter in foreign})


def _counts(part: Party, matter: Matter | None) -> bool:
    """Whether a party's lawyer is one in the matter; without a matter, in any that is worked on."""
    return part.matter_id == matter.pk if matter is not None else part.matter.state in Matter.WORKED_ON


def _without_own_clients(
    pairs: Collection[tuple[Contact, Matter | None]],
) -> list[tuple[Contact, Matter | None]]:
    """The pairs but for clients in their own matter."""
    asked = {
        (contact.pk, matter.pk) for contact, matter in pairs if matter and matter.client_id != contact.pk
    }
    own: set[Pair] = set()
    if asked:
        clients = Party.objects.filter(
            matter__in={matter for _pk, matter in asked}, contact__in={pk for pk, _matter in asked}, role=Party.Role.CLIENT
        )  # fmt: skip
        own = set(clients.values_list("contact_id", "matter_id"))
    return [
        (contact, matter)
        for contact, matter in pairs
        if matter is None or (matter.client_id != contact.pk and (contact.pk, matter.pk) not in own)
    ]


def _with_leaves(
    found: dict[Pair, DirectWarning], matters: dict[Pair, Matter | None]
) -> dict[Pair, DirectWarning]:
    """The warnings with the newest leave that stands for each: for its matter, or for all."""
    if not found:
        return {}
    today = timezone.localdate()
    leaves = list(
        DirectConsent.objects.filter(contact__in={pk for pk, _matter in found}, withdrawn_at=None)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .select_related("allowed_by", "matter")
    )
    told = {}
    for key, warning in found.items():
        where = matters[key] or warning.matter
        ids = (None, where.pk) if where else (None,)
        leave = next((one for one in leaves if one.contact_id == key[0] and one.matter_id in ids), None)
        told[key] = replace(warning, consent=leave)
    return told


def is_own_client(contact: Contact, matter: Matter) -> bool:
    """Whether `contact` is a client of `matter`."""
    if matter.client_id == contact.pk:
        return True
    return Party.objects.filter(matter=matter, contact=contact, role=Party.Role.CLIENT).exists()


def may_allow(member: Member, matter: Matter | None) -> bool:
    """Whether the member decides that a person with another lawyer is dealt with directly: a licensed attorney, and in a
    matter one who answers for it.
    """
    if not member.can(Perm.CONTACT_DIRECT):
        return False
    return matter is None or member.pk in (matter.responsible_id, matter.supervising_id)
