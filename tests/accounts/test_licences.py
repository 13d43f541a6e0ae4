"""Bar licences: entered by anyone who may, verified by a second attorney, declared only by a sole one."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.services import licences, members
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope


def fresh(member):
    return Member.objects.select_related("role").get(pk=member.pk)


@pytest.fixture
def newcomer(a):
    """An attorney without a licence on record."""
    BarLicence.objects.filter(member=a.associate).delete()
    return fresh(a.associate)


def test_without_a_verified_licence_reserved_powers_do_nothing(a, newcomer):
    assert not newcomer.can(Perm.INVOICE_APPROVE)
    licence = licences.enter_licence(newcomer, by=a.admin, jurisdiction="Oregon", number="99-1")
    assert not fresh(newcomer).can(Perm.INVOICE_APPROVE)
    licences.verify_licence(licence, by=fresh(a.attorney))
    assert fresh(newcomer).can(Perm.INVOICE_APPROVE)
    event = audit.history_of(licence)[0]
    assert event.changes["verified_by"] == [None, "Imogen Vance"]


def test_never_by_oneself(a, newcomer):
    licence = licences.enter_licence(newcomer, by=newcomer, jurisdiction="Oregon", number="99-1")
    with pytest.raises(Refused, match="Another attorney"):
        licences.verify_licence(licence, by=newcomer)
    with pytest.raises(Refused, match="Another attorney of the firm"):
        licences.declare_licence(licence, by=newcomer)
    licence.verified_by = newcomer
    with pytest.raises(IntegrityError), transaction.atomic():
        licence.save()


@pytest.mark.parametrize("key", ["admin", "paralegal", "secretary", "freelancer"])
def test_nobody_but_an_attorney_verifies(a, newcomer, key):
    licence = licences.enter_licence(newcomer, by=newcomer, jurisdiction="Oregon", number="99-1")
    with pytest.raises(Refused):
        licences.verify_licence(licence, by=fresh(getattr(a, key)))


def test_an_administrator_gets_no_licence(a):
    with pytest.raises(DomainError, match="Only attorneys hold a licence"):
        licences.enter_licence(a.admin, by=a.admin, jurisdiction="California", number="1")


def test_a_sole_attorney_declares_and_is_marked_so(a, newcomer):
    BarLicence.objects.filter(member=a.attorney).delete()
    sole = fresh(a.attorney)
    licence = licences.enter_licence(sole, by=sole, jurisdiction="California", number="7")
    licences.declare_licence(licence, by=sole)
    licence.refresh_from_db()
    assert licence.self_declared
    assert licence.verified_by is None
    assert fresh(sole).can(Perm.INVOICE_APPROVE)
    assert "only attorney" in audit.history_of(licence)[0].reason
    with pytest.raises(Refused, match="Only the holder"):
        licences.declare_licence(licence, by=newcomer)


def test_what_makes_a_licence_hold_longer_must_be_verified_again(a):
    licence = a.associate.licences.get()
    day = timezone.localdate()
    licences.change_licence(licence, by=a.admin, status="active", expires_on=day)
    assert fresh(a.associate).is_licensed
    licences.change_licence(
        licence, by=a.admin, status="active", expires_on=day + datetime.timedelta(days=365)
    )
    licence.refresh_from_db()
    assert licence.verified_by is None
    assert not fresh(a.associate).is_licensed


def test_suspension_takes_the_powers_at_once_and_coming_back_needs_an_attorney(a):
    licence = a.associate.licences.get()
    licences.change_licence(licence, by=a.admin, status="suspended", expires_on=None)
    assert not fresh(a.associate).can(Perm.INVOICE_APPROVE)
    licences.change_licence(licence, by=a.admin, status="active", expires_on=None)
    assert not fresh(a.associate).can(Perm.INVOICE_APPROVE)


def test_an_expired_licence_is_none(a):
    BarLicence.objects.filter(member=a.associate).update(
        expires_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert not fresh(a.associate).is_licensed


def test_the_same_number_twice(a, newcomer):
    licences.enter_licence(newcomer, by=a.admin, jurisdiction="Oregon", number="99-1")
    with pytest.raises(DomainError, match="on record"):
        licences.enter_licence(a.attorney, by=a.admin, jurisdiction="Oregon", number="99-1")


def test_the_pages(firms, sign_in):
    with firm_scope(firms.a.firm):
        BarLicence.objects.filter(member=firms.a.associate).delete()
    browser = sign_in(firms.a.associate)
    data = {"jurisdiction": "Oregon", "number": "99-1", "admitted_on": "", "expires_on": ""}
    assert browser.post(f"/settings/people/{firms.a.associate.pk}/licences/new/", data).status_code == 303
    with firm_scope(firms.a.firm):
        pk = BarLicence.objects.get(member=firms.a.associate).pk
    assert browser.post(f"/settings/licences/{pk}/verify/").status_code == 403
    assert browser.post(f"/settings/licences/{pk}/declare/").status_code == 403
    assert sign_in(firms.a.paralegal).post(f"/settings/licences/{pk}/verify/").status_code == 403
    assert sign_in(firms.b.attorney).post(f"/settings/licences/{pk}/verify/").status_code == 404
    browser = sign_in(firms.a.attorney)
    page = browser.get("/settings/licences/").content.decode()
    assert "Not verified: it has no effect yet" in page
    assert browser.post(f"/settings/licences/{pk}/verify/").status_code == 303
    assert (
        "Verified by Imogen Vance"
        in browser.get(f"/settings/people/{firms.a.associate.pk}/").content.decode()
    )


def test_strangers_to_a_licence(firms, sign_in):
    pk = firms.a.attorney.pk
    data = {"jurisdiction": "Nevada", "number": "5"}
    for key in ("paralegal", "assistant", "freelancer"):
        browser = sign_in(getattr(firms.a, key))
        assert browser.get(f"/settings/people/{pk}/licences/new/").status_code == 403
        assert browser.post(f"/settings/people/{pk}/licences/new/", data).status_code == 403
        assert "California" not in browser.get("/settings/licences/").content.decode()
    assert sign_in(firms.b.admin).post(f"/settings/people/{pk}/licences/new/", data).status_code == 404


def test_deactivated_attorneys_do_not_count(a):
    members.deactivate_member(a.associate, by=a.attorney)
    assert licences.is_sole_attorney(fresh(a.attorney))
