"""Who enters or proposes dates asks an attorney to extend one, or to take it off the calendar (Model Rule 5.3)."""

import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.services.acts import check_extension, extend_deadline
from calendar_app.services.deadlines import ensure_enters, locked
from calendar_app.services.ending import check_dismissal, dismiss_deadline
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval

if TYPE_CHECKING:
    from documents.models import Document

KIND = "deadline_change"
EXTENDED, DISMISSED = "extended", "dismissed"


@transaction.atomic
def propose_extension(
    deadline: Deadline,
    *,
    by: Member,
    to_on: datetime.date,
    basis: str,
    reason: str,
    document: "Document | None" = None,
) -> Approval:
    """Ask an attorney of the matter to give the deadline a later date. Nothing changes until they decide."""
    arguments = {
        "to": EXTENDED,
        "to_on": to_on.isoformat(),
        "basis": basis,
        "reason": reason,
        "document": document.pk if document else None,
    }
    return _propose(deadline, arguments, by=by)


@transaction.atomic
def propose_dismissal(deadline: Deadline, *, by: Member, reason: str) -> Approval:
    """Ask an attorney of the matter to take the deadline off the calendar. Nothing changes until they decide."""
    return _propose(deadline, {"to": DISMISSED, "reason": reason}, by=by)


def _propose(deadline: Deadline, arguments: dict[str, Any], *, by: Member) -> Approval:
    deadline = locked(deadline)
    ensure_enters(by, deadline.matter)
    arguments["from_on"] = deadline.due_on.isoformat()
    arguments["reason"] = " ".join(arguments["reason"].split())[:500]
    check_change(deadline, arguments)
    return approvals.submit(KIND, deadline, by=by, arguments=arguments)


def paper_of(arguments: dict[str, Any]) -> "Document | None":
    """The document that a proposed extension rests on; None when none was named, or it is gone."""
    pk = arguments.get("document")
    return apps.get_model("documents.Document").objects.filter(pk=pk).first() if pk else None


def check_change(deadline: Deadline, arguments: dict[str, Any]) -> None:
    """Raise DomainError when what is proposed cannot be done: the date is done, or another than when it was proposed."""
    if not arguments.get("to"):
        raise DomainError("Say on the deadline what to propose: an extension or a dismissal.")
    if arguments["to"] == DISMISSED:
        check_dismissal(deadline, arguments["reason"])
    else:
        to_on = datetime.date.fromisoformat(arguments["to_on"])
        check_extension(deadline, to_on, arguments["basis"], arguments["reason"], paper_of(arguments))
    if arguments["from_on"] != deadline.due_on.isoformat():
        raise DomainError(
            "The date has moved since this was proposed. Return it, so that it is proposed anew."
        )


def carry_out_change(deadline: Deadline, approval: Approval, *, by: Member) -> None:
    """What the decision does. Called by the decision alone."""
    said = approval.arguments
    approvals.require(KIND, deadline, arguments=said)
    check_change(deadline, said)
    if said["to"] == DISMISSED:
        dismiss_deadline(deadline, by=by, reason=said["reason"])
    else:
        extend_deadline(
            deadline,
            by=by,
            to_on=datetime.date.fromisoformat(said["to_on"]),
            basis=said["basis"],
            reason=said["reason"],
            document=paper_of(said),
        )
