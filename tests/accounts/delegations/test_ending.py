"""Delegations: until when they hold, and when they stop."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import BarLicence, Delegation, Member
from accounts.permissions import Perm
from accounts.queries import delegation_state
from matters.queries.access import may
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests.accounts.delegations.kit import VERIFY, again, day, give


@pytest.mark.parametrize(
    "change",
    [
        {"status": "suspended"},
        {"status": "inactive"},
        {"expires_on": datetime.date(2020, 1, 1)},
        {"verified_by": None},
    ],
)
def test_a_lapse_of_the_attorneys_licence_takes_what_was_lent(a, change):
    delegation = give(a)
    BarLicence.objects.filter(member=a.attorney).update(**change)
    assert not again(a.paralegal).can(VERIFY)
    assert delegation_state(Delegation.objects.get(pk=delegation.pk)) == "idle"


@pytest.mark.parametrize("change", [{"is_active": False}, {"expires_on": datetime.date(2020, 1, 1)}])
def test_an_attorney_who_left_lends_nothing(a, change):
    give(a)
    Member.objects.filter(pk=a.attorney.pk).update(**change)
    assert not again(a.paralegal).can(VERIFY)


def test_an_attorney_who_is_off_the_matter_lends_nothing_on_it(a):
    give(a, matter=a.matter)
    a.matter.responsible = a.matter.supervising = a.associate
    a.matter.save()
    assert not may(again(a.paralegal), VERIFY, a.matter)


def test_it_ends_at_midnight_where_the_firm_is(a):
    """The last day counts whole, in the firm's zone: at 23:59 in Los Angeles it is the next day already in UTC."""
    zone = ZoneInfo("America/Los_Angeles")
    with timezone.override(zone):
        last = timezone.localdate()
        give(a, until=last)
        held = Delegation.objects.select_related("principal__role").get()
    late = datetime.datetime.combine(last, datetime.time(23, 59), tzinfo=zone)
    over = late + datetime.timedelta(minutes=2)
    assert held.is_live(late.astimezone(zone).date())
    assert late.astimezone(datetime.UTC).date() == last + datetime.timedelta(days=1)
    assert not held.is_live(over.astimezone(zone).date())


def test_the_request_of_a_member_reads_the_firms_day(firms, sign_in, monkeypatch):
    """Nine in the evening of November 30 in Los Angeles is December 1 in UTC; the delegation of November 30 holds."""
    now = datetime.datetime(2026, 12, 1, 5, 0, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    firm = firms.a.firm
    firm.time_zone = "America/Los_Angeles"
    firm.save()
    last = datetime.date(2026, 11, 30)
    with firm_scope(firm):
        Delegation.objects.create(
            principal=firms.a.attorney,
            to=firms.a.paralegal,
            powers=[str(VERIFY)],
            starts_on=last,
            until=last,
            created_by=firms.a.attorney,
        )
    browser = sign_in(firms.a.paralegal)
    said = browser.get("/delegations/").content.decode()
    assert "Until Nov 30 you may verify a deadline for Imogen Vance." in said
    now = now + datetime.timedelta(hours=3, minutes=1)  # one past midnight
    assert "you may verify a deadline" not in browser.get("/delegations/").content.decode()


def test_days_that_make_no_sense(a):
    for values, field in (
        ({"until": day(-1)}, "until"),
        ({"until": day(400)}, "until"),
        ({"until": day(1), "starts_on": day(2)}, "until"),
        ({"to": a.attorney}, "to"),
        ({"powers": []}, "powers"),
        ({"powers": [], "matter": a.matter}, "powers"),
    ):
        with pytest.raises(DomainError) as error:
            give(a, **values)
        assert error.value.field == field


def test_not_before_its_first_day_and_not_beyond_a_guests_last(a):
    give(a, starts_on=day(2))
    assert not again(a.paralegal).can(VERIFY)
    a.freelancer.expires_on = day(5)
    a.freelancer.save()
    with pytest.raises(DomainError, match="access ends on") as error:
        give(a, to=a.freelancer, powers=[Perm.MATTER_EDIT], until=day(6))
    assert error.value.field == "until"
