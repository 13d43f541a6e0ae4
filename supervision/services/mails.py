"""Mails about approvals: asked for in the act's own transaction, sent by a job, recognisable when delivered twice."""

from datetime import datetime

from accounts.models import Member
from practice.jobs import enqueue_after_commit
from supervision.models import Approval

ABOUT = "supervision.tasks.mail_about"
DIGEST = "supervision.tasks.mail_digest"


def ask_mail(what: str, approval: Approval, *, to: Member) -> None:
    """Ask for one of the mails of supervision.emails (urgent, returned, fell_away, in_place, escalated, escalated_from)."""
    enqueue_after_commit(ABOUT, what=what, approval_id=approval.pk, to_id=to.pk)


def ask_digest(to: Member, approvals: list[Approval], day: str, *, at: datetime | None = None) -> None:
    """Ask for the reminder of what waits for `to`, not before `at`; `day` (ISO) names it, so that a second delivery is
    recognisable.
    """
    enqueue_after_commit(DIGEST, not_before=at, to_id=to.pk, approval_ids=[a.pk for a in approvals], day=day)
