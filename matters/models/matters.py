"""Pieces of work for clients, their fields of law, teams and fee arrangements."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from matters.models.contacts import Contact
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from supervision.constraints import NeedsApproval

# A matter closes, and opens again, by the newest decision about that, which says which of the two it is.
CLOSING = """
    IF (SELECT a.arguments->>'to' FROM supervision_approval a
         WHERE a.firm_id = NEW.firm_id AND a.kind = 'closing' AND a.object_id = NEW.id AND a.state = 'approved'
         ORDER BY a.round DESC LIMIT 1)
       IS DISTINCT FROM (CASE WHEN NEW.state = 'closed' THEN 'closed' ELSE 'open' END)
       AND (NEW.state = 'closed') <> (OLD.state = 'closed') AND OLD.state NOT IN ('pending', 'declined') THEN
        RAISE EXCEPTION 'matters_matter % has no approval to close or reopen', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


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
    referred_to = models.CharField(
        max_length=200, blank=True, help_text="Whom the client was referred to when the matter was declined."
    )
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
            # Read at each request: what the database hides from a member.
            models.Index(
                fields=["firm", "id"], name="matter_restricted", condition=models.Q(restricted=True)
            ),
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
            # Imports insert matters as they were kept elsewhere (data.import, decided by a second person): no step there.
            NeedsApproval(
                kind="matter",
                op="UPDATE OF state",
                when="OLD.state IN ('pending', 'declined') AND NEW.state NOT IN ('pending', 'declined')",
                name="matters_matter_accepted",
            ),
            Trigger(name="matters_matter_closing", when="BEFORE UPDATE OF state", body=CLOSING),
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
