"""What must never be, refused by PostgreSQL: each tried with plain SQL as the app role."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import BarLicence, Member, Qualification, Role, User
from accounts.permissions import ROLES
from practice.models import Firm
from practice.scope import firm_scope

DAY = datetime.timedelta(days=1)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(match, sql, *values):
    with pytest.raises(IntegrityError, match=match):
        run(sql, *values)


@pytest.fixture
def bare(a):
    """A second licence of the associate that nobody vouched for."""
    return BarLicence.objects.create(member=a.associate, jurisdiction="Nevada", number="N-1")


VERIFY = "UPDATE accounts_barlicence SET verified_by_id = %s, verified_at = now() WHERE id = %s"
DECLARE = "UPDATE accounts_barlicence SET self_declared = true, verified_at = now() WHERE id = %s"


def test_by_oneself(a, bare):
    refused("licence_not_verified_by_oneself", VERIFY, a.associate.pk, bare.pk)
    assert run(VERIFY, a.attorney.pk, bare.pk) == 1


def test_without_a_date(a, bare):
    sql = "UPDATE accounts_barlicence SET verified_by_id = %s WHERE id = %s"
    refused("licence_word_has_a_date", sql, a.attorney.pk, bare.pk)


def test_declared_without_a_date(a, bare):
    Member.objects.filter(pk=a.attorney.pk).update(is_active=False)
    BarLicence.objects.filter(member=a.associate).exclude(pk=bare.pk).delete()
    refused(
        "licence_word_has_a_date",
        "UPDATE accounts_barlicence SET self_declared = true WHERE id = %s",
        bare.pk,
    )
    assert run(DECLARE, bare.pk) == 1


def test_verified_and_declared_at_once(a, bare):
    run("DELETE FROM accounts_barlicence WHERE member_id = %s", a.attorney.pk)
    refused(
        "no current licence|licence_verified_or_declared",
        "UPDATE accounts_barlicence SET self_declared = true, verified_by_id = %s, verified_at = now() WHERE id = %s",
        a.attorney.pk,
        bare.pk,
    )


def test_declared_while_another_attorney_is_there(a, bare):
    refused("another attorney is there", DECLARE, bare.pk)
    values = (a.firm.pk, a.associate.pk)
    refused(
        "another attorney is there",
        "INSERT INTO accounts_barlicence (firm_id, member_id, jurisdiction, number, status, self_declared, verified_at) "
        "VALUES (%s, %s, 'Ohio', '3', 'active', true, now())",
        *values,
    )


@pytest.mark.parametrize(
    "lame",
    [
        "status = 'suspended'",
        "expires_on = current_date - 1",
        "verified_by_id = NULL, verified_at = NULL",
    ],
)
def test_by_somebody_without_a_current_licence(a, bare, lame):
    run(f"UPDATE accounts_barlicence SET {lame} WHERE member_id = %s", a.attorney.pk)
    refused("the verifier has no current licence", VERIFY, a.attorney.pk, bare.pk)


@pytest.mark.parametrize("key", ["admin", "paralegal", "freelancer"])
def test_by_somebody_who_is_no_attorney(a, bare, key):
    refused("the verifier has no current licence", VERIFY, getattr(a, key).pk, bare.pk)


def test_by_an_attorney_who_left_or_became_something_else(a, bare):
    run("UPDATE accounts_member SET is_active = false WHERE id = %s", a.attorney.pk)
    refused("the verifier has no current licence", VERIFY, a.attorney.pk, bare.pk)
    run("UPDATE accounts_member SET is_active = true WHERE id = %s", a.attorney.pk)
    run(
        "UPDATE accounts_member SET role_id = %s, title = '' WHERE id = %s",
        a.roles["firm_admin"].pk,
        a.attorney.pk,
    )
    refused("the verifier has no current licence", VERIFY, a.attorney.pk, bare.pk)


@pytest.mark.parametrize(
    "change",
    [
        "number = 'other'",
        "jurisdiction = 'Oregon'",
        "admitted_on = date '2001-01-01'",
        "expires_on = expires_on + 1",
        "expires_on = NULL",
    ],
)
def test_another_licence_under_the_old_word(a, change):
    licence = a.associate.licences.get()
    run("UPDATE accounts_barlicence SET expires_on = current_date WHERE id = %s", licence.pk)
    refused("never verified", f"UPDATE accounts_barlicence SET {change} WHERE id = %s", licence.pk)
    assert (
        run(f"UPDATE accounts_barlicence SET {change}, verified_by_id = NULL WHERE id = %s", licence.pk) == 1
    )


def test_somebody_elses_licence_under_the_old_word(a):
    sql = "UPDATE accounts_barlicence SET member_id = %s WHERE member_id = %s"
    refused("never verified", sql, a.admin.pk, a.associate.pk)


def test_back_from_a_suspension_under_the_old_word(a):
    licence = a.associate.licences.get()
    run("UPDATE accounts_barlicence SET status = 'suspended' WHERE id = %s", licence.pk)
    refused("never verified", "UPDATE accounts_barlicence SET status = 'active' WHERE id = %s", licence.pk)


def test_what_shortens_a_licence_needs_no_word(a):
    licence = a.associate.licences.get()
    assert run("UPDATE accounts_barlicence SET expires_on = current_date WHERE id = %s", licence.pk) == 1
    assert run("UPDATE accounts_barlicence SET expires_on = current_date - 9 WHERE id = %s", licence.pk) == 1


def test_in_the_name_of_a_colleague(a, bare):
    """Inside a request the signed scope says who acts: nobody stores a colleague's word."""
    with firm_scope(a.firm, a.paralegal):
        refused("in the name of another", VERIFY, a.attorney.pk, bare.pk)
    with firm_scope(a.firm, a.attorney):
        assert run(VERIFY, a.attorney.pk, bare.pk) == 1


