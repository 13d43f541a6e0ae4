"""The people of a firm: seats, access, and what nobody may do to themselves or to the firm."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.services import members
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def change(member, *, by, **fields):
    values = {
        "name": member.name,
        "role": member.role,
        "title": member.title,
        "supervisor": member.supervisor,
        "is_partner": member.is_partner,
        "expires_on": member.expires_on,
    }
    return members.change_member(member, by=by, **(values | fields))


def form(people, member, **changes):
    return {
        "name": member.name,
        "role": member.role_id,
        "title": member.title,
        "supervisor": "",
        "daily_target": "",
        "expires_on": "",
    } | changes


def test_the_list_shows_people_and_counts_queries_not_rows(firms, sign_in, django_assert_max_num_queries):
    client = sign_in(firms.a.admin)
    client.get("/settings/people/")
    with django_assert_max_num_queries(30):
        page = client.get("/settings/people/").content.decode()
    assert "Imogen Vance" in page
    assert "attorney@alder.example" in page
    assert "cedar.example" not in page


def test_a_change_is_made_and_kept_with_before_and_after(firms, sign_in):
    client = sign_in(firms.a.admin)
    m = firms.a.secretary
    data = form(
        firms.a,
        m,
        role=firms.a.roles["legal_assistant"].pk,
        title="Office lead",
        supervisor=firms.a.attorney.pk,
    )
    assert client.post(f"/settings/people/{m.pk}/", data).status_code == 303
    with firm_scope(firms.a.firm):
        event = audit.history_of(m)[0]
        assert event.verb == "member.changed"
        assert event.actor_name == "Rowan Achebe"
        assert event.changes == {
            "role": ["Legal secretary", "Legal assistant"],
            "title": ["Legal secretary", "Office lead"],
            "supervisor": [None, "Imogen Vance"],
        }
    page = client.get(f"/settings/people/{m.pk}/history/").content.decode()
    assert "Office lead" in page


def test_taking_away_access_ends_it_with_the_next_click(firms, sign_in):
    theirs = Client()
    theirs.force_login(firms.a.secretary.user, backend=BACKEND)
    assert theirs.get("/account/profile/").status_code == 200
    client = sign_in(firms.a.admin)
    pk = firms.a.secretary.pk
    asked = client.get(f"/settings/people/{pk}/deactivate/").content.decode()
    assert "signed out at once" in asked
    client.post(f"/settings/people/{pk}/deactivate/", {"reason": "Left the firm"})
    assert theirs.get("/account/profile/")["Location"].startswith("/account/login/")
    with firm_scope(firms.a.firm):
        event = audit.history_of(firms.a.secretary)[0]
        assert (event.verb, event.reason) == ("member.deactivated", "Left the firm")
    client.post(f"/settings/people/{pk}/activate/")
    theirs.force_login(firms.a.secretary.user, backend=BACKEND)
    assert theirs.get("/account/profile/").status_code == 200


def test_the_last_day_ends_access(firms, client):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with firm_scope(firms.a.firm):
        change(firms.a.freelancer, by=firms.a.admin, expires_on=timezone.localdate())
    client.force_login(firms.a.freelancer.user, backend=BACKEND)
    assert client.get("/account/profile/").status_code == 200
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=firms.a.freelancer.pk).update(expires_on=yesterday)
    assert client.get("/account/profile/")["Location"] == "/no-firm/"


def test_a_new_role_holds_with_the_next_click(firms, sign_in):
    client = sign_in(firms.a.associate)
    assert client.get("/settings/people/").status_code == 403
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=firms.a.associate.pk).update(role=firms.a.roles["firm_admin"])
    assert client.get("/settings/people/").status_code == 200


def test_somebody_can_always_manage_people(a):
    members.deactivate_member(a.attorney, by=a.admin)
    with pytest.raises(DomainError, match="Somebody must be able to manage people"):
        # The administrator is the last one; a partner who is gone does not count.
        change(a.admin, by=_revived(a), role=a.roles["paralegal"])
    with pytest.raises(Refused, match="their own access"):
        members.deactivate_member(a.admin, by=a.admin)


def _revived(a):
    """The partner as they were, powers and all: a request that began before the deactivation."""
    return a.attorney


def test_a_last_day_for_the_last_manager_is_refused(a):
    members.deactivate_member(a.admin, by=a.attorney)
    with pytest.raises(DomainError, match="Somebody must be able"):
        change(a.attorney, by=a.admin, expires_on=timezone.localdate() + datetime.timedelta(days=30))


@pytest.mark.parametrize("what", ["role", "is_partner", "expires_on"])
def test_nobody_changes_their_own_role_partner_flag_or_last_day(a, what):
    new = {"role": a.roles["attorney"], "is_partner": True, "expires_on": timezone.localdate()}[what]
    with pytest.raises(Refused, match="their own"):
        change(a.admin, by=a.admin, **{what: new})


def test_forged_posts_for_oneself_change_nothing(firms, sign_in):
    client = sign_in(firms.a.admin)
    m = firms.a.admin
    data = form(firms.a, m, role=firms.a.roles["attorney"].pk, is_partner="on", title="Queen")
    client.post(f"/settings/people/{m.pk}/", data)
    with firm_scope(firms.a.firm):
        now = Member.objects.get(pk=m.pk)
        assert now.role_id == firms.a.roles["firm_admin"].pk
        assert not now.is_partner
        assert now.title == "Queen"


def test_only_a_partner_makes_partners(a):
    with pytest.raises(Refused, match="Only a partner"):
        change(a.associate, by=a.admin, is_partner=True)
    with pytest.raises(DomainError, match="Only an attorney is a partner"):
        change(a.paralegal, by=a.attorney, is_partner=True)
    assert change(a.associate, by=a.attorney, is_partner=True).is_partner


def test_supervisors_are_attorneys_and_never_in_a_circle(a):
    with pytest.raises(DomainError, match="supervises themselves"):
        change(a.associate, by=a.admin, supervisor=a.associate)
    with pytest.raises(DomainError, match="Choose an attorney"):
        change(a.secretary, by=a.admin, supervisor=a.paralegal)
    change(a.associate, by=a.admin, supervisor=a.attorney)
    senior = Member.objects.select_related("role").get(pk=a.associate.pk)
    with pytest.raises(DomainError, match="supervises"):
        change(a.attorney, by=a.admin, supervisor=senior)


def test_people_without_the_power_and_other_firms(firms, sign_in, client):
    pk, theirs = firms.a.secretary.pk, firms.b.secretary.pk
    paths = [
        f"/settings/people/{pk}/",
        f"/settings/people/{pk}/deactivate/",
        f"/settings/people/{pk}/history/",
    ]
    for path in [*paths, "/settings/people/", "/settings/people/invite/"]:
        assert client.get(path)["Location"].startswith("/account/login/")
    for key in ("paralegal", "secretary", "associate", "freelancer"):
        browser = sign_in(getattr(firms.a, key))
        for path in [*paths, "/settings/people/"]:
            assert browser.get(path).status_code == 403, (key, path)
        assert browser.post(f"/settings/people/{pk}/deactivate/").status_code == 403
        assert browser.post(f"/settings/people/{pk}/", form(firms.a, firms.a.secretary)).status_code == 403
    browser = sign_in(firms.a.admin)
    for tail in ("", "history/", "deactivate/"):
        assert browser.get(f"/settings/people/{theirs}/{tail}").status_code == 404
    assert browser.post(f"/settings/people/{theirs}/deactivate/").status_code == 404
    with firm_scope(firms.b.firm):
        assert Member.objects.get(pk=theirs).is_active


def test_a_role_or_supervisor_of_another_firm_is_refused(firms, sign_in):
    browser = sign_in(firms.a.admin)
    m = firms.a.secretary
    for data in ({"role": firms.b.roles["paralegal"].pk}, {"supervisor": firms.b.attorney.pk}):
        assert browser.post(f"/settings/people/{m.pk}/", form(firms.a, m, **data)).status_code == 422


def test_bad_input_stays_in_the_form(firms, sign_in):
    browser = sign_in(firms.a.admin)
    m = firms.a.secretary
    response = browser.post(
        f"/settings/people/{m.pk}/",
        form(firms.a, m, title="Kept text", expires_on="never", daily_target="99"),
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Kept text" in page
    assert "never" in page
