"""Attempts to open what a wall or a restriction hides. The person gets "not found", as for an id that does not exist; the
people of the matter learn of it.
"""

import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import Member
from matters.models import Matter, Wall
from matters.queries.access import visibility_of
from practice import audit
from practice.models import AuditEvent, Firm

# The table that an address is about, by the longest beginning of its name; "" where it is about nothing on a matter. Apps
# above this one are named by label. tests/architecture/test_addresses.py holds the list to all addresses there are.
TABLES = {
    "matter": "matters.Matter",
    "team": "matters.Matter",
    "grant": "matters.Matter",
    "wall": "matters.Matter",
    "wall_notice": "",
    "radar": "matters.Matter",
    "custom_value": "matters.Matter",
    "api_matter": "matters.Matter",
    "party": "matters.Party",
    "engagement": "matters.GuestEngagement",
    "guest_check": "matters.SelfCheck",
    "break": "accounts.BreakGlass",
    "delegation": "accounts.Delegation",
    "report_delegation": "accounts.Delegation",
    "lead": "intake.Lead",
    "lead_party_remove": "intake.LeadParty",
    "lead_file": "intake.LeadFile",
    "lead_file_add": "intake.Lead",
    "letter": "intake.Letter",
    "api_lead": "intake.Lead",
    "memo": "communications.Memo",
    "automationrun": "workflows.Run",
    "webhookcall": "workflows.Delivery",
    "maildraft": "workflows.MailDraft",
    "import": "exchange.ImportRun",
    "deadline": "calendar_app.Deadline",
    "api_deadline": "calendar_app.Deadline",
    "trigger": "calendar_app.TriggerEvent",
    "recalculation": "calendar_app.Recalculation",
    "event": "calendar_app.Event",
    "paper_options": "matters.Matter",
    "invite_send": "feeds.Invitation",
    "counter_decline": "feeds.Invitation",
    "counter_undo": "feeds.Invitation",
    "counter_date": "feeds.DateProposal",
    "form_link": "intake.FormLink",
    "api_event": "calendar_app.Event",
    "reminder": "reminders.Reminder",
    "reminder_client": "calendar_app.Attendee",
    "deposition": "depositions.Deposition",
    "deposition_cost": "depositions.DepositionCost",
    "deposition_cost_create": "depositions.Deposition",
    "exhibit": "depositions.DepositionExhibit",
    "exhibit_create": "depositions.Deposition",
    "booking": "booking.Booking",
    "booking_page": "",
    "booking_link_end": "booking.BookingLink",
    "poll": "booking.Poll",
    "trip": "travel.Trip",
    "trip_contact": "travel.TripContact",
    "trip_contact_create": "travel.Trip",
    "trip_item": "travel.TripItem",
    "trip_item_create": "travel.Trip",
    "trip_document_leave": "travel.TripDocument",
    "trip_document_restore": "travel.TripDocument",
    "trip_rule": "travel.TripMatter",
    "leg": "travel.Leg",
    "leg_create": "travel.Trip",
    "stay": "travel.Stay",
    "stay_create": "travel.Trip",
    "cost": "travel.TripCost",
    "cost_create": "travel.Trip",
    "travel_rule": "travel.TravelRule",
    "change_question": "feeds.ChangeQuestion",
    "document": "documents.Document",
    "document_download": "documents.Version",
    "document_preview": "documents.Version",
    "document_upload": "matters.Matter",
    "version": "documents.Version",
    "link": "documents.ShareLink",
    "conflict": "conflicts.Check",
    "subject": "conflicts.Subject",
    "task": "work.Task",
    "task_item_tick": "work.ChecklistItem",
    "task_item_remove": "work.ChecklistItem",
    "task_blocker": "work.Blocker",
    "api_task": "work.Task",
    "listrun": "workflows.ListRun",
    "slip": "communications.Slip",
    "call": "communications.Call",
    "note": "communications.Note",
    "note_people": "",
    "note_about": "",
    "visitor": "communications.Visitor",
    "file": "office.PhysicalFile",
    "original": "office.Original",
    "time": "billing.TimeEntry",
    "time_sheet": "billing.TimeSheet",
    "timer": "billing.Timer",
    "expense": "billing.Expense",
    "invoice": "billing.Invoice",
    "invoice_line": "billing.InvoiceLine",
    "payment": "billing.Payment",
    "payment_create": "billing.Invoice",
    "question": "billing.InvoiceQuestion",
    "approval": "supervision.Approval",
    "api_approval": "supervision.Approval",
}
# The same door tried again within this time is one attempt.
ONCE_IN = datetime.timedelta(minutes=10)


def _table(url_name: str) -> type[Model] | None:
    words = url_name.split("_")
    for end in range(len(words), 0, -1):
        label = TABLES.get("_".join(words[:end]))
        if label is not None:
            return apps.get_model(label) if label else None
    return None


@transaction.atomic
def note_attempt(member: Member, *, url_name: str, pk: int) -> bool:
    """Record that `member` asked for the object `pk` of the address `url_name` and was shown nothing, if it exists and its
    matter is hidden from them by a wall or a restriction. Returns whether it was recorded.

    Runs in the system's own scope: in theirs the row is not there.
    """
    table = _table(url_name)
    if table is None or not 0 < pk < 2**63:
        return False
    found = table._default_manager.filter(pk=pk)
    matter_id = found.values_list("pk" if table is Matter else "matter_id", flat=True).first()
    if matter_id is None:
        return False
    only, ids = visibility_of(member, Firm.objects.get(pk=member.firm_id))
    if (matter_id in ids) is only:
        return False
    matter = Matter.objects.get(pk=matter_id)
    walled = Wall.objects.filter(matter=matter, member=member, lifted_at=None).exists()
    verb = "wall.attempted" if walled else "matter.attempted"
    lately = AuditEvent.objects.filter(
        matter=matter, verb=verb, actor_id=member.pk, at__gt=timezone.now() - ONCE_IN
    )
    if lately.exists():
        return False
    audit.record(member, verb, matter, changes={"page": [None, url_name]})
    return True
