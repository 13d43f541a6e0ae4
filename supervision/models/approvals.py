"""One mechanism for every act that is prepared by one person and decided by another."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, firm_manager
from practice.money import MoneyField
from practice.veils import ROUNDS, VeiledQuerySet

# What was decided stays: waiting → approved, returned or withdrawn; approved → void. Nothing else, and nothing is deleted.
STEPS = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'approval % stays on record', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind <> OLD.kind OR NEW.object_id <> OLD.object_id OR NEW.round <> OLD.round
       OR NEW.matter_id IS DISTINCT FROM OLD.matter_id OR NEW.arguments <> OLD.arguments THEN
        RAISE EXCEPTION 'approval % is about something else', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'waiting' THEN
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - ARRAY['state', 'void_reason', 'voided_at'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'void_reason', 'voided_at'])
       OR NOT (NEW.state = OLD.state OR (OLD.state = 'approved' AND NEW.state = 'void')) THEN
        RAISE EXCEPTION 'approval % is decided', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# Who decided held a current licence where the law asks for one, and a sole attorney's own word is taken only from a
# firm's sole attorney. The day is the firm's own.
DECIDER = """
    IF NEW.state <> 'approved' THEN
        RETURN NEW;
    END IF;
    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;
    IF NEW.reserved AND NOT EXISTS (
        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = NEW.decided_by_id
           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)
           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN
        RAISE EXCEPTION 'approval % needs a decision of a licensed attorney', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.basis = 'sole_attorney' AND EXISTS (
        SELECT 1 FROM accounts_barlicence l JOIN accounts_member m ON m.firm_id = l.firm_id AND m.id = l.member_id
         WHERE l.firm_id = NEW.firm_id AND l.member_id <> NEW.decided_by_id AND m.is_active
           AND (m.expires_on IS NULL OR m.expires_on >= today)
           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)
           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN
        RAISE EXCEPTION 'approval %: there is another attorney', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class ApprovalQuerySet(VeiledQuerySet):
    WORDS, COVERED = ("title",), ROUNDS

    def waiting(self):
        """Those that nobody has decided yet."""
        return self.filter(state=Approval.State.WAITING)

    def of(self, kind: str, object_id: int):
        """All rounds about one object, the newest first."""
        return self.filter(kind=kind, object_id=object_id).order_by("-round")

    def visible_to(self, member):
        """What the member sent, prepared, decides or decided; everything for licensed attorneys and who manages people.

        Walls and restricted matters are taken out by the database in either case.
        """
        if member.is_licensed or member.can("user.manage"):
            return self
        return self.filter(
            models.Q(submitted_by=member)
            | models.Q(prepared_by=member)
            | models.Q(assigned_to=member)
            | models.Q(decided_by=member)
        )


class Approval(FirmModel):
    """One round: something submitted, and an attorney's decision on exactly this content.

    `kind` names what it is about (supervision.kinds); `content` is what was read, `content_hash` its SHA-256. Editing the
    object afterwards makes the approval void.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Withdrawn"
        VOID = "void", "Void"

    class Basis(models.TextChoices):
        SECOND_PERSON = "second_person", "Prepared by another"
        OWN_WORK = "own_work", "The attorney’s own work"
        SOLE_ATTORNEY = "sole_attorney", "Self-approved (sole attorney)"

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    matter = FirmForeignKey("matters.Matter", null=True, related_name="approvals")
    round = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    amount = MoneyField(null=True)
    arguments = models.JSONField(default=dict, help_text="What the act will be called with.")
    content = models.JSONField(help_text="What was read: {fields: {…}, rows: {section: {key: text}}}.")
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    prepared_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    submitted_by = FirmForeignKey("accounts.Member", related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True, help_text="Words of who sent it.")
    assigned_to = FirmForeignKey("accounts.Member", related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    escalated_from = FirmForeignKey("accounts.Member", null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    reserved = models.BooleanField(help_text="Only a licensed attorney decides it.")
    decided_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)
    basis = models.CharField(max_length=14, choices=Basis, blank=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    objects = firm_manager(ApprovalQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "kind", "object_id", "-round"], name="approval_of_object"),
            models.Index(
                fields=["firm", "assigned_to", "submitted_at"],
                name="approval_inbox",
                condition=models.Q(state="waiting"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "kind", "object_id", "round"], name="approval_round_once"
            ),
            models.UniqueConstraint(
                fields=["firm", "kind", "object_id"],
                condition=models.Q(state="waiting"),
                name="approval_waits_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "returned"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(decision_note=""),
                name="approval_returned_with_note",
            ),
            # Maker is not checker. An attorney's own work, and a sole attorney's word, are logged as such.
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(basis__in=["own_work", "sole_attorney"], reserved=True)
                | models.Q(
                    models.Q(prepared_by__isnull=True) | ~models.Q(decided_by=models.F("prepared_by")),
                    ~models.Q(decided_by=models.F("submitted_by")),
                    basis="second_person",
                ),
                name="approval_maker_is_not_checker",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="void") | models.Q(voided_at__isnull=False),
                name="approval_void_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="approval_has_hash"
            ),
            Trigger(name="supervision_approval_steps", when="BEFORE UPDATE OR DELETE", body=STEPS),
            # Reads licences and people, which a guest's scope may not show.
            Trigger(
                name="supervision_approval_decider",
                when="BEFORE INSERT OR UPDATE OF state",
                definer=True,
                declare="today date;",
                body=DECIDER,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("approval_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
