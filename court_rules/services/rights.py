"""Who writes packs: who holds the power, and who may prepare it for an attorney (settings.rule_packs at "prepares")."""

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import refusal
from court_rules.models import FirmPackVersion
from practice.exceptions import DomainError

PERM = Perm.SETTINGS_RULE_PACKS


def may_write(member: Member) -> bool:
    """Whether the member may write drafts and enter closures; an attorney brings them into force."""
    return member.powers.may_prepare(PERM)


def ensure_writes(by: Member) -> None:
    """Raise Refused unless `by` may at least prepare packs."""
    if not may_write(by):
        raise refusal(by, PERM)


def locked_draft(version: FirmPackVersion) -> FirmPackVersion:
    """The version, locked. Raises DomainError when it is no draft any more: what came into force stays as it was."""
    found = FirmPackVersion.objects.select_for_update(of=("self",)).select_related("pack").get(pk=version.pk)
    if found.state != FirmPackVersion.State.DRAFT:
        raise DomainError(
            "This version came into force and stays as it is. Start a new version to change the pack."
        )
    if found.pack.archived_at is not None:
        raise DomainError("The pack is put away. Bring it back first.")
    return found
