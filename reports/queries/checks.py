"""What left the firm unreviewed, or passed unchecked: each check is one query over the records themselves, not over flags.

An app adds its own by adding a dotted name to CHECKS: `check(matters, month) -> Check`, where `matters` is a query of the
matters the report is about and `month` its days. A check without findings is good news, and the report says so.
"""

import datetime
from dataclasses import dataclass, field
from datetime import time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import BarLicence
from billing.models import Invoice
from calendar_app.models import Deadline
from documents.models import DRAFTED, Document, ShareLink
from matters.models import Matter
from reports.queries.periods import month_end
from supervision.models import Approval

CHECKS: list[str] = [
    "reports.queries.checks.documents_sent",
    "reports.queries.checks.bills_sent",
    "reports.queries.checks.bills_shown",
    "reports.queries.checks.deadlines_passed",
]
# The approvals that these checks look for.
SIGN_OFF, VERIFICATION = "document", "deadline"


@dataclass(frozen=True)
class Month:
    """The days of a report, and the instants at which they begin and end where the firm is."""

    first: datetime.date

    @property
    def last(self) -> datetime.date:
        return month_end(self.first)

    @property
    def begins(self) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self.first, time.min))

    @property
    def ends(self) -> datetime.datetime:
        """The instant after the last day."""
        return timezone.make_aware(datetime.datetime.combine(self.last + timedelta(days=1), time.min))

    def __str__(self):
        return f"{self.first:%B %Y}"


@dataclass(frozen=True)
class Finding:
    """One thing that should not have happened: what, on which matter, when, by whom, and where to look."""

    what: str
    matter: Matter
    on: datetime.date
    who: str = ""
    url: str = ""


@dataclass(frozen=True)
class Check:
    """The outcome of a check: its rule in a sentence, how many things it looked at, and what broke the rule."""

    rule: str
    looked_at: int
    findings: list[Finding] = field(default_factory=list)


def run_checks(matters: QuerySet, month: Month) -> list[Check]:
    """Every check on these matters, in the order of CHECKS."""
    return [import_string(path)(matters, month) for path in CHECKS]


def _given(kind: str) -> QuerySet[Approval]:
    """Approvals of this kind that were given, whether or not an edit voided them later."""
    return Approval.objects.filter(kind=kind, state__in=(Approval.State.APPROVED, Approval.State.VOID))


def _stood_at(instant: str) -> Q:
    """The condition that an approval stood at the instant in the column `instant` of the outer row."""
    return Q(decided_at__lte=OuterRef(instant)) & (
        Q(voided_at__isnull=True) | Q(voided_at__gt=OuterRef(instant))
    )


def documents_sent(matters: QuerySet, month: Month) -> Check:
    """Links to documents that need sign-off, of a version whose sign-off did not stand when the link was made."""
    needing = Document.objects.filter(Q(sign_off=True) | Q(sign_off__isnull=True, category__in=DRAFTED))
    sent = ShareLink.objects.filter(
        kind=ShareLink.Kind.DOCUMENT,
        matter__in=matters,
        created_at__gte=month.begins,
        created_at__lt=month.ends,
        object_id__in=needing.values("pk"),
    )
    signed = _given(SIGN_OFF).filter(_stood_at("created_at"), object_id=OuterRef("version_id"))
    rows = sent.exclude(Exists(signed)).select_related("matter", "created_by", "version")
    names = dict(Document.objects.filter(pk__in=[row.object_id for row in rows]).values_list("pk", "name"))
    findings = [
        Finding(
            f"{names.get(row.object_id, 'A document')}, version {row.version.number if row.version else 1}, "
            "went out by link without an attorney’s sign-off",
            row.matter,
            timezone.localdate(row.created_at),
            row.created_by.name if row.created_by else "",
            reverse("document_detail", args=[row.object_id]),
        )
        for row in rows
    ]
    rule = "Pleadings, letters and contracts leave the firm in a version that an attorney signed off"
    return Check(rule, sent.count(), findings)


def bills_sent(matters: QuerySet, month: Month) -> Check:
    """Bills mailed before an attorney with a licence on record had approved them."""
    sent = Invoice.objects.filter(matter__in=matters, sent_at__gte=month.begins, sent_at__lt=month.ends)
    licensed = BarLicence.objects.filter(member=OuterRef("approved_by"))
    rows = sent.filter(
        Q(approved_at__isnull=True) | Q(approved_at__gt=F("sent_at")) | ~Exists(licensed)
    ).select_related("matter", "approved_by")
    findings = [
        Finding(
            f"{row} was mailed to the client "
            + ("before it was approved" if _early(row) else "on the approval of somebody without a licence"),
            row.matter,
            timezone.localdate(row.sent_at),
            row.approved_by.name if row.approved_by else "",
            reverse("invoice_detail", args=[row.pk]),
        )
        for row in rows
    ]
    return Check("Bills are mailed only after an attorney approved them", sent.count(), findings)


def _early(invoice: Invoice) -> bool:
    if invoice.approved_at is None or invoice.sent_at is None:
        return True
    return invoice.approved_at > invoice.sent_at


def bills_shown(matters: QuerySet, month: Month) -> Check:
    """Private links to bills that were made before the bill was approved."""
    shown = ShareLink.objects.filter(
        kind=ShareLink.Kind.INVOICE,
        matter__in=matters,
        created_at__gte=month.begins,
        created_at__lt=month.ends,
    )
    approved = Invoice.objects.filter(pk=OuterRef("object_id"), approved_at__lte=OuterRef("created_at"))
    rows = shown.exclude(Exists(approved)).select_related("matter", "created_by")
    findings = [
        Finding(
            "A private link showed a bill that was not approved",
            row.matter,
            timezone.localdate(row.created_at),
            row.created_by.name if row.created_by else "",
            reverse("invoice_detail", args=[row.object_id]),
        )
        for row in rows
    ]
    return Check("Private links show approved bills only", shown.count(), findings)


def deadlines_passed(matters: QuerySet, month: Month) -> Check:
    """Dates set by a court or a statute that ran out in the month, open and never verified by a second person."""
    passed = Deadline.objects.filter(
        matter__in=matters,
        kind__in=(Deadline.Kind.COURT, Deadline.Kind.STATUTE),
        due_on__range=(month.first, min(month.last, timezone.localdate() - timedelta(days=1))),
    )
    verified = _given(VERIFICATION).filter(object_id=OuterRef("pk"), decided_at__date__lte=OuterRef("due_on"))
    rows = (
        passed.filter(Q(done_at__isnull=True) | Q(done_at__date__gt=F("due_on")))
        .exclude(Exists(verified))
        .select_related("matter", "created_by")
    )
    findings = [
        Finding(
            f"{row.title} was due, not done by then, and no second person had verified the date",
            row.matter,
            row.due_on,
            row.created_by.name if row.created_by else "",
            row.get_absolute_url(),
        )
        for row in rows
    ]
    rule = "Court dates and limitations are met, or at least verified by a second person, before they pass"
    return Check(rule, passed.count(), findings)
