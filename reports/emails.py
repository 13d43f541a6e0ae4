"""Mails of reports."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Delegation
from practice import mail
from reports.models import ReportNotice


def delegation_given(delegation: Delegation) -> None:
    """Tell a person which work on which matter is now theirs, from whom and until when."""
    matter = delegation.matter
    mail.send(
        "work_delegated",
        delegation.to.user.email,
        {
            "delegation": delegation,
            "matter": matter,
            "to": delegation.to,
            "by": delegation.principal,
            "firm": delegation.firm,
            "link": f"{settings.BASE_URL}{reverse('matter_detail', args=[matter.pk])}",
        },
        reply_to=delegation.principal.user.email,
        message_id=f"<delegation-{delegation.firm_id}-{delegation.pk}@bailiwick>",
    )


def supervision_report_ready(notice: ReportNotice) -> None:
    """Tell an attorney that the supervision report of a month can be read and filed."""
    path = f"{reverse('report_supervision')}?month={notice.month:%Y-%m}"
    mail.send(
        "supervision_report",
        notice.attorney.user.email,
        {
            "notice": notice,
            "attorney": notice.attorney,
            "firm": notice.firm,
            "link": f"{settings.BASE_URL}{path}",
        },
        message_id=f"<supervision-{notice.firm_id}-{notice.pk}@bailiwick>",
    )
