"""One mechanism for every act that one person prepares and another decides: rounds, maker and checker, content."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from accounts.models import BarLicence
from accounts.permissions import Perm
from practice.exceptions import DomainError, Refused, Stale
from practice.scope import firm_scope
from supervision import kinds, services
from supervision.models import Approval, Policy
from supervision.queries import compare, inbox_of, is_approved, newest


class Caption(kinds.Kind):
    """A kind for the tests: an attorney approves a matter's caption and court."""

    key, label, act, model = "caption", "Caption", "Approve the caption", "matters.Matter"
    decides, prepares = Perm.DOCUMENT_APPROVE, Perm.DOCUMENT_APPROVE

    def matter_of(self, obj):
        return obj

    def snapshot(self, obj, arguments):
        return {"fields": {"Caption": obj.name, "Court": obj.court, **arguments}, "rows": {}}

    def maker(self, obj, arguments):
        return obj.created_by

    def on_approve(self, obj, approval, *, by):
        obj.description = f"approved by {by.name}"
        obj.save(update_fields=["description"])

    def on_return(self, obj, approval, *, by):
        obj.description = "returned"
        obj.save(update_fields=["description"])


@pytest.fixture(autouse=True)
def _caption(monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "caption", f"{__name__}.Caption")
    kinds.kind.cache_clear()
    yield
    kinds.kind.cache_clear()


def edit(matter, **values):
    for name, value in values.items():
        setattr(matter, name, value)
    matter.save()


def test_a_paralegal_submits_and_the_responsible_attorney_approves(a):
    approval = services.submit("caption", a.matter, by=a.paralegal, note="Check the court")
    assert (approval.assigned_to, approval.round, approval.state) == (a.attorney, 1, "waiting")
    assert list(inbox_of(a.attorney)) == [approval]
    assert not is_approved("caption", a.matter)
    services.approve(approval, by=a.attorney)
    approval.refresh_from_db()
    assert (approval.state, approval.basis, approval.decided_by) == ("approved", "second_person", a.attorney)
    a.matter.refresh_from_db()
    assert a.matter.description == "approved by Imogen Vance"
    assert services.require("caption", a.matter) == approval


def test_who_may_not_decide_is_refused_and_nothing_happens(a):
    approval = services.submit("caption", a.matter, by=a.secretary)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.approve(approval, by=person)
    assert newest("caption", a.matter).state == "waiting"


def test_an_edit_after_submitting_is_not_approved_unread(a):
    approval = services.submit("caption", a.matter, by=a.paralegal)
    edit(a.matter, court="Another court")
    with pytest.raises(Stale, match="Court: nothing → Another court"):
        services.approve(approval, by=a.attorney)
    seen = kinds.hash_of(kinds.content_of(kinds.kind("caption"), a.matter, {}), {})
    services.approve(approval, by=a.attorney, seen=seen)
    assert is_approved("caption", a.matter)


def test_editing_after_the_approval_voids_it(a):
    services.decide("caption", a.matter, by=a.attorney)
    assert services.void_if_changed("caption", a.matter, by=a.paralegal) is None
    edit(a.matter, name="Brightwater v. Nobody")
    with pytest.raises(DomainError, match="edited after its approval"):
        services.require("caption", a.matter)
    void = services.void_if_changed("caption", a.matter, by=a.paralegal)
    assert (void.state, void.void_reason) == ("void", "Edited after approval: Caption")
    # Putting the old words back does not bring it back.
    edit(a.matter, name="Brightwater v. Solano alder")
    with pytest.raises(DomainError, match="no approval yet"):
        services.require("caption", a.matter)


