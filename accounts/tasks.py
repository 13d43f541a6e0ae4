"""Jobs about accounts."""

from accounts import emails
from accounts.models import Invitation, User
from accounts.services import invitations
from practice.jobs import firm_job


@firm_job
def send_account_mail(*, kind: str, user_id: int, email: str, facts: dict) -> None:
    """Send a mail about an account (emails.NOTICES, a reset link, a confirmation link)."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        emails.send_account_mail(kind, user, email, facts)


@firm_job
def send_invitation(*, invitation_id: int) -> None:
    """Make the link of an invitation and mail it. A second run makes a new link; the older one stops working."""
    invitation = Invitation.objects.select_related("firm", "role", "invited_by").get(pk=invitation_id)
    if invitation.is_open:
        emails.send_invitation(invitation, emails.absolute(invitations.new_link(invitation)))
