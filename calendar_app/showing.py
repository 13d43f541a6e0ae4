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
from supervision.kinds import content_of, hash_of, kind
from supervision.queries import newest


def shown(member: Member, deadline: Deadline) -> dict[str, Any]:
    """The deadline with its derivation, its history of dates, and the acts that are open to the member."""
    matter = deadline.matter
    is_open = deadline.done_at is None
    enters = services.may_enter_on(member, matter)
    trigger = deadline.trigger
    waiting = recalculation_of(deadline) if is_open else None
    why = explain(deadline)
    extends = is_open and may(member, Perm.DEADLINE_DISMISS, matter)
    proposed = newest("deadline_change", deadline) if is_open else None
    verifies = (
        deadline.is_unverified
        and may(member, Perm.DEADLINE_VERIFY, matter)
        and services.is_second(deadline, member)
    )
    return {
        "deadline": deadline,
        "why": why,
        "explanation": explanation(deadline, why),
        "trigger": trigger,
        "waiting": waiting,
        "service": service_word(trigger.jurisdiction, deadline.service_method) if trigger else "",
        "changes": list(deadline.changes.select_related("made_by", "document").order_by("-id")),
        "may_enter": enters,
        "may_verify": verifies,
        # What is verified is what is read here: with another date by then it is refused.
        "seen": hash_of(content_of(kind("deadline"), deadline, {}), {}) if verifies else "",
        "may_extend": extends,
        "proposed": proposed if proposed is not None and proposed.state in ("waiting", "returned") else None,
        "may_propose": is_open and enters and not extends and not (proposed and proposed.is_waiting),
        "may_acknowledge": deadline.needs_acknowledgment and deadline.owner_id == member.pk,
    }
