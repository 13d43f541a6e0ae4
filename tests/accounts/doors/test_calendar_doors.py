"""The doors of calendar, court dates, court rules, feeds, booking, reminders, trips and depositions, tried as each role.

Columns: attorney, paralegal, legal assistant, legal secretary, firm administrator (no lawyer), freelancer. From the roles
document: one's own calendar is everybody's; another's needs a delegation, which a supported attorney's desk is; staff prepare
court dates, a second person verifies them, an attorney alone dismisses, extends and overrides; what the firm offers and counts
by is the administrator's to set, and an attorney's to decide where it is law.
"""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Member, Support
from accounts.services.delegations import delegate
from booking.services.pages import save_page
from calendar_app import services as calendar
from calendar_app.queries.rules import Facts
from calendar_app.services.closures import add_closure
from calendar_app.services.looks import set_hours
from calendar_app.services.rooms import save_room
from court_rules.services import closures as courts
from court_rules.services.packs import create_pack
from depositions.services.depositions import create_deposition
from feeds.services.passes import create_device, create_feed
from matters.models import Contact
from practice.scope import firm_scope
from reminders.services.settings import set_ladder, set_preferences
from tests.accounts.doors.trying import day, in_a_trial, pages_wrong, services_wrong
from tests.calendar_app.chains import OPPOSITION, REPLY, hearing_on
from tests.travel.trips import trip_of

LATER = datetime.date(2026, 12, 14)

# power · address · what is posted ("GET": the page is only opened) · letters
PAGES = """
calendar.own        /calendar/events/new/                         GET                                   Y Y Y Y Y Y
calendar.own        /calendar/hours/                              GET                                   Y Y Y Y Y Y
calendar.own        /calendar/events/{own_event}/move/            GET                                   - - - - - -
calendar.own        /feeds/                                       GET                                   Y Y Y Y Y Y
calendar.own        /booking/pages/                               GET                                   Y Y Y Y Y Y
calendar.own        /api/v1/events/                               GET                                   Y Y Y Y Y Y
user.manage         /calendar/hours/{other}/                      GET                                   - - - - Y -
deadline.enter      /deadlines/chain/                             GET                                   Y Y Y Y - -
deadline.enter      /deadlines/count/                             GET                                   Y Y Y Y - -
deadline.enter      /deadlines/triggers/{trigger}/move/           {"on":"2026-12-14","reason":"Order"}  Y Y Y Y - -
deadline.enter      /deadlines/triggers/{trigger}/off/            {"reason":"Vacated"}                  Y Y Y Y - -
deadline.enter      /deadlines/recalculations/{waiting}/          {"move":"{reply}"}                    Y Y - - - -
deadline.enter      /deadlines/{deadline}/done/                   {"no_proof":"Argued"}                 Y Y Y Y - -
deadline.dismiss    /deadlines/recalculations/{off}/              {"move":"{second_reply}"}             Y P P P - -
deadline.dismiss    /deadlines/{deadline}/extend/ {"to_on":"{soon}","basis":"order","reason":"Order"}   Y - - - - -
deadline.dismiss    /deadlines/{deadline}/override/               {"to_on":"{soon}","reason":"Order"}   Y - - - - -
deadline.dismiss    /deadlines/{deadline}/propose/extension/ {"to_on":"{soon}","basis":"order","reason":"Order"} P P P P - -
deadline.dismiss    /deadlines/{deadline}/propose/dismissal/      {"reason":"Order"}                    P P P P - -
deadline.verify     /calendar/events/{hearing}/verify/            {}                                    Y - - - - -
settings.rule_packs /settings/rule-packs/new/                     GET                                   Y - - - Y -
firm.settings       /settings/closures/                           {"name":"Break","starts_on":"{soon}"} - - - - Y -
firm.settings       /settings/rooms/                              {"name":"Library"}                    - - - - Y -
firm.settings       /settings/reminders/                          GET                                   - - - - Y -
travel.manage       /travel/new/                                  GET                                   Y Y Y Y Y -
"""

