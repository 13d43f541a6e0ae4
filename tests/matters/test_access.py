"""Who sees a matter: restriction, grants by name, walls."""

import pytest
from django.core import mail
from django.urls import reverse

from matters import services
from matters.models import MatterPermission, TeamMember, Wall
from matters.tasks import notify_screened
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent, Outbox
from tests import cast


def _sees(client, a) -> bool:
    return client.get(reverse("matter_detail", args=[a.matter.pk])).status_code == 200


def test_a_restricted_matter_is_for_its_team_and_people_named(a, sign_in):
    services.set_restricted(a.matter, by=a.attorney, restricted=True)
    assert _sees(sign_in(a.attorney), a)
    assert _sees(sign_in(a.paralegal), a)
    for outside in (a.associate, a.assistant, a.admin, a.freelancer):
        client = sign_in(outside)
        assert not _sees(client, a), outside.name
        assert "Solano" not in client.get(reverse("matter_list"), {"view": "all"}).content.decode()
        assert "2026-0001" not in client.get(reverse("palette"), {"q": "Solano"}).content.decode()
    services.grant_access(a.matter, by=a.attorney, member=a.assistant)
    assert _sees(sign_in(a.assistant), a)
    services.withdraw_access(a.matter, by=a.attorney, member=a.assistant)
    assert not _sees(sign_in(a.assistant), a)
    services.set_restricted(a.matter, by=a.attorney, restricted=False)
    assert _sees(sign_in(a.assistant), a)


def test_a_freelancer_sees_the_matters_they_are_engaged_on_alone(a, sign_in):
    assert not _sees(sign_in(a.freelancer), a)
    for act in (services.grant_access, services.add_to_team):
        with pytest.raises(DomainError, match="is a guest. Engage them on the matter instead"):
            act(a.matter, by=a.attorney, member=a.freelancer)
    cast.engage(a)
    client = sign_in(a.freelancer)
    assert _sees(client, a)
    assert client.get(reverse("contact_detail", args=[a.client.pk])).status_code == 200
    other = services.create_contact(by=a.attorney, kind="company", name="Nobody’s Business LLC")
    assert client.get(reverse("contact_detail", args=[other.pk])).status_code == 404


def test_where_the_firm_says_so_staff_see_their_matters_alone(a, sign_in):
    a.firm.all_matters_visible = False
    a.firm.save()
    assert _sees(sign_in(a.paralegal), a)
    assert not _sees(sign_in(a.associate), a)


def test_a_wall_beats_team_grant_and_administration(a, sign_in):
    services.grant_access(a.matter, by=a.attorney, member=a.associate)
    for member in (a.paralegal, a.associate, a.admin):
        services.put_up_wall(a.matter, by=a.attorney, member=member, reason="Worked for Solano in 2024")
        assert not _sees(sign_in(member), a), member.name
    assert not TeamMember.objects.filter(matter=a.matter, member=a.paralegal).exists()
    assert not MatterPermission.objects.exists()
    with pytest.raises(DomainError, match="screened from this matter"):
        services.add_to_team(a.matter, by=a.attorney, member=a.paralegal)
    with pytest.raises(DomainError, match="screened from this matter"):
        services.grant_access(a.matter, by=a.attorney, member=a.associate)


def test_the_screened_person_is_told_by_mail(a):
    wall = services.put_up_wall(
        a.matter, by=a.attorney, member=a.paralegal, reason="Worked for Solano in 2024"
    )
    row = Outbox.objects.get(task="matters.tasks.notify_screened")
    assert row.arguments == {"wall_id": wall.pk}
    notify_screened(firm_id=a.firm.pk, wall_id=wall.pk)
    assert [m.to for m in mail.outbox] == [["paralegal@alder.example"]]
    assert mail.outbox[0].subject == "You are screened from matter 2026-0001"
    assert "Worked for Solano in 2024" in mail.outbox[0].body
    assert "Brightwater Ceramics alder" in mail.outbox[0].body


def test_who_answers_for_the_matter_is_replaced_before_being_walled(a):
    with pytest.raises(DomainError, match="Name another attorney first"):
        services.put_up_wall(a.matter, by=a.associate, member=a.attorney, reason="Former client")
    services.assign_attorneys(a.matter, by=a.associate, responsible=a.associate, supervising=a.associate)
    wall = services.put_up_wall(a.matter, by=a.associate, member=a.attorney, reason="Former client")
    assert wall.member == a.attorney
    with pytest.raises(DomainError, match="screened"):
        services.assign_attorneys(a.matter, by=a.associate, responsible=a.attorney)


def test_nobody_screens_oneself_or_lifts_ones_own_wall(a):
    with pytest.raises(DomainError, match="Another attorney"):
        services.put_up_wall(a.matter, by=a.associate, member=a.associate, reason="Former client")
    wall = services.put_up_wall(a.matter, by=a.attorney, member=a.associate, reason="Former client")
    with pytest.raises(DomainError, match="cannot lift"):
        services.lift_wall(wall, by=a.associate, reason="I say so")
    wall = services.lift_wall(wall, by=a.attorney, reason="Client’s written waiver")
    assert wall.lifted_by == a.attorney
    assert Wall.objects.count() == 1
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="wall.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["wall.created", "wall.lifted"]


def test_powers_over_access(a, sign_in):
    for member in (a.paralegal, a.assistant, a.secretary):
        with pytest.raises(Refused):
            services.put_up_wall(a.matter, by=member, member=a.associate, reason="x")
    with pytest.raises(Refused):
        services.set_restricted(a.matter, by=a.paralegal, restricted=True)
    services.set_restricted(a.matter, by=a.admin, restricted=True)  # assigns teams, so decides who sees what
    page = sign_in(a.paralegal).get(reverse("matter_access", args=[a.matter.pk])).content.decode()
    assert "Put up wall" not in page
    assert "On the team as paralegal" in page


def test_the_access_tab_puts_errors_beside_the_field(a, sign_in):
    client = sign_in(a.attorney)
    response = client.post(
        reverse("wall_create", args=[a.matter.pk]), {"member": a.attorney.pk, "reason": "x"}
    )
    assert response.status_code == 422
    assert "Another attorney has to screen you" in response.content.decode()
    response = client.post(reverse("team_add", args=[a.matter.pk]), {"member": a.paralegal.pk})
    assert response.status_code == 422
    assert "on the team already" in response.content.decode()
    response = client.post(
        reverse("wall_create", args=[a.matter.pk]), {"member": a.assistant.pk, "reason": "Kin"}
    )
    assert response.status_code == 303


def test_another_firms_people_cannot_be_named(firms, a, sign_in):
    client = sign_in(a.attorney)
    for name in ("team_add", "grant_add", "wall_create"):
        response = client.post(
            reverse(name, args=[a.matter.pk]), {"member": firms.b.paralegal.pk, "reason": "x"}
        )
        assert response.status_code == 422, name
