"""Supervision reports: telling attorneys that a month is ready, and keeping note of each PDF that was made."""

import datetime
import hashlib

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Delegation, Member
from matters.models import Matter
from practice import audit
from practice.jobs import enqueue_after_commit
from practice.models import Firm
from reports import emails, pdf
from reports.models import ReportNotice
from reports.queries.access import ensure_sees_supervision
from reports.queries.checks import Month
from reports.queries.periods import last_month
from reports.queries.supervision import supervision_report
from supervision.models import Approval

# The month is told of on its second day, so that the last day's work is in.
READY_DAY = 2


def _supervised(month: Month):
    """The condition that a member answered for matters, delegated or decided something in the month."""
    matters = (
        Matter.objects.filter(Q(responsible=OuterRef("pk")) | Q(supervising=OuterRef("pk")))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=month.first), opened_on__lte=month.last)
        .order_by()
    )
    given = Delegation.objects.filter(
        principal=OuterRef("pk"), starts_on__lte=month.last, until__gte=month.first
    )
    decided = Approval.objects.filter(
        decided_by=OuterRef("pk"), decided_at__gte=month.begins, decided_at__lt=month.ends
    )
    return Q(Exists(matters)) | Q(Exists(given)) | Q(Exists(decided))


@transaction.atomic
def announce_month(firm: Firm, *, on: datetime.date | None = None) -> int:
    """Tell each supervising attorney that last month's report is ready; returns how many were told now.

    A month is announced once to each, however often this runs and wherever it runs at the same time: a unique key holds
    it. Before the second day of the month nothing happens.
    """
    today = on or timezone.localdate()
    if today.day < READY_DAY:
        return 0
    first = last_month(today)
    told = 0
    attorneys = Member.objects.active().filter(role__template="attorney").filter(_supervised(Month(first)))
    for attorney in attorneys.order_by("pk"):
        notice, made = ReportNotice.objects.get_or_create(attorney=attorney, month=first)
        if made:
            enqueue_after_commit("reports.tasks.mail_supervision_report", notice_id=notice.pk)
            audit.record(None, "supervision_report.made", notice, changes={"attorney": [None, attorney.name]})
            told += 1
    return told


def mail_notice(notice_id: int) -> None:
    """Send the mail of a notice once: a second delivery finds it sent. Call it inside the job's transaction."""
    notice = (
        ReportNotice.objects.select_for_update(of=("self",))
        .select_related("attorney__user", "firm")
        .filter(pk=notice_id, mailed_at=None)
        .first()
    )
    if notice is None or not notice.attorney.is_active:
        return
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])
    emails.supervision_report_ready(notice)


@transaction.atomic
def note_opened(attorney: Member, first: datetime.date, *, by: Member) -> None:
    """The attorney looked at the report of the month: its notice leaves the home page."""
    if by.pk == attorney.pk:
        ReportNotice.objects.filter(attorney=attorney, month=first, opened_at=None).update(
            opened_at=timezone.now()
        )


@transaction.atomic
def make_pdf(attorney: Member, first: datetime.date, *, by: Member) -> tuple[bytes, str]:
    """The report as a PDF for the file, and its name. The audit trail keeps the SHA-256 of exactly these bytes.

    Made from the records as they are now and as `by` may see them; twice on one day from the same records gives the same
    bytes.
    """
    ensure_sees_supervision(by, attorney)
    report = supervision_report(attorney, first, viewer=by)
    content = pdf.supervision_pdf(report, by.firm, by, timezone.localdate())
    digest = hashlib.sha256(content).hexdigest()
    changes = {"month": [None, str(report.month)], "sha256": [None, digest]}
    audit.record(by, "supervision_report.downloaded", attorney, changes=changes)
    note_opened(attorney, first, by=by)
    name = "-".join(attorney.name.lower().split())
    return content, f"supervision-{first:%Y-%m}-{name}.pdf"
