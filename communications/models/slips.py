"""“While you were out” message slips."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

# A slip is never removed, who took it when stays, and it moves on only as people do: read, called back, closed. The one
# step back is that a closed slip is opened again.
KEPT = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'slip % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.taken_by_id, NEW.taken_at) IS DISTINCT FROM (OLD.taken_by_id, OLD.taken_at)
       OR (OLD.read_at IS NOT NULL
           AND (NEW.read_at, NEW.read_by_id) IS DISTINCT FROM (OLD.read_at, OLD.read_by_id)
           AND NEW.for_member_id = OLD.for_member_id)
       OR (OLD.called_at IS NOT NULL AND NEW.state <> 'read'
           AND (NEW.called_at, NEW.called_by_id) IS DISTINCT FROM (OLD.called_at, OLD.called_by_id)) THEN
        RAISE EXCEPTION 'slip %: who did what and when stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'closed' AND NEW.state = 'closed' AND to_jsonb(OLD) - 'contact_id' IS DISTINCT FROM to_jsonb(NEW) - 'contact_id' THEN
        RAISE EXCEPTION 'slip % is closed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('new', 'read'), ('new', 'called_back'), ('read', 'called_back'), ('new', 'closed'), ('read', 'closed'), ('called_back', 'closed'),
        ('read', 'new'), ('called_back', 'read'), ('closed', 'new'), ('closed', 'read'), ('closed', 'called_back')) THEN
        RAISE EXCEPTION 'slip %: % does not become %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class SlipQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Slips the member may read. Walls are kept by the database; a guest reads those of their matters and their own."""
        if member.sees_named_matters_only:
            return self.filter(
                models.Q(matter__isnull=False) | models.Q(for_member=member) | models.Q(taken_by=member)
            )
        return self

    def open(self):
        """Those nobody has closed."""
        return self.exclude(state=Slip.State.CLOSED)

    def unanswered(self):
        """Those that still want a call."""
        return self.filter(state__in=[Slip.State.NEW, Slip.State.READ])


class Slip(FirmModel):
    """A message for somebody who could not take a call: who called, why, when to call back, and what became of it."""

    class State(models.TextChoices):
        NEW = "new", "New"
        READ = "read", "Read"
        CALLED_BACK = "called_back", "Called back"
        CLOSED = "closed", "Closed"

    class Urgency(models.TextChoices):
        ROUTINE = "routine", "Routine"
        TODAY = "today", "Today"
        URGENT = "urgent", "Urgent"

    class Asks(models.TextChoices):
        CALL = "call", "Please call back"
        AGAIN = "again", "Will call again"
        RETURNED = "returned", "Returned your call"
        MEET = "meet", "Wants to see you"
        KNOW = "know", "For your information"

    name = models.CharField("caller", max_length=200)
    company = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    digits = models.CharField(max_length=20, blank=True, help_text="The number without anything but digits.")
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="slips")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="slips")
    for_member = FirmForeignKey("accounts.Member", related_name="slips")
    asks = models.CharField(max_length=10, choices=Asks, default=Asks.CALL)
    reason = models.TextField(blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.ROUTINE)
    call_from = models.DateTimeField(null=True, blank=True, help_text="Call back not before.")
    call_until = models.DateTimeField(null=True, blank=True, help_text="Call back not after.")
    due_at = models.DateTimeField(
        help_text="When it is late: the end of the window, or the time its urgency gives."
    )
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    taken_by = FirmForeignKey("accounts.Member", related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    read_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    called_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(null=True, blank=True)
    closed_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=300, blank=True, help_text="What came of it.")

    objects = firm_manager(SlipQuerySet)()

    class Meta:
        ordering = ["-taken_at", "-id"]
        indexes = [
            models.Index(fields=["firm", "-taken_at", "-id"], name="slip_by_time"),
            models.Index(
                fields=["firm", "for_member", "due_at"],
                name="slip_open_for",
                condition=~models.Q(state="closed"),
            ),
            models.Index(fields=["firm", "digits", "-taken_at"], name="slip_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(call_from__isnull=True)
                | models.Q(call_until__isnull=True)
                | models.Q(call_until__gte=models.F("call_from")),
                name="slip_window_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(digits__regex=r"^[0-9]*$"), name="slip_digits_are_digits"
            ),
            models.CheckConstraint(
                condition=models.Q(state="new", read_at__isnull=True)
                | models.Q(state__in=["read", "called_back"], read_at__isnull=False)
                | models.Q(state="closed"),
                name="slip_read_when_read",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["new", "read"], called_at__isnull=True)
                | models.Q(state="called_back", called_at__isnull=False)
                | models.Q(state="closed"),
                name="slip_called_when_called",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True, closing="")),
                name="slip_closed_when_closed",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{step}_at__isnull": True, f"{step}_by__isnull": True})
                    | models.Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False}),
                    name=f"slip_{step}_by_somebody",
                )
                for step in ("read", "called", "closed")
            ),
            Trigger(name="communications_slip_kept", when="BEFORE UPDATE OR DELETE", body=KEPT),
        ]

    def __str__(self):
        return f"message of {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("slip_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def wants_answer(self) -> bool:
        """Whether nobody has called back or closed it."""
        return self.state in (self.State.NEW, self.State.READ)
