"""What waits for a decision about something that is about to be gone."""

from accounts.models import Member
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.kinds import kind
from supervision.queries import newest


def end_round(key: str, obj, *, by: Member, note: str) -> None:
    """Close the round about `obj` that waits, so that nobody is asked to decide what is gone.

    Whoever sent it takes it back; who may decide it returns it with `note`. Raises DomainError for anybody else.
    """
    waiting = newest(key, obj)
    if waiting is None or not waiting.is_waiting:
        return
    if by.pk in (waiting.submitted_by_id, waiting.prepared_by_id):
        approvals.withdraw(waiting, by=by)
    elif kind(key).may_decide(obj, by):
        approvals.send_back(waiting, note=note, by=by)
    else:
        raise DomainError(
            f"This waits for {waiting.assigned_to.name}. Ask them to return it, or {waiting.submitted_by.name} "
            "to take it back."
        )
