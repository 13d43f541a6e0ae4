"""The administrator proposes a wall: it screens at once, and an attorney lets it stand or lifts it by returning it."""

import pytest
from django.urls import reverse

from matters import services
from matters.models import Wall
from matters.queries.access import can_see
from matters.services.access import let_wall_stand
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.doors import refused_in_sql


@pytest.fixture
def wall(a):
    return services.put_up_wall(a.matter, by=a.admin, member=a.paralegal, reason="Worked for Solano in 2024")


def test_it_screens_as_soon_as_it_is_proposed(a, wall):
    assert wall.proposed
    assert not can_see(a.paralegal, a.matter)
    sent = newest("wall", wall)
    assert (sent.assigned_to, sent.note) == (a.attorney, "Worked for Solano in 2024")


def test_approved_it_stands_and_returned_it_is_lifted(a, wall):
    approvals.approve(newest("wall", wall), by=a.attorney)
    wall.refresh_from_db()
    assert (wall.proposed, wall.lifted_at) == (False, None)
    other = services.put_up_wall(a.matter, by=a.admin, member=a.secretary, reason="Kin of the other side")
    approvals.send_back(newest("wall", other), by=a.attorney, note="A cousin is no conflict.")
    other.refresh_from_db()
    assert other.lifted_by == a.attorney
    assert can_see(a.secretary, a.matter)


def test_no_door_lets_it_stand_without_the_approval(a, wall):
    for person in (a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            approvals.approve(newest("wall", wall), by=person)
    with pytest.raises(DomainError, match="no approval yet"):
        let_wall_stand(wall, Approval(kind="wall", object_id=wall.pk))
    refused_in_sql("UPDATE matters_wall SET proposed=false WHERE id=%s", wall.pk)


def test_whoever_proposed_it_does_not_take_it_down(a, wall):
    with pytest.raises(DomainError, match="screens already"):
        approvals.withdraw(newest("wall", wall), by=a.admin)
    with pytest.raises(Refused):
        services.lift_wall(wall, by=a.admin, reason="Mistake")
    services.lift_wall(wall, by=a.attorney, reason="Client’s waiver")
    wall.refresh_from_db()
    assert wall.lifted_by == a.attorney
    assert newest("wall", wall).state == "returned"


def test_the_screened_person_neither_decides_nor_lifts_it(a):
    wall = services.put_up_wall(a.matter, by=a.admin, member=a.associate, reason="Former client")
    sent = newest("wall", wall)
    with pytest.raises(Refused):
        approvals.approve(sent, by=a.associate)
    with pytest.raises(DomainError, match="cannot decide this"):
        approvals.reassign(sent, to=a.associate, by=a.attorney)
    with pytest.raises(DomainError, match="screened person"):
        services.lift_wall(wall, by=a.associate, reason="Mine")


def test_an_attorneys_own_wall_stands_at_once_and_staff_put_up_none(a, sign_in):
    own = services.put_up_wall(a.matter, by=a.attorney, member=a.associate, reason="Former client")
    assert not own.proposed
    assert newest("wall", own).basis == "own_work"
    with pytest.raises(Refused):
        services.put_up_wall(a.matter, by=a.paralegal, member=a.secretary, reason="x")
    url = reverse("wall_create", args=[a.matter.pk])
    assert sign_in(a.secretary).post(url, {"member": a.paralegal.pk, "reason": "x"}).status_code == 403
    assert sign_in(a.admin).post(url, {"member": a.secretary.pk, "reason": "Kin"}).status_code == 303
    assert Wall.objects.get(member=a.secretary).proposed
    page = sign_in(a.admin).get(reverse("matter_access", args=[a.matter.pk])).content.decode()
    assert "Propose wall" in page
    assert "Proposed: an attorney decides" in page
