"""A role's copy, its people, its way back to the template."""

import pytest

from accounts.models import Member, Role
from accounts.permissions import ROLES, Perm
from accounts.services import roles
from practice import audit
from practice.exceptions import DomainError, Refused
from tests.accounts.test_roles import powers_of


def test_a_copy_starts_as_the_role_is_now(a, sign_in):
    role = a.roles["paralegal"]
    roles.change_role(role, by=a.attorney, name=role.name, powers=powers_of(role, PAYMENT_RECORD="yes"))
    role.refresh_from_db()
    made = roles.copy_role(role, by=a.attorney, name="Senior paralegal")
    assert made.powers == role.powers
    assert made.template == "paralegal"
    assert audit.history_of(made)[0].changes == {"copy_of": [None, "Paralegal"]}
    with pytest.raises(DomainError, match="name exists") as error:
        roles.copy_role(role, by=a.attorney, name="Senior paralegal")
    assert error.value.field == "name"
    with pytest.raises(Refused):
        roles.copy_role(role, by=a.associate, name="Mine")


def test_a_copy_gives_nobody_what_its_maker_lacks(a):
    """The administrator copies a role that sees compensation figures; the copy does not."""
    role = a.roles["attorney"]
    role.powers = role.powers | {"report.compensation": "yes"}
    role.save()
    assert "report.compensation" not in roles.copy_role(role, by=a.admin, name="Copy").powers


def test_back_to_the_template_shows_what_changes(a, sign_in):
    role = a.roles["paralegal"]
    roles.change_role(
        role,
        by=a.attorney,
        name=role.name,
        powers=powers_of(role, PAYMENT_RECORD="yes", MATTER_EDIT="delegated"),
    )
    browser = sign_in(a.admin)
    page = browser.get(f"/settings/roles/{role.pk}/reset/").content.decode()
    assert "Record a payment:" in page
    assert "when delegated" in page
    page = browser.get(f"/settings/roles/{role.pk}/").content.decode()
    assert "2 powers differ from the template" in page
    roles.reset_role(role, by=a.attorney)
    role.refresh_from_db()
    assert role.powers == ROLES["paralegal"]
    assert audit.history_of(role)[0].changes == {
        "Edit a matter": ["when delegated", "on their matters"],
        "Record a payment": ["yes", "no"],
    }


def test_the_reset_gives_nobody_what_its_maker_lacks(a):
    role = a.roles["firm_admin"]
    role.powers = {perm: level for perm, level in role.powers.items() if perm != Perm.REPORT_FIRM_FINANCIAL}
    role.save()
    other = roles.create_role(by=a.attorney, name="Second office", template="firm_admin")
    Member.objects.filter(pk=a.secretary.pk).update(role=other)
    by = Member.objects.select_related("role").get(pk=a.secretary.pk)
    other.powers = {perm: level for perm, level in other.powers.items() if perm != Perm.REPORT_FIRM_FINANCIAL}
    other.save()
    by.role = other
    roles.reset_role(role, by=by)
    assert Perm.REPORT_FIRM_FINANCIAL not in Role.objects.get(pk=role.pk).powers


def test_nobody_resets_their_own_role(a):
    with pytest.raises(Refused, match="their own role"):
        roles.change_role(a.admin.role, by=a.admin, name="x", powers={})
    role = a.roles["firm_admin"]
    role.powers = {"user.manage": "yes", "role.manage": "yes"}
    role.save()
    with pytest.raises(Refused, match="their own role"):
        roles.reset_role(role, by=Member.objects.select_related("role").get(pk=a.admin.pk))


def test_the_people_of_a_role(a, sign_in):
    page = sign_in(a.admin).get(f"/settings/roles/{a.roles['paralegal'].pk}/people/").content.decode()
    assert "Otis Farrow" in page
    assert "Bea Castellan" not in page.split('id="main"')[1]
