"""Jobs of feeds. Each may be delivered twice."""

import smtplib

from celery import shared_task

from feeds.models import DateProposal
from feeds.services import counters, imports, invitations
from feeds.services.log import forget_old
from practice.jobs import firm_job, long_job
from practice.models import Firm
from practice.scope import firm_scope


@firm_job
def tell_guests(event_id: int) -> None:
    """Find out which guests of an event have to be told something."""
    invitations.look_at(event_id)


@long_job
def mail_invitation(*, firm_id: int, invitation_id: int) -> None:
    """Tell one guest. What the mail server says against it stands in the list of invitations, and it is tried again."""
    try:
        with firm_scope(firm_id):
            invitations.tell(invitation_id)
    except (smtplib.SMTPException, OSError) as error:
        with firm_scope(firm_id):
            invitations.note_failed(invitation_id, error)
        raise


@long_job
def mail_declined(*, firm_id: int, invitation_id: int) -> None:
    """Tell a guest that the time they proposed is declined."""
    try:
        with firm_scope(firm_id):
            counters.tell_declined(invitation_id)
    except (smtplib.SMTPException, OSError) as error:
        with firm_scope(firm_id):
            invitations.note_failed(invitation_id, error)
        raise


@long_job
def mail_date_declined(*, firm_id: int, proposal_id: int) -> None:
    """Tell a guest that the time they proposed for one date of a series is declined."""
    try:
        with firm_scope(firm_id):
            counters.tell_date_declined(proposal_id)
    except (smtplib.SMTPException, OSError) as error:
        with firm_scope(firm_id):
            row = DateProposal.objects.filter(pk=proposal_id).first()
            if row is not None:
                invitations.note_failed(row.invitation_id, error)
        raise


@long_job
def run_import(*, firm_id: int, import_id: int, member_id: int) -> None:
    """Take over the chosen lines of a long calendar file."""
    imports.run_to_end(firm_id, import_id, member_id)


@shared_task(name="feeds.tasks.forget_logs", ignore_result=True)
def forget_logs() -> None:
    """Delete sync log lines older than ninety days."""
    for firm in Firm.objects.filter(is_active=True):
        with firm_scope(firm):
            forget_old()
