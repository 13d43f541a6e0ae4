"""Roles: the matrix editor, its locks, templates, deletion."""

import pytest

from accounts.models import Member, Role
from accounts.permissions import GROUPS, LOCKED, RESERVED, ROLES, TEMPLATES, Perm, allowed_levels, lock_reason
from accounts.services import roles
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope


def powers_of(role, **changes):
    found = dict(role.powers)
    for name, level in changes.items():
        perm = Perm[name]
        found.pop(perm, None)
        if level:
            found[perm.value] = level
    return found


def fields_of(role, **changes):
    return {"name": role.name, **powers_of(role, **changes)}


def test_a_power_is_given_and_taken_with_before_and_after(a, sign_in):
    browser = sign_in(a.admin)
    role = a.roles["paralegal"]
    url = f"/settings/roles/{role.pk}/"
    assert browser.get(url).status_code == 200
    data = fields_of(role, PAYMENT_RECORD="yes", CONTACT_MERGE=None)
    assert browser.post(url, data).status_code == 303
    member = Member.objects.select_related("role").get(pk=a.paralegal.pk)
    assert member.can(Perm.PAYMENT_RECORD)
    assert not member.can(Perm.CONTACT_MERGE)
    event = audit.history_of(role)[0]
    assert event.verb == "role.changed"
    assert event.changes == {"Record a payment": ["no", "yes"], "Merge contacts": ["yes", "no"]}
    assert "Record a payment" in browser.get(f"{url}history/").content.decode()
    role.refresh_from_db()
    roles.change_role(role, by=a.attorney, name=role.name, powers=powers_of(role, MATTER_EDIT="delegated"))
    assert audit.history_of(role)[0].changes == {"Edit a matter": ["on their matters", "when delegated"]}


def test_every_power_stands_under_exactly_one_subject():
    first = [word for _, words in GROUPS for word in words]
    assert len(first) == len(set(first))
    assert {perm.value.split(".")[0] for perm in Perm} == set(first)


@pytest.mark.parametrize("template", TEMPLATES)
def test_locked_powers_are_refused_at_every_level_even_when_forged(a, sign_in, template):
    """All powers that the matrix marks ✖ for a role, and all reserved ones for non-attorneys."""
    role = roles.create_role(by=a.attorney, name=f"New {template}", template=template)
    before = dict(role.powers)
    locked = set(LOCKED[template]) | (set(RESERVED) if template != "attorney" else set())
    assert template == "attorney" or len(locked) > 15
    for perm in locked:
        for level in ("yes", "assigned", "delegated", "prepare"):
            if level in [str(x) for x in allowed_levels(template, perm)]:
                assert level == "prepare"
                continue
            with pytest.raises(Refused):
                roles.change_role(role, by=a.attorney, name=role.name, powers=before | {perm.value: level})
    role.refresh_from_db()
    assert role.powers == before


def test_a_forged_post_of_a_locked_power_is_refused_in_words(a, sign_in):
    browser = sign_in(a.admin)
    role = a.roles["paralegal"]
    response = browser.post(f"/settings/roles/{role.pk}/", fields_of(role, INVOICE_APPROVE="yes"))
    assert response.status_code == 403
    assert "Only an attorney approves a bill" in response.content.decode()
    role.refresh_from_db()
    assert role.powers == ROLES["paralegal"]


def test_the_page_shows_each_lock_with_its_reason(a, sign_in):
    page = sign_in(a.admin).get(f"/settings/roles/{a.roles['paralegal'].pk}/").content.decode()
    assert 'name="invoice.approve"' not in page
    assert "Only an attorney approves a bill (Model Rule 1.5)." in page
    assert 'name="document.approve"' in page  # may be prepared
    assert lock_reason("paralegal", Perm.DOCUMENT_APPROVE) in page
    assert "Not given to a paralegal." in page


def test_what_an_attorney_decides_stays_at_prepares(a):
    role = a.roles["legal_secretary"]
    with pytest.raises(Refused, match="An attorney decides this"):
        roles.change_role(role, by=a.attorney, name=role.name, powers=powers_of(role, INVOICE_VOID="yes"))


