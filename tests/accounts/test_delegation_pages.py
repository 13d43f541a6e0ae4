"""The pages of delegations: both sides, a new one, taking back with undo, the strip, the mails."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Delegation
from accounts.permissions import Perm
from accounts.services.delegations import delegate, remind_of_endings, revoke_delegation
from accounts.tasks import remind_of_delegations, send_delegation_mail
from practice.models import Outbox
from practice.scope import firm_scope

MAIL = "accounts.tasks.send_delegation_mail"


def day(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


def give(people, **changes):
    values = {
        "by": people.attorney,
        "principal": people.attorney,
        "powers": [Perm.DEADLINE_VERIFY],
        "until": day(10),
    }
    with firm_scope(people.firm):
        return delegate(changes.pop("to", people.paralegal), **{**values, **changes})


@pytest.fixture
def posted(firms):
    """The data of a delegation to the paralegal."""
    return {
        "principal": firms.a.attorney.pk,
        "to": firms.a.paralegal.pk,
        "powers": ["deadline.verify"],
        "until": day(10),
        "starts_on": "",
        "note": "",
        "matter": "",
    }


def test_an_attorney_delegates_and_takes_it_back_and_undoes_that(firms, sign_in, posted):
    browser = sign_in(firms.a.attorney)
    assert "Choose a person; the powers" in browser.get("/delegations/new/").content.decode()
    page = browser.get(f"/delegations/new/?to={firms.a.paralegal.pk}").content.decode()
    assert "Verify a deadline" in page
    assert "Approve a bill" not in page
    made = browser.post("/delegations/new/", posted)
    assert made.status_code == 303
    page = browser.get(made.url).content.decode()
    assert "In force" in page
    pk = made.url.strip("/").split("/")[-1]
    assert browser.get("/delegations/?side=given").status_code == 200
    assert browser.post(f"/delegations/{pk}/revoke/").status_code == 303
    assert "Revoked" in browser.get(made.url).content.decode()
    assert browser.post(f"/delegations/{pk}/restore/", {"next": "/delegations/"}).url == "/delegations/"
    assert "In force" in browser.get(made.url).content.decode()
    assert (
        f'value="{firms.a.paralegal.pk}" selected'
        in browser.get(f"/delegations/new/?renew={pk}").content.decode()
    )


def test_the_form_says_what_is_wrong_beside_its_field(firms, sign_in, posted):
    browser = sign_in(firms.a.attorney)
    answer = browser.post("/delegations/new/", posted | {"until": day(-1)})
    assert answer.status_code == 422
    assert "Choose a last day from today on." in answer.content.decode()
    answer = browser.post("/delegations/new/", posted | {"to": firms.a.secretary.pk})
    assert answer.status_code == 422


def test_the_powers_follow_the_person(firms, sign_in):
    browser = sign_in(firms.a.attorney)
    part = browser.get(
        "/delegations/new/",
        {"to": firms.a.secretary.pk},
        HTTP_HX_REQUEST="true",
        HTTP_HX_TARGET="powers",
    ).content.decode()
    assert "Manage another" in part
    assert "Verify a deadline" not in part


def test_it_is_shown_on_both_sides_on_the_matter_and_to_managers(firms, sign_in):
    a = firms.a
    made = give(a)
    url = f"/delegations/{made.pk}/"
    for person in (a.attorney, a.paralegal, a.admin):
        assert sign_in(person).get(url).status_code == 200
    for person in (a.associate, a.secretary, firms.b.attorney):
        assert sign_in(person).get(url).status_code == 404
    browser = sign_in(a.paralegal)
    page = browser.get("/delegations/").content.decode()
    assert "you may verify a deadline for Imogen Vance" in page
    assert "Give back" in browser.get(url).content.decode()
    page = sign_in(a.attorney).get(f"/matters/{a.matter.pk}/access/").content.decode()
    assert "Delegated on this matter" in page
    assert "Otis Farrow" in page
    page = sign_in(a.admin).get(f"/settings/people/{a.paralegal.pk}/standing/").content.decode()
    assert "Verify a deadline" in page


def test_others_do_not_delegate(firms, sign_in, client):
    assert client.get("/delegations/").status_code == 302
    for key in ("paralegal", "secretary", "admin"):
        browser = sign_in(getattr(firms.a, key))
        answer = browser.get("/delegations/new/")
        assert answer.status_code == 403
        assert "only an attorney delegates and supervises (Model Rule 5.3)" in answer.content.decode()


def test_who_may_hand_on_gets_the_form(firms, sign_in, posted):
    give(firms.a, may_pass_on=True)
    with firm_scope(firms.a.firm):
        firms.a.assistant.role = firms.a.roles["paralegal"]
        firms.a.assistant.save()
    browser = sign_in(firms.a.paralegal)
    assert browser.get("/delegations/new/").status_code == 200
    made = browser.post("/delegations/new/", posted | {"to": firms.a.assistant.pk})
    assert made.status_code == 303


def _mails(people, outbox):
    """Send what is queued now; (address, subject) of each."""
    with firm_scope(people.firm):
        rows = list(Outbox.objects.filter(task=MAIL, done_at=None).order_by("id"))
    for row in rows:
        send_delegation_mail(firm_id=people.firm.pk, outbox_id=row.pk, **row.arguments)
    found = [(mail.to[0], mail.subject) for mail in outbox]
    outbox.clear()
    return found


def test_the_person_is_told_when_it_is_given_and_taken(firms, mailoutbox):
    a = firms.a
    made = give(a, matter=a.matter, note="Check the service dates")
    assert _mails(a, mailoutbox) == [(a.paralegal.user.email, "Imogen Vance delegated to you")]
    with firm_scope(a.firm):
        revoke_delegation(made, by=a.attorney)
    assert _mails(a, mailoutbox) == [(a.paralegal.user.email, "A delegation to you has ended")]
    second = give(a)
    _mails(a, mailoutbox)
    with firm_scope(a.firm):
        revoke_delegation(second, by=a.paralegal)  # given back: the attorney is told
    assert _mails(a, mailoutbox) == [(a.attorney.user.email, "A delegation to Otis Farrow has ended")]


def test_a_mail_that_no_longer_holds_is_not_sent(firms, mailoutbox):
    made = give(firms.a)
    with firm_scope(firms.a.firm):
        revoke_delegation(made, by=firms.a.attorney)
    assert [subject for _, subject in _mails(firms.a, mailoutbox)] == ["A delegation to you has ended"]


def test_both_are_reminded_three_days_before_and_once(firms, mailoutbox):
    a = firms.a
    give(a, until=day(10))
    give(a, until=day(2))  # given for two days: not announced
    _mails(a, mailoutbox)
    with firm_scope(a.firm):
        assert remind_of_endings(day(6)) == 0
        assert remind_of_endings(day(7)) == 1
        assert remind_of_endings(day(7)) == 0
        assert remind_of_endings(day(8)) == 0
        last = Delegation.objects.get(until=day(10)).until
    said = f"{last:%B} {last.day}, {last.year}"
    assert _mails(a, mailoutbox) == [
        (a.paralegal.user.email, f"A delegation to you ends on {said}"),
        (a.attorney.user.email, f"A delegation to Otis Farrow ends on {said}"),
    ]


def test_the_beat_goes_through_every_firm(firms):
    for people in (firms.a, firms.b):
        give(people, until=day(10))
        with firm_scope(people.firm):
            Delegation.objects.update(reminded_at=None)
    assert remind_of_delegations() == 0
