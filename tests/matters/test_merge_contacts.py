"""Merging two contacts: everything moves, nothing is told of what is hidden, and undo restores each row."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from billing.models import Invoice, Payment, Rate
from communications.models import Note
from custom_fields.models import Field, FieldSet
from documents.models import ShareLink
from matters import services
from matters.models import (
    Contact,
    ContactMerge,
    ContactName,
    DirectConsent,
    Email,
    MergedRow,
    Party,
    Phone,
    Relation,
)
from matters.services.merge_log import columns_of, pointers_to
from matters.services.merges import merge_contacts, undo_merge
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope
from practice.tenancy import FirmModel
from tests import cast

# What a merge writes besides: its own record and the audit trail.
OWN = {"practice.AuditEvent", "practice.AuditSeal", "matters.ContactMerge", "matters.MergedRow"}


# Kept by triggers from other rows: what they say is compared, not their ids, nor the order of the keys in a name's set.
DERIVED = {"search.Name", "search.Text", "custom_fields.Value"}


def snapshot() -> dict[str, list[str]]:
    """Every row of every tenant table, as PostgreSQL writes it."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, FirmModel) and model._meta.label not in OWN:
            minus = " - 'id'" if model._meta.label in DERIVED else ""
            if model._meta.label == "search.Name":
                minus += " || jsonb_build_object('keys', ARRAY(SELECT unnest(t.keys) ORDER BY 1))"
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT (to_jsonb(t){minus})::text FROM "{model._meta.db_table}" t')
                found[model._meta.label] = sorted(row[0] for row in cursor.fetchall())
    return found


