"""Delegations: what an attorney may lend to whom."""

import pytest

from accounts.models import BarLicence, Delegation, Role
from accounts.permissions import RESERVED, Perm
from matters.models import TeamMember
from matters.queries.access import ensure_on, may
from practice.exceptions import DomainError, Refused
from tests.accounts.delegations.kit import VERIFY, again, day, give
from tests.cast import make_matter


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
