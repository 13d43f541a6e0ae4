"""Where the paper is: folders, boxes, their moves, and originals held for clients."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import AppendOnly
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager


class FileBox(FirmModel):
    """A box of folders with its place. Folders of several matters may share one."""

    code = models.CharField(max_length=20, help_text="What its label says.")
    title = models.CharField(max_length=120, blank=True)
    room = models.CharField(max_length=60, blank=True)
    shelf = models.CharField(max_length=60, blank=True)
    offsite = models.CharField(max_length=120, blank=True, help_text="The store outside, when it is there.")
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["firm", "code"], name="box_code_once")]

    def __str__(self):
        return f"Box {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("box_detail", args=[self.pk])

    @property
    def place(self) -> str:
        """Where the box stands, in words."""
        return self.offsite or ", ".join(part for part in (self.room, self.shelf) if part)


class PhysicalFileQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Folders of the matters the member may see (kept by the database)."""
        return self

    def overdue(self, on=None):
        """Folders that were to be back before the date `on` (today)."""
        return self.filter(holder__isnull=False, due_on__lt=on or timezone.localdate())


class PhysicalFile(FirmModel):
    """One volume of a matter's paper file: where it belongs, and who has it."""

    class State(models.TextChoices):
        IN = "in", "In place"
        OUT = "out", "Checked out"
        OFFSITE = "offsite", "Offsite"
        DESTROYED = "destroyed", "Destroyed"

    matter = FirmForeignKey("matters.Matter", related_name="physical_files")
    volume = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120, blank=True, help_text="Correspondence, pleadings, exhibits.")
    code = models.CharField(max_length=20, help_text="What its label and its QR code say.")
    room = models.CharField(max_length=60, blank=True)
    shelf = models.CharField(max_length=60, blank=True)
    box = FirmForeignKey(FileBox, null=True, blank=True, related_name="files")
    offsite = models.CharField(max_length=120, blank=True, help_text="The store outside, when it is there.")
    state = models.CharField(max_length=10, choices=State, default=State.IN)
    holder = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="files_held")
    out_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="When it is to be back.")
    note = models.CharField(max_length=300, blank=True)
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(PhysicalFileQuerySet)()

    class Meta:
        ordering = ["code", "id"]
        indexes = [
            models.Index(fields=["firm", "state", "id"], name="file_by_state"),
            models.Index(
                fields=["firm", "due_on"], name="file_due", condition=models.Q(holder__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "code"], name="file_code_once"),
            models.CheckConstraint(
                condition=models.Q(state="out", holder__isnull=False, out_at__isnull=False)
                | (
                    ~models.Q(state="out")
                    & models.Q(holder__isnull=True, out_at__isnull=True, due_on__isnull=True)
                ),
                name="file_out_with_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="offsite") | ~models.Q(offsite="") | models.Q(box__isnull=False),
                name="file_offsite_somewhere",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title or f'volume {self.volume}'}"

    def get_absolute_url(self) -> str:
        return reverse("file_detail", args=[self.pk])

    @property
    def place(self) -> str:
        """Where it belongs, in words."""
        if self.offsite:
            parts = [self.offsite, f"box {self.box.code}" if self.box else ""]
        elif self.box:
            parts = [f"Box {self.box.code}", self.box.place]
        else:
            parts = [self.room, self.shelf]
        return ", ".join(part for part in parts if part) or "No place yet"

    @property
    def is_overdue(self) -> bool:
        return self.holder_id is not None and self.due_on is not None and self.due_on < timezone.localdate()


class FileMove(FirmModel):
    """One move of a folder, as it happened."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", "Registered"
        OUT = "out", "Checked out"
        IN = "in", "Checked in"
        MOVED = "moved", "Moved"
        OFFSITE = "offsite", "Sent offsite"
        DESTROYED = "destroyed", "Destroyed"

    file = FirmForeignKey(PhysicalFile, related_name="moves")
    matter = FirmForeignKey("matters.Matter", related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    place = models.CharField(max_length=300, blank=True, help_text="Where it went, in words.")
    holder = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = FirmForeignKey("accounts.Member", related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [AppendOnly(name="office_filemove_kept")]

    def __str__(self):
        return f"{self.kind} {self.file_id}"


class Original(FirmModel):
    """An original the firm holds for a client: a will, a deed, a certificate. It goes back before the matter closes."""

    class Kind(models.TextChoices):
        WILL = "will", "Will"
        DEED = "deed", "Deed"
        TRUST = "trust", "Trust instrument"
        CONTRACT = "contract", "Contract"
        CERTIFICATE = "certificate", "Certificate"
        EVIDENCE = "evidence", "Evidence"
        OTHER = "other", "Other"

    matter = FirmForeignKey("matters.Matter", related_name="originals")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=200)
    received_on = models.DateField()
    received_from = models.CharField(max_length=200, blank=True)
    received_by = FirmForeignKey("accounts.Member", related_name="+")
    place = models.CharField(max_length=200, help_text="Where it lies: the safe, a folder.")
    file = FirmForeignKey(PhysicalFile, null=True, blank=True, related_name="originals")
    returned_on = models.DateField(null=True, blank=True)
    returned_to = models.CharField(max_length=200, blank=True)
    returned_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True, returned_by__isnull=True, returned_to="")
                | (
                    models.Q(returned_on__gte=models.F("received_on"), returned_by__isnull=False)
                    & ~models.Q(returned_to="")
                ),
                name="original_returned_to_somebody",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("original_detail", args=[self.pk])
