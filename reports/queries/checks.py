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
from documents.models import Document, ShareLink
from matters.models import Matter
from reports.queries.periods import month_end
from supervision.kinds import KINDS
from supervision.models import Approval

CHECKS: list[str] = [
    "reports.queries.checks.documents_sent",
    "reports.queries.checks.bills_sent",
    "reports.queries.checks.bills_shown",
    "reports.queries.checks.deadlines_passed",
]
# Papers that speak for the firm: what evidence and receipts say is not the firm's word.
SPEAKS = (Document.Category.PLEADING, Document.Category.CORRESPONDENCE, Document.Category.CONTRACT)
# Whose dates a second person verifies (roles.md: they propose a deadline, others enter it).
PROPOSES = ("legal_assistant", "legal_secretary", "firm_admin", "freelancer")


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


def run_checks(matters: QuerySet[Matter], month: Month) -> list[Check]:
    """Every check on these matters, in the order of CHECKS."""
    return [import_string(path)(matters, month) for path in CHECKS]


def kinds_about(*models: str) -> list[str]:
    """The keys of the approvals that are about one of these models ("documents.Document")."""
    return [key for key, path in KINDS.items() if import_string(path).model in models]


def _given() -> QuerySet[Approval]:
    """Approvals that were given, whether or not an edit voided them later."""
    return Approval.objects.filter(state__in=(Approval.State.APPROVED, Approval.State.VOID))


def _stood_at(instant: str) -> Q:
    """The condition that an approval stood at the instant in the column `instant` of the outer row."""
    return Q(decided_at__lte=OuterRef(instant)) & (
        Q(voided_at__isnull=True) | Q(voided_at__gt=OuterRef(instant))
    )


def documents_sent(matters: QuerySet[Matter], month: Month) -> Check:
    """Links to documents that speak for the firm, made by a non-attorney, of a version no attorney had signed off.

    What an attorney shared, or uploaded as that version, an attorney has seen. A sign-off counts when it was given after
    the version came in and before the link was made, and no edit had voided it.
    """
    by_document = Q(kind__in=kinds_about("documents.Document"), object_id=OuterRef("object_id"))
    by_version = Q(kind__in=kinds_about("documents.Version"), object_id=OuterRef("version_id"))
    documents = Document.objects.filter(category__in=SPEAKS).values("pk")
    sent = ShareLink.objects.filter(
        kind=ShareLink.Kind.DOCUMENT,
        matter__in=matters,
        created_at__gte=month.begins,
        created_at__lt=month.ends,
        object_id__in=documents,
    )
    signed = _given().filter(
        by_document | by_version, _stood_at("created_at"), decided_at__gte=OuterRef("version__created_at")
    )
    attorneys = Q(created_by__role__template="attorney") | Q(version__uploaded_by__role__template="attorney")
    rows = sent.exclude(attorneys).exclude(Exists(signed)).select_related("matter", "created_by", "version")
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
    rule = "Pleadings, letters and contracts go out only when an attorney shared, wrote or signed off that version"
    return Check(rule, sent.count(), findings)


def bills_sent(matters: QuerySet[Matter], month: Month) -> Check:
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
    return invoice.approved_at is None or invoice.approved_at > invoice.sent_at


def bills_shown(matters: QuerySet[Matter], month: Month) -> Check:
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


def deadlines_passed(matters: QuerySet[Matter], month: Month) -> Check:
    """Dates set by a court or a statute that ran out in the month although nobody had verified what support staff entered."""
    passed = Deadline.objects.filter(
        matter__in=matters,
        kind__in=(Deadline.Kind.COURT, Deadline.Kind.STATUTE),
        due_on__range=(month.first, min(month.last, timezone.localdate() - timedelta(days=1))),
    )
    verified = _given().filter(
        kind__in=kinds_about("calendar_app.Deadline"),
        object_id=OuterRef("pk"),
        decided_at__date__lte=OuterRef("due_on"),
    )
    rows = (
        passed.filter(created_by__role__template__in=PROPOSES)
        .exclude(Exists(verified))
        .select_related("matter", "created_by")
    )
    findings = [
        Finding(
            f"{row.title} was due and no second person had verified the date",
            row.matter,
            row.due_on,
            row.created_by.name if row.created_by else "",
            row.get_absolute_url(),
        )
        for row in rows
    ]
    rule = "Court dates and limitations that support staff enter are verified by a second person before they fall due"
    return Check(rule, passed.count(), findings)
