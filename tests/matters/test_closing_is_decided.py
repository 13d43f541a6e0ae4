"""A matter closes, and opens again, by an attorney's decision; staff propose it."""

import pytest
from django.urls import reverse

from billing.models import TimeEntry
from matters import services
from matters.models import Matter
from matters.services.states import carry_out_closing
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.doors import in_sql, refused_in_sql

CLOSE = "UPDATE matters_matter SET state='closed', closed_on='2026-11-02' WHERE id=%s"
OPEN = "UPDATE matters_matter SET state='open', closed_on=NULL WHERE id=%s"


@pytest.fixture(autouse=True)
def _billed(a):
    TimeEntry.objects.update(state="written_off")


def test_staff_propose_and_the_attorney_closes_it_in_their_words(a, sign_in):
    url = reverse("matter_close", args=[a.matter.pk])
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        page = sign_in(person).get(url).content.decode()
        assert "Send to an attorney" in page, person.name
    assert sign_in(a.secretary).post(url, {"reason": " "}).status_code == 422
    assert sign_in(a.secretary).post(url, {"reason": "Settled on Nov 2"}).status_code == 303
    sent = newest("closing", a.matter)
    assert (sent.arguments, sent.assigned_to) == ({"to": "closed", "reason": "Settled on Nov 2"}, a.attorney)
    assert sent.title == f"Close {a.matter}"
    assert "Waiting for" in sign_in(a.secretary).get(a.matter.get_absolute_url()).content.decode()
    assert sign_in(a.attorney).post(url, {"reason": ""}).status_code == 303
    matter = Matter.objects.get(pk=a.matter.pk)
    assert matter.state == "closed"
    assert newest("closing", matter).basis == "second_person"


def test_no_door_closes_it_without_the_approval(a, sign_in):
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused) as caught:
            services.close_matter(a.matter, by=person, reason="Quiet")
        if person is not a.freelancer:
            assert caught.value.proposal.kind == "closing"
            assert caught.value.proposal.arguments == {"to": "closed", "reason": "Quiet"}
    forged = Approval(kind="closing", object_id=a.matter.pk, arguments={"to": "closed", "reason": ""})
    with pytest.raises(DomainError, match="no approval yet"):
        carry_out_closing(a.matter, forged, by=a.attorney)
    refused_in_sql(CLOSE, a.matter.pk)
    services.propose_closing(a.matter, by=a.secretary, to="closed", reason="Settled")
    refused_in_sql(CLOSE, a.matter.pk)
    in_sql("UPDATE matters_matter SET state='on_hold' WHERE id=%s", a.matter.pk)
    refused_in_sql(CLOSE, a.matter.pk)


def test_each_decision_is_used_for_what_it_says(a):
    services.close_matter(a.matter, by=a.attorney, reason="Settled")
    refused_in_sql(OPEN, a.matter.pk)
    services.propose_closing(a.matter, by=a.paralegal, to="open", reason="New facts")
    refused_in_sql(OPEN, a.matter.pk)
    services.reopen_matter(a.matter, by=a.attorney, reason="New facts")
    assert Matter.objects.get(pk=a.matter.pk).state == "open"
    refused_in_sql(CLOSE, a.matter.pk)


def test_what_blocks_a_closing_blocks_its_proposal(a):
    TimeEntry.objects.update(state="open")
    with pytest.raises(DomainError, match="cannot be closed yet"):
        services.propose_closing(a.matter, by=a.secretary, to="closed", reason="Settled")
    TimeEntry.objects.update(state="written_off")
    sent = services.propose_closing(a.matter, by=a.secretary, to="closed", reason="Settled")
    TimeEntry.objects.update(state="open")
    with pytest.raises(DomainError, match="cannot be closed yet"):
        approvals.approve(sent, by=a.attorney)
    assert Matter.objects.get(pk=a.matter.pk).state == "open"
    with pytest.raises(DomainError, match="not closed"):
        services.propose_closing(a.matter, by=a.secretary, to="open", reason="New facts")
