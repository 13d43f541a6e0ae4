"""Who may see which report."""

from accounts.models import Member
from accounts.permissions import Perm
from practice.exceptions import Refused


def sees_firm(member: Member) -> bool:
    """Whether the member sees the figures of everybody in the firm."""
    return member.can(Perm.REPORT_FIRM_FINANCIAL) and not member.sees_named_matters_only


def is_attorney(member: Member) -> bool:
    return member.role.template == "attorney"


def sees_delegation(member: Member) -> bool:
    """Whether the delegation report has anything for the member: attorneys see their own hours, others the firm's."""
    return sees_firm(member) or (is_attorney(member) and member.can(Perm.REPORT_OWN))


def ensure_sees_delegation(member: Member, of: Member | None = None) -> None:
    """Raise Refused unless the member may see the delegation report, or that of the attorney `of`."""
    if not sees_delegation(member):
        raise Refused(
            "This report is about attorneys’ hours. Each attorney sees their own; partners and the firm’s "
            "administrator see all."
        )
    if of is not None and of.pk != member.pk and not sees_firm(member):
        raise Refused(f"These are {of.name}’s figures. You see your own; partners see everybody’s.")


def sees_all_supervision(member: Member) -> bool:
    """Whether the member sees every attorney's supervision report: partners and who manages people."""
    return member.can(Perm.USER_MANAGE) and not member.sees_named_matters_only


def sees_supervision(member: Member) -> bool:
    """Whether the supervision report has anything for the member."""
    return sees_all_supervision(member) or (is_attorney(member) and member.can(Perm.REPORT_OWN))


def ensure_sees_supervision(member: Member, of: Member | None = None) -> None:
    """Raise Refused unless the member may see supervision reports, or that of the attorney `of`."""
    if not sees_supervision(member):
        raise Refused(
            "Supervision reports belong to the attorneys who supervise (Model Rule 5.3). Each sees their own; "
            "partners see all."
        )
    if of is not None and of.pk != member.pk and not sees_all_supervision(member):
        raise Refused(f"This is {of.name}’s report. You see your own; partners see everybody’s.")


def sees_rates(member: Member) -> bool:
    """Whether rates, and what follows from them, are shown to the member."""
    return member.can(Perm.RATE_VIEW) and not member.sees_named_matters_only
