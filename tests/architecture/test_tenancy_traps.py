"""The traps of row-level security, each with the hole it would leave."""

import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from accounts.models import Member
from matters.models import Contact, Matter, MatterPermission
from practice.constraints import SqlConstraint
from practice.models import AuditEvent, Firm, Office
from practice.scope import NoFirmInScope, Scope, firm_scope, in_scope
from tests.conftest import owner_connection


def run(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def test_t1_a_pointer_into_another_firm_cannot_be_stored(firms):
    """Plain foreign keys do not see row-level security; the composite key does, and tells nothing about what exists."""
    for foreign in (firms.b.matter.pk, 999_999_999):
        with firm_scope(firms.a.firm), pytest.raises(IntegrityError) as caught, transaction.atomic():
            run(
                "INSERT INTO matters_teammember (firm_id, matter_id, member_id, part) VALUES (%s, %s, %s, '')",
                [firms.a.firm.pk, foreign, firms.a.associate.pk],
            )
            run("SET CONSTRAINTS ALL IMMEDIATE")
        assert "is not present in table" in str(caught.value)


def test_t2_a_deferred_trigger_works_after_the_scope_has_closed(transactional_db):
    """The audit seal is made at COMMIT, when the scope's setting may be gone."""
    firm = Firm.objects.create(name="Late", slug="late")
    with transaction.atomic():
        with firm_scope(firm):
            AuditEvent.objects.create(
                actor_name="x", verb="x.y", object_type="t", object_id=1, object_label="o"
            )
        assert not in_scope()
    with firm_scope(firm):
        assert run("SELECT seq FROM practice_auditseal") == [(1,)]


def test_t3_a_constraint_of_ours_is_made_with_the_table_too(db):
    """Django drops the SQL of custom constraints on CREATE TABLE; ours defers it, so the migrated schema has them all."""
    from django.apps import apps

    made = {
        name
        for query in (
            "SELECT polname FROM pg_policy",
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT conname FROM pg_constraint",
            "SELECT proname FROM pg_proc",
            "SELECT relname FROM pg_class WHERE relkind = 'i'",
        )
        for (name,) in run(query)
    }
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, SqlConstraint):
                statements = "\n".join(constraint.create(model))
                # What the statements create, whatever the constraint itself is called.
                named = re.findall(r'(?:FUNCTION|TRIGGER|POLICY|INDEX|ADD CONSTRAINT) "?(\w+)', statements)
                assert named, constraint.name
                assert set(named) <= made, constraint.name


def test_t4_the_empty_setting_after_a_transaction_is_an_error_and_not_no_rows(transactional_db):
    firm = Firm.objects.create(name="Once", slug="once")
    with firm_scope(firm):
        Office.objects.create(name="Main")
    assert run("SELECT current_setting('app.scope', true)")[0][0] == ""
    with pytest.raises(DatabaseError, match="no firm in scope"):
        run("SELECT * FROM practice_office")


def test_t5_an_inner_scope_gives_the_outer_one_back(firms):
    with firm_scope(firms.a.firm):
        with firm_scope(firms.b.firm):
            assert Contact.objects.get().pk == firms.b.client.pk
        assert Contact.objects.get().pk == firms.a.client.pk
        with pytest.raises(ValueError), firm_scope(firms.b.firm):
            raise ValueError
        assert Contact.objects.get().pk == firms.a.client.pk
        with pytest.raises(DatabaseError), firm_scope(firms.b.firm):
            run("SELECT 1/0")
        assert Contact.objects.get().pk == firms.a.client.pk
    with pytest.raises(NoFirmInScope):
        Contact.objects.count()


def test_t6_unique_values_of_another_firm_are_free(firms):
    """A unique key without the firm would tell that another firm has the number."""
    with firm_scope(firms.b.firm):
        numbers = set(Matter.objects.values_list("number", flat=True))
    with firm_scope(firms.a.firm):
        assert numbers == set(Matter.objects.values_list("number", flat=True))


def test_t7_a_streamed_body_is_refused_by_the_middleware(firms, sign_in, settings):
    """A lazily streamed body would be read after the scope has closed."""
    from django.http import StreamingHttpResponse

    from accounts.middleware import MemberScope

    with pytest.raises(RuntimeError, match="streamed"):
        MemberScope._rendered(StreamingHttpResponse(iter([b"x"])))


