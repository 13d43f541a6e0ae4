"""Jobs about accounts."""

import logging
from importlib import import_module
from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts import emails
from accounts.models import (
    Absence,
    CredentialWarning,
    Delegation,
    Invitation,
    Member,
    SecurityNotice,
    SsoDomain,
    User,
)
from accounts.queries import substitute_of
from accounts.services import credential_warnings, delegations, invitations, signins, sso
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope

log = logging.getLogger(__name__)


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


@firm_job
def send_domain_check(*, domain_id: int) -> None:
    """Make the link that confirms a domain for single sign-on and mail it to the domain's own mailbox."""
    row = SsoDomain.objects.select_related("firm").filter(pk=domain_id, verified_at=None).first()
    if row is not None:
        emails.send_domain_check(row, emails.absolute(sso.new_domain_link(row)))


@firm_job
def send_notice(*, notice_id: int) -> None:
    """Mail a notice about the firm's security."""
    notice = SecurityNotice.objects.select_related("member__user", "firm").get(pk=notice_id)
    if notice.member.is_active:
        emails.send_notice(notice)


@shared_task(name="accounts.tasks.forget_sign_ins", ignore_result=True)
def forget_sign_ins() -> int:
    """Delete sign-ins that are older than 180 days, and sessions that have run out. Returns how many sign-ins."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return signins.forget(before=timezone.now() - signins.KEPT)


@firm_job
def send_credential_warning(*, warning_id: int, member_id: int) -> None:
    """Mail one reader that a licence or a period of education ends. Skipped when it was renewed or completed since."""
    warning = (
        CredentialWarning.objects.select_related("member", "member__role", "licence", "firm")
        .filter(pk=warning_id)
        .first()
    )
    reader = Member.objects.active().select_related("user").filter(pk=member_id).first()
    if warning is not None and reader is not None:
        emails.send_credential_warning(warning, reader)


@firm_job
def send_delegation_mail(*, delegation_id: int, what: str, member_id: int) -> None:
    """Mail one side of a delegation that it was given, revoked or ends soon. Skipped when that is no longer so."""
    rows = Delegation.objects.select_related("principal", "to", "matter", "created_by", "revoked_by", "firm")
    delegation = rows.get(pk=delegation_id)
    reader = Member.objects.active().select_related("user", "role").filter(pk=member_id).first()
    if reader is not None and (delegation.revoked_at is not None) == (what == "revoked"):
        emails.send_delegation_mail(delegation, what, reader)


@shared_task(name="accounts.tasks.remind_of_delegations", ignore_result=True)
def remind_of_delegations() -> int:
    """Tell both sides of delegations that end within three days, in every firm by its own day. Returns how many."""
    made = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        try:
            with timezone.override(ZoneInfo(firm.time_zone)), firm_scope(firm):
                made += delegations.remind_of_endings(timezone.localdate())
        except Exception:
            log.exception("delegations of firm %s failed; the next run tries again", firm.pk)
    return made


@firm_job
def send_absence_mail(*, absence_id: int) -> None:
    """Tell the substitute whom they stand in for, and when. Skipped when the absence was taken away meanwhile."""
    rows = Absence.objects.select_related("member", "substitute__user", "member__substitute__user", "firm")
    absence = rows.filter(pk=absence_id).first()
    decides = substitute_of(absence) if absence is not None else None
    if decides is not None and absence.ends_on >= timezone.localdate():
        emails.send_absence_mail(absence, decides)


@shared_task(name="accounts.tasks.warn_of_credentials", ignore_result=True)
def warn_of_credentials() -> int:
    """Warn of licences and periods that end, in every firm; one firm's fault holds up no other. Returns how many."""
    made = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        try:
            with timezone.override(ZoneInfo(firm.time_zone)), firm_scope(firm):
                made += credential_warnings.warn()
        except Exception:
            log.exception("warnings of firm %s failed; the next run tries again", firm.pk)
    return made
