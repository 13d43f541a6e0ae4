"""The audit trail: append-only, chained per firm, and a tampered row is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from practice import audit
from practice.models import AuditEvent, AuditSeal, Firm, Office
from practice.scope import firm_scope
from tests.conftest import owner_connection


@pytest.fixture
def trail(transactional_db):
    """A firm with five committed events, and another with one between them."""
    firm, other = Firm.objects.create(name="One", slug="one"), Firm.objects.create(name="Two", slug="two")
    for number in range(5):
        with firm_scope(firm):
            office = Office.objects.create(name=f"Office {number}")
            audit.record(None, "office.created", office, changes={"name": [None, office.name]})
        if number == 2:
            with firm_scope(other):
                audit.record(None, "firm.created", Office.objects.create(name="Elsewhere"))
    return firm, other


def faults(firm):
    with firm_scope(firm):
        return audit.verify()


def tamper(sql):
    with owner_connection() as owner, owner.cursor() as cursor:
        for table in ("practice_auditevent", "practice_auditseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("practice_auditevent", "practice_auditseal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_untouched_chain_verifies_for_each_firm_alone(trail):
    firm, other = trail
    assert faults(firm) == (5, [])
    assert faults(other) == (1, [])
    with firm_scope(firm):
        assert list(AuditSeal.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "column, value", [("verb", "'x.y'"), ("actor_name", "'Nobody'"), ("changes", "'{}'"), ("at", "now()")]
)
def test_an_edited_event_is_found_and_named(trail, column, value):
    firm, _ = trail
    with firm_scope(firm):
        victim = AuditEvent.objects.order_by("id")[2].pk
    tamper(f"UPDATE practice_auditevent SET {column} = {value} WHERE id = {victim}")
    count, found = faults(firm)
    assert count == 5
    assert [(f.event_id, f.fault) for f in found] == [(victim, "its event was changed")]


def test_a_deleted_link_and_an_added_event_are_found(trail):
    firm, _ = trail
    with firm_scope(firm):
        seal = AuditSeal.objects.get(seq=3)
    tamper(f"DELETE FROM practice_auditseal WHERE id = {seal.pk}")
    _, found = faults(firm)
    assert [f.fault for f in found] == [
        "link 3 is missing",
        "does not follow the link before it",
        "is not in the chain",
    ]


def test_reordered_links_are_found(trail):
    firm, _ = trail
    with firm_scope(firm):
        first, second = AuditSeal.objects.get(seq=2), AuditSeal.objects.get(seq=3)
    tamper(
        f"UPDATE practice_auditseal SET seq = 99 WHERE id = {first.pk}; UPDATE practice_auditseal SET seq = 2 WHERE id = "
        f"{second.pk}; UPDATE practice_auditseal SET seq = 3 WHERE id = {first.pk}"
    )
    assert len(faults(firm)[1]) >= 2


def test_the_app_role_can_neither_edit_nor_delete_nor_forge_a_link(trail):
    firm, _ = trail
    for sql in (
        "UPDATE practice_auditevent SET verb = 'x'",
        "DELETE FROM practice_auditevent",
        "DELETE FROM practice_auditseal",
        f"INSERT INTO practice_auditseal (firm_id, event_id, seq, previous, hash) VALUES ({firm.pk}, 1, 9, '', '')",
    ):
        with (
            firm_scope(firm),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert faults(firm) == (5, [])


def test_even_the_owner_is_stopped_by_the_triggers(trail):
    with owner_connection() as owner, owner.cursor() as cursor:
        with pytest.raises(Exception, match="append-only"):
            cursor.execute("UPDATE practice_auditevent SET verb = 'x'")
        owner.rollback()


def test_an_act_that_fails_leaves_no_event(trail):
    firm, _ = trail
    with pytest.raises(ZeroDivisionError), firm_scope(firm):
        audit.record(None, "office.created", Office.objects.create(name="Never"))
        raise ZeroDivisionError
    assert faults(firm) == (5, [])


def test_before_and_after_are_kept_as_plain_values(a):
    from decimal import Decimal

    office = Office.objects.create(name="Main")
    changes = audit.apply(office, name="Harbor", address="1 Wharf")
    office.save()
    event = audit.record(
        a.admin, "office.changed", office, changes=changes | {"rent": [Decimal("1.10"), None]}
    )
    assert event.changes == {"name": ["Main", "Harbor"], "address": ["", "1 Wharf"], "rent": ["1.10", None]}
    assert event.actor_name == "Rowan Achebe"
    assert audit.history_of(office) == [event]


def test_the_events_of_a_walled_matter_are_hidden_with_it(a, firms):
    audit.record(a.attorney, "time.recorded", a.entries[0])
    with firm_scope(firms.a.firm, a.associate, matters=[a.matter.pk]):
        assert not AuditEvent.objects.filter(verb="time.recorded").exists()
