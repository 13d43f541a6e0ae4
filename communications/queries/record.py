"""What the phone log and the desk know of one matter or one contact."""

from dataclasses import dataclass

from accounts.models import Member
from communications.models import Call, Memo, Slip, Visitor
from matters.models import Contact, Matter

SHOWN = 6


@dataclass(frozen=True)
class Around:
    """The latest calls, messages, memos and visits of one matter or contact."""

    calls: list[Call]
    slips: list[Slip]
    memos: list[Memo]
    visits: list[Visitor]
    query: str

    def __bool__(self) -> bool:
        return bool(self.calls or self.slips or self.memos or self.visits)


def around(member: Member, *, matter: Matter | None = None, contact: Contact | None = None) -> Around:
    """The latest of each kind on the matter or with the contact, as far as the member may read it. Four queries at most."""
    of = {"matter": matter} if matter is not None else {"contact": contact}
    memos = (
        Memo.objects.visible_to(member).filter(matter=matter).standing()
        if matter is not None
        else Memo.objects.none()
    )
    return Around(
        list(Call.objects.visible_to(member).kept().filter(**of).select_related("member", "matter")[:SHOWN]),
        list(Slip.objects.visible_to(member).filter(**of).select_related("for_member", "matter")[:SHOWN]),
        list(memos.select_related("sent_by")[:SHOWN]),
        list(Visitor.objects.visible_to(member).filter(**of).select_related("host", "matter")[:SHOWN]),
        "&".join(f"{name}={row.pk}" for name, row in of.items() if row is not None),
    )