def pointing_to(pk: int) -> list[str]:
    """Where a foreign key still says `pk`, by the database's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = conrelid "
            "AND a.attnum = ANY(conkey) WHERE contype = 'f' AND confrelid = 'matters_contact'::regclass AND a.attname <> 'firm_id'"
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM {table} WHERE "{column}" = %s', [pk])
            found += [f"{table}.{column}"] * cursor.fetchone()[0]
    return found


@pytest.fixture
def pair(a):
    """Two records of one client, each with matters, papers, roles, numbers and words of its own."""
    kept = a.client
    lost = services.create_contact(
        by=a.attorney,
        kind="company",
        name="Brightwater Ceramics Inc.",
        website="brightwater.example",
        tags=["VIP", "client"],
        notes="Pays late.",
        phones=[{"label": "work", "number": "(510) 555-0142"}, {"label": "fax", "number": "(510) 555-0199"}],
        emails=[
            {"label": "work", "address": "CLIENT@alder-client.example"},
            {"label": "billing", "address": "ap@bw.example"},
        ],
        addresses=[{"label": "mailing", "street": "1 Quay", "city": "Alameda"}],
        names=[{"kind": "trade", "name": "BW Tiles"}],
    )
    services.update_contact(kept, by=a.attorney, phones=[{"label": "work", "number": "510-555-0100"}])
    kept.refresh_from_db()
    a.lawyer = services.create_contact(by=a.attorney, kind="person", first_name="Lena", last_name="Ott")
    a.second = cast.make_matter(a, number="2026-0002", name="Brightwater lease", client=lost)
    for contact in (kept, lost):  # the same part twice
        Party.objects.create(
            matter=a.second, contact=contact, role="witness", side="third", represented_by=a.lawyer
        )
    Party.objects.create(matter=a.matter, contact=a.lawyer, role="other", represented_by=lost)
    Relation.objects.create(contact=kept, other=lost, kind="affiliate")
    Relation.objects.create(contact=a.lawyer, other=lost, kind="attorney")
    Relation.objects.create(contact=a.lawyer, other=kept, kind="attorney")
    services.update_contact(a.lawyer, by=a.attorney, represented_by=lost)
    Rate.objects.create(
        member=a.attorney,
        client=lost,
        amount=Decimal("400.00"),
        effective_from=datetime.date(2026, 1, 1),
        set_by=a.attorney,
    )
    DirectConsent.objects.create(contact=lost, reason="Agreed", allowed_by=a.attorney)
    Note.objects.create(
        about_kind="contact", about_id=lost.pk, contact=lost, body="Call first.", written_by=a.secretary
    )
    a.invoice = Invoice.objects.create(matter=a.second, client=lost, period_to=timezone.localdate())
    cast.stamp("invoice", a.invoice, by=a.attorney)
    Invoice.objects.filter(pk=a.invoice.pk).update(
        state="approved", number="2026-1001", approved_by=a.attorney, approved_at=timezone.now(),
        issued_on=timezone.localdate(), due_on=timezone.localdate(), fees="100.00", total="100.00",
    )  # fmt: skip
    a.payment = Payment.objects.create(
        client=lost,
        matter=a.second,
        received_on=timezone.localdate(),
        amount="40.00",
        idempotency_key="k",
        recorded_by=a.admin,
    )
    ShareLink.objects.create(
        matter=a.second, kind="invoice", object_id=a.invoice.pk, contact=lost, secret_hash="x" * 64,
        expires_at=timezone.now(), created_by=a.attorney,
    )  # fmt: skip
    a.kept, a.lost = kept, lost
    return a


def test_everything_moves_and_the_other_is_gone(pair):
    a = pair
    merge = merge_contacts(a.kept, a.lost, by=a.attorney)
    assert pointing_to(a.lost.pk) == []
    assert not Contact.objects.filter(pk=a.lost.pk).exists()
    a.kept.refresh_from_db()
    a.second.refresh_from_db()
    assert a.second.client == a.kept
    assert Invoice.objects.get(pk=a.invoice.pk).client == a.kept
    assert Payment.objects.get(pk=a.payment.pk).client == a.kept
    # Its own number stays the main one; the other's come along, and the address both had stands once.
    assert a.kept.phone == "510-555-0100"
    assert {p.number: p.is_main for p in Phone.objects.filter(contact=a.kept)} == {
        "510-555-0100": True,
        "(510) 555-0142": False,
        "(510) 555-0199": False,
    }
    assert [e.address for e in Email.objects.filter(contact=a.kept)] == [
        "client@alder-client.example",
        "ap@bw.example",
    ]
    assert (a.kept.website, a.kept.tags, a.kept.notes) == (
        "brightwater.example",
        ["VIP", "client"],
        "Pays late.",
    )
    assert {n.name for n in ContactName.objects.filter(contact=a.kept)} == {
        "BW Tiles",
        "Brightwater Ceramics Inc.",
    }
    # The witness who stood twice stands once; the relation to oneself is gone.
    assert Party.objects.filter(matter=a.second, role="witness").count() == 1
    assert not Relation.objects.filter(contact=a.kept, other=a.kept).exists()
    assert Relation.objects.filter(contact=a.lawyer, other=a.kept, kind="attorney").count() == 1
    note = Note.objects.get()
    assert (note.contact, note.about_id) == (a.kept, a.kept.pk)
    event = AuditEvent.objects.get(verb="contact.merged")
    assert event.object_id == a.kept.pk
    assert event.changes["lost"] == ["Brightwater Ceramics Inc.", None]
    assert AuditEvent.objects.get(verb="matter.client_merged").matter_id == a.second.pk
    assert merge.chosen["website"] == ["", "brightwater.example"]


def test_undo_restores_every_row_exactly(pair):
    a = pair
    before = snapshot()
    merge = merge_contacts(
        a.kept, a.lost, by=a.attorney, choose={"phone": "lost", "address": "lost", "name": "lost"}
    )
    a.kept.refresh_from_db()
    assert (a.kept.phone, a.kept.city, a.kept.name) == (
        "(510) 555-0142",
        "Alameda",
        "Brightwater Ceramics Inc.",
    )
    assert Phone.objects.get(contact=a.kept, is_main=True).number == "(510) 555-0142"
    assert snapshot() != before
    assert undo_merge(merge, by=a.paralegal).pk == a.lost.pk
    assert {k: v for k, v in snapshot().items() if v != before[k]} == {}
    assert AuditEvent.objects.filter(verb="contact.merge_undone", object_id=a.kept.pk).exists()
    with pytest.raises(DomainError):
        undo_merge(merge, by=a.attorney)


def test_what_people_changed_since_stays_when_a_merge_is_taken_back(pair):
    a = pair
    merge = merge_contacts(a.kept, a.lost, by=a.attorney)
    services.update_contact(a.kept, by=a.secretary, website="new.example")
    third = services.create_contact(by=a.attorney, kind="company", name="Third LLC")
    type(a.second).objects.filter(pk=a.second.pk).update(client=third)
    undo_merge(merge, by=a.attorney)
    a.kept.refresh_from_db()
    a.second.refresh_from_db()
    assert a.kept.website == "new.example"
    assert a.second.client == third


def test_merges_are_taken_back_latest_first(pair):
    a = pair
    first = merge_contacts(a.kept, a.lost, by=a.attorney)
    second = merge_contacts(a.lawyer, a.kept, by=a.attorney)
    with pytest.raises(DomainError, match="later merge"):
        undo_merge(first, by=a.attorney)
    undo_merge(second, by=a.attorney)
    undo_merge(first, by=a.attorney)
    assert Contact.objects.filter(pk__in=[a.kept.pk, a.lost.pk, a.lawyer.pk]).count() == 3


def test_matters_behind_a_wall_move_too_and_nobody_is_told(pair, sign_in):
    a = pair
    services.put_up_wall(a.second, by=a.associate, member=a.paralegal, reason="Former client")
    client = sign_in(a.paralegal)
    page = client.get(reverse("contact_merge", args=[a.kept.pk, a.lost.pk])).content.decode()
    assert "Brightwater lease" not in page
    assert "1 invoice" not in page
    response = client.post(reverse("contact_merge", args=[a.kept.pk, a.lost.pk]), {"alias": "1"})
    assert response.status_code == 303
    assert pointing_to(a.lost.pk) == []
    merge = ContactMerge.objects.get()
    hidden = MergedRow.objects.filter(merge=merge, matter=a.second)
    assert hidden.filter(model="matters.Matter").count() == 1
    with firm_scope(a.firm, a.paralegal, matters=[a.second.pk]):
        assert not MergedRow.objects.filter(merge=merge, matter=a.second).exists()
        assert not AuditEvent.objects.filter(verb="matter.client_merged").exists()
    # The screened person may take it back as well, and the hidden matter goes back too.
    assert client.post(reverse("merge_undo", args=[merge.pk])).status_code == 303
    a.second.refresh_from_db()
    assert a.second.client == a.lost


def test_only_those_with_the_power_merge(pair, sign_in):
    a = pair
    with pytest.raises(Refused):
        merge_contacts(a.kept, a.lost, by=a.secretary)
    client = sign_in(a.assistant)
    assert client.post(reverse("contact_merge", args=[a.kept.pk, a.lost.pk])).status_code == 403
    assert "contact_merge" not in client.get(reverse("contact_detail", args=[a.kept.pk])).content.decode()


def test_a_payment_and_an_approved_invoice_follow_a_merge_and_nothing_else(pair):
    """The rule of the database: the client of a paper on file changes along a recorded merge alone."""
    a = pair
    for rows in (Payment.objects.filter(pk=a.payment.pk), Invoice.objects.filter(pk=a.invoice.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(client=a.kept)
    merge = ContactMerge.objects.create(
        kept=a.kept, kept_pk=a.kept.pk, lost_pk=a.lost.pk, lost_name="x", by=a.attorney
    )
    for rows in (Payment.objects.filter(pk=a.payment.pk), Invoice.objects.filter(pk=a.invoice.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(client=a.lawyer)
        rows.update(client=a.kept)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(client=a.lost)  # only once it is undone
    merge.undone_at = timezone.now()
    merge.save()
    Payment.objects.filter(pk=a.payment.pk).update(client=a.lost)
    with pytest.raises(Exception, match="permission denied|append-only"), transaction.atomic():
        Payment.objects.filter(pk=a.payment.pk).update(amount="41.00")


def test_every_pointer_of_the_catalogue_is_known(a):
    """A pointer that a later table brings is found by looking; one that is no FirmForeignKey fails here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = conrelid "
            "AND a.attnum = ANY(conkey) WHERE contype = 'f' AND confrelid = 'matters_contact'::regclass AND a.attname <> 'firm_id'"
        )
        there = set(cursor.fetchall())
    known = {
        (model._meta.db_table, f.column) for model, fields in pointers_to(Contact).items() for f in fields
    }
    assert there == known
    # Unique rules by expressions could not be foreseen by fold().
    for model, fields in pointers_to(Contact).items():
        for rule in model._meta.total_unique_constraints:
            assert not getattr(rule, "expressions", ()), model
        assert "id" in columns_of(model)
        assert fields


