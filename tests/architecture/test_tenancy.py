"""Rules that hold for every tenant table: by introspection of the migrated database, and by a probe with data."""

import pytest
from django.db import DatabaseError, connection, transaction

from practice.scope import NoFirmInScope, firm_scope
from tests.architecture import catalogue
from tests.architecture.catalogue import tenant_models
from tests.conftest import owner_connection


def rows(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_the_catalogue_has_no_fault(db):
    """Each table: a firm or a reason; one policy, compared as text; composite keys; firm first in each index."""
    with owner_connection() as owner, owner.cursor() as cursor:
        assert catalogue.faults(cursor) == []
        owner.rollback()


def test_the_tests_run_as_the_app_role_and_it_can_bypass_nothing(db):
    assert rows("SELECT current_user") == [("bailiwick_app",)]
    for forbidden in (
        "SELECT * FROM sec.scope_key",
        "SELECT last_value FROM practice_sequence_id_seq",
        "CREATE TABLE mine (x int)",
        "TRUNCATE matters_contact",
        "INSERT INTO accounts_membership (user_id, firm_id, member_id, is_active) VALUES (1, 1, 1, true)",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows(forbidden)


def test_lock_one_refuses_to_work_outside_a_scope(db):
    for model in tenant_models():
        with pytest.raises(NoFirmInScope):
            model.objects.count()


def test_lock_two_refuses_rows_outside_a_scope(firms):
    for table in ("matters_matter", "billing_timeentry", "accounts_member"):
        with pytest.raises(DatabaseError, match="no firm in scope"), transaction.atomic():
            rows(f"SELECT * FROM {table}")


def test_no_table_shows_or_takes_another_firms_rows(firms):
    """As firm A: reading, blind UPDATE and blind DELETE touch none of B's rows, table by table."""
    probed = 0
    for model in tenant_models():
        table = model._meta.db_table
        with firm_scope(firms.b.firm):
            theirs = {r[0] for r in rows(f'SELECT id FROM "{table}"')}
        if not theirs:
            continue
        probed += 1
        with firm_scope(firms.a.firm):
            assert not theirs & {r[0] for r in rows(f'SELECT id FROM "{table}"')}, table
            for statement in (
                f'UPDATE "{table}" SET firm_id = firm_id WHERE id = ANY(%s)',
                f'DELETE FROM "{table}" WHERE id = ANY(%s)',
            ):
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(statement, [list(theirs)])
                        assert cursor.rowcount == 0, f"{table}: {statement}"
                except DatabaseError as error:
                    assert "permission denied" in str(error), error
    assert probed >= 9


def test_rows_cannot_be_written_for_another_firm(firms):
    with (
        firm_scope(firms.a.firm),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        rows(
            "INSERT INTO practice_office (firm_id, name, address, time_zone) VALUES (%s, 'x', '', '') RETURNING id",
            [firms.b.firm.pk],
        )
    with (
        firm_scope(firms.a.firm),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE matters_contact SET firm_id = %s", [firms.b.firm.pk])
