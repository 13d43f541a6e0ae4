"""Titles: what a person may be called towards clients. Guideline 4: clients are told who is not a lawyer."""

import re

from accounts.models import BarLicence, Member, Role
from accounts.models.titles import CLAIMS
from accounts.permissions import TEMPLATES
from practice.exceptions import DomainError

_CLAIM = re.compile(rf"\b(?:{CLAIMS})\b", re.IGNORECASE)
# In a name "Partner" and "Counsel" are also families' names; these are not.
_NAME_CLAIM = re.compile(r"\b(?:esq|esquire|attorney(?:[ -]at[ -]law)?|lawyer)\b", re.IGNORECASE)


def checked_title(title: str, role: Role, *, member: Member | None = None) -> str:
    """The title as it is kept: the role's own when it is empty. Raises DomainError for a non-lawyer's "attorney".

    A contract lawyer who works as a guest may be called one: their licence is on record and verified.
    """
    words = " ".join(title.split())
    if role.template == "attorney":
        return words
    if not words:
        return TEMPLATES[role.template]
    if claim := _CLAIM.search(words):
        if role.template != "freelancer" or member is None or not _holds_a_licence(member):
            raise DomainError(
                f"“{claim[0]}” says that this person is a lawyer, which a {role.name.lower()} is not (Guideline 4). "
                f"Use a title such as {TEMPLATES[role.template].lower()}.",
                field="title",
            )
    return words


def checked_name(name: str, role: Role) -> str:
    """The name as it is kept. Raises DomainError for a non-lawyer's "Esq." and the like."""
    words = " ".join(name.split())
    if role.template != "attorney" and (claim := _NAME_CLAIM.search(words)):
        raise DomainError(
            f"“{claim[0]}” says that this person is a lawyer. Leave it out of the name (Guideline 4).",
            field="name",
        )
    return words


def _holds_a_licence(member: Member) -> bool:
    verified = BarLicence.objects.filter(member=member, status=BarLicence.Status.ACTIVE)
    return verified.filter(verified_by__isnull=False).exists()
