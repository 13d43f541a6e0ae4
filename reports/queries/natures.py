"""Which kind of work who may lawfully do, in one place.

A lawyer may delegate to non-lawyers any task that is normally performed by a lawyer, except what the law reserves, under
supervision (ABA Model Guidelines for the Utilization of Paralegal Services, Guidelines 2 and 3; Model Rule 5.3). The nature
of work of a time entry says which side of that line it is on.
"""

from accounts.models import Member
from accounts.queries import does_substantive_work
from billing.models import TimeEntry

Nature = TimeEntry.Nature
DELEGABLE = (Nature.PARALEGAL, Nature.ADMINISTRATIVE, Nature.CLERICAL)
# For each nature the roles that may do it, the first choice first.
MAY_DO = {
    Nature.PARALEGAL: (("paralegal",),),
    Nature.ADMINISTRATIVE: (("legal_assistant", "legal_secretary"), ("paralegal",)),
    Nature.CLERICAL: (("legal_secretary", "legal_assistant"), ("paralegal",)),
}
STAFF = ("paralegal", "legal_assistant", "legal_secretary")
SHORT: dict[str, str] = {
    Nature.LEGAL: "Legal",
    Nature.PARALEGAL: "Paralegal",
    Nature.ADMINISTRATIVE: "Administrative",
    Nature.CLERICAL: "Clerical",
}
# How a delegation names the work it gives.
WORK: dict[str, str] = {
    Nature.PARALEGAL: "Substantive paralegal work",
    Nature.ADMINISTRATIVE: "Administrative work",
    Nature.CLERICAL: "Clerical work",
}


def rank(member: Member, nature: str) -> int | None:
    """How fitting `member` is for work of this nature, 0 first; None when it is not theirs to do.

    Legal assistants come after paralegals where the firm's do substantive work. Reads `member.role` and `member.firm`.
    """
    nature = Nature(nature)
    for place, templates in enumerate(MAY_DO.get(nature, ())):
        if member.role.template in templates:
            return place
    if nature == Nature.PARALEGAL and does_substantive_work(member):
        return len(MAY_DO[nature])
    return None


def may_do(member: Member, nature: str) -> bool:
    """Whether the member's role may do work of this nature."""
    return rank(member, nature) is not None