def test_a_declaration_in_the_name_of_the_holder(a, bare):
    run("DELETE FROM accounts_barlicence WHERE member_id = %s", a.attorney.pk)
    run("DELETE FROM accounts_barlicence WHERE member_id = %s AND id <> %s", a.associate.pk, bare.pk)
    with firm_scope(a.firm, a.admin):
        refused("in the name of another", DECLARE, bare.pk)
    with firm_scope(a.firm, a.associate):
        assert run(DECLARE, bare.pk) == 1


def test_a_search_path_of_ones_own_changes_nothing(a, bare):
    """The guards run with a pinned search_path: a table of the same name in front of it is not read."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT own")
        cursor.execute(
            "SELECT has_database_privilege(current_user, current_database(), 'TEMP'), "
            "(SELECT proconfig::text FROM pg_proc WHERE proname = 'accounts_licence_word_do')"
        )
        _temp, config = cursor.fetchone()
    assert "search_path=public, pg_temp" in config


def test_the_day_is_the_firms_own(db):
    """In Kiritimati (UTC+14) it is always a later day than in Pago Pago (UTC-11)."""
    day = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=11)
    for zone, holds in (("Pacific/Pago_Pago", True), ("Pacific/Kiritimati", False)):
        firm = Firm.objects.create(name=zone, slug=zone.rpartition("/")[2].lower(), time_zone=zone)
        with firm_scope(firm):
            role = Role.objects.create(name="Attorney", template="attorney", powers=dict(ROLES["attorney"]))
            people = [
                Member.objects.create(
                    user=User.objects.create_user(f"{n}@{firm.slug}.example", None, name=f"A {n}"),
                    role=role,
                    name=f"A {n}",
                )
                for n in (1, 2)
            ]
            BarLicence.objects.create(
                member=people[0],
                jurisdiction="Hawaii",
                number="1",
                self_declared=True,
                verified_at=datetime.datetime.now(datetime.UTC),
                expires_on=day.date(),
            )
            other = BarLicence.objects.create(member=people[1], jurisdiction="Hawaii", number="2")
            if holds:
                assert run(VERIFY, people[0].pk, other.pk) == 1
            else:
                refused("the verifier has no current licence", VERIFY, people[0].pk, other.pk)


CONFIRM = "UPDATE accounts_qualification SET confirmed_by_id = %s, confirmed_at = now() WHERE id = %s"


@pytest.fixture
def paper(a):
    return Qualification.objects.create(
        member=a.paralegal,
        entered_by=a.paralegal,
        kind="aba",
        issued_on=datetime.date(2015, 6, 1),
        issuer="Merritt",
    )


def test_a_record_is_confirmed_by_an_attorney_alone(a, paper):
    refused("qualification_not_by_oneself|attorney with a current", CONFIRM, a.paralegal.pk, paper.pk)
    refused("attorney with a current licence", CONFIRM, a.admin.pk, paper.pk)
    with firm_scope(a.firm, a.paralegal):
        refused("in the name of another", CONFIRM, a.attorney.pk, paper.pk)
    refused(
        "qualification_confirmed_by_one",
        "UPDATE accounts_qualification SET confirmed_by_id = %s WHERE id = %s",
        a.attorney.pk,
        paper.pk,
    )
    assert run(CONFIRM, a.attorney.pk, paper.pk) == 1
    refused("never confirmed", "UPDATE accounts_qualification SET kind = 'degree' WHERE id = %s", paper.pk)
    assert run("UPDATE accounts_qualification SET reference = 'Safe' WHERE id = %s", paper.pk) == 1


def test_hours_of_a_confirmed_course_stand(a):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_educationcourse (firm_id, member_id, title, provider, taken_on, hours, subject, "
            "certificate, entered_by_id, entered_at, confirmed_by_id, confirmed_at) "
            "VALUES (%s, %s, 'Privilege', 'Bar', current_date, 1, 'ethics', '', %s, now(), %s, now()) RETURNING id",
            [a.firm.pk, a.paralegal.pk, a.paralegal.pk, a.attorney.pk],
        )
        pk = cursor.fetchone()[0]
    refused("never confirmed", "UPDATE accounts_educationcourse SET hours = 4 WHERE id = %s", pk)
    refused(
        "course_hours",
        "UPDATE accounts_educationcourse SET hours = 0, confirmed_by_id = NULL, confirmed_at = NULL WHERE id = %s",
        pk,
    )