# power · the service (a function of this file) · letters
SERVICES = """
calendar.own               own_event            Y Y Y Y Y Y
calendar.own               own_hours            Y Y Y Y Y Y
calendar.own               feed                 Y Y Y Y Y Y
calendar.own               device               Y Y Y Y Y Y
calendar.own               own_page             Y Y Y Y Y Y
calendar.own               preferences          Y Y Y Y Y Y
calendar.manage_for_others event_for_attorney   - - - - - -
calendar.manage_for_others move_theirs          - - - - - -
calendar.manage_for_others call_off_theirs      - - - - - -
user.manage                hours_of_other       - - - - Y -
deadline.enter             chain                Y Y P P - -
deadline.enter             give_second          Y Y Y Y - -
deadline.enter             report_move          Y Y Y Y - -
deadline.enter             accept_move          Y Y - - - -
deadline.enter             report_off           Y Y Y Y - -
deadline.enter             done                 Y Y Y Y - -
deadline.enter             deposition           Y Y Y Y - -
deadline.verify            verify_hearing       Y - - - - -
deadline.dismiss           extend               Y - - - - -
deadline.dismiss           override             Y - - - - -
deadline.dismiss           withdraw             Y - - - - -
deadline.dismiss           propose_off          P P P P - -
deadline.dismiss           propose_change       P P P P - -
settings.rule_packs        pack                 Y - - - Y -
settings.rule_packs        court_closure        Y - - - P -
firm.settings              firm_closure         - - - - Y -
firm.settings              room                 - - - - Y -
firm.settings              ladder               - - - - Y -
firm.settings              firm_page            - - - - Y -
travel.manage              travel               Y Y Y Y Y -
"""


@pytest.fixture
def court(world):
    """Court dates of the matter: a chain, one whose hearing moved, one called off, a hearing that nobody verified."""
    a = world
    with firm_scope(a.firm):

        def docketed(label):
            picks = [calendar.Pick(rule, owner=a.attorney) for rule in (OPPOSITION, REPLY)]
            return calendar.create_chain(
                a.matter,
                by=a.attorney,
                facts=hearing_on(datetime.date(2026, 11, 30)),
                picks=picks,
                label=label,
            )

        a.trigger = docketed("Hearing")
        moved, gone = docketed("Second hearing"), docketed("Third hearing")
        a.waiting = calendar.move_trigger(moved, by=a.attorney, on=LATER, reason="Order")
        a.off = calendar.call_off(gone, by=a.attorney, reason="Vacated")
        a.reply = moved.deadlines.get(rule_id=REPLY)
        a.second_reply = gone.deadlines.get(rule_id=REPLY)
        at = timezone.now() + datetime.timedelta(days=8)
        given = {"starts_at": at, "ends_at": at + datetime.timedelta(hours=1)}
        a.own_event = calendar.create_event(by=a.attorney, title="Own", **given)
        a.hearing = calendar.create_event(
            by=a.attorney, title="Demurrer", kind="hearing", matter=a.matter, **given
        )
    return a


def _when(days=3):
    at = timezone.now() + datetime.timedelta(days=days)
    return {"starts_at": at, "ends_at": at + datetime.timedelta(hours=1)}


def own_event(a, by):
    calendar.create_event(by=by, title="Own", **_when())


def own_hours(a, by):
    set_hours(by, by=by, hours=[(0, datetime.time(9), datetime.time(17))])


def hours_of_other(a, by):
    set_hours(a.other, by=by, hours=[(0, datetime.time(9), datetime.time(17))])


def feed(a, by):
    create_feed(by=by, name="Phone")


def device(a, by):
    create_device(by=by, name="Phone")


def _page(by, owner):
    save_page(None, by=by, owner=owner, hosts=[(by, 1)], name="First talk", lengths=[30], step=60, horizon=14)


def own_page(a, by):
    _page(by, by)


def firm_page(a, by):
    _page(by, None)


def preferences(a, by):
    set_preferences(by=by)


def event_for_attorney(a, by):
    calendar.create_event(by=by, organizer=a.attorney, title="Theirs", **_when())


def move_theirs(a, by):
    calendar.move_event(a.own_event, by=by, **_when(4))


def call_off_theirs(a, by):
    calendar.cancel_event(a.own_event, by=by)


def chain(a, by):
    calendar.create_chain(
        a.matter, by=by, facts=hearing_on(LATER), picks=[calendar.Pick(REPLY)], label="New hearing"
    )


def give_second(a, by):
    facts = Facts("ca-discovery", "trial", day(200))
    trigger = calendar.create_trigger(a.matter, by=by, facts=facts, label="Trial")
    calendar.give_date(trigger, calendar.Further("trial-date-set", day()), by=by)


def report_move(a, by):
    calendar.move_trigger(a.trigger, by=by, on=LATER, reason="Order")


