"""The dates of a notice as deadlines of the matter: when ours is to be served, and until when theirs is objected to.

The first is our own plan, an internal deadline that follows the day of the deposition. The second is a date of the law
(Code Civ. Proc. § 2025.410(a)): whoever waits longer has waived the defects of the notice.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.models import Deadline
from calendar_app.services import change_deadline, complete_deadline, create_deadline, undo_complete
from calendar_app.services.ending import dismiss_deadline
from depositions.models import Deposition
from depositions.queries.notice import objection_until, serve_by
from matters.queries.access import may

SERVED_UNDER = {
    "california": "Code Civ. Proc. § 2025.270(a)",
    "federal": "Fed. R. Civ. P. 30(b)(1), 32(a)(5)(A)",
}


@transaction.atomic
def follow(depo: Deposition, *, by: Member) -> None:
    """Make the deadlines of the notice agree with the deposition: entered, moved, met, open again."""
    _serve(depo, by)
    _object(depo, by)


def _say(day) -> str:
    return f"{day:%b} {day.day}"


def _serve(depo: Deposition, by: Member) -> None:
    """Notice of ours that is not served yet: by the last day on which it is in time, served in the way it was last time."""
    row, due = depo.notice_deadline, None
    if depo.is_ahead and depo.noticed_by == Deposition.Side.OURS and depo.served_on is None and depo.starts:
        method = depo.service_method or Deposition.Service.PERSONAL
        due = serve_by(depo.rules, method, depo.starts.date())
    if due is None:
        if row is not None and row.done_at is None:
            said = "Served" if depo.served_on else "No notice is to be served any more"
            complete_deadline(row, by=by, proof=depo.notice.document if depo.notice else None, no_proof=said)
        return
    words = (
        f"In time for {_say(depo.starts.date())}, {depo.get_service_method_display() or 'served by hand'}."
    )
    if row is None:
        # What is late from the start is told as missing, and is no date to work towards.
        if due >= timezone.localdate():
            depo.notice_deadline = create_deadline(
                depo.matter, by=by, title=f"Serve the notice of deposition: {depo.witness.name}"[:200], due_on=due,
                kind=Deadline.Kind.INTERNAL, authority=SERVED_UNDER[depo.rules], note=words,
                owner=depo.prepared_by if depo.prepared_by.is_active else None,
            )  # fmt: skip
            depo.save(update_fields=["notice_deadline"])
        return
    if row.dismissal:
        return
    if row.done_at is not None:
        row = undo_complete(row, by=by)
    if row.due_on != due:
        change_deadline(row, by=by, due_on=due, note=words, reason="The deposition’s day decides it")


def _object(depo: Deposition, by: Member) -> None:
    """Notice of another side under California's rules: three calendar days before the deposition, counted with its steps.

    A date of the law is taken off the calendar by an attorney alone: where somebody else moves or cancels the deposition,
    the earlier one stays until an attorney dismisses it.
    """
    row = depo.objection_deadline
    noticed = depo.is_ahead and depo.state != Deposition.State.PLANNED
    found = objection_until(depo.rules, depo.starts.date()) if noticed and depo.starts else None
    if found is not None and depo.noticed_by == Deposition.Side.OURS:
        found = None
    due, authority, derivation = found or (None, "", {})
    if (
        row is not None
        and row.dismissal
        and due == row.due_on
        and may(by, Perm.DEADLINE_DISMISS, depo.matter)
    ):
        undo_complete(row, by=by)
        return
    if (
        row is not None
        and row.done_at is None
        and due != row.due_on
        and depo.state not in ("taken", "closed")
    ):
        if may(by, Perm.DEADLINE_DISMISS, depo.matter):
            why = (
                f"The deposition is on {_say(depo.starts.date())} now"
                if due
                else "The deposition is not on any more"
            )
            dismiss_deadline(row, by=by, reason=why)
    if due is None or due < timezone.localdate() or (row is not None and row.due_on == due):
        return
    depo.objection_deadline = create_deadline(
        depo.matter, by=by, title=f"Object to the notice: deposition of {depo.witness.name}"[:200], due_on=due,
        kind=Deadline.Kind.COURT, authority=authority, derivation=derivation,
        owner=depo.defended_by or depo.taken_by or depo.matter.responsible,
    )  # fmt: skip
    depo.save(update_fields=["objection_deadline"])