def test_nobody_changes_their_own_role(a, sign_in):
    for member in (a.admin, a.attorney):
        role = member.role
        with pytest.raises(Refused, match="their own role"):
            roles.change_role(role, by=member, name=role.name, powers=powers_of(role, LEAD_CREATE=None))
    browser = sign_in(a.admin)
    role = a.roles["firm_admin"]
    assert "This is your own role" in browser.get(f"/settings/roles/{role.pk}/").content.decode()
    assert browser.post(f"/settings/roles/{role.pk}/", fields_of(role, LEAD_CREATE=None)).status_code == 403


def test_nobody_gives_what_they_do_not_hold(a):
    """The administrator does not see compensation figures, so cannot show them to anybody."""
    role = a.roles["attorney"]
    with pytest.raises(Refused, match="do not hold"):
        roles.change_role(role, by=a.admin, name=role.name, powers=powers_of(role, REPORT_COMPENSATION="yes"))
    assert Role.objects.get(pk=role.pk).powers == ROLES["attorney"]


def test_the_last_power_to_manage_people_stays(a):
    role = a.roles["firm_admin"]
    Member.objects.filter(pk=a.attorney.pk).update(is_partner=False)
    by = Member.objects.select_related("role").get(pk=a.associate.pk)
    by.is_partner = True  # held when the request began
    with pytest.raises(DomainError, match="Somebody must be able"):
        roles.change_role(role, by=by, name=role.name, powers=powers_of(role, USER_MANAGE=None))


def test_nonsense_is_refused(a, sign_in):
    role = a.roles["paralegal"]
    with pytest.raises(DomainError, match="does not exist"):
        roles.change_role(role, by=a.attorney, name=role.name, powers=powers_of(role) | {"fly": "yes"})
    with pytest.raises(Refused, match="means nothing"):
        roles.change_role(
            role, by=a.attorney, name=role.name, powers=powers_of(role, LEAD_CREATE="sometimes")
        )
    assert sign_in(a.admin).post(f"/settings/roles/{role.pk}/", {"name": ""}).status_code == 422
    with pytest.raises(DomainError, match="name exists"):
        roles.change_role(role, by=a.attorney, name="Attorney", powers=powers_of(role))


def test_a_role_from_a_template_and_its_deletion(a, sign_in):
    browser = sign_in(a.admin)
    made = browser.post("/settings/roles/new/", {"name": "Docket clerk", "template": "legal_secretary"})
    assert made.status_code == 303
    role = Role.objects.get(name="Docket clerk")
    assert role.powers == ROLES["legal_secretary"]
    assert (
        browser.post("/settings/roles/new/", {"name": "Docket clerk", "template": "paralegal"}).status_code
        == 422
    )
    Member.objects.filter(pk=a.secretary.pk).update(role=role)
    assert browser.post(f"/settings/roles/{role.pk}/delete/").status_code == 400
    Member.objects.filter(pk=a.secretary.pk).update(role=a.roles["legal_secretary"])
    assert browser.post(f"/settings/roles/{role.pk}/delete/").status_code == 303
    assert not Role.objects.filter(pk=role.pk).exists()
    assert audit.history_of(role)[0].verb == "role.deleted"


def test_an_administrators_new_attorney_role_holds_nothing_the_administrator_lacks(a):
    role = roles.create_role(by=a.admin, name="Of counsel", template="attorney")
    assert Perm.REPORT_COMPENSATION not in role.powers


def test_others(firms, sign_in, client):
    role, theirs = firms.a.roles["paralegal"], firms.b.roles["paralegal"]
    assert client.get("/settings/roles/").status_code == 302
    for key in ("paralegal", "associate", "secretary"):
        browser = sign_in(getattr(firms.a, key))
        for path in ("/settings/roles/", "/settings/roles/new/", f"/settings/roles/{role.pk}/"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"/settings/roles/{role.pk}/", fields_of(role)).status_code == 403
        assert browser.post(f"/settings/roles/{role.pk}/delete/").status_code == 403
    browser = sign_in(firms.a.admin)
    for tail in ("", "history/", "delete/"):
        assert browser.get(f"/settings/roles/{theirs.pk}/{tail}").status_code == 404
    assert (
        browser.post(f"/settings/roles/{theirs.pk}/", fields_of(theirs, LEAD_CREATE=None)).status_code == 404
    )
    with firm_scope(firms.b.firm):
        assert Role.objects.get(pk=theirs.pk).powers == ROLES["paralegal"]
