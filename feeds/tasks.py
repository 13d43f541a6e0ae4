"""Jobs of feeds. Each may be delivered twice."""

from celery import shared_task

from feeds.services import invitations
from feeds.services.log import forget_old
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope


@firm_job
def tell_guests(event_id: int) -> None:
    """Find out which guests of an event have to be told something."""
    invitations.look_at(event_id)


@firm_job
def mail_invitation(invitation_id: int) -> None:
    """Tell one guest."""
    invitations.tell(invitation_id)


@shared_task(name="feeds.tasks.forget_logs", ignore_result=True)
def forget_logs() -> None:
    """Delete sync log lines older than ninety days."""
    for firm in Firm.objects.filter(is_active=True):
        with firm_scope(firm):
            forget_old()
