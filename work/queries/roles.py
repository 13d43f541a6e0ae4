"""Who may do a type of task: the order of the roles, and why somebody may not. models.tasks.SUITS says the same in SQL."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Member
from accounts.permissions import TEMPLATES, either
from matters.models import Matter
from matters.queries.access import seers_of
from practice.models import Firm
from work.models import LOWEST, TaskType

ORDER = [name for name, _ in LOWEST]
FREELANCER, SECRETARY, ASSISTANT, PARALEGAL, ATTORNEY = range(1, 6)
RANKS = {
    "freelancer": FREELANCER,
    "legal_secretary": SECRETARY,
    "firm_admin": SECRETARY,
    "legal_assistant": ASSISTANT,
    "paralegal": PARALEGAL,
    "attorney": PARALEGAL,
}
# The rule behind each nature, as it goes on after "…, so".
RULES = {
    "legal": "Legal work is an attorney’s (Model Rule 5.5)",
    "substantive": "Substantive work is done by a paralegal or an attorney (Model Guidelines, Guideline 2)",
    "administrative": "",
}


def rank_of(member: Member, firm: Firm) -> int:
    """Where the member stands today: 1 freelancer … 5 attorney with a current licence. Reads role and licences.

    Where the firm's legal assistants do substantive work they stand with paralegals, and so does an attorney whose licence
    is not current.
    """
    template = member.role.template
    if template == "attorney" and member.is_licensed:
        return ATTORNEY
    if template == "legal_assistant" and firm.assistants_substantive:
        return PARALEGAL
    return RANKS[template]


def needed(kind: TaskType) -> int:
    """The lowest standing that may do tasks of this type."""
    return ORDER.index(kind.lowest) + 1


def suits(member: Member, kind: TaskType | None, firm: Firm) -> bool:
    """Whether the member's role may do tasks of this type; any role may do a task without one."""
    return kind is None or rank_of(member, firm) >= needed(kind)


def people() -> list[Member]:
    """The active members with what `rank_of` reads, by name. Two queries."""
    return list(
        Member.objects.active().select_related("role", "user").prefetch_related("licences").order_by("name")
    )


def who_can(
    kind: TaskType | None, matter: Matter | None, firm: Firm, *, without: Iterable[int] = ()
) -> list[Member]:
    """Active members whose role may do it and who see its matter, the matter's own people first."""
    seers = seers_of(matter) if matter is not None else None
    found = [
        member
        for member in people()
        if member.pk not in without
        and suits(member, kind, firm)
        and (member.pk in seers if seers is not None else not member.sees_named_matters_only)
    ]
    first = (matter.responsible_id, matter.supervising_id) if matter is not None else ()
    return sorted(found, key=lambda m: (rank_of(m, firm), m.pk not in first, m.name))


def role_words(member: Member, firm: Firm) -> str:
    """ "Mireille Koss is a legal assistant", or that an attorney's licence is not current."""
    if member.role.template == "attorney" and not member.is_licensed:
        return f"{member.name} has no current licence"
    label = TEMPLATES[member.role.template].lower()
    return f"{member.name} is {'an' if label[0] in 'aeiou' else 'a'} {label}"


def why_not(member: Member, kind: TaskType, matter: Matter | None, firm: Firm) -> tuple[str, list[str]]:
    """Why the member may not do it, in words, and the names of people who may.

    "Legal research is a task for a paralegal or above. Mireille Koss is a legal assistant. Otis Farrow or Priya Tollett can."
    """
    lowest = dict(LOWEST)[kind.lowest].lower()
    above = "" if kind.lowest == "attorney" else " or above"
    rule = f" {RULES[kind.nature]}." if RULES[kind.nature] else ""
    can = [person.name for person in who_can(kind, matter, firm, without=[member.pk])][:4]
    end = f" {either(can)} can." if can else " Nobody here can at present."
    article = "an" if lowest[0] in "aeiou" else "a"
    return (
        f"“{kind.name}” is a task for {article} {lowest}{above}. {role_words(member, firm)}.{rule}{end}",
        can,
    )


def below(firm: Firm) -> Q:
    """The condition that a task's assignee is not, or no longer, one who may do it: below the type's role, or gone.

    Two queries: the people with their licences.
    """
    found = Q(assignee__is_active=False)
    standing = [(member.pk, rank_of(member, firm)) for member in people()]
    for position, name in enumerate(ORDER, start=1):
        low = [pk for pk, rank in standing if rank < position]
        if low:
            found |= Q(type__lowest=name, assignee__in=low)
    return found
