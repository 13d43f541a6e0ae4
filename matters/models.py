"""Contacts, matters, who works on them and who may see them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from accounts.models import Member
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from practice.scope import current_firm_id


class ContactQuerySet(FirmQuerySet):
    def visible_to(self, member: Member):
        """Contacts the member may see: all of the firm's, or for a guest those of the guest's matters."""
        if member.sees_named_matters_only:
            return self.filter(matters_as_client__in=Matter.objects.all()).distinct()
        return self


class Contact(FirmModel):
    """A person or body the firm deals with."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        COMPANY = "company", "Company"
        TRUST = "trust", "Trust or estate"
        COURT = "court", "Court"
        GOVERNMENT = "government", "Government body"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200, help_text="Shown name: first and last, or the body's name.")
    sort_name = models.CharField(max_length=200, help_text="Last, first; or the body's name.")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    company = models.CharField(max_length=200, blank=True, help_text="Where a person works.")
    title = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ledes_client_id = models.CharField("LEDES client ID", max_length=20, blank=True)
    notes = models.TextField(blank=True)
    external_id = models.CharField(
        max_length=60, blank=True, help_text="Id in the system it was imported from."
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    objects = firm_manager(ContactQuerySet)()

    class Meta:
        ordering = ["sort_name", "id"]
        indexes = [models.Index(fields=["firm", "sort_name", "id"], name="contact_by_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contact_detail", args=[self.pk])

    @property
    def address_lines(self) -> list[str]:
        """The postal address, a line each, without empty ones."""
        place = " ".join(p for p in (self.region, self.postcode) if p)
        city = ", ".join(p for p in (self.city, place) if p)
        return [line for line in (*self.address.splitlines(), city, self.country) if line]


class PracticeArea(FirmModel):
    """A field of law the firm works in, with the stages its matters pass through."""

    name = models.CharField(max_length=80)
    stages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="practice_area_once")]

    def __str__(self):
        return self.name


class MatterQuerySet(FirmQuerySet):
    def visible_to(self, member: Member):
        """Matters the member may see. Walls and named matters are kept by the database for the member in scope."""
        return self

    def open(self):
        """Matters on which work is done."""
        return self.filter(state=Matter.State.OPEN)

    def with_people(self):
        """Joined with client, practice area and the attorneys on it."""
        return self.select_related("client", "practice_area", "responsible", "supervising")


class Matter(FirmModel):
    """A piece of work for a client."""

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        OPEN = "open", "Open"
        ON_HOLD = "on_hold", "On hold"
        CLOSED = "closed", "Closed"
        DECLINED = "declined", "Declined"

    TRANSITIONS = {
        "pending": {"open", "declined"},
        "open": {"on_hold", "closed"},
        "on_hold": {"open", "closed"},
        "closed": {"open"},
        "declined": set(),
    }

    number = models.CharField(max_length=40)
    name = models.CharField("caption", max_length=200)
    client = FirmForeignKey(Contact, related_name="matters_as_client")
    practice_area = FirmForeignKey(PracticeArea, related_name="matters")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    stage = models.CharField(max_length=40, blank=True)
    responsible = FirmForeignKey("accounts.Member", related_name="responsible_for")
    supervising = FirmForeignKey("accounts.Member", related_name="supervising_on")
    description = models.TextField(blank=True)
    court = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    client_reference = models.CharField(
        max_length=60, blank=True, help_text="The client's own number; in LEDES the client matter ID."
    )
    currency = models.CharField(max_length=3, default="USD")
    budget = MoneyField(null=True, blank=True)
    restricted = models.BooleanField(
        default=False, help_text="Only the team and people named on the Access tab see it."
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    external_id = models.CharField(
        max_length=60, blank=True, help_text="Id in the system it was imported from."
    )
    accepted_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    team = models.ManyToManyField(
        "accounts.Member", through="TeamMember", through_fields=("matter", "member"), related_name="+"
    )

    objects = firm_manager(MatterQuerySet)()

    class Meta:
        ordering = ["-id"]
        permissions = [("see_matter", "May see the matter")]
        indexes = [
            models.Index(fields=["firm", "state", "-id"], name="matter_by_state"),
            models.Index(fields=["firm", "name", "id"], name="matter_by_name"),
            models.Index(fields=["firm", "opened_on", "id"], name="matter_by_opened"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "number"], name="matter_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "declined"]) | models.Q(opened_on__isnull=False),
                name="matter_open_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_on__isnull=False),
                name="matter_closed_has_date",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("matter_detail", args=[self.pk])

    @property
    def people(self) -> list[Member]:
        """Who is on the team, in the order they joined. Reads `team_members__member`: prefetch it in lists."""
        return [place.member for place in self.team_members.all()]

    @property
    def is_billable(self) -> bool:
        """Whether time and costs may be recorded on it."""
        return self.state in (self.State.OPEN, self.State.ON_HOLD, self.State.PENDING)


class TeamMember(FirmModel):
    """A member's part in a matter's team, beside the responsible and the supervising attorney."""

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="team_members")
    member = FirmForeignKey("accounts.Member", related_name="team_places")
    part = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "matter", "member"], name="team_member_once")]

    def __str__(self):
        return f"{self.member_id} on {self.matter_id}"


class FeeArrangement(FirmModel):
    """How the client is charged, from a date on. A new version never changes an old one."""

    class Kind(models.TextChoices):
        HOURLY = "hourly", "Hourly"
        FLAT = "flat", "Flat fee"
        CONTINGENCY = "contingency", "Contingency"
        PRO_BONO = "pro_bono", "Pro bono"

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="fee_arrangements")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HOURLY)
    flat_amount = MoneyField(null=True, blank=True)
    contingency_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    payment_terms_days = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    effective_from = models.DateField()
    set_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-effective_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="flat") | models.Q(flat_amount__gt=0), name="flat_fee_has_amount"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="contingency")
                | models.Q(contingency_percent__gt=0, contingency_percent__lte=100),
                name="contingency_has_percent",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class GrantManager(UserObjectPermissionManager):
    """django-guardian's manager, held to the firm in scope."""

    def get_queryset(self):
        return super().get_queryset().filter(firm_id=current_firm_id())


class MatterPermission(FirmModel, UserObjectPermissionBase):
    """A grant of django-guardian on one matter, inside the firm: who may see a restricted matter, or a guest's matters."""

    content_object = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="grants")

    objects = GrantManager()  # type: ignore[assignment]

    class Meta:
        unique_together = [("firm", "user", "permission", "content_object")]

    def __str__(self):
        return f"user {self.user_id} on matter {self.content_object_id}"


class Wall(FirmModel):
    """An ethical wall: the member sees nothing of the matter, whatever else grants it. Deny beats allow."""

    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="walls")
    member = FirmForeignKey("accounts.Member", related_name="walls")
    reason = models.TextField()
    created_by = FirmForeignKey("accounts.Member", related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    lifted_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "matter", "member"], condition=models.Q(lifted_at=None), name="wall_once"
            )
        ]

    def __str__(self):
        return f"{self.member_id} screened from {self.matter_id}"


class Pin(FirmModel):
    """A matter a member keeps in the sidebar."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="pins")
    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "member", "matter"], name="pin_once")]

    def __str__(self):
        return f"{self.matter_id}"


class Visit(FirmModel):
    """When a member last opened a matter: the recents of the palette and the pickers."""

    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    matter = FirmForeignKey(Matter, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["firm", "member", "matter"], name="visit_once")]

    def __str__(self):
        return f"{self.member_id} opened {self.matter_id}"
