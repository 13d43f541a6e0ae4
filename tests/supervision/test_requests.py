"""Asking somebody who may: that it be done, or that a power be lent."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation
from accounts.permissions import Perm
from matters.models import Wall
from matters.queries.access import may
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from supervision import services
from supervision.kinds import kind
from supervision.models import Approval, Request

TODAY = timezone.localdate


def test_a_refused_person_asks_in_words_and_hears_done_or_why_not(a):
    sent = services.ask(
        Perm.FIRM_SETTINGS, by=a.secretary, text="Add the new office", path="/settings/firm/", to=a.admin
    )
    assert (sent.kind, sent.assigned_to, sent.title, sent.reserved) == (
        "ask",
        a.admin,
        "Add the new office",
        False,
    )
    with pytest.raises(Refused):
        services.approve(sent, by=a.paralegal)
    services.approve(sent, by=a.admin)
    sent.refresh_from_db()
    assert (sent.state, sent.basis) == ("approved", "second_person")
    again = services.ask(Perm.FIRM_SETTINGS, by=a.secretary, text="And a second one")
    services.send_back(again, by=again.assigned_to, note="The lease is not signed")
    again.refresh_from_db()
    assert again.decision_note == "The lease is not signed"


def test_a_request_goes_only_to_people_who_can_and_see_the_matter(a):
    assert {m.name for m in kind("ask").deciders(Request(by=a.paralegal, power="invoice.approve"))} == {
        "Imogen Vance",
        "Priya Tollett",
    }
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    asked = Request(by=a.paralegal, power="invoice.approve", matter=a.matter)
    assert [m.name for m in kind("ask").deciders(asked)] == ["Imogen Vance"]
    with pytest.raises(DomainError, match="cannot decide this"):
        services.ask(Perm.INVOICE_APPROVE, by=a.paralegal, text="x", matter=a.matter, to=a.associate)
    with pytest.raises(DomainError, match="Say in a few words"):
        services.ask(Perm.INVOICE_APPROVE, by=a.paralegal, text="  ")
    assert services.ask(Perm.INVOICE_APPROVE, by=a.paralegal, text="x", matter=a.matter).reserved


def test_a_request_is_decided_in_the_inbox_in_its_own_words(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        sent = services.ask(
            Perm.FIRM_SETTINGS,
            by=people.secretary,
            text="Add the office",
            path="/settings/firm/",
            to=people.admin,
        )
    client = sign_in(people.admin)
    text = client.get(reverse("approval_list")).content.decode()
    assert "Done <kbd" in text
    assert "Why not" in text
    assert 'href="/settings/firm/"' in text
    assert (
        client.post(reverse("approval_approve", args=[sent.pk]), {"seen": sent.content_hash}).status_code
        == 303
    )


def test_a_power_is_lent_by_approving_the_wish_for_it(a):
    until = TODAY() + datetime.timedelta(days=30)
    perm = Perm.CALENDAR_MANAGE_FOR_OTHERS
    assert not may(a.paralegal, perm, a.matter)
    sent = services.ask_for_delegation(
        perm, by=a.paralegal, matter=a.matter, until=until, text="Depositions of December"
    )
    assert (sent.kind, sent.assigned_to, sent.reserved) == ("delegation", a.attorney, True)
    # Another attorney, who is not on the matter, lends nothing on it.
    with pytest.raises(Refused):
        services.approve(sent, by=a.associate)
    services.approve(sent, by=a.attorney)
    found = Delegation.objects.get()
    assert (found.principal, found.to, found.powers, found.matter, found.until) == (
        a.attorney,
        a.paralegal,
        [str(perm)],
        a.matter,
        until,
    )
    del a.paralegal.__dict__["powers"]
    a.paralegal.__dict__.pop("live_delegations", None)
    assert may(a.paralegal, perm, a.matter)


def test_what_cannot_be_lent_is_not_asked_for(a):
    until = TODAY() + datetime.timedelta(days=30)
    with pytest.raises(DomainError, match="not delegated to anybody"):
        services.ask_for_delegation(
            Perm.INVOICE_APPROVE, by=a.paralegal, matter=a.matter, until=until, text="x"
        )
    with pytest.raises(DomainError, match="from today on"):
        services.ask_for_delegation(
            Perm.CALENDAR_MANAGE_FOR_OTHERS,
            by=a.paralegal,
            matter=a.matter,
            until=TODAY() - datetime.timedelta(days=1),
            text="x",
        )
    assert not Request.objects.exists()


def test_asking_for_a_delegation_on_its_page(firms, sign_in):
    people = firms.a
    address = f"{reverse('delegation_ask')}?matter={people.matter.pk}&power=calendar.manage_for_others"
    client = sign_in(people.paralegal)
    page = client.get(address)
    assert page.status_code == 200
    assert '<option value="calendar.manage_for_others" selected>' in page.content.decode()
    answer = client.post(
        address,
        {
            "power": "calendar.manage_for_others",
            "until": "+14",
            "text": "Depositions",
            "to": people.attorney.pk,
        },
    )
    assert answer.status_code == 303
    with firm_scope(people.firm):
        assert Approval.objects.get().kind == "delegation"
    assert client.get(f"{reverse('delegation_ask')}?matter=999999999").status_code == 404
    assert sign_in(firms.b.paralegal).get(address).status_code == 404
    bad = sign_in(people.paralegal).post(address, {"power": "invoice.approve", "until": "+14", "text": "x"})
    assert bad.status_code == 422
