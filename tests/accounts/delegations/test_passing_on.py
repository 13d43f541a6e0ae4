"""Delegations: passed on, revoked, undone, walled."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Delegation, Member
from accounts.permissions import Perm
from accounts.queries import delegations
from accounts.services.delegations import restore_delegation, revoke_delegation
from matters.models import Wall
from matters.queries.access import may
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope, narrow
from tests.accounts.delegations.kit import VERIFY, again, day, give


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
