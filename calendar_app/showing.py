"""What the drawer and the page of a deadline show, and what the member may do with it."""

from typing import Any

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app import services
from calendar_app.models import Deadline
from calendar_app.queries.explaining import explain, explanation
from calendar_app.queries.rules import service_word
from calendar_app.queries.triggers import recalculation_of
from matters.queries.access import may


def shown(member: Member, deadline: Deadline) -> dict[str, Any]:
    """The deadline with its derivation, its history of dates, and the acts that are open to the member."""
    matter = deadline.matter
    is_open = deadline.done_at is None
    enters = services.may_enter_on(member, matter)
    trigger = deadline.trigger
    waiting = recalculation_of(deadline) if is_open else None
    why = explain(deadline)
    return {
        "deadline": deadline,
        "why": why,
        "explanation": explanation(deadline, why),
        "trigger": trigger,
        "waiting": waiting,
        "service": service_word(trigger.jurisdiction, deadline.service_method) if trigger else "",
        "changes": list(deadline.changes.select_related("made_by", "document").order_by("-id")),
        "may_enter": enters,
        "may_verify": deadline.is_unverified
        and may(member, Perm.DEADLINE_VERIFY, matter)
        and services.is_second(deadline, member),
        "may_extend": is_open and may(member, Perm.DEADLINE_DISMISS, matter),
        "may_acknowledge": deadline.needs_acknowledgment and deadline.owner_id == member.pk,
    }
