"""Today: first steps of a new firm, cards by role, matters to accept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES
from matters import services
from matters.models import PracticeArea
from practice import dashboard
from practice.models import Firm
from practice.scope import firm_scope


@pytest.fixture
def newcomer(db):
    firm = Firm.objects.create(name="Sable & Point PC", slug="sable")
    with firm_scope(firm):
        role = Role.objects.create(name="Attorney", template="attorney", powers=dict(ROLES["attorney"]))
        user = User.objects.create_user("ada@sable.example", "correct horse battery staple", name="Ada Moss")
        member = Member.objects.create(user=user, role=role, name="Ada Moss")
        BarLicence.objects.create(
            member=member,
            jurisdiction="California",
            number="1",
            self_declared=True,
            verified_at=timezone.now(),
        )
    return member


def test_a_new_firm_is_led_from_client_to_bill(newcomer, sign_in):
    page = sign_in(newcomer).get(reverse("home")).content.decode()
    assert "First steps" in page
    for name in ("contact_create", "matter_create", "time_create", "bill_run_create"):
        assert f'href="{reverse(name)}"' in page, name
    with firm_scope(newcomer.firm):
        services.create_contact(by=newcomer, kind="company", name="Nightjar Robotics")
    steps = sign_in(newcomer).get(reverse("home")).context["steps"]
    assert [step.done for step in steps] == [True, False, False, False]
    assert [step.next for step in steps] == [False, True, False, False]


def test_lists_of_a_new_firm_say_what_they_are_for(newcomer, sign_in):
    client = sign_in(newcomer)
    assert "No matters yet" in client.get(reverse("matter_list")).content.decode()
    assert "No contacts yet" in client.get(reverse("contact_list")).content.decode()


def test_those_on_no_matter_land_on_the_firms(a, sign_in):
    assert "Mine, open" in sign_in(a.paralegal).get(reverse("matter_list")).content.decode()
    page = sign_in(a.admin).get(reverse("matter_list")).content.decode()
    assert "Brightwater v. Solano alder" in page


def test_six_practice_areas_come_with_a_firm_once(newcomer):
    with firm_scope(newcomer.firm):
        made = services.firm_defaults(newcomer)
        assert [area.name for area in made] == [
            "Civil litigation",
            "Family",
            "Estate planning and probate",
            "Employment",
            "Real estate",
            "Business",
        ]
        assert all(area.stages.exists() for area in made)
        assert services.firm_defaults(newcomer) == []
        assert PracticeArea.objects.count() == 6


def test_every_role_has_an_order_and_opens_today(a, sign_in):
    for member in (a.attorney, a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        assert member.role.template in dashboard.ORDER
        response = sign_in(member).get(reverse("home"))
        assert response.status_code == 200, member.name
        names = [card.name for card in response.context["main"] + response.context["rail"]]
        assert "deadlines" in names


def test_pending_matters_wait_for_attorneys_and_show_their_openers(a, sign_in):
    services.create_matter(
        by=a.secretary,
        name="Nightjar seed round",
        client=a.client,
        practice_area=a.area,
        responsible=a.attorney,
    )
    assert "New matters to accept" in sign_in(a.associate).get(reverse("home")).content.decode()
    assert "Waiting for acceptance" in sign_in(a.secretary).get(reverse("home")).content.decode()
    assert "Nightjar" not in sign_in(a.paralegal).get(reverse("home")).content.decode()
