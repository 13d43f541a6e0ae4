"""The home page: what waits for me, what came back, what I wait for."""

import pytest
from django.urls import reverse

from practice.scope import firm_scope
from supervision import services

pytestmark = pytest.mark.usefixtures("kit")


def cards(client):
    context = client.get(reverse("home")).context
    return {card.name: card for card in [*context["main"], *context["rail"]]}


def test_the_attorney_has_what_waits_and_approves_a_batch_kind_on_the_spot(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        read = services.submit("caption", people.matter, by=people.paralegal)
        quick = services.submit("sheet", people.matter, by=people.paralegal)
    client = sign_in(people.attorney)
    text = client.get(reverse("home")).content.decode()
    assert cards(client)["decide"].count == "2"
    # One that is to be read is opened; one of a list is approved as it is shown.
    assert reverse("approval_approve", args=[read.pk]) not in text
    answer = client.post(
        reverse("approval_approve", args=[quick.pk]), {"seen": quick.content_hash, "next": "/"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert cards(client)["decide"].count == "1"


def test_an_attorney_is_told_that_nothing_waits_and_staff_have_no_such_card(firms, sign_in):
    client = sign_in(firms.a.attorney)
    assert "Nothing waits for your decision." in client.get(reverse("home")).content.decode()
    assert "decide" not in cards(sign_in(firms.a.paralegal))


def test_staff_have_what_came_back_until_it_is_sent_again(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        first = services.submit("caption", people.matter, by=people.paralegal)
    client = sign_in(people.paralegal)
    assert set(cards(client)) & {"returned", "waiting"} == {"waiting"}
    with firm_scope(people.firm):
        services.send_back(first, by=people.attorney, note="Name the court")
    assert set(cards(client)) & {"returned", "waiting"} == {"returned"}
    assert "Name the court" in client.get(reverse("home")).content.decode()
    with firm_scope(people.firm):
        services.submit("caption", people.matter, by=people.paralegal)
    assert set(cards(client)) & {"returned", "waiting"} == {"waiting"}


def test_the_page_of_a_return_offers_to_send_it_again(firms, sign_in):
    people = firms.a
    with firm_scope(people.firm):
        first = services.submit("caption", people.matter, by=people.paralegal, arguments={"Reason": "Moved"})
        services.send_back(first, by=people.attorney, note="Name the court")
    client = sign_in(people.paralegal)
    answer = client.get(reverse("approval_detail", args=[first.pk]))
    again = answer.context["again_url"]
    token = client.get(again).context["token"]
    assert client.post(again, {"to": people.attorney.pk, "with": token}).status_code == 303
    assert client.get(reverse("approval_detail", args=[first.pk])).context["again_url"] == ""
