"""The front desk: a number is matched to contact and matters at once, and a wall is not betrayed."""

import time

from django.utils import timezone

from accounts.models import Absence
from communications.models import Call, Slip
from communications.queries.front import find
from communications.services.slips import take_slip
from matters.models import Contact, Matter, Party, Phone, Wall

NUMBER = "(510) 555-0188"


def phone(contact, number=NUMBER):
    Phone.objects.create(contact=contact, number=number, is_main=True)


def shown(client, text) -> str:
    return client.get("/desk/find/", {"q": text}).content.decode()


def test_a_number_finds_the_contact_the_matter_and_who_answers_for_it(a, sign_in):
    phone(a.client)
    slip = take_slip(
        by=a.assistant, for_member=a.attorney, contact=a.client, matter=a.matter, reason="Hearing"
    )
    page = shown(sign_in(a.assistant), "510-555-0188")
    for words in (
        a.client.name,
        a.matter.name,
        "Imogen Vance",
        "Client",
        f"/communications/slips/{slip.pk}/",
    ):
        assert words in page
    assert f"contact={a.client.pk}" in page
    assert f"matter={a.matter.pk}" in page


def test_the_desk_says_that_the_attorney_is_away(a, sign_in):
    phone(a.client)
    today = timezone.localdate()
    Absence.objects.create(
        member=a.attorney, starts_on=today, ends_on=today, substitute=a.associate, created_by=a.attorney
    )
    assert "Priya Tollett decides" in shown(sign_in(a.assistant), NUMBER)


def test_a_represented_caller_is_warned_of(a, sign_in):
    counsel = Contact.objects.create(name="Wren Oakes", sort_name="Oakes, Wren")
    other = Contact.objects.create(name="Solano Tile", sort_name="Solano Tile")
    phone(other)
    Party.objects.create(
        matter=a.matter, contact=other, role="opposing_party", side="opposing", represented_by=counsel
    )
    page = shown(sign_in(a.assistant), NUMBER)
    assert "Represented by Wren Oakes" in page
    assert "Do not speak" in page


def test_a_matter_behind_a_wall_is_not_betrayed(a, sign_in):
    phone(a.client)
    client = sign_in(a.assistant)
    Slip.objects.all()
    take_slip(
        by=a.attorney, for_member=a.associate, contact=a.client, matter=a.matter, reason="Quillon papers"
    )
    Wall.objects.create(matter=a.matter, member=a.assistant, reason="Former client", created_by=a.attorney)
    page = shown(client, NUMBER)
    assert a.client.name in page  # the contact is known to all of the firm
    for words in (a.matter.name, a.matter.number, "Quillon", "Client ·"):
        assert words not in page
    without = Matter.objects.filter(client=a.client).count()
    assert without == 1  # the tests themselves see it


def test_an_unknown_number_offers_a_lead_a_contact_and_what_was_before(a, sign_in):
    Call.objects.create(
        name="A stranger",
        phone="(415) 555-0101",
        digits="4155550101",
        member=a.assistant,
        recorded_by=a.assistant,
    )
    page = shown(sign_in(a.assistant), "(415) 555-0101")
    assert "No contact has" in page
    assert "A stranger" in page
    assert "/contacts/new/?phone=%28415%29%20555-0101" in page


def test_a_name_is_found_too_and_less_than_a_number_is_nothing(a):
    assert [hit.contact for hit in find("Brightwater", a.assistant).hits] == [a.client]
    assert find("51", a.assistant).hits == []


def test_one_press_logs_that_the_caller_was_put_through(a, sign_in):
    answer = sign_in(a.assistant).post("/desk/through/", {"to": a.attorney.pk, "contact": a.client.pk})
    assert answer.status_code == 303
    call = Call.objects.get()
    assert (call.outcome, call.member, call.name) == ("through", a.attorney, a.client.name)


def test_the_form_takes_contact_and_matter_from_the_number(a, sign_in):
    phone(a.client)
    page = sign_in(a.assistant).get("/desk/match/", {"phone": NUMBER}).content.decode()
    assert 'hx-swap-oob="true"' in page
    assert f'name="matter" value="{a.matter.pk}"' in page


def test_the_answer_costs_few_queries_and_little_time(a, sign_in, django_assert_max_num_queries):
    for n in range(12):
        other = Contact.objects.create(name=f"Quarry {n}", sort_name=f"Quarry {n}")
        phone(other, f"(510) 555-02{n:02d}")
        Party.objects.create(matter=a.matter, contact=other, role="witness", side="third")
    client = sign_in(a.assistant)
    shown(client, "Quarry")
    with django_assert_max_num_queries(30):
        began = time.monotonic()
        page = shown(client, "Quarry")
    assert page.count("hit-n") == 6
    assert time.monotonic() - began < 2  # the budget is 300 ms on an idle machine


def test_who_does_not_keep_the_desk_has_none(a, sign_in):
    assert sign_in(a.freelancer).get("/desk/").status_code in (403, 404)
