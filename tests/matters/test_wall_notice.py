"""The screened person is told, and acknowledges; the people of the matter see that, and who tried to open it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from matters import services
from matters.models import Wall, WallNotice
from matters.queries.access import attempts_on, notice_strip
from matters.tasks import look_into_attempt
from practice.exceptions import Refused
from practice.facts import ask
from practice.models import Outbox
from practice.scope import firm_scope


@pytest.fixture
def wall(a):
    return services.put_up_wall(
        a.matter, by=a.attorney, member=a.associate, reason="Acted for Solano at a former firm"
    )


def test_the_notice_names_the_matter_and_waits_for_the_screened_person(a, wall, sign_in):
    notice = WallNotice.objects.get(wall=wall)
    assert notice.matter_label == "2026-0001 (client: Brightwater Ceramics alder)"
    client = sign_in(a.associate)
    home = client.get("/").content.decode()
    assert "You are screened from 2026-0001" in home
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Acted for Solano at a former firm" in page and "Imogen Vance put up the wall" in page
    assert client.post(notice.get_absolute_url()).status_code == 303
    assert "You are screened from" not in client.get("/").content.decode()
    first = WallNotice.objects.get(pk=notice.pk).acknowledged_at
    client.post(notice.get_absolute_url())
    assert WallNotice.objects.get(pk=notice.pk).acknowledged_at == first
    access = sign_in(a.attorney).get(reverse("matter_access", args=[a.matter.pk])).content.decode()
    assert "Acknowledged" in access and "Not acknowledged yet" not in access


def test_nobody_else_reads_or_acknowledges_it(a, wall, firms, sign_in):
    notice = WallNotice.objects.get(wall=wall)
    for person in (a.attorney, a.admin, a.paralegal, firms.b.attorney):
        assert sign_in(person).get(notice.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        services.acknowledge_wall(notice, by=a.attorney)


def test_lifting_ends_the_notice(a, wall):
    assert ask({"line": notice_strip(a.associate)})["line"].label == "Read and acknowledge"
    services.lift_wall(wall, by=a.attorney, reason="Waiver of the client")
    assert ask({"line": notice_strip(a.associate)})["line"] is None


def test_the_database_keeps_the_notice_as_it_was(a, wall):
    services.acknowledge_wall(WallNotice.objects.get(wall=wall), by=a.associate)
    for change in ("reason = 'x'", "acknowledged_at = now() + interval '1 day'", "acknowledged_at = NULL"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE matters_wallnotice SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_wallnotice")


def run_attempts(firm) -> None:
    with firm_scope(firm):
        for row in Outbox.objects.filter(task="matters.tasks.look_into_attempt", done_at=None):
            look_into_attempt(firm_id=firm.pk, outbox_id=row.pk, **row.arguments)


def test_an_attempt_is_recorded_once_and_an_unknown_id_leaves_nothing(a, wall, sign_in):
    client = sign_in(a.associate)
    for pk in (a.matter.pk, a.matter.pk, 999_999_999):
        assert client.get(reverse("matter_detail", args=[pk])).status_code == 404
    assert client.get(reverse("time_detail", args=[a.entries[0].pk])).status_code == 404
    run_attempts(a.firm)
    found = attempts_on(a.matter)
    assert [(event.actor_name, event.verb) for event in found] == [("Priya Tollett", "wall.attempted")]
    access = sign_in(a.attorney).get(reverse("matter_access", args=[a.matter.pk])).content.decode()
    assert "Attempts to open it" in access and "Priya Tollett" in access
    # The screened person does not read of it anywhere.
    assert Wall.objects.filter(pk=wall.pk).exists()
    assert "wall.attempted" not in sign_in(a.associate).get(reverse("audit_list")).content.decode()


def test_a_restricted_matter_records_attempts_too(a, sign_in):
    services.set_restricted(a.matter, by=a.attorney, restricted=True)
    assert sign_in(a.assistant).get(reverse("matter_detail", args=[a.matter.pk])).status_code == 404
    run_attempts(a.firm)
    assert [event.verb for event in attempts_on(a.matter)] == ["matter.attempted"]


def test_another_firms_member_is_no_attempt(a, firms, sign_in):
    assert sign_in(firms.b.attorney).get(reverse("matter_detail", args=[a.matter.pk])).status_code == 404
    run_attempts(firms.b.firm)
    assert attempts_on(a.matter) == []
