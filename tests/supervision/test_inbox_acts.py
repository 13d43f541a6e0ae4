"""Approve, return, reassign, withdraw and approving several, through the pages."""

import pytest
from django.urls import reverse

from practice.scope import firm_scope
from supervision import services
from supervision.models import Approval
from tests import cast
from tests.supervision.kit import edit

pytestmark = pytest.mark.usefixtures("kit")


@pytest.fixture
def sent(firms):
    with firm_scope(firms.a.firm):
        return services.submit("caption", firms.a.matter, by=firms.a.paralegal)


def state(people, approval):
    with firm_scope(people.firm):
        approval.refresh_from_db()
        return approval.state


def url(act, approval):
    return reverse(f"approval_{act}", args=[approval.pk])


def test_approving_what_was_read_carries_out_the_act_and_goes_on(firms, sign_in, sent):
    people = firms.a
    with firm_scope(people.firm):
        other = cast.make_matter(people, number="2026-0002", name="Other")
        following = services.submit("caption", other, by=people.paralegal)
    client = sign_in(people.attorney)
    answer = client.post(url("approve", sent), {"seen": sent.content_hash})
    assert answer.status_code == 303
    assert answer["Location"] == reverse("approval_detail", args=[following.pk])
    assert state(people, sent) == "approved"
    with firm_scope(people.firm):
        people.matter.refresh_from_db()
        assert people.matter.description == "caption approved by Imogen Vance"
    answer = client.post(url("approve", following), {"seen": following.content_hash})
    assert answer["Location"] == reverse("approval_list")


def test_what_changed_since_it_was_read_is_shown_instead_of_approved(firms, sign_in, sent):
    people = firms.a
    with firm_scope(people.firm):
        edit(people.matter, court="Another court")
    client = sign_in(people.attorney)
    answer = client.post(url("approve", sent), {"seen": sent.content_hash})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Edited after it was sent." in text
    assert "Court: nothing → Another court" in text
    assert state(people, sent) == "waiting"
    # Now it was read: the page carries the hash of what it shows.
    answer = client.post(url("approve", sent), {"seen": answer.context["reading"].seen})
    assert answer.status_code == 303
    assert state(people, sent) == "approved"


def test_a_return_needs_a_note_and_mails_the_sender(firms, sign_in, sent):
    from practice.models import Outbox

    people = firms.a
    client = sign_in(people.attorney)
    answer = client.post(url("return", sent), {"note": " "})
    assert answer.status_code == 422
    assert "Say what should change." in answer.content.decode()
    assert client.post(url("return", sent), {"note": "Name the court"}).status_code == 303
    assert state(people, sent) == "returned"
    mail = Outbox.objects.get(task="supervision.tasks.mail_about")
    assert mail.arguments == {"what": "returned", "approval_id": sent.pk, "to_id": people.paralegal.pk}


def test_the_sender_withdraws_and_nobody_else(firms, sign_in, sent):
    people = firms.a
    assert sign_in(people.secretary).post(url("withdraw", sent)).status_code == 404
    assert sign_in(people.attorney).post(url("withdraw", sent)).status_code == 403
    assert sign_in(people.paralegal).post(url("withdraw", sent)).status_code == 303
    assert state(people, sent) == "withdrawn"


def test_it_is_sent_to_another_who_may_decide(firms, sign_in, sent):
    people = firms.a
    client = sign_in(people.attorney)
    page = client.get(url("reassign", sent))
    assert "Priya Tollett" in page.content.decode()
    assert "Rowan Achebe" not in page.content.decode()
    assert client.post(url("reassign", sent), {"to": people.admin.pk}).status_code == 422
    answer = client.post(url("reassign", sent), {"to": people.associate.pk, "note": "Your court"})
    assert answer.status_code == 303
    with firm_scope(people.firm):
        sent.refresh_from_db()
        assert sent.assigned_to == people.associate
    assert sign_in(people.admin).get(url("reassign", sent)).status_code == 403


def test_who_may_not_decide_is_refused_whatever_they_post(firms, sign_in, sent):
    people = firms.a
    answer = sign_in(people.paralegal).post(url("approve", sent), {"seen": sent.content_hash})
    assert answer.status_code == 403
    assert sign_in(people.admin).post(url("return", sent), {"note": "x"}).status_code == 403
    assert (
        sign_in(firms.b.attorney).post(url("approve", sent), {"seen": sent.content_hash}).status_code == 404
    )
    assert state(people, sent) == "waiting"