def test_a_pointer_that_is_not_moved_stops_the_merge(pair, monkeypatch):
    a = pair
    from matters.services import merge_log

    real = pointers_to
    monkeypatch.setattr(
        merge_log, "pointers_to", lambda target: {m: f for m, f in real(target).items() if m is not Note}
    )
    monkeypatch.setattr(merge_log, "soft_pointers_to", lambda target: [])
    with pytest.raises(DomainError), transaction.atomic():
        merge_contacts(a.kept, a.lost, by=a.attorney)
    assert Contact.objects.filter(pk=a.lost.pk).exists()


def test_custom_fields_that_name_the_contact_follow(pair):
    a = pair
    fields = FieldSet.objects.create(name="Insurance", host="matter")
    insurer = Field.objects.create(
        field_set=fields, host="matter", key="insurer", label="Insurer", type="contact"
    )
    type(a.matter).objects.filter(pk=a.matter.pk).update(custom={str(insurer.pk): a.lost.pk})
    merge = merge_contacts(a.kept, a.lost, by=a.attorney)
    a.matter.refresh_from_db()
    assert a.matter.custom == {str(insurer.pk): a.kept.pk}
    undo_merge(merge, by=a.attorney)
    a.matter.refresh_from_db()
    assert a.matter.custom == {str(insurer.pk): a.lost.pk}


