"""Invitations: sending, accepting by a new and by a known person, and everything that must not work."""

import datetime
import hashlib

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Member, User
from accounts.services import invitations, members, roles
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.accounts.mails import deliver, link_in
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def post(client, people, **changes):
    data = {
        "name": "Teodora Marsh",
        "email": "Teodora@marsh.example",
        "role": people.roles["paralegal"].pk,
        "title": "Senior paralegal",
        "supervisor": people.attorney.pk,
        "expires_on": "",
    }
    return client.post("/settings/people/invite/", data | changes)


@pytest.fixture
def link(firms, sign_in):
    """The path in the mail of an invitation of firm A."""
    assert post(sign_in(firms.a.admin), firms.a).status_code == 303
    (sent,) = deliver()
    assert sent.to == ["teodora@marsh.example"]
    assert sent.reply_to == ["office@alder.example"]
    return link_in(sent)


def accept(link, client=None):
    client = client or Client()
    return client, client.post(link, {"name": "Teodora Marsh", "password": "five blue herons by the lock"})


def test_a_new_person_joins_by_the_link(firms, link):
    page = Client().get(link).content.decode()
    assert "Join Alder &amp; Birch LLP" in page
    client, response = accept(link)
    assert response.status_code == 302
    assert client.session["firm_id"] == firms.a.firm.pk
    assert client.get("/account/profile/").status_code == 200
    with firm_scope(firms.a.firm):
        member = Member.objects.select_related("role", "supervisor").get(user__email="teodora@marsh.example")
        assert member.role == firms.a.roles["paralegal"]
        assert member.title == "Senior paralegal"
        assert member.supervisor == firms.a.attorney
        event = audit.history_of(member)[0]
        assert (event.verb, event.reason) == ("firm.joined", "Invited by Rowan Achebe")
    # The link showed that the mailbox is theirs.
    assert "Not confirmed" not in client.get("/account/security/").content.decode()


def test_it_works_once(firms, link):
    accept(link)
    for answer in (Client().get(link), accept(link)[1]):
        assert answer.status_code == 404
        assert "no longer open" in answer.content.decode()
    assert User.objects.filter(email="teodora@marsh.example").count() == 1


def test_looking_at_it_does_not_use_it_up(firms, link):
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert accept(link)[1].status_code == 302


def test_a_known_person_signs_in_and_joins(firms, sign_in):
    post(sign_in(firms.a.admin), firms.a, email=firms.b.paralegal.user.email)
    link = link_in(deliver()[0])
    stranger = Client()
    page = stranger.get(link).content.decode()
    assert "Sign in to join" in page
    assert 'name="password"' not in page
    assert stranger.post(link, {"name": "X", "password": "five blue herons by the lock"}).status_code == 422
    stranger.post("/account/login/", {"login": firms.b.paralegal.user.email, "password": PASSWORD})
    assert "Join as Otis Farrow" in stranger.get(link).content.decode()
    assert stranger.post(link).status_code == 303
    assert stranger.session["firm_id"] == firms.a.firm.pk
    assert User.objects.get(pk=firms.b.paralegal.user_id).check_password(PASSWORD)
    with firm_scope(firms.a.firm):
        assert Member.objects.filter(user=firms.b.paralegal.user, is_active=True).exists()
    with firm_scope(firms.b.firm):
        assert Member.objects.get(pk=firms.b.paralegal.pk).is_active


def test_somebody_else_who_is_signed_in_cannot_take_it(firms, link, sign_in):
    client = sign_in(firms.b.secretary)
    assert "Sign out" in client.get(link).content.decode()
    assert client.post(link).status_code == 422
    with firm_scope(firms.a.firm):
        assert not Member.objects.filter(user=firms.b.secretary.user).exists()


def test_the_secret_is_in_the_mail_alone(firms, link):
    _, _, secret = invitations.read_link(link.split("/")[2])
    with firm_scope(firms.a.firm):
        row = Invitation.objects.get()
        assert row.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
        said = [str(e.changes) for e in audit.history_of(row)]
    assert not any(secret in text or row.secret_hash in text for text in said)
    assert Outbox.objects.get(task="accounts.tasks.send_invitation").arguments == {"invitation_id": row.pk}


def test_after_seven_days_it_is_over(firms, link):
    with firm_scope(firms.a.firm):
        row = Invitation.objects.get()
        assert (
            datetime.timedelta(days=6, hours=23)
            < row.valid_until - timezone.now()
            <= datetime.timedelta(days=7)
        )
        Invitation.objects.update(valid_until=timezone.now() - datetime.timedelta(seconds=1))
    assert accept(link)[1].status_code == 404


def test_taken_back_it_is_over_at_once(firms, link, sign_in):
    client = sign_in(firms.a.admin)
    with firm_scope(firms.a.firm):
        pk = Invitation.objects.get().pk
    assert "teodora@marsh.example" in client.get("/settings/people/").content.decode()
    assert client.post(f"/settings/people/invitations/{pk}/revoke/").status_code == 303
    assert accept(link)[1].status_code == 404
    assert "teodora@marsh.example" not in client.get("/settings/people/").content.decode()


