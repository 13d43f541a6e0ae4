"""Documents, their versions, and links that show one to a client."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class DocumentQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Documents of the matters the member may see (kept by the database); bills only for who may see bills."""
        if member.can(Perm.INVOICE_VIEW):
            return self
        return self.exclude(category=Document.Category.INVOICE)

    def kept(self):
        """Documents that are not in the trash."""
        return self.filter(trashed_at=None)


class Document(FirmModel):
    """A paper of a matter, in one or more versions."""

    class Category(models.TextChoices):
        PLEADING = "pleading", "Pleading"
        CORRESPONDENCE = "correspondence", "Correspondence"
        CONTRACT = "contract", "Contract"
        EVIDENCE = "evidence", "Evidence"
        INVOICE = "invoice", "Invoice"
        RECEIPT = "receipt", "Receipt"
        OTHER = "other", "Other"

    matter = FirmForeignKey("matters.Matter", related_name="documents")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=16, choices=Category, default=Category.OTHER)
    latest = models.PositiveIntegerField(default=0, help_text="Number of the newest version.")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    objects = firm_manager(DocumentQuerySet)()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["firm", "-updated_at", "-id"], name="document_latest")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("document_detail", args=[self.pk])

    @property
    def newest(self):
        """The newest version. Lists prefetch it (documents.queries.newest)."""
        rows = self.__dict__.get("newest_rows")
        return self.versions.select_related("uploaded_by").first() if rows is None else next(iter(rows), None)

    @property
    def is_issued(self) -> bool:
        """Whether it is an issued bill, which stays as it went out."""
        return self.category == self.Category.INVOICE


class VersionQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Versions of the documents the member may see."""
        return self.filter(document__in=Document.objects.visible_to(member))


class Version(FirmModel):
    """One version of a document: never changed, its bytes found by their hash."""

    document = FirmForeignKey(Document, related_name="versions")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    number = models.PositiveIntegerField()
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    uploaded_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(VersionQuerySet)()

    class Meta:
        ordering = ["-number"]
        constraints = [
            AppendOnly(name="documents_version_kept"),
            models.UniqueConstraint(fields=["firm", "document", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_has_hash"
            ),
        ]

    def __str__(self):
        return f"{self.filename} v{self.number}"

    @property
    def is_image(self) -> bool:
        """Whether a browser shows it as a picture."""
        return self.media_type in ("image/png", "image/jpeg", "image/gif", "image/webp")

    @property
    def is_inline(self) -> bool:
        """Whether it may be shown in the browser: pictures and PDF alone."""
        return self.is_image or self.media_type == "application/pdf"


class ShareLink(FirmModel):
    """A link by which a client sees one thing without signing in. The secret is stored as a hash; it expires."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        DOCUMENT = "document", "Document"

    matter = FirmForeignKey("matters.Matter", related_name="share_links")
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField(help_text="Id of the invoice or document shown.")
    version = FirmForeignKey(
        Version,
        null=True,
        related_name="+",
        help_text="The version shown: later ones are the firm's own until they are shared.",
    )
    contact = FirmForeignKey("matters.Contact", related_name="+")
    secret_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "kind", "object_id"], name="share_of_object")]

    def __str__(self):
        return f"{self.get_kind_display()} link #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
