"""Staff propose a fee; only an attorney puts it in force, and only terms in force count."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from billing.services.drafts import arrangement_of
from matters import services
from matters.models import FeeArrangement
from matters.services.fees import put_in_force
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval, Policy
from supervision.queries import newest
from tests.doors import in_sql, refused_in_sql

FLAT = {"kind": "flat", "flat_amount": Decimal("3500")}


def test_a_proposal_counts_nowhere_until_it_is_in_force(a):
    proposed = services.propose_fee(a.matter, by=a.paralegal, note="Through mediation.", **FLAT)
    assert (proposed.state, proposed.set_by, proposed.proposed_by) == ("proposed", None, a.paralegal)
    today = timezone.localdate()
    assert arrangement_of(a.matter, today).kind == "hourly"
    sent = newest("fee", proposed)
    assert (sent.assigned_to, sent.amount) == (a.attorney, Decimal("3500"))
    approvals.approve(sent, by=a.attorney)
    in_force = arrangement_of(a.matter, today)
    assert (in_force.pk, in_force.state, in_force.set_by) == (proposed.pk, "in_force", a.attorney)


def test_no_door_puts_it_in_force_without_the_approval(a, sign_in):
    proposed = services.propose_fee(a.matter, by=a.secretary, **FLAT)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            services.set_fee(a.matter, by=person, **FLAT)
        with pytest.raises(Refused):
            services.approve_fee(proposed, by=person)
        with pytest.raises(Refused):
            approvals.approve(newest("fee", proposed), by=person)
    with pytest.raises(DomainError, match="no approval yet"):
        put_in_force(proposed, Approval(kind="fee", object_id=proposed.pk), by=a.attorney)
    refused_in_sql("UPDATE matters_feearrangement SET state='in_force' WHERE id=%s", proposed.pk)


def test_the_page_proposes_for_staff_and_sets_for_attorneys(a, sign_in):
    url = reverse("matter_fee", args=[a.matter.pk])
    values = {"kind": "flat", "flat_amount": "900.00", "effective_from": "2026-11-02"}
    client = sign_in(a.assistant)
    assert "Propose terms" in client.get(url).content.decode()
    assert client.post(url, values).status_code == 303
    assert "Waiting for Imogen Vance" in client.get(a.matter.get_absolute_url()).content.decode()
    proposed = FeeArrangement.objects.get(state="proposed")
    assert sign_in(a.admin).get(url).status_code == 403
    # An attorney who sets other terms declines what was proposed.
    client = sign_in(a.attorney)
    assert client.post(url, values | {"flat_amount": "1200.00"}).status_code == 303
    proposed.refresh_from_db()
    assert proposed.state == "declined"
    assert newest("fee", proposed).state == "returned"
    assert FeeArrangement.objects.get(flat_amount=Decimal("1200")).state == "in_force"
    assert Approval.objects.get(kind="fee", state="approved").basis == "own_work"


def test_proposed_again_it_takes_the_place_of_what_waits(a):
    first = services.propose_fee(a.matter, by=a.paralegal, **FLAT)
    again = services.propose_fee(a.matter, by=a.paralegal, kind="flat", flat_amount=Decimal("3000"))
    assert first.pk == again.pk
    assert Approval.objects.filter(kind="fee").count() == 1
    services.approve_fee(again, by=a.attorney)
    assert Approval.objects.get(kind="fee").content["fields"]["Fee"] == "Flat fee, $3,000.00"


def test_a_contingent_fee_wants_the_clients_signature(a):
    terms = {"kind": "contingency", "contingency_percent": Decimal("33.33")}
    with pytest.raises(DomainError, match="client’s signature") as caught:
        services.set_fee(a.matter, by=a.attorney, **terms)
    assert caught.value.field == "signed_on"
    proposed = services.propose_fee(a.matter, by=a.paralegal, **terms)
    with pytest.raises(DomainError, match="client’s signature"):
        approvals.approve(newest("fee", proposed), by=a.attorney)
    with pytest.raises(DomainError, match="not in the future"):
        services.propose_fee(
            a.matter, by=a.paralegal, signed_on=timezone.localdate() + datetime.timedelta(days=1), **terms
        )
    signed = datetime.date(2026, 11, 2)
    proposed = services.propose_fee(a.matter, by=a.paralegal, signed_on=signed, **terms)
    services.approve_fee(proposed, by=a.attorney)
    assert FeeArrangement.objects.get(pk=proposed.pk).state == "in_force"
    refused_in_sql(
        "INSERT INTO matters_feearrangement (firm_id, matter_id, kind, contingency_percent, effective_from, state, note, "
        "created_at) VALUES (%s, %s, 'contingency', 30, '2026-11-02', 'in_force', '', now())",
        a.firm.pk,
        a.matter.pk,
    )


def test_accepting_unsigned_contingent_terms_is_refused_until_they_are_signed(a):
    values = {"client": a.client, "practice_area": a.area, "responsible": a.attorney, "name": "One"}
    fee = {"kind": "contingency", "contingency_percent": Decimal("30")}
    matter = services.create_matter(by=a.secretary, fee=fee, **values)
    with pytest.raises(DomainError, match="Model Rule 1.5"):
        services.accept_matter(matter, by=a.attorney)
    services.propose_fee(matter, by=a.secretary, signed_on=datetime.date(2026, 11, 2), **fee)
    assert services.accept_matter(matter, by=a.attorney).state == "open"
    assert matter.fee_arrangements.get().state == "in_force"


def test_terms_in_force_stay_as_agreed(a):
    fee = services.set_fee(a.matter, by=a.attorney, **FLAT)
    for change in (
        "flat_amount=1",
        "kind='hourly', flat_amount=null",
        "state='proposed'",
        "effective_from='2020-01-01'",
    ):
        refused_in_sql(f"UPDATE matters_feearrangement SET {change} WHERE id=%s", fee.pk)
    in_sql("UPDATE matters_feearrangement SET note='Copied to the file' WHERE id=%s", fee.pk)


def test_the_firm_may_want_a_second_attorney(a):
    Policy.objects.create(second_person=["fee"])
    with pytest.raises(Refused):
        services.set_fee(a.matter, by=a.attorney, **FLAT)
    proposed = services.propose_fee(a.matter, by=a.attorney, **FLAT)
    associate = Member.objects.get(pk=a.associate.pk)
    services.approve_fee(proposed, by=associate)
    assert FeeArrangement.objects.get(pk=proposed.pk).set_by == a.associate


def test_who_drafts_no_engagements_proposes_none(a):
    for person in (a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.propose_fee(a.matter, by=person, **FLAT)