def test_a_return_needs_a_note_and_the_next_round_shows_what_changed(a):
    first = services.submit("caption", a.matter, by=a.paralegal)
    with pytest.raises(DomainError, match="Say what should change"):
        services.send_back(first, by=a.attorney, note="  ")
    services.send_back(first, by=a.attorney, note="Name the court")
    a.matter.refresh_from_db()
    assert a.matter.description == "returned"
    edit(a.matter, court="Alameda Superior Court")
    second = services.submit("caption", a.matter, by=a.paralegal)
    assert second.round == 2
    found = compare(first.content, second.content)
    assert [(d.what, d.before, d.after) for d in found] == [("Court", "", "Alameda Superior Court")]


def test_maker_is_not_checker(a):
    BarLicence.objects.filter(member=a.associate).update(status="active")
    approval = services.submit("caption", a.matter, by=a.attorney, to=a.associate)
    with pytest.raises(Refused, match="another person decides"):
        services.approve(approval, by=a.attorney)
    services.approve(approval, by=a.associate)
    assert newest("caption", a.matter).basis == "second_person"


def test_an_attorneys_own_work_is_logged_as_such_unless_the_firm_wants_a_second_one(a):
    assert services.decide("caption", a.matter, by=a.attorney).basis == "own_work"
    Policy.objects.create(second_person=["caption"])
    edit(a.matter, court="Elsewhere")
    with pytest.raises(Refused, match="Ask Priya Tollett"):
        services.decide("caption", a.matter, by=a.attorney)


def test_a_sole_attorney_approves_alone_and_the_log_says_so(a):
    BarLicence.objects.filter(member=a.associate).update(status="inactive")
    Policy.objects.create(second_person=["caption"])
    approval = services.decide("caption", a.matter, by=a.attorney)
    assert approval.get_basis_display() == "Self-approved (sole attorney)"


def test_the_database_refuses_what_the_services_refuse(a):
    approval = services.submit("caption", a.matter, by=a.paralegal)
    bad = [
        # the maker as checker
        f"state='approved', decided_at=now(), basis='second_person', decided_by_id={a.paralegal.pk}",
        # nobody
        "state='approved', basis='second_person'",
        # no licence
        f"state='approved', decided_at=now(), basis='second_person', decided_by_id={a.admin.pk}",
        # a sole attorney among two
        f"state='approved', decided_at=now(), basis='sole_attorney', decided_by_id={a.attorney.pk}",
        f"state='returned', decided_at=now(), decided_by_id={a.attorney.pk}, decision_note=''",
        "object_id=object_id+1",
        "round=9, arguments='{\"x\":1}'",
    ]
    for values in bad:
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as c:
            c.execute(f"UPDATE supervision_approval SET {values} WHERE id=%s", [approval.pk])
    services.approve(approval, by=a.attorney)
    for values in ("state='waiting'", "content='{}'", f"decided_by_id={a.associate.pk}"):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as c:
            c.execute(f"UPDATE supervision_approval SET {values} WHERE id=%s", [approval.pk])
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM supervision_approval WHERE id=%s", [approval.pk])


def test_one_round_waits_at_a_time_and_can_be_withdrawn_or_reassigned(a):
    approval = services.submit("caption", a.matter, by=a.paralegal)
    with pytest.raises(DomainError, match="waits for Imogen Vance already"):
        services.submit("caption", a.matter, by=a.secretary)
    services.reassign(approval, to=a.associate, by=a.attorney)
    assert not inbox_of(a.attorney).exists()
    with pytest.raises(DomainError, match="cannot decide this"):
        services.reassign(approval, to=a.admin, by=a.attorney)
    with pytest.raises(Refused):
        services.withdraw(approval, by=a.secretary)
    services.withdraw(approval, by=a.paralegal)
    assert services.submit("caption", a.matter, by=a.paralegal).round == 2


def test_another_firm_sees_nothing_of_it(firms):
    with firm_scope(firms.a.firm):
        services.submit("caption", firms.a.matter, by=firms.a.paralegal)
    with firm_scope(firms.b.firm):
        assert not Approval.objects.exists()
        with pytest.raises(DomainError, match="no longer exists"):
            services.submit("caption", firms.a.matter, by=firms.b.attorney)