def test_side_by_side_in_the_browser_and_undo_from_the_page(pair, sign_in):
    a = pair
    client = sign_in(a.paralegal)
    page = client.get(reverse("contact_merge_with", args=[a.kept.pk])).content.decode()
    assert "Brightwater Ceramics Inc." in page
    response = client.post(reverse("contact_merge_with", args=[a.kept.pk]), {"other": a.lost.pk})
    assert response.url == reverse("contact_merge", args=[a.kept.pk, a.lost.pk])
    page = client.get(response.url).content.decode()
    assert "(510) 555-0142" in page
    assert "Are these really one?" in page  # client in one record, witness of another side in the other
    response = client.post(response.url, {"name": "kept", "phone": "lost", "alias": "1"})
    assert response.url == reverse("contact_detail", args=[a.kept.pk])
    a.kept.refresh_from_db()
    assert a.kept.phone == "(510) 555-0142"
    assert client.get(reverse("contact_detail", args=[a.lost.pk])).url == response.url
    page = client.get(response.url).content.decode()
    assert "Merged into this one" in page
    merge = ContactMerge.objects.get()
    assert client.post(reverse("merge_undo", args=[merge.pk])).status_code == 303
    assert client.get(reverse("contact_detail", args=[a.lost.pk])).status_code == 200
