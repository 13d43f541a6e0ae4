"""One's own profile and colours."""

from accounts.models import Member, User
from practice import audit
from practice.scope import firm_scope


def test_a_new_name_holds_in_every_firm_and_is_recorded(firms, sign_in):
    with firm_scope(firms.b.firm):
        other = Member.objects.create(
            user=firms.a.paralegal.user, role=firms.b.roles["paralegal"], name="Otis Farrow", initials="OF"
        )
    browser = sign_in(firms.a.paralegal)
    response = browser.post("/account/profile/", {"name": "Otis Farrow-Lund", "theme": "dark"})
    assert response.status_code == 303
    user = User.objects.get(pk=firms.a.paralegal.user_id)
    assert (user.name, user.theme, user.single_keys) == ("Otis Farrow-Lund", "dark", False)
    for firm, pk in ((firms.a.firm, firms.a.paralegal.pk), (firms.b.firm, other.pk)):
        with firm_scope(firm):
            member = Member.objects.get(pk=pk)
            assert (member.name, member.initials) == ("Otis Farrow-Lund", "OF")
            assert audit.history_of(member)[0].verb == "member.renamed"
    assert 'data-theme="dark"' in browser.get("/account/profile/").content.decode()
    assert 'data-keys="off"' in browser.get("/account/profile/").content.decode()


def test_an_empty_name_is_refused(firms, sign_in):
    response = sign_in(firms.a.paralegal).post("/account/profile/", {"name": "", "theme": "dark"})
    assert response.status_code == 422
    assert User.objects.get(pk=firms.a.paralegal.user_id).theme == "system"


def test_colours(firms, sign_in, client):
    assert client.post("/account/theme/", {"theme": "dark"}).status_code == 302
    browser = sign_in(firms.a.paralegal)
    assert browser.post("/account/theme/", {"theme": "dark"}, HTTP_HX_REQUEST="true").status_code == 204
    assert User.objects.get(pk=firms.a.paralegal.user_id).theme == "dark"
    assert browser.post("/account/theme/", {"theme": "light", "next": "/time/"})["Location"] == "/time/"
    assert browser.post("/account/theme/", {"theme": "light", "next": "//evil.example/"})["Location"] == "/"
    assert browser.post("/account/theme/", {"theme": "pink"}).status_code == 404
