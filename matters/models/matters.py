"""Pieces of work for clients, and their teams."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from custom_fields.constraints import Valued
from matters.models.areas import PracticeArea, Stage
from matters.models.contacts import Contact
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from search.constraints import Indexed, IndexedText
from supervision.constraints import NeedsApproval

# Before acceptance nobody is a client; what ended takes no more work. The words are those of Matter.State.
BEFORE = ("pending", "conflict_check", "awaiting_acceptance")
NOT_ACCEPTED = (*BEFORE, "declined")
WORKED_ON = ("open", "on_hold", "closing")
ENDED = ("closed", "archived")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


# A matter closes, and opens again, by the newest decision about that, which says which of the two it is. What an
# attorney accepted never becomes unaccepted again, where an old acceptance would still stand for another one.
CLOSING = f"""
    IF OLD.state NOT IN ({_listed(NOT_ACCEPTED)}) AND NEW.state IN ({_listed(NOT_ACCEPTED)}) THEN
        RAISE EXCEPTION 'matters_matter % was accepted: it does not go back to %', NEW.id, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (SELECT a.arguments->>'to' FROM supervision_approval a
         WHERE a.firm_id = NEW.firm_id AND a.kind = 'closing' AND a.object_id = NEW.id AND a.state = 'approved'
         ORDER BY a.round DESC LIMIT 1)
       IS DISTINCT FROM (CASE WHEN NEW.state IN ({_listed(ENDED)}) THEN 'closed' ELSE 'open' END)
       AND (NEW.state IN ({_listed(ENDED)})) <> (OLD.state IN ({_listed(ENDED)}))
       AND OLD.state NOT IN ({_listed(NOT_ACCEPTED)}) THEN
        RAISE EXCEPTION 'matters_matter % has no approval to close or reopen', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# The archive is entered from Closed and left to Closed alone. In it the record stays as it was: how long it is kept may be
