"""The doors of polls, booking pages and bookings, parts of trips, notices and exhibits, and what devices ask, as each role.

Columns: attorney, paralegal, legal assistant, legal secretary, firm administrator (no lawyer), freelancer. From the
roles document: one's own calendar is everybody's, another's needs a delegation (a kept desk is one); who screens leads
sees to bookings; the administrator has what the firm offers; travel is arranged by all but a guest; expenses are
entered by all, what travel is billed at is the attorney's (staff choose among what was set), and time and costs of
another are recorded by assistants, secretaries and the administrator; exhibits are edited by attorneys and paralegals,
by others through a delegation; nobody but an attorney dismisses a date.
"""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import Support
from accounts.services.delegations import delegate
from billing.services.depositions import charge_deposition_cost, take_back_deposition_cost
from booking.queries.availability import times_of
from booking.services.bookings import book
from booking.services.changes import cancel_booking, confirm_booking, move_booking
from booking.services.links import revoke_link, send_link
from booking.services.pages import delete_page, new_address, save_page, set_state
from booking.services.polls import add_people, add_time, ask_again, call_off_poll, choose_time, create_poll
from booking.services.removals import remove_person, remove_time
from booking.services.visitors import Visitor
from calendar_app import services as calendar
from depositions.services import costs as deposition_costs
from depositions.services.depositions import cancel_deposition, change_deposition, create_deposition
from depositions.services.drafts import draft_notice
from depositions.services.exhibits import add_exhibit, change_exhibit, mark_exhibit, remove_exhibit
from depositions.services.notices import serve_notice, withdraw_notice
from documents import services as documents
from feeds.models import ChangeQuestion
from feeds.services import questions
from feeds.services.passes import create_device
from intake.services.leads import create_lead
from matters.models import Contact
from practice.scope import firm_scope
from tests.accounts.doors.trying import day, services_wrong
from tests.travel.trips import back, hotel, out, trip_of
from travel.services.costs import add_cost, change_cost, make_expenses, remove_cost, take_back_expenses
from travel.services.extras import leave_document, take_document, upload_document
from travel.services.parts import change_leg, change_stay, remove_part
from travel.services.time import choose_rule, record_travel_time, set_rule
from travel.services.trips import cancel_trip

HOUR = datetime.timedelta(hours=1)

# power · the service (a function of this file) · letters
SERVICES = """
calendar.own               make_poll             Y Y Y Y Y Y
calendar.manage_for_others poll_more_people      - - - - - -
calendar.manage_for_others poll_more_times       - - - - - -
calendar.manage_for_others poll_ask_again        - - - - - -
calendar.manage_for_others poll_choose           - - - - - -
calendar.manage_for_others poll_call_off         - - - - - -
calendar.manage_for_others poll_remove_time      - - - - - -
calendar.manage_for_others poll_remove_person    - - - - - -
calendar.manage_for_others pause_theirs          - - - - - -
calendar.manage_for_others rotate_theirs         - - - - - -
calendar.manage_for_others change_theirs         - - - - - -
calendar.manage_for_others delete_theirs         - - - - - -
firm.settings              pause_firms           - - - - Y -
firm.settings              rotate_firms          - - - - Y -
firm.settings              delete_firms          - - - - Y -
lead.screen                send_page             Y Y Y Y Y -
lead.screen                revoke_page           Y Y Y Y Y -
lead.screen                booking_move          Y Y Y Y Y -
lead.screen                booking_cancel        Y Y Y Y Y -
lead.screen                booking_confirm       Y Y Y Y Y -
travel.manage              leg_add               Y Y Y Y Y -
travel.manage              leg_change            Y Y Y Y Y -
travel.manage              leg_remove            Y Y Y Y Y -
travel.manage              stay_add              Y Y Y Y Y -
travel.manage              stay_change           Y Y Y Y Y -
travel.manage              trip_cancel           Y Y Y Y Y -
travel.manage              paper_take            Y Y Y Y Y -
travel.manage              paper_leave           Y Y Y Y Y -
document.upload            paper_upload          Y Y Y Y - -
expense.enter              cost_add              Y Y Y Y Y -
expense.enter              cost_change           Y Y Y Y Y -
expense.enter              cost_remove           Y Y Y Y Y -
expense.enter              cost_charge           Y Y Y Y Y -
expense.enter              cost_take_back        Y Y Y Y Y -
time.record_for_others     cost_charge_theirs    - - Y Y Y -
fee.set                    travel_rule           Y - - - - -
fee.set                    travel_rule_other     Y - - - - -
travel.manage              travel_rule_among     Y Y Y Y Y -
time.record_for_others     travel_time           - - Y Y Y -
deadline.enter             depo_change           Y Y Y Y - -
deadline.enter             depo_call_off         Y Y Y Y - -
deadline.enter             notice_serve          Y Y Y Y - -
deadline.enter             notice_withdraw       Y Y Y Y - -
deadline.enter             depo_cost_add         Y Y Y Y - -
deadline.enter             depo_cost_change      Y Y Y Y - -
deadline.enter             depo_cost_remove      Y Y Y Y - -
expense.enter              depo_cost_charge      Y Y Y Y - -
expense.enter              depo_cost_take_back   Y Y Y Y - -
document.upload            notice_draft          Y Y Y Y - -
exhibit.edit               exhibit_add           Y Y - - - -
exhibit.edit               exhibit_change        Y Y - - - -
exhibit.edit               exhibit_mark          Y Y - - - -
exhibit.edit               exhibit_remove        Y Y - - - -
calendar.manage_for_others question_accept       - - - - - -
calendar.manage_for_others question_keep         - - - - - -
"""


