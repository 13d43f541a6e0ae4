"""Delegations: who holds what, and whose calendar somebody keeps."""

import pytest

from accounts.models import Member, Support
from accounts.queries import delegations_on, manages_calendar_of
from accounts.services.delegations import add_support, remove_support, revoke_delegation
from practice import audit
from practice.exceptions import DomainError, Refused
from tests.accounts.delegations.kit import CALENDAR, again, give
from tests.cast import make_matter


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
