"""A power that the product adds later reaches the roles of firms that exist: at the level of their template."""

import pytest

from accounts.models import Member, Role
from accounts.permissions import SINCE, Perm, granted, matrix, version
from accounts.services import roles

# The powers of the first version of the matrix. Whoever adds a power gives it a version in permissions.SINCE.
FIRST = """
lead.create lead.screen matter.create_pending matter.accept matter.view matter.edit matter.close matter.team.assign
wall.create wall.lift conflict.run conflict.clear engagement.draft fee.set rate.view contact.view contact.edit
contact.merge contact.export calendar.own calendar.manage_for_others deadline.enter deadline.verify deadline.dismiss
task.create task.assign task.accept_work supervision.delegate time.record time.record_for_others time.mark_billable
time.bill.approve expense.enter expense.approve reimburse.pay petty_cash.custodian petty_cash.reconcile invoice.view
invoice.draft invoice.approve invoice.send invoice.void payment.record payment_plan.create trust.view
trust.deposit.record trust.disburse.prepare trust.disburse.approve trust.reconcile.prepare trust.reconcile.sign
bank.account.manage document.upload document.proofread_mark document.approve document.delete document.purge
document.redact filing.authorise filing.submit service.order message.client.send advice.send message.slip portal.share
portal.share_bill exhibit.edit travel.manage report.own report.matter report.firm_financial report.compensation
origination.credit data.import data.export_firm user.manage role.manage firm.settings attorney_licence.verify audit.view
settings.trust settings.rule_packs ai.use
""".split()


def test_every_power_since_the_first_version_says_which_version_brought_it():
    assert {str(perm) for perm in Perm} - set(FIRST) == {str(perm) for perm in SINCE}
    assert all(since > 1 for since in SINCE.values())


@pytest.fixture
def newer(monkeypatch):
    """Merging contacts and recording payments came with version 9 of the matrix."""
    monkeypatch.setattr(matrix, "SINCE", {Perm.CONTACT_MERGE: 9, Perm.PAYMENT_RECORD: 9})


def test_a_role_that_is_older_holds_what_its_template_says(newer):
    older = {"time.record": "yes"}
    assert granted("paralegal", older, 1) == {"time.record": "yes", "contact.merge": "yes"}
    assert granted("legal_secretary", older, 8) == {"time.record": "yes", "payment.record": "yes"}
    assert granted("paralegal", older, 9) == older  # written since: taken away on purpose
    assert granted("paralegal", older | {"contact.merge": "prepare"}, 1)["contact.merge"] == "prepare"
    assert version() == 9


def test_members_of_older_roles_have_it_until_somebody_takes_it_away(a, newer):
    role = a.roles["paralegal"]
    role.powers = {perm: level for perm, level in role.powers.items() if perm != Perm.CONTACT_MERGE}
    role.save()
    member = Member.objects.select_related("role").get(pk=a.paralegal.pk)
    assert member.can(Perm.CONTACT_MERGE)
    assert not member.can(Perm.PAYMENT_RECORD)
    held = {perm: level for perm, level in member.role.granted.items() if perm != Perm.CONTACT_MERGE}
    roles.change_role(role, by=a.attorney, name=role.name, powers=held)
    role = Role.objects.get(pk=role.pk)
    assert role.matrix == 9
    assert not Member.objects.select_related("role").get(pk=a.paralegal.pk).can(Perm.CONTACT_MERGE)


def test_a_new_role_is_of_the_present_version(a, newer):
    assert roles.create_role(by=a.attorney, name="Clerk", template="paralegal").matrix == 9
