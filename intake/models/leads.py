"""Leads, who is named in them, and what is kept with them until they become a matter."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from custom_fields.constraints import Valued
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from practice.money import MoneyField
from search.constraints import Indexed, IndexedText

# Whether the firm acts for somebody is an attorney's decision (Guideline 3(a)): the newest one says which it was.
DECIDED = """
    IF NEW.state IN ('accepted', 'signed', 'converted', 'declined', 'referred')
       AND (SELECT a.arguments->>'to' FROM supervision_approval a
             WHERE a.firm_id = NEW.firm_id AND a.kind = 'lead' AND a.object_id = NEW.id AND a.state = 'approved'
             ORDER BY a.round DESC LIMIT 1)
           IS DISTINCT FROM (CASE WHEN NEW.state IN ('signed', 'converted') THEN 'accepted' ELSE NEW.state END) THEN
        RAISE EXCEPTION 'intake_lead % has no decision of an attorney', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# A lead becomes one matter, once.
ONE_MATTER = """
    IF OLD.matter_id IS NOT NULL AND NEW.matter_id IS DISTINCT FROM OLD.matter_id THEN
        RAISE EXCEPTION 'intake_lead % has its matter already', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class LeadSource(FirmModel):
    """Where leads come from: a search engine, a directory, former clients, a colleague."""

    name = models.CharField(max_length=80)
    wants_referrer = models.BooleanField(
        default=False, help_text="Ask who sent them: a client, a colleague, another firm."
    )
    monthly_cost = MoneyField(
        null=True,
        blank=True,
        help_text="What it costs the firm a month, for the return in the source report.",
    )
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="lead_source_once"),
            models.CheckConstraint(
                condition=Q(monthly_cost__isnull=True) | Q(monthly_cost__gte=0), name="lead_source_cost"
            ),
        ]

    def __str__(self):
        return self.name


class LeadQuerySet(FirmQuerySet):
    def visible_to(self, member: Member):
        """Leads the member may see: everybody's of the firm; a guest sees none. Walls of their matters hold besides."""
        if member.sees_named_matters_only and not member.can(Perm.LEAD_SCREEN):
            return self.none()
        return self

    def open(self):
        """Leads on which something is still to be done."""
        return self.exclude(state__in=Lead.OVER)

    def unanswered(self):
        """Leads that nobody has answered yet."""
        return self.filter(answered_at=None, state=Lead.State.NEW)

    def with_people(self):
        """Joined with what pages show of them."""
        return self.select_related(
            "contact", "practice_area", "source", "referrer", "owner", "attorney", "decided_by", "matter"
        )


