"""The audit trail and its hash chain."""

from django.db import models
from django.utils import timezone

from practice.constraints import AppendOnly, Trigger
from practice.tenancy import FirmForeignKey, FirmModel, firm_manager
from practice.veils import LinesQuerySet

SEAL_AUDIT = """
    PERFORM pg_advisory_xact_lock(7201, (NEW.firm_id % 2147483647)::int);
    SELECT s.seq, s.hash INTO last_seq, last_hash FROM practice_auditseal s
     WHERE s.firm_id = NEW.firm_id ORDER BY s.seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, '');
    body := audit_text(NEW);
    INSERT INTO practice_auditseal (firm_id, event_id, seq, previous, hash)
    VALUES (NEW.firm_id, NEW.id, last_seq + 1, last_hash,
            encode(sha256(convert_to(last_hash || chr(10) || (last_seq + 1) || chr(10) || body, 'UTF8')), 'hex'));
    RETURN NULL;
"""


class AuditEvent(FirmModel):
    """One act: who did what to which object, when, and what changed. Append-only; sealed at commit (AuditSeal)."""

    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    real_actor = models.CharField(
        max_length=200, blank=True, help_text="Who acted, when acting as somebody else."
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=300)
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = firm_manager(LinesQuerySet)()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["firm", "object_type", "object_id", "-id"], name="audit_of_object"),
            models.Index(fields=["firm", "matter", "-id"], name="audit_of_matter"),
            models.Index(fields=["firm", "-id"], name="audit_latest"),
        ]
        constraints = [
            AppendOnly(name="practice_auditevent_kept"),
            Trigger(
                name="practice_auditevent_seal",
                when="AFTER INSERT",
                deferred=True,
                definer=True,
                declare="last_seq bigint; last_hash text; body text;",
                body=SEAL_AUDIT,
            ),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb} {self.object_label}"


class AuditSeal(FirmModel):
    """A link of the firm's hash chain: hash = SHA-256(previous, sequence number, text of the event)."""

    WRITTEN_BY_TRIGGER = True

    event = FirmForeignKey(AuditEvent, related_name="seals")
    seq = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            AppendOnly(name="practice_auditseal_kept"),
            models.UniqueConstraint(fields=["firm", "seq"], name="audit_seq_once"),
            models.UniqueConstraint(fields=["firm", "event"], name="audit_event_sealed_once"),
        ]

    def __str__(self):
        return f"{self.seq}"
