"""The default matrix, written out by hand from the roles document, role by role: what a member may do on the first day."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import BarLicence
from accounts.permissions import LOCKED, RESERVED, ROLES, TEMPLATES, Level, Perm, is_locked
from accounts.queries import ensure
from practice.exceptions import Refused

# For each power: may the attorney, paralegal, legal assistant, legal secretary, administrator, freelancer do it?
EXPECTED = {
    "matter.create_pending": "1 0 0 0 0 0",
    "matter.accept": "1 0 0 0 0 0",
    "matter.view": "1 1 1 1 1 1",
    "matter.edit": "1 1 1 1 0 0",
    "matter.close": "1 0 0 0 0 0",
    "matter.team.assign": "1 0 0 0 1 0",
    "wall.create": "1 0 0 0 0 0",
    "wall.lift": "1 0 0 0 0 0",
    "conflict.clear": "1 0 0 0 0 0",
    "fee.set": "1 0 0 0 0 0",
    "rate.view": "1 0 0 0 1 0",
    "contact.edit": "1 1 1 1 1 1",
    "contact.merge": "1 1 0 0 1 0",
    "contact.export": "0 0 0 0 1 0",
    "contact.direct": "1 0 0 0 0 0",
    "automation.manage": "1 0 0 0 1 0",
    "deadline.enter": "1 1 0 0 0 0",
    "deadline.dismiss": "1 0 0 0 0 0",
    "supervision.delegate": "1 0 0 0 0 0",
    "time.record": "1 1 1 1 1 1",
    "time.record_for_others": "0 0 1 1 1 0",
    "time.mark_billable": "1 0 0 0 0 0",
    "time.bill.approve": "1 0 0 0 0 0",
    "expense.enter": "1 1 1 1 1 1",
    "expense.approve": "1 0 0 0 1 0",
    "reimburse.pay": "0 0 0 0 1 0",
    "invoice.draft": "1 1 1 1 1 0",
    "invoice.approve": "1 0 0 0 0 0",
    "invoice.send": "1 1 1 1 1 0",
    "invoice.void": "1 0 0 0 0 0",
    "payment.record": "1 0 1 1 1 0",
    "trust.view": "1 1 0 0 1 0",
    "trust.disburse.prepare": "1 1 0 0 1 0",
    "trust.disburse.approve": "1 0 0 0 0 0",
    "trust.reconcile.sign": "1 0 0 0 0 0",
    "document.upload": "1 1 1 1 0 1",
    "document.approve": "1 0 0 0 0 0",
    "filing.authorise": "1 0 0 0 0 0",
    "filing.submit": "1 1 0 1 0 0",
    "message.client.send": "1 1 1 1 0 0",
    "advice.send": "1 0 0 0 0 0",
    "portal.share_bill": "1 1 1 1 1 0",
    "data.import": "0 0 0 0 1 0",
    "user.manage": "0 0 0 0 1 0",
    "role.manage": "0 0 0 0 1 0",
    "attorney_licence.verify": "1 0 0 0 0 0",
    "audit.view": "1 0 0 0 1 0",
    "message.slip": "1 1 1 1 1 0",
    "office.keep": "1 1 1 1 1 0",
}
CAST = ("associate", "paralegal", "assistant", "secretary", "admin", "freelancer")


@pytest.mark.parametrize("power", EXPECTED)
def test_what_each_role_may_do_on_the_first_day(a, power):
    found = " ".join(str(int(getattr(a, person).can(Perm(power)))) for person in CAST)
    assert found == EXPECTED[power]


def test_every_power_has_a_label_and_a_place_in_every_role():
    assert all(perm.label for perm in Perm)
    for template in TEMPLATES:
        assert set(ROLES[template]) & LOCKED[template] == set()


@pytest.mark.parametrize("perm", RESERVED)
def test_a_reserved_power_granted_to_a_non_lawyer_stays_without_effect(a, perm):
    a.paralegal.role.powers[perm] = Level.YES
    a.paralegal.__dict__.pop("powers", None)
    assert not a.paralegal.can(perm)
    with pytest.raises(Refused) as refused:
        ensure(a.paralegal, perm)
    assert RESERVED[perm][1:] in refused.value.message
    assert is_locked("paralegal", perm)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "suspended"}, "Your California licence is suspended"),
        ({"status": "inactive"}, "Your California licence is inactive"),
        ({"expires_on": datetime.date(2020, 1, 1)}, "Your California licence expired on January 1, 2020"),
        ({"verified_by": None}, "Your California licence is not verified yet"),
    ],
)
def test_a_licence_that_is_not_current_locks_the_attorney_at_once(a, change, reason):
    BarLicence.objects.filter(member=a.associate).update(**change)
    member = type(a.associate).objects.get(pk=a.associate.pk)
    assert not member.can(Perm.INVOICE_APPROVE)
    assert member.can(Perm.TIME_RECORD)
    with pytest.raises(Refused, match=reason):
        ensure(member, Perm.INVOICE_APPROVE)


def test_a_licence_is_good_on_its_last_day(a):
    licence = BarLicence.objects.get(member=a.associate)
    licence.expires_on = timezone.localdate()
    assert licence.is_current(timezone.localdate())
    assert not licence.is_current(timezone.localdate() + datetime.timedelta(days=1))


def test_a_sole_attorneys_own_word_counts_and_is_marked(a):
    BarLicence.objects.filter(member=a.attorney).delete()
    BarLicence.objects.filter(member=a.associate).update(verified_by=None, self_declared=True)
    assert type(a.associate).objects.get(pk=a.associate.pk).is_licensed


def test_nobody_verifies_their_own_licence(a):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        BarLicence.objects.filter(member=a.associate).update(verified_by=a.associate)


def test_a_refusal_names_the_people_who_can(a):
    with pytest.raises(Refused) as refused:
        ensure(a.secretary, Perm.INVOICE_APPROVE)
    assert refused.value.who == ["Imogen Vance", "Priya Tollett"]
    assert refused.value.message == (
        "You cannot approve a bill: only an attorney approves a bill (Model Rule 1.5). "
        "Imogen Vance or Priya Tollett can."
    )


def test_a_partner_manages_people_and_an_associate_does_not(a):
    assert a.attorney.can(Perm.USER_MANAGE)
    assert not a.associate.can(Perm.USER_MANAGE)
