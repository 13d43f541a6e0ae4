"""One of each object for a firm of the cast, for the addresses that are about them (addresses.py)."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import BreakGlass, Delegation
from billing.models import (
    BillRunItem,
    Expense,
    Invoice,
    InvoiceLine,
    InvoiceQuestion,
    Payment,
    PaymentAllocation,
    Rate,
    Timer,
    TimeSheet,
)
from booking.models import Booking, BookingLink, BookingPage, Poll, PollGuest, PollOption
from calendar_app.models import Attendee, Deadline, Event, Recalculation, Room, TriggerEvent
from communications.models import Call, Memo, MemoReading, Note, Slip, Visitor
from conflicts.models import Check, Subject
from custom_fields.models import Field, FieldSet
from depositions.models import Deposition, DepositionCost, DepositionExhibit
from documents import services as documents
from documents import storage
from documents.models import Document
from exchange.models import ImportRun
from feeds.models import AppPassword, CalendarImport, ChangeQuestion, DateProposal, Feed, ImportLine
from feeds.models import Invitation as GuestInvitation
from intake.models import (
    FormLink,
    IntakeForm,
    Lead,
    LeadFile,
    LeadParty,
    LeadSource,
    Letter,
    Question,
    Script,
    ScriptLine,
)
from matters.models import Party, Wall, WallNotice
from office.models import Original, PhysicalFile
from practice import audit
from practice.models import Office
from reminders.models import Reminder
from supervision.models import Approval
from tests import cast
from tests.architecture.fittings import fit_out
from travel.models import (
    Leg,
    Stay,
    TravelRule,
    Trip,
    TripContact,
    TripCost,
    TripDocument,
    TripItem,
    TripMatter,
    TripTraveller,
)
from work.models import Blocker, ChecklistItem, Task
from workflows.models import Delivery, ListRun, MailDraft
from workflows.models import Run as WorkflowRun

HOUR = datetime.timedelta(hours=1)


def furnish(people: SimpleNamespace, *, second: bool = False) -> SimpleNamespace:
    """One of each object for a firm of the cast (inside its scope), all on `people.matter`. Returns `people`.

    A `second` time in the same firm it leaves out what hangs on no matter.
    """
    today = timezone.localdate()
    matter, by = people.matter, people.attorney
    common = {"matter": matter}
    people.entry, people.event = people.entries[0], audit.record(by, "time.deleted", people.entries[0])
    people.rate = Rate.objects.first()
    people.appointment = Event.objects.create(
        **common,
        title=f"Hearing of {matter.name}",
        kind="hearing",
        organizer=by,
        created_by=by,
        zone="UTC",
        starts_at=timezone.now() + HOUR,
        ends_at=timezone.now() + 2 * HOUR,
    )
    Attendee.objects.create(event=people.appointment, member=by)
    people.asked_client = Attendee.objects.create(
        event=people.appointment, matter=matter, contact=people.client
    )
    people.api_lead = lead = Lead.objects.create(**common, name="Lena Ortiz")
    people.lead_party = LeadParty.objects.create(**common, lead=lead, name="Osgood Freight")
    sha256, size = storage.store(people.firm.pk, b"police report")
    people.lead_file = LeadFile.objects.create(
        **common, lead=lead, filename="report.txt", media_type="text/plain", size=size, sha256=sha256
    )
    people.letter = Letter.objects.create(
        **common,
        lead=lead,
        kind="engagement",
        to_name="Lena Ortiz",
        subject="Our representation",
        body="{fee_terms}",
    )
    if not second:
        people.room = Room.objects.create(name="Library")
        people.office = Office.objects.create(name="Harbor office")
        people.booking_page = BookingPage.objects.create(name="First talk", title="First talk", owner=by)
    begins = timezone.now() + datetime.timedelta(days=3)
    people.booking = Booking.objects.create(
        **common, page=people.booking_page, lead=lead, host=by, name="Lena Ortiz", email="lena@ortiz.example", zone="UTC",
        starts_at=begins, ends_at=begins + datetime.timedelta(minutes=30), first_starts_at=begins, place="phone",
        nonce=f"furnished-{lead.pk}", told_at=timezone.now(),
    )  # fmt: skip
    people.booking_link = BookingLink.objects.create(
        **common, page=people.booking_page, lead=lead, created_by=by
    )
    people.form_link = FormLink.objects.create(
        **common, form=IntakeForm.objects.get_or_create(name="Follow-up", title="Follow-up")[0], lead=lead, name=lead.name, created_by=by,
        expires_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    people.poll = Poll.objects.create(**common, title="Meet and confer", organizer=by, zone="UTC")
    people.poll_option = PollOption.objects.create(
        **common, poll=people.poll, starts_at=begins, ends_at=begins + datetime.timedelta(hours=1)
    )
    people.poll_guest = PollGuest.objects.create(
        **common, poll=people.poll, name="Ruth Hale", email="hale@witness.example"
    )
    if not second:
        people.intake_form = IntakeForm.objects.create(name="Injury", title="Injury")
        people.intake_question = Question.objects.create(form=people.intake_form, label="Who")
        people.lead_source = LeadSource.objects.create(name="Directory")
        people.script = Script.objects.create(name="First call")
        people.script_line = ScriptLine.objects.create(script=people.script, ask="Who")
        people.field_set = FieldSet.objects.create(host="matter", name="Details")
        people.custom_field = Field.objects.create(
            field_set=people.field_set, host="matter", key="nickname", label="Nickname", type="text"
        )
    people.role = people.roles["paralegal"]
    people.licence = by.licences.first()
    people.trigger = TriggerEvent.objects.create(
        matter=matter,
        label="Trial",
        kind="trial",
        jurisdiction="ca-discovery",
        happened_on=today,
        created_by=by,
    )
    people.recalculation = Recalculation.objects.create(
        matter=matter, trigger=people.trigger, cause="moved", happened_on=today, opened_by=by
    )
    people.deadline = Deadline.objects.create(
        **common, title="Opposition", due_on=today, original_due_on=today, owner=by, created_by=by
    )
    people.reminder = Reminder.objects.create(
        **common, about_kind="deadline", about_id=people.deadline.pk, occurrence=today.isoformat(),
        occurs_at=timezone.now(), kind="court", title="Opposition", member=by, part="owner", rung="d0",
        moment=timezone.now(), state="sent",
    )  # fmt: skip
    people.change_question = ChangeQuestion.objects.create(
        **common, deadline=people.deadline, label="Opposition", kind="moved", owner=by, raised_by=by,
        plan=[{"act": "move", "at": None, "values": {"due_on": str(today)}}],
    )  # fmt: skip
    people.feed = Feed.objects.create(member=by, name="Phone", layers=["events"], secret_hash=f"f{matter.pk}")
    people.device = AppPassword.objects.create(member=by, name="Phone", secret_hash=f"d{matter.pk}")
    people.guest_invitation = GuestInvitation.objects.create(
        **common, event=people.appointment, email="kim@x.example", nonce="n", failed="The mail was not taken."
    )
    people.date_proposal = DateProposal.objects.create(
        **common, invitation=people.guest_invitation, instance=timezone.now(), stood=timezone.now(),
        proposed_start=timezone.now(), proposed_end=timezone.now() + HOUR,
    )  # fmt: skip
    people.ics_import = CalendarImport.objects.create(owner=by, created_by=by, file_name="old.ics")
    ImportLine.objects.create(**common, parent=people.ics_import, position=1, title="Call", finding="new")
    people.conflict_check = Check.objects.create(
        **common, number=f"C-{matter.number}", about_kind="matter", about_id=matter.pk, label=str(matter),
        state="in_review", created_by=by, run_by=by, run_at=timezone.now(),
    )  # fmt: skip
    people.subject = Subject.objects.create(
        **common, check_ref=people.conflict_check, name="Ottoline Vexley", added_by=by
    )
    people.task = Task.objects.create(
        **common, title="Draft the opposition", due_on=today, assignee=by, created_by=by
    )
    people.task_item = ChecklistItem.objects.create(task=people.task, text="Declarations")
    other = Task.objects.create(**common, title="Serve it", due_on=today, assignee=by, created_by=by)
    people.task_blocker = Blocker.objects.create(task=other, on=people.task)
    people.delegation = Delegation.objects.create(
        **common, principal=by, to=people.paralegal, powers=["deadline.verify"], starts_on=today, until=today,
        created_by=by,
    )  # fmt: skip
    people.sheet = TimeSheet.objects.create(
        **common, member=people.paralegal, week_start=today - datetime.timedelta(days=today.weekday())
    )
    people.timer = Timer.objects.create(**common, member=by, seconds=60)
    people.expense = Expense.objects.create(
        **common, member=by, date=today, category="Courier", description="Courier", unit_cost=10, amount=10
    )
    people.party = Party.objects.create(**common, contact=people.client, role="payer", created_by=by)
    people.wall = Wall.objects.create(
        **common, member=people.secretary, reason="Former client", created_by=by
    )
    people.notice = WallNotice.objects.create(
        **common,
        wall=people.wall,
        member=by,
        matter_label="2026-0001",
        put_up_by=by.name,
        reason="Former client",
    )
    people.engagement = cast.engage(people)
    people.check = people.engagement.checks.first()
    if not second:
        fit_out(people, today)
    BillRunItem.objects.create(run=people.run, matter=matter)
    people.list_run = ListRun.objects.create(
        **common,
        task_list=people.task_list,
        list_name="Opening",
        list_version=1,
        applied_on=today,
        applied_by=by,
    )
    people.automation_run = WorkflowRun.objects.create(
        **common, automation=people.automation, version=1, cause=f"walk:{matter.pk}", occasion="Moved", state="failed",
        object_type="matters.matter", object_id=matter.pk, object_label=str(matter),
    )  # fmt: skip
    people.delivery = Delivery.objects.create(
        **common, automation=people.automation, run=people.automation_run, url="https://example.com/", body="{}",
        state="failed",
    )  # fmt: skip
    people.mail_draft = MailDraft.objects.create(
        **common, to_email="c@example.com", subject="Hello", body="Dear client", owner=by
    )
    people.invoice = Invoice.objects.create(
        **common,
        client=people.client,
        fees=Decimal("570.00"),
        total=Decimal("570.00"),
        drafted_by=by,
        reviewer=by,
    )
    people.line = InvoiceLine.objects.create(
        **common, invoice=people.invoice, kind="fee", time_entry=people.entry, date=today, timekeeper=by,
        description="Analyze", drafted_amount=570, amount=570, rate=475, seconds=4320, worked_seconds=4320,
    )  # fmt: skip
    people.payment = Payment.objects.create(
        **common,
        client=people.client,
        received_on=today,
        amount=5,
        idempotency_key=f"walk-{matter.pk}",
        recorded_by=by,
    )
    PaymentAllocation.objects.create(payment=people.payment, invoice=people.invoice, **common, amount=5)
    people.question = InvoiceQuestion.objects.create(
        **common, invoice=people.invoice, line=people.line, asked_by="Client", text="What was this?"
    )
    people.version = documents.create_document(
        matter, name="Letter", category="correspondence", content=b"Dear client", filename="letter.txt",
        media_type="text/plain", by=by,
    )  # fmt: skip
    people.document = Document.objects.get(pk=people.version.document_id)
    people.link, _url = documents.create_share_link(
        "document", people.document.pk, matter, people.client, by=by
    )
    people.approval = Approval.objects.create(
        **common, kind="matter", object_id=matter.pk, title=matter.name, content={}, content_hash="0" * 64,
        submitted_by=people.paralegal, assigned_to=by, reserved=True,
    )  # fmt: skip
    people.slip = Slip.objects.create(
        **common, name="Ada Quill", for_member=by, due_at=timezone.now() + HOUR, taken_by=people.assistant
    )
    people.call = Call.objects.create(**common, name="Ada Quill", member=by, recorded_by=people.assistant)
    people.memo = Memo.objects.create(**common, title="Filing", body="New rule", audience="All", sent_by=by)
    for reader in (people.paralegal, people.secretary, people.associate):
        MemoReading.objects.create(**common, memo=people.memo, member=reader)
    people.note = Note.objects.create(
        **common, about_kind="matter", about_id=matter.pk, body="Client prefers mail", written_by=by
    )
    people.visitor = Visitor.objects.create(
        **common, name="Ada Quill", host=by, signed_in_by=people.assistant
    )
    people.paper_file = PhysicalFile.objects.create(
        **common, code=f"F-{matter.pk}", title="Pleadings", created_by=by
    )
    people.original = Original.objects.create(
        **common, title="Deed", received_on=today, place="Safe", received_by=by
    )
    _on_the_road(people, today)
    people.import_run = ImportRun.objects.create(
        **common, kind="ledes", filename="x.txt", sha256="0" * 64, size=1, created_by=by
    )
    people.break_glass = BreakGlass.objects.create(
        **common, member=people.admin, reason="Server moved, files checked", until=timezone.now() + HOUR,
        ended_at=timezone.now(),
    )  # fmt: skip
    return people


def _on_the_road(people: SimpleNamespace, today: datetime.date) -> None:
    """A trip with one of each part, a rule of travel time, a deposition and its exhibit."""
    common, by = {"matter": people.matter}, people.attorney
    trip = people.trip = Trip.objects.create(
        **common, title="Denver", starts_on=today, ends_on=today, arranged_by=by, created_by=by
    )
    people.trip_share = TripMatter.objects.create(**common, trip=trip, share=100)
    parts = {**common, "trip": trip}
    TripTraveller.objects.create(**parts, member=by)
    now = timezone.now()
    people.leg = Leg.objects.create(
        **parts, origin="Oakland", origin_zone="UTC", departs_at=now, destination="Denver", destination_zone="UTC",
        arrives_at=now + HOUR,
    )  # fmt: skip
    people.stay = Stay.objects.create(
        **parts, hotel="Oxford", zone="UTC", check_in_at=now, check_out_at=now + 12 * HOUR
    )
    people.trip_contact = TripContact.objects.create(**parts, name="Lowell Hart")
    people.trip_item = TripItem.objects.create(**parts, text="Seats")
    people.trip_document = TripDocument.objects.create(**parts, document=people.document, added_by=by)
    people.trip_cost = TripCost.objects.create(
        **parts, description="Taxi", date=today, estimate=38, paid_by=by, created_by=by
    )
    people.travel_rule = TravelRule.objects.create(
        **common, name="Half rate", kind="percent", percent=50, set_by=by
    )
    people.deposition = Deposition.objects.create(
        **common,
        witness=people.client,
        starts_at=now,
        ends_at=now + HOUR,
        zone="UTC",
        prepared_by=by,
        created_by=by,
    )
    people.deposition_cost = DepositionCost.objects.create(
        **common, deposition=people.deposition, estimate=900, created_by=by
    )
    people.exhibit = DepositionExhibit.objects.create(
        **common, deposition=people.deposition, number=1, running=1, description="Lease", created_by=by
    )