def test_t8_grants_of_guardian_stay_inside_the_firm(firms):
    from guardian.shortcuts import assign_perm, get_objects_for_user

    with firm_scope(firms.a.firm):
        assign_perm("see_matter", firms.a.freelancer.user, firms.a.matter)
        seen = get_objects_for_user(
            firms.a.freelancer.user,
            "matters.see_matter",
            Matter,
            with_superuser=False,
            accept_global_perms=False,
        )
        assert list(seen) == [firms.a.matter]
    with firm_scope(firms.b.firm):
        assert not MatterPermission.objects.filter(user=firms.a.freelancer.user).exists()


def test_injected_sql_cannot_change_the_firm(firms):
    """Any SELECT may call set_config(); without the signature's key it only breaks its own statement."""
    with firm_scope(firms.a.firm, firms.a.attorney):
        real = run("SELECT current_setting('app.scope')")[0][0]
        forged = ";".join([str(firms.b.firm.pk), *real.split(";")[1:]])
        for value in (forged, f"{firms.b.firm.pk};0;but;x;y;z", "nonsense"):
            with pytest.raises(DatabaseError, match="not signed"), transaction.atomic():
                run("SELECT set_config('app.scope', %s, true)", [value])
                run("SELECT * FROM matters_contact")
        with pytest.raises(DatabaseError, match="not the signed one"), transaction.atomic():
            run("SELECT set_config('app.matters', '{999}', true)")
            run("SELECT * FROM matters_matter")
        with pytest.raises(DatabaseError), transaction.atomic():
            run("SET ROLE bailiwick_owner")


def test_walls_and_named_matters_hold_in_the_database(firms):
    """A forgotten filter in a view shows nothing of a walled matter: not its rows, counts or sums."""
    firm, matter = firms.a.firm, firms.a.matter
    with firm_scope(firm, firms.a.associate, matters=[matter.pk]):
        assert Matter.objects.count() == 0
        assert run("SELECT count(*), coalesce(sum(amount), 0) FROM billing_timeentry") == [(0, 0)]
        assert run("UPDATE billing_timeentry SET narrative = 'x' RETURNING id") == []
    with firm_scope(firm, firms.a.freelancer, only_named=True, matters=[]):
        assert Matter.objects.count() == 0
    with firm_scope(firm, firms.a.freelancer, only_named=True, matters=[matter.pk]):
        assert Matter.objects.get() == matter
        assert run("SELECT sum(amount) FROM billing_timeentry")[0][0] == 1051
    with firm_scope(firm):
        assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    "hole",
    [
        "ALTER TABLE matters_contact DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY stray ON matters_contact USING (true)",
        "DROP POLICY matters_contact_firm ON matters_contact; CREATE POLICY matters_contact_firm ON matters_contact "
        "USING (firm_id = coalesce((SELECT current_firm()), 1)) WITH CHECK (true)",
        "ALTER TABLE matters_teammember DROP CONSTRAINT matters_teammember_matter_fk",
        "ALTER TABLE matters_contact ALTER firm_id DROP NOT NULL",
        "CREATE UNIQUE INDEX peek ON matters_contact (email)",
        "CREATE TABLE forgotten (id int)",
        "CREATE FUNCTION open_door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "GRANT TRUNCATE ON matters_contact TO bailiwick_app",
    ],
)
def test_the_catalogue_tests_find_each_seeded_hole(transactional_db, hole):
    """The detector itself is tried: each hole must make at least one catalogue rule fail."""
    from tests.architecture import catalogue

    with owner_connection() as owner, owner.cursor() as cursor:
        assert catalogue.faults(cursor) == []
        cursor.execute(hole)
        assert catalogue.faults(cursor) != [], hole
        owner.rollback()


def test_a_member_of_both_firms_is_two_seats(firms):
    with firm_scope(firms.b.firm):
        second = Member.objects.create(
            user=firms.a.freelancer.user, role=firms.b.roles["freelancer"], name="Dashiell Moor"
        )
    from accounts.queries import firms_of

    assert [m.firm for m in firms_of(firms.a.freelancer.user)] == [firms.a.firm, firms.b.firm]
    with firm_scope(firms.b.firm):
        second.is_active = False
        second.save()
    assert [m.firm for m in firms_of(firms.a.freelancer.user)] == [firms.a.firm]


def test_scope_text_is_signed_over_all_its_parts():
    one, two = Scope(1, 2), Scope(1, 3)
    assert one.settings()[0].split(";")[-1] != two.settings()[0].split(";")[-1]
    assert len(one.settings()[0].split(";")) == 6


def test_models_of_ours_have_no_plain_foreign_key_to_tenant_tables():
    from django.apps import apps

    from practice.tenancy import FirmForeignKey, FirmModel

    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and isinstance(field.remote_field.model, type):
                if issubclass(field.remote_field.model, FirmModel):
                    assert isinstance(field, FirmForeignKey), f"{model.__name__}.{field.name}"
