"""Rules that hold for every tenant table, by introspection of the migrated database and by a probe with data."""

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from practice.constraints import isolation_rule
from practice.scope import NoFirmInScope, firm_scope
from practice.tenancy import FirmModel
from tests.conftest import owner_connection

# Tables without a firm, each with its reason.
GLOBAL_TABLES = {
    "practice_firm": "the tenants themselves",
    "practice_outbox": "the relay serves every firm; job names and ids only",
    "practice_cache": "sign-in limits, before a firm is known",
    "accounts_user": "one identity for several firms",
    "accounts_user_groups": "Django's, unused",
    "accounts_user_user_permissions": "Django's, unused",
    "accounts_membership": "which firms a user may enter, read before one is chosen; written by a trigger",
    "account_emailaddress": "sign-in library: one identity for several firms",
    "account_emailconfirmation": "sign-in library",
    "mfa_authenticator": "sign-in library",
    "usersessions_usersession": "sign-in library",
    "django_session": "Django's",
    "django_migrations": "Django's",
    "django_content_type": "Django's",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's",
    "guardian_userobjectpermission": "guardian's generic table, unused: grants live in matters_matterpermission",
    "guardian_groupobjectpermission": "guardian's generic table, unused",
}


# Brought along by django-guardian's abstract model.
GUARDIAN_INDEXES = ("matters_matterpermission_permission_id_", "matters_matterpermission_user_id_")


def tenant_models():
    return [m for m in apps.get_models(include_auto_created=True) if issubclass(m, FirmModel)]


def rows(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_every_table_is_a_tenant_table_or_listed_with_a_reason(db):
    tables = {
        r[0]
        for r in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r','p') AND relnamespace = 'public'::regnamespace"
        )
    }
    tenant = {m._meta.db_table for m in tenant_models()}
    assert tables == tenant | set(GLOBAL_TABLES)
    forced = {r[0] for r in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")}
    assert forced == tenant


def test_each_policy_is_the_one_generated_rule(db):
    with owner_connection() as owner, owner.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            columns = {f.column for f in model._meta.local_fields}
            rule = isolation_rule(
                "id" if table == "matters_matter" else "matter_id" if "matter_id" in columns else None
            )
            # PostgreSQL's own spelling of the rule, from a throw-away policy on the same table.
            cursor.execute(f'CREATE POLICY probe ON "{table}" USING ({rule}) WITH CHECK ({rule})')
            cursor.execute(
                "SELECT polname, polpermissive, polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), "
                "polroles::text FROM pg_policy WHERE polrelid = %s::regclass",
                [table],
            )
            found = {r[0]: r[1:] for r in cursor.fetchall()}
            expected = found.pop("probe")
            assert len(found) == 1, f"{table} has {len(found)} policies"
            assert list(found.values()) == [expected], table
        owner.rollback()


def test_foreign_keys_between_tenant_tables_carry_the_firm(db):
    tenant = {m._meta.db_table for m in tenant_models()}
    found = rows(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, conname, "
        "(SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) "
        "FROM pg_constraint WHERE contype = 'f'"
    )
    for table, target, name, columns in found:
        if table in tenant and target in tenant:
            assert "firm_id" in columns, f"{name} on {table} points to {target} without the firm"
    pointers = {
        (m._meta.db_table, f.column)
        for m in tenant_models()
        for f in m._meta.local_fields
        if f.remote_field and issubclass(f.remote_field.model, FirmModel)
    }
    composite = {(t, c) for t, target, _n, cols in found if target in tenant for c in cols if c != "firm_id"}
    assert pointers <= composite


def test_every_unique_rule_and_index_begins_with_the_firm(db):
    found = rows(
        "SELECT t.relname, i.relname, x.indisprimary, x.indisunique, pg_get_indexdef(x.indexrelid, 1, true) "
        "FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
        "WHERE t.relnamespace = 'public'::regnamespace"
    )
    tenant = {m._meta.db_table for m in tenant_models()}
    for table, index, primary, _unique, first in found:
        if table in tenant and not primary and not index.startswith(GUARDIAN_INDEXES):
            assert first == "firm_id", f"{index} on {table} begins with {first}"


def test_the_firm_column_is_never_empty(db):
    tenant = [m._meta.db_table for m in tenant_models()]
    found = rows(
        "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'firm_id' AND NOT attnotnull "
        "AND attrelid::regclass::text = ANY(%s)",
        [tenant],
    )
    assert found == []


def test_the_app_role_can_bypass_nothing(db):
    role = rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = current_user"
    )[0]
    assert role == ("bailiwick_app", False, False, False, False, False)
    assert rows("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")[0][0] == 0
    assert (
        rows(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user"
        )[0][0]
        == 0
    )
    for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
        held = rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
            "has_table_privilege(oid, %s)",
            [privilege],
        )
        assert held == [], privilege
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("SELECT * FROM sec.scope_key")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("SELECT last_value FROM practice_sequence_id_seq")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("CREATE TABLE mine (x int)")


def test_functions_with_the_owners_rights_are_the_listed_ones(db):
    found = {
        r[0]: r[1]
        for r in rows(
            "SELECT n.nspname || '.' || proname, proconfig::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE prosecdef AND n.nspname IN ('public', 'sec')"
        )
    }
    assert set(found) == {
        "sec.scope",
        "public.current_firm",
        "public.current_member",
        "public.only_named_matters",
        "public.named_matters",
        "public.practice_auditevent_seal_do",
        "public.accounts_member_mirror_do",
    }
    assert all("search_path" in config for config in found.values())
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        == []
    )


def test_lock_one_refuses_to_work_outside_a_scope(db):
    for model in tenant_models():
        with pytest.raises(NoFirmInScope):
            model.objects.count()


def test_lock_two_refuses_rows_outside_a_scope(firms):
    for table in ("matters_matter", "billing_timeentry", "accounts_member"):
        with pytest.raises(DatabaseError, match="no firm in scope"), transaction.atomic():
            rows(f"SELECT * FROM {table}")


def test_no_table_shows_or_takes_another_firms_rows(firms):
    """As firm A: read, blind update, blind delete, insert as B and re-labelling touch none of B's rows."""
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
            with connection.cursor() as cursor:
                for statement in (
                    f'UPDATE "{table}" SET firm_id = firm_id WHERE id = ANY(%s)',
                    f'DELETE FROM "{table}" WHERE id = ANY(%s)',
                ):
                    try:
                        with transaction.atomic():
                            cursor.execute(statement, [list(theirs)])
                            assert cursor.rowcount == 0, f"{table}: {statement}"
                    except psycopg2.errors.InsufficientPrivilege:
                        pass
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
