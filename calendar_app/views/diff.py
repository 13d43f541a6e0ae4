"""The diff of a recalculation as its page and the calendar's dialog show it."""

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Recalculation
from calendar_app.queries.triggers import lines_of, seal_of
from matters.queries.access import may


def diff_of(waiting: Recalculation, member: Member) -> dict:
    """What the templates of a diff need to know of one: its lines, and what the member may do with them."""
    lines = lines_of(waiting) if waiting.settled_at is None else []
    attorney = may(member, Perm.DEADLINE_DISMISS, waiting.matter)
    held = 0 if attorney else sum(bool(line.is_open and line.wants_attorney) for line in lines)
    enters = may(member, Perm.DEADLINE_ENTER, waiting.matter)
    free = any(line.may_move and not line.wants_attorney for line in lines)
    return {
        "waiting": waiting,
        "trigger": waiting.trigger,
        "matter": waiting.matter,
        "lines": lines,
        "seal": seal_of(waiting, lines),
        "count": sum(line.is_open for line in lines),
        "may_accept": enters,
        "may_extend": attorney,
        # What only an attorney decides on, and whether something is left for the member to do.
        "held": held,
        "may_settle": enters and (free or not held),
    }


def picked(ids: list[str]) -> set[int]:
    """The dates that a form ticked."""
    return {int(text) for text in ids if text.isdecimal() and len(text) < 19}


def said_of(moved: int) -> str:
    """In words, how many dates went along."""
    return f"{moved} date{'' if moved == 1 else 's'} moved, unverified" if moved else "No date moved"