def _page(by, owner, name, **more):
    return save_page(
        None, by=by, owner=owner, hosts=[(owner or by, 1)], name=name, title=name, lengths=[30], step=60, horizon=14,
        places=["phone"], **more,
    )  # fmt: skip


def _paper(a, name, by):
    return documents.create_document(
        a.matter, content=name.encode(), filename="notice.txt", name=name, category="pleading", by=by
    )


@pytest.fixture
def place(world):
    """A poll, pages and a booking of the attorney, trips of theirs, depositions, and what their telephone asked."""
    a = world
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(days=9)
    with firm_scope(a.firm):
        a.soon = soon
        a.poll = create_poll(
            by=a.attorney, title="Meet", minutes=30, starts=[soon, soon + HOUR, soon + 2 * HOUR],
            guests=[("Ruth Hale", "hale@witness.example"), ("Lena Ott", "ott@ott.example")],
        )  # fmt: skip
        a.theirs = _page(a.attorney, a.attorney, "Talk with Imogen")
        a.theirs = set_state(a.theirs, by=a.attorney, state="on")
        a.firms = _page(a.admin, None, "Talk with the firm")
        a.lead = create_lead(by=a.attorney, name="Noor Haddad", email="noor@haddad.example")
        a.link = send_link(a.lead, a.theirs, by=a.attorney, mail=False)
        visitor = Visitor("Lena Ortiz", "lena@ortiz.example", "(510) 555-0160", "UTC", "Lease", [])
        for name, own in (
            ("booked", a.theirs),
            ("asked", _page(a.attorney, a.attorney, "Asked first", confirms=True)),
        ):
            page = set_state(own, by=a.attorney, state="on")
            start = list(times_of(page, 30))[-1]
            setattr(a, name, book(page, start=start, minutes=30, place="phone", nonce=name, visitor=visitor))
        a.free = list(times_of(a.theirs, 30))[-2]
        a.trip = trip_of(a)
        a.leg, a.stay = out(a, a.trip), hotel(a, a.trip)
        a.cost = add_cost(a.trip, by=a.secretary, description="Taxi", date=day(), actual=Decimal(40))
        a.taken = take_document(a.trip, a.document, by=a.secretary)
        a.firms_rule = set_rule(by=a.attorney, name="Full", kind="percent", percent=100)
        a.rule = set_rule(by=a.attorney, name="Half", kind="percent", percent=50, matter=a.matter)
        choose_rule(a.trip.matters.get(), a.rule, by=a.attorney)
        witness = Contact.objects.create(kind="person", name="Ruth Hale", sort_name="Hale, Ruth")
        given = {"zone": "UTC", "place": "Oakland", "rules": "other"}
        far = soon + datetime.timedelta(days=90)
        a.depo, a.noticed, a.taken_depo = (
            create_deposition(
                a.matter, by=a.attorney, witness=witness, starts_at=far + n * 24 * HOUR, ends_at=far + n * 24 * HOUR + HOUR,
                **given,
            )
            for n in range(3)
        )  # fmt: skip
        a.signed, a.unsigned = _paper(a, "Signed notice", a.paralegal), _paper(a, "Draft notice", a.paralegal)
        documents.sign_off(a.signed, by=a.attorney)
        serve_notice(a.noticed, by=a.attorney, document=a.signed.document, served_on=day(), method="mail")
        bill = {"kind": "transcript", "amount": Decimal(40), "billed_on": day()}
        a.depo_cost = deposition_costs.add_cost(a.depo, by=a.attorney, **bill)
        a.exhibit = add_exhibit(a.depo, by=a.attorney, description="Lease")
        a.hearing = calendar.create_event(
            by=a.attorney,
            title="Demurrer",
            kind="hearing",
            matter=a.matter,
            starts_at=far,
            ends_at=far + HOUR,
        )
        phone, _secret = create_device(by=a.attorney, name="Phone")
        plan = [{"act": "cancel", "at": None, "values": {}}]
        a.question = questions.raise_question(a.hearing, plan, by=a.attorney, device=phone)
        dismiss = [{"act": "dismiss", "at": None, "values": {}}]
        a.dismissal = questions.raise_question(a.deadline, dismiss, by=a.attorney, device=phone)
    return a