# changed, and who answers for it (a client merged with a duplicate, an attorney who left).
KEPT_IN_ARCHIVE = (
    "retention_until,retention_reason,updated_at,client_id,responsible_id,supervising_id,originating_id"
)
ARCHIVED = f"""
    IF (NEW.state = 'archived' AND OLD.state NOT IN ('closed', 'archived'))
       OR (OLD.state = 'archived' AND NEW.state NOT IN ('closed', 'archived')) THEN
        RAISE EXCEPTION 'matters_matter %: the archive is behind Closed', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'archived' AND NEW.state = 'archived'
       AND (to_jsonb(OLD) - string_to_array('{KEPT_IN_ARCHIVE}', ','))
           IS DISTINCT FROM (to_jsonb(NEW) - string_to_array('{KEPT_IN_ARCHIVE}', ',')) THEN
        RAISE EXCEPTION 'matters_matter % is archived: change refused', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# A stage is one of the matter's own practice area.
STAGE_OF_AREA = """
    IF NEW.stage_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM matters_stage s WHERE s.firm_id = NEW.firm_id AND s.id = NEW.stage_id
                                        AND s.practice_area_id = NEW.practice_area_id) THEN
        RAISE EXCEPTION 'matters_matter %: the stage is of another practice area', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


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
        CHECKING = "conflict_check", "Conflict check"
        AWAITING = "awaiting_acceptance", "Awaiting acceptance"
        OPEN = "open", "Open"
        ON_HOLD = "on_hold", "On hold"
        CLOSING = "closing", "Closing"
        CLOSED = "closed", "Closed"
        ARCHIVED = "archived", "Archived"
        DECLINED = "declined", "Declined"

    TRANSITIONS = {
        "pending": {"conflict_check", "awaiting_acceptance", "open", "declined"},
        "conflict_check": {"pending", "awaiting_acceptance", "open", "declined"},
        "awaiting_acceptance": {"pending", "conflict_check", "open", "declined"},
        "open": {"on_hold", "closing", "closed"},
        "on_hold": {"open", "closing", "closed"},
        "closing": {"open", "closed"},
        "closed": {"open", "archived"},
        "archived": {"closed"},
        "declined": set(),
    }
    BEFORE, NOT_ACCEPTED, WORKED_ON, ENDED = BEFORE, NOT_ACCEPTED, WORKED_ON, ENDED

    number = models.CharField(max_length=40)
    name = models.CharField("caption", max_length=200)
    client = FirmForeignKey(Contact, related_name="matters_as_client")
    practice_area = FirmForeignKey(PracticeArea, related_name="matters")
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    stage = FirmForeignKey(Stage, null=True, blank=True, related_name="matters")
    staged_at = models.DateTimeField(null=True, blank=True, help_text="When it entered its stage.")
    matter_type = models.CharField(max_length=80, blank=True)
    responsible = FirmForeignKey("accounts.Member", related_name="responsible_for")
    supervising = FirmForeignKey("accounts.Member", related_name="supervising_on")
    originating = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="originated")
    office = FirmForeignKey("practice.Office", null=True, blank=True, related_name="+")
    description = models.TextField(blank=True)
    court = models.CharField(max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    judge = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    client_reference = models.CharField(
        max_length=60, blank=True, help_text="The client's own number; in LEDES the client matter ID."
    )
    currency = models.CharField(max_length=3, default="USD")
    budget = MoneyField(null=True, blank=True)
    budget_alert_percent = models.PositiveSmallIntegerField(
        default=80, help_text="Percent of the budget at which the responsible attorney is told."
    )
    budget_alerted = models.PositiveSmallIntegerField(
        default=0, help_text="The mark, in percent, that was told about last; 0: none."
    )
    limitation_on = models.DateField(
        "limitation date", null=True, blank=True, help_text="Last day to file: statute of limitations."
    )
    limitation_basis = models.CharField(
        max_length=200, blank=True, help_text="The law and the event it is counted from."
    )
    limitation_satisfied_on = models.DateField(null=True, blank=True)
    limitation_satisfied_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    limitation_satisfied_how = models.CharField(max_length=300, blank=True, help_text="What satisfied it.")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    custom = models.JSONField(default=dict, blank=True, help_text="Values of the firm's fields by field id.")
    restricted = models.BooleanField(
        default=False, help_text="Only the team and people named on the Access tab see it."
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    retention_until = models.DateField(
        null=True, blank=True, help_text="Until when the file is kept; empty: not decided."
    )
    retention_reason = models.CharField(max_length=300, blank=True, help_text="Why it was set by hand.")
    through_intake = models.BooleanField(
        default=False, help_text="Came through intake: it is accepted after a cleared conflict check."
    )
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
            models.Index(fields=["firm", "limitation_on", "id"], name="matter_by_limitation"),
            models.Index(fields=["firm", "staged_at", "id"], name="matter_by_staged"),
            # Read at each request: what the database hides from a member.
            models.Index(
                fields=["firm", "id"], name="matter_restricted", condition=models.Q(restricted=True)
            ),
        ]
        constraints = [
            Valued(host="matter", matter="id", name="matters_matter_valued"),
            Indexed(name="matters_matter_names", kind="matter", columns=["name"], matter="id"),
            Indexed(
                name="matters_matter_numbers",
                kind="number",
                columns=["number", "case_number", "client_reference"],
                matter="id",
            ),
            IndexedText(name="matters_matter_texts", kind="matter", columns=["description"], matter="id"),
            models.UniqueConstraint(fields=["firm", "number"], name="matter_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=NOT_ACCEPTED) | models.Q(opened_on__isnull=False),
                name="matter_open_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=ENDED) | models.Q(closed_on__isnull=False),
                name="matter_closed_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(budget_alert_percent__gte=1, budget_alert_percent__lte=100),
                name="matter_alert_is_a_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(limitation_satisfied_on__isnull=True, limitation_satisfied_by__isnull=True)
                | models.Q(
                    limitation_satisfied_on__isnull=False,
                    limitation_satisfied_by__isnull=False,
                    limitation_on__isnull=False,
                )
                & ~models.Q(limitation_satisfied_how=""),
                name="limitation_satisfied_by_somebody",
            ),
            # Imports insert matters as they were kept elsewhere (data.import, decided by a second person): no step there.
            NeedsApproval(
                kind="matter",
                op="UPDATE OF state",
                when=f"OLD.state IN ({_listed(NOT_ACCEPTED)}) AND NEW.state NOT IN ({_listed(NOT_ACCEPTED)})",
                name="matters_matter_accepted",
            ),
            Trigger(name="matters_matter_closing", when="BEFORE UPDATE OF state", body=CLOSING),
            Trigger(name="matters_matter_archived", when="BEFORE UPDATE", body=ARCHIVED),
            Trigger(
                name="matters_matter_stage",
                when="BEFORE INSERT OR UPDATE OF stage_id, practice_area_id",
                body=STAGE_OF_AREA,
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
        return self.state in (*WORKED_ON, *BEFORE)

    @property
    def is_accepted(self) -> bool:
        """Whether an attorney took it on."""
        return self.state not in NOT_ACCEPTED

    @property
    def is_before_acceptance(self) -> bool:
        """Whether it still waits for an attorney's decision."""
        return self.state in BEFORE

    @property
    def has_ended(self) -> bool:
        """Whether it is closed or archived."""
        return self.state in ENDED

    @property
    def limitation_open(self) -> bool:
        """Whether a limitation date runs that nothing has satisfied."""
        return self.limitation_on is not None and self.limitation_satisfied_on is None


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
