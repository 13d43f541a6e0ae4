"""Opening a matter: number, client on the spot, fee, acceptance."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from matters import services
from matters.models import Contact, FeeArrangement, Matter
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.cast import engage


def _values(a, **more):
    return {
        "client": a.client.pk,
        "name": "Quayside Logistics v. Port",
        "practice_area": a.area.pk,
        "responsible": a.attorney.pk,
        "supervising": "",
        "kind": "hourly",
    } | more


def test_an_attorney_opens_and_accepts_in_one_go(a, sign_in):
    year = timezone.localdate().year
    response = sign_in(a.attorney).post(
        reverse("matter_create"),
        _values(
            a, accept="on", team=[a.paralegal.pk], kind="flat", flat_amount="2500.00", payment_terms_days="10"
        ),
    )
    matter = Matter.objects.get(name="Quayside Logistics v. Port")
    assert response.status_code == 303
    assert response.url == reverse("matter_detail", args=[matter.pk])
    assert matter.state == "open"
    assert matter.accepted_by == a.attorney
    assert matter.opened_on == timezone.localdate()
    assert matter.supervising == a.attorney
    # 2026-0001 is taken by the cast, without having been counted.
    assert matter.number == (f"{year}-0002" if year == 2026 else f"{year}-0001")
    fee = matter.fee_arrangements.get()
    assert (fee.kind, fee.flat_amount, fee.payment_terms_days, fee.set_by) == (
        "flat",
        Decimal("2500.00"),
        10,
        a.attorney,
    )
    assert [place.member for place in matter.team_members.all()] == [a.paralegal]
    verbs = list(AuditEvent.objects.filter(matter=matter).order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "matter.created",
        "fee.proposed",
        "approval.approved",
        "fee.set",
        "approval.approved",
        "matter.open",
        "matter.staged",
    ]


def test_staff_open_it_pending_and_an_attorney_accepts(a, sign_in):
    response = sign_in(a.secretary).post(
        reverse("matter_create"), _values(a, accept="on", kind="flat", flat_amount="1.00")
    )
    assert response.status_code == 303
    matter = Matter.objects.get(name="Quayside Logistics v. Port")
    assert (matter.state, matter.opened_on) == ("pending", None)
    fee = matter.fee_arrangements.get()
    assert (fee.kind, fee.flat_amount, fee.set_by, fee.state) == ("flat", Decimal("1.00"), None, "proposed")

    refused = sign_in(a.secretary).post(reverse("matter_accept", args=[matter.pk]))
    assert refused.status_code == 403
    assert "only an attorney forms the attorney-client relationship" in refused.content.decode()

    assert sign_in(a.associate).post(reverse("matter_accept", args=[matter.pk])).status_code == 303
    matter.refresh_from_db()
    assert (matter.state, matter.accepted_by) == ("open", a.associate)
    assert FeeArrangement.objects.get(matter=matter).set_by == a.associate


def test_numbers_run_without_gaps_when_an_opening_fails(a):
    values = {"client": a.client, "practice_area": a.area, "responsible": a.attorney}
    first = services.create_matter(by=a.attorney, name="One", **values)
    with pytest.raises(DomainError, match="flat fee"):
        services.create_matter(by=a.attorney, name="Two", fee={"kind": "flat"}, **values)
    second = services.create_matter(by=a.attorney, name="Three", **values)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1


def test_the_firms_own_number_format_is_used(a):
    a.firm.matter_number_format = "M{year}/{number:03d}"
    a.firm.save()
    matter = services.create_matter(
        by=a.attorney, name="One", client=a.client, practice_area=a.area, responsible=a.attorney
    )
    assert matter.number == f"M{timezone.localdate().year}/001"


def test_a_new_client_is_made_on_the_spot(a, sign_in):
    sign_in(a.paralegal).post(
        reverse("matter_create"),
        _values(
            a,
            client="",
            client_text="",
            new_kind="person",
            new_name="Ada Q. Moss",
            new_email="ada@moss.example",
        ),
    )
    client = Contact.objects.get(email="ada@moss.example")
    assert (client.name, client.sort_name) == ("Ada Q. Moss", "Moss, Ada Q.")
    assert Matter.objects.get(name="Quayside Logistics v. Port").client == client


def test_a_failed_opening_leaves_no_client_behind_and_keeps_what_was_typed(a, sign_in):
    response = sign_in(a.attorney).post(
        reverse("matter_create"),
        _values(
            a,
            client="",
            new_kind="company",
            new_name="Sable Point Brewing",
            kind="contingency",
            contingency_percent="",
        ),
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Type the percentage, such as 33.33." in page
    assert "Sable Point Brewing" in page
    assert not Contact.objects.filter(name="Sable Point Brewing").exists()


def test_the_responsible_attorney_needs_a_current_licence(a):
    a.associate.licences.update(status="suspended")
    a.associate = type(a.associate).objects.get(pk=a.associate.pk)
    with pytest.raises(
        DomainError,
        match="California licence is suspended, so Priya Tollett cannot be the responsible attorney",
    ):
        services.create_matter(
            by=a.attorney, name="One", client=a.client, practice_area=a.area, responsible=a.associate
        )


def test_guests_open_no_matters(a, sign_in):
    engage(a)
    assert sign_in(a.freelancer).get(reverse("matter_create")).status_code == 403
    with pytest.raises(Refused):
        services.create_matter(
            by=a.freelancer, name="One", client=a.client, practice_area=a.area, responsible=a.attorney
        )


def test_only_fee_setters_set_fees(a, sign_in):
    assert sign_in(a.admin).get(reverse("matter_fee", args=[a.matter.pk])).status_code == 403
    page = sign_in(a.paralegal).get(reverse("matter_fee", args=[a.matter.pk])).content.decode()
    assert "Propose terms" in page
    with pytest.raises(Refused, match="only an attorney sets the fee"):
        services.set_fee(a.matter, by=a.admin, kind="hourly")
    matter = services.create_matter(
        by=a.paralegal,
        name="One",
        client=a.client,
        practice_area=a.area,
        responsible=a.attorney,
        fee={"kind": "hourly"},
    )
    assert matter.fee_arrangements.get().state == "proposed"
    with pytest.raises(Refused):
        services.create_matter(
            by=a.admin,
            name="Two",
            client=a.client,
            practice_area=a.area,
            responsible=a.attorney,
            fee={"kind": "hourly"},
        )
