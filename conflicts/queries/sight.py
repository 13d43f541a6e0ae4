"""Who sees which place of a hit, and whom the others ask.

A hit behind a wall has to be told of, or the check would be worthless, and must not tell what the wall hides. The screened person
learns that there is something near an asked name and one name of a colleague: the firm's conflicts attorney (ConflictPolicy), else
a partner who clears conflicts and sees the matter. The responsible attorney is named only when there is nobody else, because that
name, beside the asked one, would say whose matter it is. Neither the number of hidden places, nor their score, kind or reason, is told.
"""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Member
from accounts.permissions import Perm
from conflicts.models import Check, ConflictPolicy, Hit, HitLine
from conflicts.queries.sources import Line
from matters.models import Matter, Wall
from matters.queries.access import seers_of, visibility_of
from practice.models import Firm
from practice.scope import current_firm_id, firm_scope


def lines_of(hits: Iterable[Hit]) -> dict[int, list[HitLine]]:
    """The lines of hits that the scope shows, by hit. One query."""
    found: dict[int, list[HitLine]] = defaultdict(list)
    rows = HitLine.objects.filter(hit__in=[hit.pk for hit in hits]).select_related("member")
    for line in rows.order_by("id"):
        found[line.hit_id].append(line)
    return found


def hidden_lines(check: Check, member: Member) -> dict[int, list[HitLine]]:
    """The lines that `member` may not see, by hit, whatever the scope. Three queries."""
    firm = Firm.objects.get(pk=current_firm_id())
    found: dict[int, list[HitLine]] = defaultdict(list)
    # A wall hides itself too: what is hidden from the member is asked in the system's own scope.
    with firm_scope(firm):
        only, ids = visibility_of(member, firm)
        rows = HitLine.objects.filter(hit__check_ref=check, matter__isnull=False).order_by("id")
        for line in rows:
            if (line.matter_id in ids) is not only:
                found[line.hit_id].append(line)
    return found


def whom_to_ask(lines: Iterable[HitLine | Line], asker: Member) -> str:
    """The name of who can tell about hidden places; "" when there are none."""
    matter_ids = {line.matter_id for line in lines if line.matter_id}
    if not matter_ids:
        return ""
    with firm_scope(current_firm_id()):
        walled = set(
            Wall.objects.filter(matter__in=matter_ids, lifted_at=None).values_list("member_id", flat=True)
        )
        policy = ConflictPolicy.objects.select_related("attorney").first()
        if policy is not None and policy.attorney is not None:
            chosen = policy.attorney
            if chosen.is_active and chosen.pk not in walled | {asker.pk}:
                return chosen.name
        matters = list(Matter.objects.filter(pk__in=matter_ids).select_related("responsible"))
        seers = set.intersection(*(seers_of(matter) for matter in matters))
        people = Member.objects.active().filter(pk__in=seers - walled - {asker.pk}).select_related("role")
        people = people.prefetch_related("licences").order_by("-is_partner", "name")
        mine = {matter.responsible_id for matter in matters}
        can = [person for person in people if person.can(Perm.CONFLICT_CLEAR)]
        others = [person for person in can if person.pk not in mine]
        for person in (*others, *can):
            return person.name
        return matters[0].responsible.name