def accept_move(a, by):
    calendar.accept_recalculation(a.waiting, by=by, deadlines=[a.reply.pk])


def report_off(a, by):
    calendar.call_off(a.trigger, by=by, reason="Vacated")


def withdraw(a, by):
    calendar.withdraw_dates(a.off, by=by, deadlines=[a.second_reply.pk])


def propose_off(a, by):
    calendar.propose_withdrawal(a.off, by=by, deadlines=[a.second_reply.pk])


def propose_change(a, by):
    calendar.propose_dismissal(a.deadline, by=by, reason="Order of today")


def done(a, by):
    calendar.complete_deadline(a.deadline, by=by, no_proof="Argued")


def extend(a, by):
    calendar.extend_deadline(a.deadline, by=by, to_on=day(20), basis="order", reason="Order of today")


def override(a, by):
    calendar.override_date(a.deadline, by=by, to_on=day(20), reason="Order of today")


def verify_hearing(a, by):
    calendar.verify_event(a.hearing, by=by)


def deposition(a, by):
    witness = Contact.objects.create(kind="person", name="Hale", sort_name="Hale")
    create_deposition(a.matter, by=by, witness=witness, place="Oakland")


def pack(a, by):
    create_pack(by=by, name="Department 14", jurisdiction="us.ca", effective_from=day())


def court_closure(a, by):
    courts.add_closure(by=by, jurisdiction="us.ca", name="Storm", starts_on=day(20), source="Order")


def firm_closure(a, by):
    add_closure(by=by, name="Summer break", starts_on=day(20))


def room(a, by):
    save_room(None, by=by, name="Library")


def ladder(a, by):
    set_ladder("court", by=by, days=[7, 1], who=["owner"])


def travel(a, by):
    trip_of(a, by=by)


def test_each_service_of_the_calendar_lets_in_whom_the_roles_document_lets_in(court):
    assert services_wrong(court, SERVICES, globals()) == []


def test_each_page_of_the_calendar_lets_in_whom_the_roles_document_lets_in(court, sign_in):
    names = (
        "matter", "other", "deadline", "trigger", "waiting", "off", "reply", "second_reply", "own_event", "hearing",
    )  # fmt: skip
    assert pages_wrong(court, PAGES, sign_in, names) == []


@pytest.mark.parametrize("person", ["secretary", "assistant", "paralegal"])
def test_a_desk_that_is_kept_is_a_delegation_of_its_calendar(court, person):
    """Default on for supported attorneys: staff who keep a desk keep its calendar, and no other's."""
    a = court
    with firm_scope(a.firm):
        keeper = getattr(a, person)
        Support.objects.create(member=keeper, attorney=a.attorney)
        for name in ("event_for_attorney", "move_theirs", "call_off_theirs"):
            member = Member.objects.select_related("role", "user", "firm").get(pk=keeper.pk)
            assert in_a_trial(lambda name=name, member=member: globals()[name](a, member) or "Y") == "Y"
        elsewhere = "calendar.manage_for_others for_associate - - - - - -"
        wrong = services_wrong(a, elsewhere, {"for_associate": _for_other})
    assert wrong == []


def _for_other(a, by):
    calendar.create_event(by=by, organizer=a.other, title="Theirs", **_when())


def test_a_paralegal_verifies_by_delegation_and_never_dismisses(court):
    a = court
    with firm_scope(a.firm):
        delegate(
            a.paralegal,
            by=a.attorney,
            principal=a.attorney,
            until=day(5),
            powers=["deadline.verify"],
            matter=a.matter,
        )
        lent = """
deadline.verify  verify_hearing  Y Y - - - -
deadline.dismiss extend          Y - - - - -
deadline.dismiss withdraw        Y - - - - -
"""
    assert services_wrong(a, lent, globals()) == []


def test_a_guest_enters_dates_and_arranges_travel_only_by_delegation(court):
    a = court
    with firm_scope(a.firm):
        powers = ["deadline.enter", "travel.manage"]
        delegate(
            a.freelancer, by=a.attorney, principal=a.attorney, until=day(5), powers=powers, matter=a.matter
        )
        lent = """
deadline.enter   report_move Y Y Y Y - Y
deadline.enter   deposition  Y Y Y Y - Y
travel.manage    travel      Y Y Y Y Y Y
deadline.dismiss extend      Y - - - - -
"""
    assert services_wrong(a, lent, globals()) == []
