"""Objects of a firm that hang on no matter, for the addresses that are about them."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import (
    Absence,
    EducationCourse,
    Invitation,
    Qualification,
    SecurityNotice,
    SsoDomain,
    SsoException,
    Support,
)
from billing.models import BillRun
from calendar_app.models import Closure
from conflicts.models import Interest
from court_rules.models import CourtClosure, FirmPack, FirmPackVersion
from matters.models import Contact, DirectConsent, MatterTemplate, Relation, Stage
from matters.services.merges import merge_contacts
from office.models import Equipment, FileBox, SupplyItem, SupplyRequest
from practice.models import Job, SavedView
from work.models import Handover, TaskType
from workflows.models import Automation, TaskList, TaskListItem


def fit_out(people: SimpleNamespace, today: datetime.date) -> None:
    """One of each, made by the attorney; named on `people`."""
    by = people.attorney
    record = {"member": people.paralegal, "entered_by": people.paralegal}
    people.qualification = Qualification.objects.create(
        **record, kind="aba", issued_on=today, issuer="Merritt Paralegal Institute"
    )
    people.course = EducationCourse.objects.create(
        **record, title="Privilege", provider="Bar association", taken_on=today, hours=1, subject="ethics"
    )
    people.stage = Stage.objects.filter(practice_area=people.area).first()
    people.mtemplate = MatterTemplate.objects.create(practice_area=people.area, name=f"Suit {people.slug}")
    people.sso_domain = SsoDomain.objects.create(domain=f"{people.slug}.example")
    people.sso_exception = SsoException.objects.create(member=people.paralegal, given_by=by)
    people.interest = Interest.objects.create(member=by, name="Vexley Holdings")
    people.absence = Absence.objects.create(
        member=people.paralegal, starts_on=today, ends_on=today, created_by=by
    )
    people.task_type = TaskType.objects.create(name="Filing", nature="administrative")
    people.handover = Handover.objects.create(member=people.paralegal, created_by=by)
    people.support = Support.objects.create(member=people.secretary, attorney=by)
    people.security_notice = SecurityNotice.objects.create(member=by, text="Look here")
    people.acquaintance = Contact.objects.create(name="Lena Ott", sort_name="Ott, Lena")
    people.relation = Relation.objects.create(
        contact=people.client, other=people.acquaintance, kind="attorney"
    )
    people.consent = DirectConsent.objects.create(
        contact=people.client, reason="Their lawyer agreed", allowed_by=by
    )
    twice = Contact.objects.create(name="Lena Ot", sort_name="Ot, Lena")
    people.merge = merge_contacts(people.acquaintance, twice, by=by)
    people.box = FileBox.objects.create(code="B00001", created_by=by)
    people.supply_item = SupplyItem.objects.create(name="Paper")
    people.supply_request = SupplyRequest.objects.create(item=people.supply_item, what="Paper", asked_by=by)
    people.equipment = Equipment.objects.create(name="Scanner", code="E00001")
    people.job = Job.objects.create(kind="bill_run", title="Bill run", total=1, started_by=by)
    people.run = BillRun.objects.create(until=today, job=people.job, created_by=by)
    people.view = SavedView.objects.create(member=by, list_name="matters", name="Mine")
    people.invitation = Invitation.objects.create(
        email="new@x.example", name="New", role=people.role, secret_hash="x", invited_by=by,
        valid_until=timezone.now() + datetime.timedelta(days=7),
    )  # fmt: skip
    people.task_list = TaskList.objects.create(name=f"Opening {people.slug}", created_by=by)
    people.task_list_item = TaskListItem.objects.create(task_list=people.task_list, title="Send the letter")
    people.automation = Automation.objects.create(
        name=f"Rule {people.slug}",
        trigger="matter_staged",
        actions=[{"kind": "add_tag", "tag": "x"}],
        created_by=by,
    )
    people.closure = Closure.objects.create(name="Break", starts_on=today, ends_on=today, created_by=by)
    people.rule_pack = FirmPack.objects.create(
        key="local", name="Local rules", jurisdiction="us.ca", created_by=by
    )
    people.packversion = FirmPackVersion.objects.create(
        pack=people.rule_pack,
        number=1,
        effective_from=today,
        author=by,
        content={
            "triggers": [{"key": "hearing", "title": "Hearing"}],
            "rules": [
                {
                    "key": "472",
                    "title": "Papers",
                    "trigger": "hearing",
                    "cite": "Local Rule 1",
                    "count": 3,
                }
            ],
            "tests": [{"rule": "472", "trigger": "2026-03-02", "due": "2026-03-05"}],
        },
    )
    people.court_closure = CourtClosure.objects.create(
        jurisdiction="us.ca",
        name="Smoke",
        starts_on=today,
        ends_on=today,
        source="Order 1",
        created_by=by,
    )
