"""Delegations: what an attorney may lend to whom, until when, and when it stops."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import BarLicence, Delegation, Member, Role, Support
from accounts.permissions import RESERVED, Perm
from accounts.queries import delegation_state, delegations, delegations_on, manages_calendar_of
from accounts.services.delegations import (
    add_support,
    delegate,
    remove_support,
    restore_delegation,
    revoke_delegation,
)
from matters.models import TeamMember, Wall
from matters.queries.access import ensure_on, may
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope, narrow
from tests.cast import make_matter

VERIFY, CALENDAR = Perm.DEADLINE_VERIFY, Perm.CALENDAR_MANAGE_FOR_OTHERS


def day(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


def again(member):
    """The member as the next request reads them."""
    return Member.objects.select_related("role").get(pk=member.pk)


def give(a, **changes):
    values = {"by": a.attorney, "principal": a.attorney, "powers": [VERIFY], "until": day(10)}
    to = changes.pop("to", a.paralegal)
    return delegate(to, **{**values, **changes})


def test_a_power_held_when_delegated_works_on_the_attorneys_matters_alone(a):
    other = make_matter(
        a, number="2026-0002", name="Another", responsible=a.associate, supervising=a.associate
    )
    assert not may(a.paralegal, VERIFY, a.matter)
    give(a)
    paralegal = again(a.paralegal)
    assert paralegal.can(VERIFY)
    assert may(paralegal, VERIFY, a.matter)
    assert not may(paralegal, VERIFY, other)
    with pytest.raises(
        Refused, match="only where an attorney has delegated it to you, and nobody has for 2026-0002"
    ):
        ensure_on(paralegal, VERIFY, other)


def test_one_matter_is_one_matter(a):
    second = make_matter(a, number="2026-0002", name="Second")
    give(a, matter=second)
    paralegal = again(a.paralegal)
    assert may(paralegal, VERIFY, second)
    assert not may(paralegal, VERIFY, a.matter)


def test_a_power_on_their_matters_reaches_a_matter_they_are_not_on(a):
    other = make_matter(a, number="2026-0002", name="Another")
    TeamMember.objects.filter(matter=other).delete()
    assert not may(a.paralegal, Perm.MATTER_EDIT, other)
    give(a, powers=[Perm.MATTER_EDIT], matter=other)
    assert may(again(a.paralegal), Perm.MATTER_EDIT, other)


@pytest.mark.parametrize("perm", RESERVED)
def test_what_the_law_keeps_to_attorneys_is_lent_to_nobody(a, perm):
    for person in (a.paralegal, a.associate, a.admin):
        with pytest.raises(DomainError):
            give(a, powers=[perm], to=person)


def test_a_reserved_power_written_past_the_services_lends_nothing(a):
    Delegation.objects.create(
        principal=a.attorney,
        to=a.paralegal,
        powers=[str(Perm.INVOICE_APPROVE), "no.such.power"],
        starts_on=day(),
        until=day(5),
        created_by=a.attorney,
    )
    assert not again(a.paralegal).can(Perm.INVOICE_APPROVE)


@pytest.mark.parametrize(
    ("person", "perm", "words"),
    [
        ("secretary", Perm.DEADLINE_VERIFY, "The role Legal secretary does not allow"),
        ("paralegal", Perm.INVOICE_VOID, "Otis Farrow prepares this, and an attorney decides"),
        ("paralegal", Perm.TIME_RECORD, "Otis Farrow may do this without a delegation"),
        ("paralegal", Perm.PAYMENT_RECORD, "The role Paralegal does not allow"),
        ("admin", Perm.DEADLINE_VERIFY, "The role Firm administrator does not allow"),
        ("paralegal", Perm.MATTER_VIEW, "the team of a matter decide who sees what"),
    ],
)
def test_only_what_the_role_leaves_open_can_be_lent(a, person, perm, words):
    with pytest.raises(DomainError, match=words) as refused:
        give(a, to=getattr(a, person), powers=[perm])
    assert refused.value.field == "powers"


def test_a_role_that_changes_afterwards_ends_the_effect(a):
    give(a)
    role = Role.objects.get(pk=a.paralegal.role_id)
    del role.powers[VERIFY]
    role.save()
    assert not again(a.paralegal).can(VERIFY)


@pytest.mark.parametrize("person", ["paralegal", "assistant", "secretary", "admin", "freelancer"])
def test_nobody_but_an_attorney_delegates(a, person):
    member = getattr(a, person)
    with pytest.raises(Refused, match="only an attorney delegates and supervises"):
        give(a, by=member, principal=member, to=a.associate)


def test_nobody_delegates_for_somebody_else(a):
    with pytest.raises(Refused, match="Only Imogen Vance delegates for Imogen Vance"):
        give(a, by=a.associate)


def test_an_attorney_without_a_current_licence_delegates_nothing(a):
    BarLicence.objects.filter(member=a.attorney).update(status="suspended")
    with pytest.raises(Refused, match="Your California licence is suspended"):
        give(a, by=again(a.attorney), principal=again(a.attorney))


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


def test_work_without_a_power_is_a_record(a):
    made = give(a, powers=[], matter=a.matter, note="Index the production")
    assert made.powers == []
    event = audit.history_of(made)[0]
    assert (event.verb, event.reason) == ("delegation.given", "Index the production")
    assert event.changes["to"] == [None, "Otis Farrow"]


def test_passing_on_no_longer_and_no_wider_than_it_is_held(a):
    held = give(a, until=day(10), may_pass_on=True)
    otis = again(a.paralegal)
    clerk = _second_paralegal(a)
    with pytest.raises(DomainError, match="You hold this until") as error:
        give(a, by=otis, to=clerk, until=day(11))
    assert error.value.field == "until"
    with pytest.raises(Refused):
        give(a, by=otis, to=clerk, powers=[Perm.CALENDAR_MANAGE_FOR_OTHERS])
    passed = give(a, by=otis, to=clerk, until=day(10))
    assert passed.passed_on_from == held
    assert may(again(clerk), VERIFY, a.matter)


def test_what_may_not_be_passed_on_is_not(a):
    give(a)
    with pytest.raises(Refused):
        give(a, by=again(a.paralegal), to=_second_paralegal(a))


def test_one_matter_is_not_passed_on_as_all(a):
    give(a, matter=a.matter, may_pass_on=True)
    otis, clerk = again(a.paralegal), _second_paralegal(a)
    with pytest.raises(Refused):
        give(a, by=otis, to=clerk)
    assert give(a, by=otis, to=clerk, matter=a.matter)


def _second_paralegal(a):
    Member.objects.filter(pk=a.assistant.pk).update(role=a.roles["paralegal"])
    return again(a.assistant)


def test_revoking_ends_what_was_passed_on_and_undo_brings_both_back(a):
    held = give(a, may_pass_on=True)
    clerk = _second_paralegal(a)
    passed = give(a, by=again(a.paralegal), to=clerk)
    revoke_delegation(held, by=a.attorney)
    assert not again(a.paralegal).can(VERIFY)
    assert not again(clerk).can(VERIFY)
    passed.refresh_from_db()
    assert passed.revoked_by == a.attorney
    assert audit.history_of(passed)[0].verb == "delegation.revoked"
    with pytest.raises(DomainError, match="ended already"):
        revoke_delegation(held, by=a.attorney)
    with pytest.raises(Refused):
        restore_delegation(held, by=a.admin)
    with pytest.raises(DomainError, match="no longer holds what was passed on"):
        restore_delegation(passed, by=a.attorney)
    restore_delegation(held, by=a.attorney)
    assert again(a.paralegal).can(VERIFY)
    assert again(clerk).can(VERIFY)


def test_what_was_revoked_before_does_not_come_back_with_it(a):
    held = give(a, may_pass_on=True)
    clerk = _second_paralegal(a)
    passed = give(a, by=again(a.paralegal), to=clerk)
    revoke_delegation(passed, by=a.attorney)
    revoke_delegation(held, by=a.attorney)
    restore_delegation(held, by=a.attorney)
    assert again(a.paralegal).can(VERIFY)
    assert not again(clerk).can(VERIFY)


def test_undo_has_its_time(a):
    held = give(a)
    revoke_delegation(held, by=a.attorney)
    Delegation.objects.filter(pk=held.pk).update(revoked_at=timezone.now() - datetime.timedelta(minutes=16))
    with pytest.raises(DomainError, match="too late"):
        restore_delegation(held, by=a.attorney)


def test_who_may_end_it(a):
    held = give(a)
    for person in (a.associate, a.secretary, a.freelancer):
        with pytest.raises(Refused, match="Only Imogen Vance takes this back"):
            revoke_delegation(held, by=person)
    revoke_delegation(held, by=a.paralegal)  # given back
    second = give(a)
    revoke_delegation(second, by=a.admin)


def test_a_wall_beats_a_delegation(a):
    mine, general = give(a, matter=a.matter), give(a)
    Wall.objects.create(matter=a.matter, member=a.paralegal, reason="Conflict", created_by=a.attorney)
    with firm_scope(a.firm, a.paralegal.pk):
        narrow(only_named=False, matters={a.matter.pk})
        otis = again(a.paralegal)
        assert list(delegations(otis)) == [general]
        assert mine.pk not in [row.pk for row in otis.live_delegations]
    with pytest.raises(DomainError, match="has no access"):
        give(a, matter=a.matter)


def test_another_firm(firms):
    with firm_scope(firms.b.firm):
        theirs = give(firms.b)
    with firm_scope(firms.a.firm):
        assert not Delegation.objects.filter(pk=theirs.pk).exists()
        with pytest.raises(DomainError, match="of this firm"):
            give(firms.a, to=firms.b.paralegal)
        with pytest.raises(DomainError, match="of this firm"):
            give(firms.a, principal=firms.b.attorney)


def test_the_record_is_not_rewritten(a):
    held = give(a)
    for change in (
        {"until": day(100)},
        {"powers": ["matter.edit"]},
        {"to": a.secretary},
        {"may_pass_on": True},
        {"matter": a.matter},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=held.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=held.pk).delete()


def test_who_holds_what_on_a_matter(a):
    other = make_matter(
        a, number="2026-0002", name="Another", responsible=a.associate, supervising=a.associate
    )
    first, second = give(a), give(a, matter=a.matter, to=a.assistant, powers=[CALENDAR])
    give(a, matter=make_matter(a, number="2026-0003", name="Third"))
    revoke_delegation(give(a), by=a.attorney)
    assert delegations_on(a.matter) == [second, first]  # by name: Mireille, Otis
    assert delegations_on(other) == []


@pytest.mark.parametrize(
    ("person", "before", "supported", "supervised", "lent"),
    [
        ("paralegal", False, True, True, True),
        ("assistant", False, True, True, True),
        ("secretary", False, True, True, True),
        ("admin", False, False, False, None),
    ],
)
def test_whose_calendar_somebody_keeps(a, person, before, supported, supervised, lent):
    """Roles 2.3: with a delegation, and by default for the attorneys one supports."""
    member = getattr(a, person)
    assert manages_calendar_of(member, member)
    assert manages_calendar_of(member, a.attorney) is before
    support = add_support(member, attorney=a.attorney, by=a.attorney)
    assert manages_calendar_of(again(member), a.attorney) is supported
    assert not manages_calendar_of(again(member), a.associate)
    remove_support(support, by=a.admin)
    assert not Support.objects.exists()
    Member.objects.filter(pk=member.pk).update(supervisor=a.attorney)
    assert manages_calendar_of(again(member), a.attorney) is supervised
    Member.objects.filter(pk=member.pk).update(supervisor=None)
    if lent is not None:
        give(a, to=member, powers=[CALENDAR], matter=a.matter)
        assert not manages_calendar_of(again(member), a.attorney)
        assert manages_calendar_of(again(member), a.attorney, matter=a.matter)
        give(a, to=member, powers=[CALENDAR])
        assert manages_calendar_of(again(member), a.attorney)


def test_who_says_who_keeps_a_calendar(a):
    with pytest.raises(Refused):
        add_support(a.secretary, attorney=a.attorney, by=a.secretary)
    with pytest.raises(Refused):
        add_support(a.secretary, attorney=a.attorney, by=a.associate)
    with pytest.raises(DomainError):
        add_support(a.secretary, attorney=a.paralegal, by=a.admin)
    with pytest.raises(DomainError):
        add_support(a.freelancer, attorney=a.attorney, by=a.attorney)
    first = add_support(a.secretary, attorney=a.attorney, by=a.admin)
    assert add_support(a.secretary, attorney=a.attorney, by=a.admin) == first
    assert audit.history_of(a.secretary)[0].verb == "support.added"