def test_sent_again_the_new_link_works_and_the_old_one_does_not(firms, link, sign_in):
    client = sign_in(firms.a.admin)
    with firm_scope(firms.a.firm):
        pk = Invitation.objects.get().pk
    client.post(f"/settings/people/invitations/{pk}/again/")
    assert Client().get(link).status_code == 404
    new = link_in(deliver()[0])
    assert new != link
    assert accept(new)[1].status_code == 302


@pytest.mark.parametrize("where", ["end", "middle"])
def test_a_link_that_was_tampered_with(firms, link, where):
    token = link.split("/")[2]
    i = len(token) - 2 if where == "end" else 5
    forged = token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1 :]
    assert Client().get(f"/join/{forged}/").status_code == 404
    assert Client().get("/join/x/").status_code == 404


def test_who_may_invite(firms, sign_in, client):
    assert post(client, firms.a).status_code == 302
    for key in ("paralegal", "assistant", "secretary", "freelancer", "associate"):
        with firm_scope(firms.a.firm):
            before = Invitation.objects.count()
        assert post(sign_in(getattr(firms.a, key)), firms.a).status_code == 403
        with firm_scope(firms.a.firm):
            assert Invitation.objects.count() == before
    assert post(sign_in(firms.a.attorney), firms.a).status_code == 303


def test_nobody_invites_into_a_stronger_role(a):
    """An associate who may manage people, and nothing else of the firm, cannot make administrators."""
    role = roles.create_role(by=a.attorney, name="Hiring attorney", template="attorney")
    powers = dict(role.powers) | {"user.manage": "yes"}
    roles.change_role(role, by=a.attorney, name=role.name, powers=powers)
    members.change_member(
        a.associate,
        by=a.attorney,
        name="Priya Tollett",
        role=role,
        title="",
        supervisor=None,
        is_partner=False,
        expires_on=None,
    )
    by = Member.objects.select_related("role").get(pk=a.associate.pk)
    invitations.invite(by=by, name="P", email="p@x.example", role=a.roles["paralegal"])
    with pytest.raises(Refused, match="manages more of the firm than yours"):
        invitations.invite(by=by, name="A", email="a@x.example", role=a.roles["firm_admin"])


def test_the_form_does_not_even_take_a_stronger_role(a, sign_in):
    """Forged: the firm administrator's role posted by somebody who was not offered it."""
    role = roles.create_role(by=a.attorney, name="Hiring attorney", template="attorney")
    roles.change_role(role, by=a.attorney, name=role.name, powers=dict(role.powers) | {"user.manage": "yes"})
    Member.objects.filter(pk=a.associate.pk).update(role=role)
    response = post(sign_in(a.associate), a, role=a.roles["firm_admin"].pk)
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_another_firms_role_supervisor_and_invitation(firms, sign_in):
    client = sign_in(firms.a.admin)
    assert post(client, firms.a, role=firms.b.roles["paralegal"].pk).status_code == 422
    assert post(client, firms.a, supervisor=firms.b.attorney.pk).status_code == 422
    post(sign_in(firms.b.admin), firms.b)
    with firm_scope(firms.b.firm):
        theirs = Invitation.objects.get()
    client = sign_in(firms.a.admin)
    assert client.post(f"/settings/people/invitations/{theirs.pk}/again/").status_code == 404
    assert client.post(f"/settings/people/invitations/{theirs.pk}/revoke/").status_code == 404


def test_rules_of_an_invitation(a):
    def invite(**fields):
        return invitations.invite(
            **{"by": a.admin, "name": "G", "email": "g@x.example", "role": a.roles["freelancer"]} | fields
        )

    with pytest.raises(DomainError, match="last day"):
        invite()
    with pytest.raises(DomainError, match="past"):
        invite(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(DomainError, match="Choose an attorney"):
        invite(expires_on=timezone.localdate(), supervisor=a.secretary)
    with pytest.raises(DomainError, match="works here already"):
        invite(expires_on=timezone.localdate(), email="Attorney@alder.example")
    invite(expires_on=timezone.localdate())
    with pytest.raises(DomainError, match="open invitation"):
        invite(expires_on=timezone.localdate())


def test_a_former_member_comes_back_to_the_old_seat(a):
    members.deactivate_member(a.secretary, by=a.admin, reason="Left")
    row = invitations.invite(
        by=a.admin, name="Bea", email=a.secretary.user.email, role=a.roles["legal_assistant"]
    )
    secret = invitations.read_link(invitations.new_link(row).split("/")[2])[2]
    member = invitations.accept(row.pk, secret, user=a.secretary.user)
    assert member.pk == a.secretary.pk
    assert member.is_active
    assert member.role == a.roles["legal_assistant"]
