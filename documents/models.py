"""Documents, their versions, and links that show one to a client."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from practice.constraints import AppendOnly, Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import IndexedText

# Papers drafted here that an attorney signs off before they leave the firm (Guideline 3(c)); what the firm received is not.
DRAFTED = ("pleading", "contract", "correspondence")

# The privilege of a paper changes by the newest decision about it, which says to what.
PRIVILEGE = """
    IF (SELECT a.arguments->>'to' FROM supervision_approval a
         WHERE a.firm_id = NEW.firm_id AND a.kind = 'privilege' AND a.object_id = NEW.id AND a.state = 'approved'
         ORDER BY a.round DESC LIMIT 1) IS DISTINCT FROM NEW.privilege AND NEW.privilege <> OLD.privilege THEN
        RAISE EXCEPTION 'documents_document % has no approval of its privilege', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# No link shows a version of a drafted paper that nobody has signed off.
SIGNED_OFF = """
    IF NEW.kind <> 'document' THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(d.sign_off, d.category IN ('pleading', 'contract', 'correspondence')) INTO needed
      FROM documents_version v JOIN documents_document d ON d.firm_id = v.firm_id AND d.id = v.document_id
     WHERE v.firm_id = NEW.firm_id AND v.id = NEW.version_id AND v.document_id = NEW.object_id;
    IF needed IS NULL THEN
        RAISE EXCEPTION 'link % shows no version of its document', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF needed AND NOT EXISTS (SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id
                                 AND a.kind = 'document' AND a.object_id = NEW.version_id AND a.state = 'approved') THEN
        RAISE EXCEPTION 'version % is not signed off', NEW.version_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


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

    class Privilege(models.TextChoices):
        NONE = "none", "Not privileged"
        CLIENT = "client", "Attorney-client"
        WORK = "work_product", "Work product"

    matter = FirmForeignKey("matters.Matter", related_name="documents")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=16, choices=Category, default=Category.OTHER)
    privilege = models.CharField(max_length=12, choices=Privilege, default=Privilege.NONE)
    sign_off = models.BooleanField(
        null=True, help_text="Whether it needs sign-off to leave the firm; empty: as its category says."
    )
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
        constraints = [
            Trigger(name="documents_privilege_decided", when="BEFORE UPDATE OF privilege", body=PRIVILEGE),
            IndexedText(name="documents_document_names", kind="paper", columns=["name"], matter="matter_id"),
        ]

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

    @property
    def needs_sign_off(self) -> bool:
        """Whether an attorney signs a version off before it leaves the firm."""
        return self.category in DRAFTED if self.sign_off is None else self.sign_off


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


class DocumentText(FirmModel):
    """A part of the text of one version, so that searches and conflict checks reach what papers say.

    A job reads it after the upload. A version without text (a scan, a picture) has one empty part.
    """

    version = FirmForeignKey(Version, related_name="texts")
    document = FirmForeignKey(Document, related_name="texts")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    part = models.PositiveIntegerField()
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "part"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "version", "part"], name="document_text_once"),
            IndexedText(name="documents_text_words", kind="document", columns=["body"], matter="matter_id"),
        ]

    def __str__(self):
        return f"part {self.part} of {self.version_id}"


class Proofread(FirmModel):
    """A member read one version through and marked it. It says nothing of the law in it: that is the sign-off."""

    version = FirmForeignKey(Version, related_name="proofreads")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    member = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            AppendOnly(name="documents_proofread_kept"),
            models.UniqueConstraint(fields=["firm", "version", "member"], name="proofread_once"),
        ]

    def __str__(self):
        return f"proofread by {self.member_id}"


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
    approval = FirmForeignKey(
        "supervision.Approval",
        null=True,
        related_name="+",
        help_text="The decision that made it, if one did.",
    )
    mailed_at = models.DateTimeField(null=True, help_text="When the product mailed it.")
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
        constraints = [
            Trigger(
                name="documents_link_signed_off",
                when="BEFORE INSERT OR UPDATE OF kind, object_id, version_id",
                declare="needed boolean;",
                body=SIGNED_OFF,
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} link #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