def test_several_are_approved_each_by_itself_and_failures_named(firms, sign_in, sent):
    people = firms.a
    with firm_scope(people.firm):
        matters = [cast.make_matter(people, number=f"2026-001{n}", name=f"M{n}") for n in range(3)]
        sheets = [services.submit("sheet", m, by=people.paralegal) for m in matters]
        edit(matters[1], court="Edited meanwhile")
    data = {"ids": [a.pk for a in [*sheets, sent]]}
    data |= {f"seen-{a.pk}": a.content_hash for a in [*sheets, sent]}
    client = sign_in(people.attorney)
    answer = client.post(reverse("approval_batch"), data, follow=True)
    assert [state(people, a) for a in sheets] == ["approved", "waiting", "approved"]
    # Not a kind for the list: it wants to be read.
    assert state(people, sent) == "waiting"
    text = answer.content.decode()
    assert "2 approved" in text
    assert "Sheet of 2026-0011: This changed after you opened it" in text
    assert "A caption is opened and read before it is approved." in text
    # A form without what was shown approves nothing.
    client.post(reverse("approval_batch"), {"ids": [sheets[1].pk]})
    assert state(people, sheets[1]) == "waiting"


def test_submitting_from_the_page(firms, sign_in):
    people = firms.a
    address = reverse("approval_submit", args=["caption", people.matter.pk])
    client = sign_in(people.paralegal)
    page = client.get(address)
    assert "What is sent" in page.content.decode()
    answer = client.post(
        address, {"to": people.associate.pk, "note": "Check", "due_on": "+2", "urgent": "on"}
    )
    assert answer.status_code == 303
    with firm_scope(people.firm):
        found = Approval.objects.get()
        assert (found.assigned_to, found.urgent, found.note) == (people.associate, True, "Check")
    assert client.post(address, {"to": people.admin.pk}).status_code == 422
    # Once it waits it is not sent again; and what nobody registered is no page.
    assert "waits for" in client.post(address, {"to": people.associate.pk}).content.decode()
    assert client.get(reverse("approval_submit", args=["nothing", 1])).status_code == 404


def test_arguments_come_only_signed_and_for_the_same_object(firms, sign_in):
    from practice.exceptions import Proposal
    from supervision.tokens import sign_arguments, submit_url

    people = firms.a
    client = sign_in(people.paralegal)
    good = submit_url(Proposal("caption", people.matter.pk, {"Reason": "Settled"}))
    answer = client.get(good)
    assert "Settled" in answer.content.decode()
    other = sign_arguments("sheet", people.matter.pk, {"Reason": "Settled"})
    address = reverse("approval_submit", args=["caption", people.matter.pk])
    assert client.get(f"{address}?with={other}").status_code == 404
    assert client.get(f"{address}?with=forged").status_code == 404
    token = sign_arguments("caption", people.matter.pk, {"Reason": "Settled"})
    client.post(address, {"to": people.attorney.pk, "with": token})
    with firm_scope(people.firm):
        assert Approval.objects.get().arguments == {"Reason": "Settled"}


def test_the_state_of_an_object_in_words(firms, rf):
    from django.template import Context, Template

    people = firms.a
    shown = Template("{% load approvals %}{% approval_state 'caption' matter %}")

    def said(member):
        request = rf.get("/")
        request.member = member
        with firm_scope(people.firm):
            return shown.render(Context({"request": request, "matter": people.matter}))

    assert "Send for approval" in said(people.paralegal)
    assert "Send for approval" not in said(people.freelancer)
    with firm_scope(people.firm):
        first = services.submit("caption", people.matter, by=people.paralegal)
    assert "Waiting for Imogen Vance" in said(people.paralegal)
    assert "Withdraw" in said(people.paralegal)
    assert "Withdraw" not in said(people.attorney)
    with firm_scope(people.firm):
        services.send_back(first, by=people.attorney, note="Name the court")
    assert "Returned by Imogen Vance" in said(people.paralegal)
    assert "Name the court" in said(people.paralegal)
    with firm_scope(people.firm):
        services.approve(services.submit("caption", people.matter, by=people.paralegal), by=people.attorney)
    assert "Approved by Imogen Vance" in said(people.paralegal)
    with firm_scope(people.firm):
        edit(people.matter, court="Elsewhere")
    assert "Edited after its approval" in said(people.paralegal)
    assert "Send again" in said(people.paralegal)
