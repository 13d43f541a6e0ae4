"""manage.py verify_audit finds what the database's owner did behind the trail's back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from practice import audit
from practice.scope import firm_scope
from tests import cast
from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db(transaction=True)
OFF, ON = (
    f"ALTER TABLE practice_auditevent {word} TRIGGER USER; ALTER TABLE practice_auditseal {word} TRIGGER USER;"
    for word in ("DISABLE", "ENABLE")
)


@pytest.fixture
def trail():
    """Firm A with three sealed events, firm B with one."""
    a, b = cast.make_firm("Alder & Birch LLP", "alder"), cast.make_firm("Cedar Law PC", "cedar")
    events = []
    for number in (1, 2, 3):
        with firm_scope(a.firm):
            events.append(
                audit.record(a.attorney, "firm.changed", a.firm, changes={"phone": ["", str(number)]})
            )
    with firm_scope(b.firm):
        audit.record(b.attorney, "firm.changed", b.firm)
    return [event.pk for event in events]


def tamper(sql, *params):
    owner = owner_connection()
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute(OFF)
        cursor.execute(sql, params)
        cursor.execute(ON)
    owner.close()


def verify(**options):
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


def test_sound_trails(trail):
    code, said = verify()
    assert code == 0
    assert "alder: 3 links, head 3 " in said
    assert "cedar: 1 links, head 1 " in said
    assert "All audit trails hold." in said
    head = said.split("alder: 3 links, head 3 ")[1].split()[0]
    assert len(head) == 64


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (
            """UPDATE practice_auditevent SET changes = '{"phone": ["", "9"]}' WHERE id = %s""",
            "its event was changed",
        ),
        ("UPDATE practice_auditevent SET actor_name = 'Nobody' WHERE id = %s", "its event was changed"),
        ("UPDATE practice_auditevent SET at = at - interval '1 day' WHERE id = %s", "its event was changed"),
    ],
)
def test_a_changed_event(trail, sql, fault):
    tamper(sql, trail[1])
    code, said = verify()
    assert code == 1
    assert f"FAULT at link 2, event {trail[1]}: {fault}" in said
    assert "1 of 2 audit trails do not hold." in said


def test_a_deleted_event_with_its_link(trail):
    tamper("DELETE FROM practice_auditseal WHERE event_id = %s", trail[1])
    tamper("DELETE FROM practice_auditevent WHERE id = %s", trail[1])
    code, said = verify()
    assert code == 1
    assert "link 2 is missing" in said


def test_an_event_without_a_link(trail):
    tamper("DELETE FROM practice_auditseal WHERE event_id = %s", trail[2])
    code, said = verify(firm="alder")
    assert code == 1
    assert f"event {trail[2]}: is not in the chain" in said


def test_one_firm_alone(trail):
    tamper("UPDATE practice_auditevent SET actor_name = 'Nobody' WHERE id = %s", trail[0])
    assert verify(firm="cedar")[0] == 0
    assert verify(firm="alder")[0] == 1
    assert verify(firm="nobody")[0] == 2
