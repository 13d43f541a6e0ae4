"""A pending matter opens by an attorney's decision alone, whichever door is tried; it may be declined and referred."""

import datetime

import pytest
from django.urls import reverse

from matters import services
from matters.models import Matter
from matters.services.states import open_accepted
from practice.exceptions import DomainError, Refused, Stale
from supervision import services as approvals
from supervision.kinds import content_of, kind
from supervision.models import Approval
from supervision.queries import newest
from tests.cast import make_matter
from tests.doors import refused_in_sql


@pytest.fixture
def pending(a):
    return services.create_matter(
        by=a.secretary,
        client=a.client,
        practice_area=a.area,
        name="Quayside v. Port",
        responsible=a.attorney,
        supervising=a.attorney,
        team=[a.paralegal],
        description="Demurrage of the May voyage.",
        fee={"kind": "flat", "flat_amount": 2500, "note": "Through the hearing."},
    )


def test_what_is_decided_is_the_client_the_people_and_the_proposed_terms(a, pending):
    content = content_of(kind("matter"), pending, {})
    assert content["fields"] == {
        "Caption": "Quayside v. Port",
        "Client": "Brightwater Ceramics alder",
        "Practice area": "Civil litigation",
        "Responsible attorney": "Imogen Vance",
        "Supervising attorney": "Imogen Vance",
        "Court": "",
        "Case number": "",
        "Budget": None,
        "Description": "Demurrage of the May voyage.",
        "Fee": "Flat fee, $2,500.00",
        "Fee from": content["fields"]["Fee from"],
        "Scope and terms": "Through the hearing.",
    }
    assert content["rows"] == {"Team": {"Otis Farrow": "Paralegal"}}


def test_staff_submit_it_and_the_attorney_accepts_it_with_its_terms(a, pending, sign_in):
    client = sign_in(a.secretary)
    page = client.get(reverse("matter_detail", args=[pending.pk])).content.decode()
    assert reverse("approval_submit", args=["matter", pending.pk]) in page
    assert "Flat fee, $2,500.00" in page
    sent = approvals.submit("matter", pending, by=a.secretary)
    assert sent.assigned_to == a.attorney
    page = sign_in(a.attorney).get(reverse("matter_detail", args=[pending.pk])).content.decode()
    assert "Accept matter" in page
    approvals.approve(sent, by=a.attorney)
    matter = Matter.objects.get(pk=pending.pk)
    assert (matter.state, matter.accepted_by) == ("open", a.attorney)
    fee = matter.fee_arrangements.get()
    assert (fee.state, fee.set_by, fee.proposed_by) == ("in_force", a.attorney, a.secretary)
    assert Approval.objects.get(kind="matter").basis == "second_person"
    assert Approval.objects.get(kind="fee").state == "approved"


def test_no_door_opens_it_without_the_approval(a, pending, sign_in):
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            services.accept_matter(pending, by=person)
        assert sign_in(person).post(reverse("matter_accept", args=[pending.pk])).status_code == 403
    with pytest.raises(Refused):
        services.accept_matter(pending, by=a.freelancer)
    # A job or a command that calls the effect itself.
    forged = Approval(kind="matter", object_id=pending.pk, arguments={})
    with pytest.raises(DomainError, match="no approval yet"):
        open_accepted(pending, forged, by=a.attorney)
    table = "UPDATE matters_matter SET state=%s, opened_on='2026-11-02', closed_on='2026-11-02' WHERE id=%s"
    for state in ("open", "on_hold", "closed"):
        refused_in_sql(table, state, pending.pk)
    refused_in_sql("UPDATE matters_feearrangement SET state='in_force' WHERE matter_id=%s", pending.pk)
    assert Matter.objects.get(pk=pending.pk).state == "pending"


def test_a_waiting_or_returned_or_edited_round_opens_nothing(a, pending):
    sent = approvals.submit("matter", pending, by=a.secretary)
    table = "UPDATE matters_matter SET state='open', opened_on='2026-11-02' WHERE id=%s"
    refused_in_sql(table, pending.pk)
    services.edit_matter(pending, by=a.paralegal, description="Demurrage and detention.")
    with pytest.raises(Stale, match="Description"):
        approvals.approve(sent, by=a.attorney)
    approvals.send_back(sent, by=a.attorney, note="Run the conflict check first.")
    refused_in_sql(table, pending.pk)
    assert Matter.objects.get(pk=pending.pk).state == "pending"


def test_the_page_is_bound_to_what_it_showed(a, pending, sign_in):
    client = sign_in(a.attorney)
    page = client.get(reverse("matter_detail", args=[pending.pk]))
    seen = page.content.decode().split('name="seen" value="')[1][:64]
    services.edit_matter(pending, by=a.attorney, name="Quayside v. Harbor")
    stale = client.post(reverse("matter_accept", args=[pending.pk]), {"seen": seen})
    assert stale.status_code == 409 or stale.status_code == 400
    assert Matter.objects.get(pk=pending.pk).state == "pending"


def test_an_attorney_declines_with_a_reason_and_refers(a, pending, sign_in):
    sent = approvals.submit("matter", pending, by=a.secretary)
    with pytest.raises(Refused):
        services.decline_matter(pending, by=a.paralegal, reason="x")
    url = reverse("matter_decline", args=[pending.pk])
    client = sign_in(a.attorney)
    assert client.post(url, {"reason": " "}).status_code == 422
    answer = client.post(url, {"reason": "Outside our field", "referred_to": "Harrow Lane LLP"})
    assert answer.status_code == 303
    matter = Matter.objects.get(pk=pending.pk)
    assert (matter.state, matter.referred_to) == ("declined", "Harrow Lane LLP")
    sent.refresh_from_db()
    assert (sent.state, sent.decision_note) == ("returned", "Declined: Outside our field")
    assert matter.fee_arrangements.get().state == "declined"
    assert "referred to Harrow Lane LLP" in client.get(matter.get_absolute_url()).content.decode()
    refused_in_sql("UPDATE matters_matter SET state='open', opened_on='2026-11-02' WHERE id=%s", matter.pk)


def test_accepting_what_a_colleague_submitted_elsewhere_keeps_maker_and_checker(a, pending):
    sent = approvals.submit("matter", pending, by=a.attorney, to=a.associate)
    with pytest.raises(Refused, match="another person decides"):
        services.accept_matter(pending, by=a.attorney)
    services.accept_matter(pending, by=a.associate, on=None)
    assert newest("matter", pending).pk == sent.pk
    assert Matter.objects.get(pk=pending.pk).accepted_by == a.associate


def test_an_open_matter_is_not_submitted(a):
    with pytest.raises(DomainError):
        approvals.submit("matter", a.matter, by=a.secretary)
    held = make_matter(a, number="T-1", name="Held", state="on_hold")
    with pytest.raises(DomainError, match="accepted already"):
        approvals.submit("matter", held, by=a.secretary)


def test_it_opens_on_the_day_that_is_given(a, pending):
    matter = services.accept_matter(pending, by=a.attorney, on=datetime.date(2026, 11, 2))
    assert matter.opened_on == datetime.date(2026, 11, 2)
