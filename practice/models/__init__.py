"""The tenant core: firms, offices, number sequences, the audit trail, the outbox, background jobs, saved views."""

from practice.models.audit import AuditEvent, AuditSeal
from practice.models.firms import Firm, Office, Sequence
from practice.models.outbox import Outbox
from practice.models.work import Job, SavedView
from practice.tenancy import FirmForeignKey, FirmManager, FirmModel, FirmQuerySet, firm_manager

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Firm",
    "FirmForeignKey",
    "FirmManager",
    "FirmModel",
    "FirmQuerySet",
    "Job",
    "Office",
    "Outbox",
    "SavedView",
    "Sequence",
    "firm_manager",
]
