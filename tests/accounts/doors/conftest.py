"""One of each object that an act at a door is about, and everybody of the cast on its matters."""

import pytest

from accounts.models import BarLicence, Member
from billing.services.time import record_time
from calendar_app.models import Deadline
from documents import services as documents
from matters import services as matters
from matters.models import Contact, TeamMember
from practice.scope import firm_scope
from tests import cast
from tests.accounts.doors.trying import day
from tests.billing.bills import make_draft, make_invoice, make_work
from work import services as tasks


@pytest.fixture
def world(firms):
    """One of each object that an act is about. Everybody of the cast is on the matters; the guest is let in."""
    a = firms.a
    with firm_scope(a.firm):
        for member in (a.assistant, a.admin, a.associate):
            TeamMember.objects.create(matter=a.matter, member=member, part="Team")
        a.empty = cast.make_matter(a, number="2026-0002", name="Without work")
        a.pending = cast.make_matter(
            a, number="2026-0003", name="Pending", state="pending", accepted_by=None, created_by=a.paralegal
        )
        for matter in (a.empty, a.pending):
            for member in (a.assistant, a.admin, a.associate):
                TeamMember.objects.create(matter=matter, member=member, part="Team")
        cast.engage(a)
        a.other = Member.objects.create(
            user=_user("other@alder.example"),
            role=a.roles["legal_secretary"],
            name="Sam Orrin",
            initials="SO",
        )
        a.wall = matters.put_up_wall(
            a.matter, by=a.attorney, member=_screened(a), reason="Worked for the other side"
        )
        a.deadline = Deadline.objects.create(
            matter=a.matter,
            title="Opposition",
            due_on=day(9),
            original_due_on=day(9),
            owner=a.attorney,
            created_by=a.attorney,
        )
        a.task = tasks.create_task(by=a.attorney, title="Call back", matter=a.matter, assignee=a.attorney)
        sent = tasks.create_task(
            by=a.attorney, title="Digest", matter=a.matter, assignee=a.other, needs_review=True
        )
        a.sent_in = tasks.complete_task(sent, by=a.other)
        a.invoice = make_invoice(a)
        make_work(a, a.matter, "475.00")
        a.draft = make_draft(a)
        a.version = documents.create_document(
            a.matter,
            name="Motion",
            category="pleading",
            content=b"Motion to compel",
            filename="motion.txt",
            media_type="text/plain",
            by=a.paralegal,
        )
        a.document = a.version.document
        a.contact = a.client
        a.twin = Contact.objects.create(kind="company", name="Brightwater", sort_name="Brightwater")
        a.entry = record_time(
            matter=a.matter, by=a.assistant, date=day(), seconds=3600, narrative="Digest the deposition."
        )
        lawyer = Member.objects.create(
            user=_user("lawyer@alder.example"), role=a.roles["attorney"], name="Ada Lund", initials="AL"
        )
        a.licence = BarLicence.objects.create(member=lawyer, jurisdiction="California", number="1")
    return a


def _user(email):
    from accounts.models import User

    return User.objects.create_user(email, cast.PASSWORD, name=email.split("@")[0])


def _screened(a):
    return Member.objects.create(
        user=_user("screened@alder.example"), role=a.roles["paralegal"], name="Lee Park", initials="LP"
    )