def make_poll_of(a, by, **more):
    guests = [("Ruth Hale", "hale@witness.example")]
    return create_poll(by=by, title="Own", minutes=30, starts=[a.soon, a.soon + HOUR], guests=guests, **more)


def charge_own(a, by):
    remove_cost(a.cost, by=a.secretary)
    add_cost(a.trip, by=by, description="Bus", date=day(), actual=Decimal(3))
    make_expenses(a.trip, by=by)


BILL = {
    "kind": "room", "vendor": None, "description": "Day", "estimate": Decimal(90), "amount": None, "bill_number": "",
    "billed_on": None, "document": None, "billable": True,
}  # fmt: skip


def take_back_own(a, by):
    charge_own(a, by)
    take_back_expenses(a.trip, by=by)


def take_back_own_bill(a, by):
    charge_deposition_cost(a.depo_cost, by=by)
    a.depo_cost.refresh_from_db()
    take_back_deposition_cost(a.depo_cost, by=by)


def question_of(row):
    return ChangeQuestion.objects.get(pk=row.pk)


ACTS = {
    "make_poll": make_poll_of,
    "poll_more_people": lambda a, by: add_people(a.poll, by=by, guests=[("Kim", "kim@example.com")]),
    "poll_more_times": lambda a, by: add_time(a.poll, a.soon + 5 * HOUR, by=by),
    "poll_ask_again": lambda a, by: ask_again(a.poll.guests.first(), by=by),
    "poll_choose": lambda a, by: choose_time(a.poll, a.poll.options.first(), by=by),
    "poll_call_off": lambda a, by: call_off_poll(a.poll, by=by),
    "poll_remove_time": lambda a, by: remove_time(a.poll.options.first(), by=by),
    "poll_remove_person": lambda a, by: remove_person(a.poll.guests.first(), by=by),
    "pause_theirs": lambda a, by: set_state(a.theirs, by=by, state="paused"),
    "rotate_theirs": lambda a, by: new_address(a.theirs, by=by),
    "change_theirs": lambda a, by: save_page(a.theirs, by=by, owner=a.attorney, name="Mine", hosts=None),
    "delete_theirs": lambda a, by: delete_page(a.theirs, by=by),
    "pause_firms": lambda a, by: set_state(a.firms, by=by, state="paused"),
    "rotate_firms": lambda a, by: new_address(a.firms, by=by),
    "delete_firms": lambda a, by: delete_page(a.firms, by=by),
    "send_page": lambda a, by: send_link(a.lead, a.theirs, by=by, mail=False),
    "revoke_page": lambda a, by: revoke_link(a.link, by=by),
    "booking_move": lambda a, by: move_booking(a.booked, by=by, start=a.free),
    "booking_cancel": lambda a, by: cancel_booking(a.booked, by=by, reason="Trial"),
    "booking_confirm": lambda a, by: confirm_booking(a.asked, by=by),
    "leg_add": lambda a, by: back(SimpleNamespace(secretary=by), a.trip),
    "leg_change": lambda a, by: change_leg(a.leg, by=by, seat="12A"),
    "leg_remove": lambda a, by: remove_part(a.leg, by=by),
    "stay_add": lambda a, by: hotel(SimpleNamespace(secretary=by), a.trip),
    "stay_change": lambda a, by: change_stay(a.stay, by=by, hotel="Brown Palace"),
    "trip_cancel": lambda a, by: cancel_trip(a.trip, by=by, reason="Off"),
    "paper_take": lambda a, by: take_document(a.trip, a.signed.document, by=by),
    "paper_leave": lambda a, by: leave_document(a.taken, by=by),
    "paper_upload": lambda a, by: upload_document(a.trip, a.matter, content=b"x", filename="pass.txt", by=by),
    "cost_add": lambda a, by: add_cost(a.trip, by=by, description="Bus", date=day(), actual=Decimal(3)),
    "cost_change": lambda a, by: change_cost(a.cost, by=by, actual=Decimal(44)),
    "cost_remove": lambda a, by: remove_cost(a.cost, by=by),
    "cost_charge": charge_own,
    "cost_take_back": take_back_own,
    "cost_charge_theirs": lambda a, by: make_expenses(a.trip, by=by),
    "travel_rule": lambda a, by: set_rule(by=by, name="Full", kind="percent", percent=100),
    "travel_rule_other": lambda a, by: choose_rule(a.trip.matters.get(), a.firms_rule, by=by),
    "travel_rule_among": lambda a, by: choose_rule(a.trip.matters.get(), a.rule, by=by),
    "travel_time": lambda a, by: record_travel_time(a.trip, by=by),
    "depo_change": lambda a, by: change_deposition(a.depo, by=by, place="Alameda"),
    "depo_call_off": lambda a, by: cancel_deposition(a.depo, by=by, reason="Settled"),
    "notice_serve": lambda a, by: serve_notice(
        a.depo, by=by, document=a.signed.document, served_on=day(), method="mail"
    ),
    "notice_withdraw": lambda a, by: withdraw_notice(a.noticed, by=by, reason="Another day"),
    "depo_cost_add": lambda a, by: deposition_costs.add_cost(a.depo, by=by, **BILL),
    "depo_cost_change": lambda a, by: deposition_costs.change_cost(a.depo_cost, by=by, **BILL),
    "depo_cost_remove": lambda a, by: deposition_costs.remove_cost(a.depo_cost, by=by),
    "depo_cost_charge": lambda a, by: charge_deposition_cost(a.depo_cost, by=by),
    "depo_cost_take_back": take_back_own_bill,
    "notice_draft": lambda a, by: draft_notice(a.depo, by=by),
    "exhibit_add": lambda a, by: add_exhibit(a.depo, by=by, description="Letter"),
    "exhibit_change": lambda a, by: change_exhibit(a.exhibit, by=by, description="Lease of May 4"),
    "exhibit_mark": lambda a, by: mark_exhibit(a.exhibit, by=by, step="marked"),
    "exhibit_remove": lambda a, by: remove_exhibit(a.exhibit, by=by),
    "question_accept": lambda a, by: questions.accept(question_of(a.question), by=by, reason="Order"),
    "question_keep": lambda a, by: questions.keep(question_of(a.question), by=by),
    "dismissal_accept": lambda a, by: questions.accept(question_of(a.dismissal), by=by, reason="Withdrawn"),
}


