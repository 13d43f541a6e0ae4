"""Previewing a role: this session only, nothing is written, and nothing more is seen."""

import pytest

from accounts.models import Member, Role
from accounts.permissions import Perm
from matters.models import Wall
from practice.scope import firm_scope
from tests.cast import make_matter


@pytest.fixture
def looking(firms, sign_in):
    """look(member, template) → the member's browser, previewing that role."""

    def look(member, template):
        browser = sign_in(member)
        browser.post("/settings/preview/end/")
        pk = firms.a.roles[template].pk
        assert browser.post(f"/settings/roles/{pk}/preview/").status_code == 303
        return browser

    return look


def test_the_banner_and_the_menu_of_the_role(firms, looking):
    browser = looking(firms.a.admin, "paralegal")
    page = browser.get("/account/profile/").content.decode()
    assert "You see the product as a" in page
    assert 'href="/settings/people/"' not in page
    assert browser.get("/settings/people/").status_code == 403
    assert browser.post("/settings/preview/end/").status_code == 303
    assert browser.get("/settings/people/").status_code == 200
    assert "You see the product as a" not in browser.get("/account/profile/").content.decode()


def test_nothing_is_written_meanwhile(firms, looking):
    browser = looking(firms.a.attorney, "firm_admin")
    pk = firms.a.secretary.pk
    assert browser.get(f"/settings/people/{pk}/").status_code == 200
    for path, data in (
        (f"/settings/people/{pk}/deactivate/", {"reason": "x"}),
        (
            "/settings/people/invite/",
            {"name": "x", "email": "x@x.example", "role": firms.a.roles["paralegal"].pk},
        ),
        ("/account/profile/", {"name": "x", "theme": "dark"}),
        ("/settings/firm/", {"name": "x"}),
    ):
        response = browser.post(path, data)
        assert response.status_code == 403
        assert "You are previewing" in response.content.decode()
    with firm_scope(firms.a.firm):
        assert Member.objects.get(pk=pk).is_active


def test_it_never_elevates(firms, looking):
    """The administrator, no lawyer, looks as an attorney with a licence and as a role that sees compensation."""
    with firm_scope(firms.a.firm):
        role = firms.a.roles["attorney"]
        role.powers = role.powers | {"report.compensation": "yes"}
        role.save()
    browser = looking(firms.a.admin, "attorney")
    request = browser.get("/account/profile/").wsgi_request
    member = request.member
    assert member.can(Perm.INVOICE_APPROVE)  # the button shows; a click is refused
    assert not member.can(Perm.REPORT_COMPENSATION)
    assert member.pk == firms.a.admin.pk
    assert browser.session["_auth_user_id"] == str(firms.a.admin.user_id)


def test_no_matter_is_seen_that_is_not_ones_own(firms, looking):
    with firm_scope(firms.a.firm):
        hidden = make_matter(firms.a, number="2026-0002", name="Walled off")
        Wall.objects.create(
            matter=hidden, member=firms.a.admin, reason="Conflict", created_by=firms.a.attorney
        )
        secret = make_matter(firms.a, number="2026-0003", name="Restricted", restricted=True)
    for template in ("attorney", "paralegal", "legal_secretary"):
        browser = looking(firms.a.admin, template)
        assert browser.get(f"/matters/{hidden.pk}/").status_code == 404
        assert browser.get(f"/matters/{secret.pk}/").status_code == 404
    # As a guest one sees no more than a guest: the matters one is named on.
    browser = looking(firms.a.admin, "freelancer")
    assert browser.get(f"/matters/{firms.a.matter.pk}/").status_code == 404


def test_who_may_preview(firms, sign_in, client):
    pk, theirs = firms.a.roles["attorney"].pk, firms.b.roles["attorney"].pk
    assert client.post(f"/settings/roles/{pk}/preview/").status_code == 302
    for key in ("paralegal", "associate"):
        browser = sign_in(getattr(firms.a, key))
        assert browser.post(f"/settings/roles/{pk}/preview/").status_code == 403
        assert "preview_role_id" not in browser.session
    browser = sign_in(firms.a.admin)
    assert browser.post(f"/settings/roles/{theirs}/preview/").status_code == 404
    assert browser.get(f"/settings/roles/{pk}/preview/").status_code == 405


def test_a_session_that_names_a_role_is_not_enough(firms, sign_in):
    browser = sign_in(firms.a.paralegal)
    session = browser.session
    session["preview_role_id"] = firms.a.roles["firm_admin"].pk
    session.save()
    assert browser.get("/settings/people/").status_code == 403
    assert "preview_role_id" not in browser.session


def test_switching_the_firm_and_deleting_the_role_end_it(firms, looking):
    browser = looking(firms.a.attorney, "freelancer")
    browser.post("/switch-firm/", {"firm": firms.a.firm.pk})
    assert browser.get("/settings/people/").status_code == 200
    browser = looking(firms.a.attorney, "freelancer")
    with firm_scope(firms.a.firm):
        Member.objects.filter(role=firms.a.roles["freelancer"]).update(role=firms.a.roles["paralegal"])
        Role.objects.filter(pk=firms.a.roles["freelancer"].pk).delete()
    assert browser.get("/settings/people/").status_code == 200