class Lead(FirmModel):
    """Somebody who asks the firm to act for them. No attorney-client relationship yet, but their confidence holds
    (Model Rule 1.18).
    """

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        SCREENING = "screening", "Screening"
        CONFLICT = "conflict", "Conflict check"
        CONSULTATION = "consultation", "Consultation booked"
        ENGAGEMENT = "engagement", "Engagement sent"
        DECISION = "decision", "Attorney decision"
        ACCEPTED = "accepted", "Accepted"
        SIGNED = "signed", "Signed"
        CONVERTED = "converted", "Converted"
        DECLINED = "declined", "Declined"
        REFERRED = "referred", "Referred out"
        LOST = "lost", "Lost"

    class Urgency(models.TextChoices):
        LOW = "low", "Low"
        NORMAL = "normal", "Normal"
        HIGH = "high", "High"

    class Channel(models.TextChoices):
        PHONE = "phone", "Phone"
        FORM = "form", "Web form"
        EMAIL = "email", "E-mail"
        WALK_IN = "walk_in", "Walk-in"
        REFERRAL = "referral", "Referral"
        OTHER = "other", "Other"

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        COMPANY = "company", "Company"

    # Steps that people take by hand, in any order; the others are consequences of acts.
    BY_HAND = ("new", "contacted", "screening", "conflict", "consultation", "engagement")
    OVER = ("converted", "declined", "referred", "lost")
    TRANSITIONS = {
        **{
            state: {
                "new", "contacted", "screening", "conflict", "consultation", "engagement", "decision",
                "accepted", "declined", "referred", "lost",
            } - {state}
            for state in ("new", "contacted", "screening", "conflict", "consultation", "engagement", "decision")
        },
        "accepted": {"signed", "converted", "declined", "lost"},
        "signed": {"converted", "declined", "lost"},
        "converted": set(),
        "declined": {"screening"},
        "referred": {"screening"},
        "lost": {"screening"},
    }  # fmt: skip

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="leads")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.PHONE)
    practice_area = FirmForeignKey("matters.PracticeArea", null=True, blank=True, related_name="leads")
    summary = models.TextField(blank=True, help_text="What it is about, in their words.")
    source = FirmForeignKey(LeadSource, null=True, blank=True, related_name="leads")
    referrer = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="leads_referred")
    referrer_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    state_at = models.DateTimeField(default=timezone.now, help_text="Since when it is in this state.")
    owner = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="leads")
    attorney = FirmForeignKey(
        "accounts.Member", null=True, blank=True, related_name="leads_to_decide", help_text="Who would act."
    )
    received_at = models.DateTimeField(default=timezone.now)
    answer_due_at = models.DateTimeField(null=True, help_text="By when somebody should have answered.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    answer_seconds = models.PositiveBigIntegerField(
        null=True, help_text="Business time from receipt to the first answer, in seconds."
    )
    limitation_on = models.DateField(null=True, blank=True)
    value = MoneyField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 100.")
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.NORMAL)
    next_action = models.CharField(max_length=200, blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    consultation_at = models.DateTimeField(null=True, blank=True)
    consultation_minutes = models.PositiveSmallIntegerField(default=30)
    consultation_event = FirmForeignKey(
        "calendar_app.Event",
        null=True,
        blank=True,
        related_name="+",
        help_text="Its time on the calendar: its own, or that of a booking.",
    )
    consultation_with = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="consultations")
    consultation_place = models.CharField(max_length=200, blank=True)
    decided_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, help_text="Why it was declined, referred or lost.")
    referred_to = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True, help_text="When the client signed the engagement.")
    matter = FirmForeignKey("matters.Matter", null=True, blank=True, related_name="leads")
    converted_at = models.DateTimeField(null=True)
    custom = models.JSONField(default=dict, blank=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(LeadQuerySet)()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["firm", "-received_at", "-id"], name="lead_latest"),
            models.Index(fields=["firm", "state", "-received_at"], name="lead_by_state"),
        ]
        constraints = [
            Valued(host="lead", matter="matter_id", name="intake_lead_valued"),
            Indexed(
                name="intake_lead_names",
                kind="lead",
                columns=["name"],
                contact="contact_id",
                matter="matter_id",
            ),
            IndexedText(
                name="intake_lead_texts",
                kind="lead",
                columns=["summary"],
                contact="contact_id",
                matter="matter_id",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="lead_has_name"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="lead_score_to_100"
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="lead_value"),
            models.CheckConstraint(
                condition=~Q(state="converted") | Q(matter__isnull=False), name="lead_converted_has_matter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "referred", "lost"]) | ~Q(outcome=""),
                name="lead_over_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False), name="lead_signed_has_day"
            ),
            models.UniqueConstraint(
                fields=["firm", "matter"], condition=Q(matter__isnull=False), name="lead_of_matter_once"
            ),
            Trigger(name="intake_lead_decided", when="BEFORE INSERT OR UPDATE OF state", body=DECIDED),
            Trigger(name="intake_lead_one_matter", when="BEFORE UPDATE OF matter_id", body=ONE_MATTER),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lead_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in self.OVER

    @property
    def is_undecided(self) -> bool:
        """Whether no attorney has decided about it."""
        return self.state in self.BY_HAND or self.state == self.State.DECISION


class LeadParty(FirmModel):
    """Somebody named in a lead beside the caller: the other side, a witness, an insurer. Names to check for conflicts."""

    class Role(models.TextChoices):
        CLIENT = "client", "Further client"
        OPPOSING = "opposing_party", "Opposing party"
        OPPOSING_COUNSEL = "opposing_counsel", "Opposing counsel"
        CO_COUNSEL = "co_counsel", "Co-counsel"
        JUDGE = "judge", "Judge"
        CLERK = "clerk", "Clerk"
        WITNESS = "witness", "Witness"
        EXPERT = "expert", "Expert"
        INSURER = "insurer", "Insurer"
        LIENHOLDER = "lienholder", "Lienholder"
        GUARDIAN = "guardian", "Guardian"
        PAYER = "payer", "Payer"
        OTHER = "other", "Other"

    lead = FirmForeignKey(Lead, on_delete=models.CASCADE, related_name="parties")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role, default=Role.OPPOSING)
    contact = FirmForeignKey("matters.Contact", null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "lead parties"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="lead_party_has_name"),
            Indexed(
                name="intake_leadparty_names",
                kind="lead_party",
                columns=["name"],
                contact="contact_id",
                matter="matter_id",
            ),
        ]

    def __str__(self):
        return self.name


class LeadNote(FirmModel):
    """What somebody noted about a lead: a call, a message left, an impression."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        CALL = "call", "Call"
        MESSAGE = "message", "Left a message"
        EMAIL = "email", "E-mail"
        MEETING = "meeting", "Meeting"

    lead = FirmForeignKey(Lead, on_delete=models.CASCADE, related_name="notes")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTE)
    text = models.TextField()
    by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="lead_note_has_text"),
            IndexedText(name="intake_leadnote_texts", kind="lead_note", columns=["text"], matter="matter_id"),
        ]

    def __str__(self):
        return self.text[:60]


class LeadFile(FirmModel):
    """A file that came with a lead, on the same storage as documents. It becomes a document of the matter."""

    lead = FirmForeignKey(Lead, on_delete=models.CASCADE, related_name="files")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    submission = FirmForeignKey("intake.Submission", null=True, related_name="files")
    question = models.CharField(max_length=200, blank=True, help_text="The question that it answers.")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    document = FirmForeignKey(
        "documents.Document", null=True, related_name="+", help_text="What it became in the matter."
    )
    uploaded_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="lead_file_has_hash")
        ]

    def __str__(self):
        return self.filename

    @property
    def is_inline(self) -> bool:
        """Whether it may be shown in the browser: pictures and PDF alone."""
        return self.media_type in ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp")
