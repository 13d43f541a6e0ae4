"""Critical dates are acknowledged by their owner; what nobody acknowledges or verifies goes to the supervisor and the backup."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import services
from calendar_app.models import Deadline
from practice.exceptions import DomainError, Refused
from tests.calendar_app.chains import docket_motion
from tests.doors import refused_in_sql

DAY = datetime.timedelta(days=1)


@pytest.fixture
def critical(a):
    return services.create_deadline(
        a.matter,
        by=a.paralegal,
        title="Notice of appeal",
        due_on=timezone.localdate() + 5 * DAY,
        backup=a.associate,
        critical=True,
    )


def test_the_owner_acknowledges_in_the_drawer_and_on_today(a, critical, sign_in):
    client = sign_in(a.attorney)
    url = reverse("deadline_acknowledge", args=[critical.pk])
    for page in ("/", f"{reverse('deadline_list')}?view=all&peek={critical.pk}", critical.get_absolute_url()):
        assert url in client.get(page).content.decode(), page
    assert url not in sign_in(a.associate).get(critical.get_absolute_url()).content.decode()
    client = sign_in(a.attorney)
    assert client.post(url).status_code == 303
    found = Deadline.objects.get()
    assert (found.acknowledged_by, found.needs_acknowledgment) == (a.attorney, False)
    assert services.acknowledge(found, by=a.attorney).acknowledged_at == found.acknowledged_at
    page = client.get(critical.get_absolute_url()).content.decode()
    assert url not in page
    assert "acknowledged" in page


def test_nobody_else_acknowledges_for_the_owner(a, critical, sign_in):
    for person in (a.associate, a.paralegal, a.secretary, a.admin):
        with pytest.raises(Refused, match="Imogen Vance acknowledges"):
            services.acknowledge(critical, by=person)
    url = reverse("deadline_acknowledge", args=[critical.pk])
    assert sign_in(a.associate).post(url).status_code == 403
    plain = services.create_deadline(a.matter, by=a.paralegal, title="Reply", due_on=critical.due_on)
    with pytest.raises(DomainError, match="Only critical"):
        services.acknowledge(plain, by=a.attorney)


def test_another_date_or_owner_takes_it_away(a, critical):
    services.acknowledge(critical, by=a.attorney)
    services.change_deadline(critical, by=a.attorney, note="Bring two copies")
    assert Deadline.objects.get().acknowledged_at is not None
    services.change_deadline(critical, by=a.attorney, due_on=critical.due_on + DAY, reason="Order")
    assert Deadline.objects.get().needs_acknowledgment
    services.acknowledge(critical, by=a.attorney)
    services.change_deadline(critical, by=a.attorney, owner=a.associate)
    found = Deadline.objects.get()
    # The backup took it over and is not their own backup.
    assert (found.owner, found.backup, found.needs_acknowledgment) == (a.associate, None, True)


def test_a_limitation_is_critical_and_court_dates_as_the_rule_says(a):
    statute = services.create_deadline(
        a.matter, by=a.paralegal, title="Limitation", due_on=timezone.localdate(), kind="statute"
    )
    assert statute.critical
    trigger = docket_motion(a, by=a.paralegal)
    assert not trigger.deadlines.filter(critical=True).exists()


def test_what_is_unheeded_until_it_is_acknowledged_and_verified(a, critical):
    unheeded = Deadline.objects.unheeded().filter(matter=a.matter)
    assert list(unheeded.all()) == [critical]
    services.acknowledge(critical, by=a.attorney)
    assert list(unheeded.all()) == [critical]  # still unverified
    services.verify_deadline(critical, by=a.attorney)
    assert list(unheeded.all()) == []


def test_a_list_of_what_waits_for_the_owner(a, critical, sign_in):
    client = sign_in(a.attorney)
    assert "Notice of appeal" in client.get(reverse("deadline_list"), {"acknowledged": "no"}).content.decode()
    services.acknowledge(critical, by=a.attorney)
    assert (
        "Notice of appeal"
        not in client.get(reverse("deadline_list"), {"acknowledged": "no"}).content.decode()
    )


def test_the_database_wants_a_name_with_it(a, critical):
    refused_in_sql("UPDATE calendar_app_deadline SET acknowledged_at=now() WHERE id=%s", critical.pk)