def test_each_service_lets_in_whom_the_roles_document_lets_in(place):
    wrong = services_wrong(place, SERVICES, ACTS)
    assert not wrong, "\n".join(wrong)


def test_an_unsigned_notice_waits_for_an_attorney(place):
    """document.approve is the attorney's, who signs it off as they serve it."""
    a = place
    act = {
        "notice_unsigned": lambda a, by: serve_notice(
            a.depo, by=by, document=a.unsigned.document, served_on=day(), method="mail"
        )
    }
    wrong = services_wrong(a, "document.approve notice_unsigned Y Y Y Y - -", act)
    assert [line.partition("(")[0].strip() for line in wrong] == [
        f"document.approve notice_unsigned: {person}" for person in ("paralegal", "assistant", "secretary")
    ]
    assert all("An attorney signs off" in line for line in wrong)


def test_who_keeps_the_desk_keeps_what_is_on_it_and_dismisses_nothing(place):
    """A supported attorney's desk is a delegation of the calendar: polls, pages, questions; no date of law is dropped by it."""
    a = place
    with firm_scope(a.firm):
        Support.objects.create(member=a.secretary, attorney=a.attorney)
    assert services_wrong(a, """
calendar.manage_for_others poll_more_times    - - - Y - -
calendar.manage_for_others poll_remove_time   - - - Y - -
calendar.manage_for_others poll_choose        - - - Y - -
calendar.manage_for_others pause_theirs       - - - Y - -
calendar.manage_for_others rotate_theirs      - - - Y - -
calendar.manage_for_others question_keep      - - - Y - -
calendar.manage_for_others question_accept    - - - Y - -
deadline.dismiss           dismissal_accept   - - - - - -
""", ACTS) == []  # fmt: skip


def test_exhibits_by_delegation(place):
    a = place
    with firm_scope(a.firm):
        for person in (a.secretary, a.freelancer):
            delegate(
                person,
                by=a.attorney,
                principal=a.attorney,
                until=day(5),
                powers=["exhibit.edit"],
                matter=a.matter,
            )
    assert services_wrong(a, "exhibit.edit exhibit_add Y Y - Y - Y", ACTS) == []
