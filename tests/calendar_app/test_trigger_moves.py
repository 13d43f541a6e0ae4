"""A hearing is continued, a service corrected, a rule or court day changes: the dates wait as a diff and move when accepted."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calendar_app import services
from calendar_app.models import DateChange, Deadline, Event, Recalculation
from calendar_app.queries.triggers import lines_of
from calendar_app.tasks import recheck_firm
from court_rules.models import CourtClosure
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from supervision.queries import newest
from tests.calendar_app.chains import HEARING, OPPOSITION, REPLY, dates, docket_motion, hearing_on
from tests.cast import stamp

D = datetime.date
LATER = D(2026, 12, 14)


@pytest.fixture
def trigger(a):
    return docket_motion(a, by=a.paralegal)


def moved(trigger, by, **values):
    return services.move_trigger(trigger, by=by, **({"on": LATER, "reason": "Minute order"} | values))


def one(trigger, rule):
    return trigger.deadlines.get(rule_id=rule)


def test_the_diff_says_old_new_how_far_and_why(a, trigger, sign_in):
    waiting = moved(trigger, a.secretary)
    lines = {line.deadline.rule_id: line for line in lines_of(waiting)}
    # Monday, December 14, 2026: nine court days back is Tuesday the 1st, five is Monday the 7th.
    assert (lines[OPPOSITION].new.due_on, lines[OPPOSITION].days) == (D(2026, 12, 1), 18)
    assert (lines[REPLY].new.due_on, lines[REPLY].days) == (D(2026, 12, 7), 18)
    assert lines[REPLY].why == "Hearing on the motion to compel moved to Dec 14. Minute order."
    # Nothing has moved by it, and the trigger stands until it is settled.
    assert dates(trigger) == {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}
    trigger.refresh_from_db()
    assert trigger.happened_on == HEARING
    page = sign_in(a.attorney).get(waiting.get_absolute_url()).content.decode()
    for text in ("Friday, November 13", "Tuesday, December 1", "18 days later", "Minute order"):
        assert text in page, text
    for url in (one(trigger, REPLY).get_absolute_url(), reverse("matter_deadlines", args=[a.matter.pk])):
        assert waiting.get_absolute_url() in sign_in(a.attorney).get(url).content.decode()


def test_only_what_is_accepted_moves_and_the_first_date_is_kept(a, trigger, sign_in):
    waiting = moved(trigger, a.paralegal)
    reply = one(trigger, REPLY)
    url = waiting.get_absolute_url()
    assert sign_in(a.paralegal).post(url, {"move": [reply.pk]}).status_code == 303
    assert dates(trigger) == {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 12, 7)}
    reply.refresh_from_db()
    assert (reply.original_due_on, reply.is_unverified, reply.set_by) == (D(2026, 11, 19), True, a.paralegal)
    assert reply.derivation["from"] == "2026-12-14"
    change = DateChange.objects.get()
    assert (change.from_on, change.to_on, change.how, change.recalculation) == (
        D(2026, 11, 19),
        D(2026, 12, 7),
        "recalculated",
        waiting,
    )
    trigger.refresh_from_db()
    assert trigger.happened_on == LATER
    waiting.refresh_from_db()
    assert (waiting.accepted, waiting.settled_by) == (1, a.paralegal)
    # The one that was left says what the rule would give, and is not asked about again.
    kept = one(trigger, OPPOSITION)
    assert kept.declined_on == D(2026, 12, 1)
    assert services.recheck(trigger) is None
    page = sign_in(a.attorney).get(kept.get_absolute_url()).content.decode()
    assert "The rule would give Tuesday, December 1 now" in page
    with pytest.raises(DomainError, match="settled already"):
        services.accept_recalculation(waiting, by=a.attorney, deadlines=[kept.pk])
    assert AuditEvent.objects.filter(verb="deadline.recalculated").count() == 1


def test_who_only_prepares_reports_a_move_and_an_attorney_or_paralegal_accepts_it(a, trigger, sign_in):
    waiting = moved(trigger, a.secretary)
    pks = list(trigger.deadlines.values_list("pk", flat=True))
    for person in (a.secretary, a.assistant, a.admin):
        with pytest.raises(Refused):
            services.accept_recalculation(waiting, by=person, deadlines=pks)
        assert sign_in(person).post(waiting.get_absolute_url(), {"move": pks}).status_code in (403, 404)
    with pytest.raises(Refused):
        moved(trigger, a.admin)
    services.accept_recalculation(waiting, by=a.paralegal, deadlines=pks)
    assert dates(trigger) == {OPPOSITION: D(2026, 12, 1), REPLY: D(2026, 12, 7)}


def test_a_verified_date_moves_only_with_an_attorney_and_is_unverified_then(a, trigger):
    reply = one(trigger, REPLY)
    services.verify_deadline(reply, by=a.attorney)
    waiting = moved(trigger, a.paralegal)
    with pytest.raises(Refused, match="verified: an attorney moves it"):
        services.accept_recalculation(waiting, by=a.paralegal, deadlines=[reply.pk])
    services.accept_recalculation(waiting, by=a.associate, deadlines=[reply.pk])
    reply.refresh_from_db()
    assert (reply.due_on, reply.is_unverified) == (D(2026, 12, 7), True)
    assert newest("deadline", reply).state == "void"


def test_who_may_not_move_a_date_does_not_settle_that_it_stays(a, trigger, sign_in):
    services.verify_deadline(one(trigger, REPLY), by=a.associate)
    waiting = moved(trigger, a.secretary)
    url, client = waiting.get_absolute_url(), sign_in(a.paralegal)
    opposition, reply = one(trigger, OPPOSITION), one(trigger, REPLY)
    # The paralegal moves what they may; the verified date goes on waiting.
    answer = client.post(url, {"move": [opposition.pk]})
    assert answer.status_code == 303
    waiting.refresh_from_db()
    assert waiting.settled_at is None and one(trigger, OPPOSITION).due_on == D(2026, 12, 1)
    page = client.get(url).content.decode()
    assert "Move the ticked dates" not in page and "decides on these dates" in page
    assert client.post(url, {}).status_code == 422
    services.accept_recalculation(waiting, by=a.attorney, deadlines=[reply.pk])
    assert one(trigger, REPLY).due_on == D(2026, 12, 7)
    # A date that a rule change would move is not kept by them either.
    services.verify_deadline(one(trigger, REPLY), by=a.associate)
    stamp_closure(a, D(2026, 12, 9))
    trigger.refresh_from_db()
    again = services.recheck(trigger, by=a.paralegal)
    with pytest.raises(Refused, match="attorney decides"):
        services.take_back(again, by=a.paralegal)
    assert services.take_back(again, by=a.attorney).taken_back


def test_done_dates_stay_and_those_set_by_hand_move_only_when_ticked(a, trigger, sign_in):
    reply, opposition = one(trigger, REPLY), one(trigger, OPPOSITION)
    services.complete_deadline(opposition, by=a.attorney, no_proof="Filed on paper")
    services.override_date(
        reply, by=a.attorney, to_on=D(2026, 11, 18), reason="Department 14 wants it sooner"
    )
    waiting = moved(trigger, a.attorney)
    lines = {line.deadline.pk: line for line in lines_of(waiting)}
    assert (lines[opposition.pk].may_move, lines[opposition.pk].ticked) == (False, False)
    assert (lines[reply.pk].by_hand, lines[reply.pk].may_move, lines[reply.pk].ticked) == (
        "overridden",
        True,
        False,
    )
    page = sign_in(a.attorney).get(waiting.get_absolute_url()).content.decode()
    assert "Overridden" in page
    assert "Stays: it is done" in page
    with pytest.raises(DomainError, match="done or gone"):
        services.accept_recalculation(waiting, by=a.attorney, deadlines=[opposition.pk])
    services.accept_recalculation(waiting, by=a.attorney, deadlines=[reply.pk])
    reply.refresh_from_db()
    assert (reply.due_on, reply.override) == (D(2026, 12, 7), "")
    opposition.refresh_from_db()
    assert opposition.due_on == D(2026, 11, 13)


def test_a_corrected_service_is_counted_again(a):
    trigger = services.create_chain(
        a.matter, by=a.paralegal, facts=hearing_on(HEARING), picks=[services.Pick("ca-ccp.1005-b-notice")]
    )
    waiting = services.move_trigger(trigger, by=a.paralegal, service="mail", reason="It was mailed")
    assert waiting.cause == "service"
    (line,) = lines_of(waiting)
    assert (line.deadline.due_on, line.new.due_on) == (D(2026, 11, 3), D(2026, 10, 29))
    services.accept_recalculation(waiting, by=a.paralegal, deadlines=[line.deadline.pk])
    row = trigger.deadlines.get()
    assert (row.due_on, row.service_method) == (D(2026, 10, 29), "mail")


def test_an_appointment_that_moves_asks_about_its_dates(a):
    event = Event.objects.create(
        matter=a.matter,
        title="Hearing on the motion to compel",
        kind="hearing",
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
    )
    trigger = docket_motion(a, by=a.paralegal, event=event)
    services.change_event(
        event,
        by=a.attorney,
        starts_at=datetime.datetime(2026, 12, 14, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 12, 14, 18, tzinfo=datetime.UTC),
    )
    waiting = Recalculation.objects.get()
    assert (waiting.trigger, waiting.happened_on, waiting.settled_at) == (trigger, LATER, None)
    # Moved again before anybody looked: the newest day stands, once.
    services.change_event(
        event,
        by=a.attorney,
        starts_at=datetime.datetime(2026, 12, 15, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 12, 15, 18, tzinfo=datetime.UTC),
    )
    assert Recalculation.objects.get().happened_on == D(2026, 12, 15)
    # And back to where it was: nothing waits.
    services.change_event(
        event,
        by=a.attorney,
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
    )
    assert Recalculation.objects.get().taken_back


def test_it_did_not_move_after_all(a, trigger, sign_in):
    waiting = moved(trigger, a.secretary)
    with pytest.raises(Refused):
        services.take_back(waiting, by=a.assistant)
    url = reverse("recalculation_take_back", args=[waiting.pk])
    assert sign_in(a.secretary).post(url).status_code == 303
    trigger.refresh_from_db()
    assert trigger.happened_on == HEARING
    assert dates(trigger) == {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}


def test_a_closed_court_is_noticed_by_the_nightly_look_once(a, trigger):
    stamp_closure(a, D(2026, 11, 20))
    assert recheck_firm() == 1
    waiting = Recalculation.objects.get()
    assert (waiting.cause, waiting.opened_by) == ("closure", None)
    lines = {line.deadline.rule_id: line.new.due_on for line in lines_of(waiting)}
    assert lines == {OPPOSITION: D(2026, 11, 12), REPLY: D(2026, 11, 18)}
    assert recheck_firm() == 0
    assert Recalculation.objects.count() == 1
    # Kept as they are: it is not brought up again.
    services.take_back(waiting, by=a.attorney)
    assert recheck_firm() == 0
    assert Deadline.objects.get(rule_id=REPLY).due_on == D(2026, 11, 19)


def stamp_closure(a, day):
    closure = CourtClosure.objects.create(
        jurisdiction="us.ca",
        name="Wildfire",
        starts_on=day,
        ends_on=day,
        source="Emergency order",
        created_by=a.secretary,
    )
    stamp("court_closure", closure, by=a.attorney)
    CourtClosure.objects.filter(pk=closure.pk).update(confirmed_by=a.attorney, confirmed_at=timezone.now())


def test_the_form_of_a_move_leads_to_the_diff(a, trigger, sign_in):
    client = sign_in(a.paralegal)
    url = reverse("trigger_move", args=[trigger.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"on": "2026-12-14"}).status_code == 422
    response = client.post(url, {"on": "2026-12-14", "reason": "Continued by the court"})
    assert response["Location"] == Recalculation.objects.get().get_absolute_url()
    same = client.post(url, {"on": "2026-11-30", "reason": "No"})
    assert same["Location"] == trigger.get_absolute_url()


def test_what_was_read_is_what_is_accepted(a, trigger, sign_in):
    """Two people at once: a diff that another has settled or that says something else by now does nothing."""
    first = services.move_trigger(trigger, by=a.secretary, on=D(2026, 12, 7), reason="Continued")
    url = first.get_absolute_url()
    client = sign_in(a.attorney)

    def sealed(page) -> str:
        return re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]

    read = sealed(client.get(url))
    pks = list(Deadline.objects.values_list("pk", flat=True))
    before = dates(trigger)
    services.move_trigger(trigger, by=a.paralegal, on=D(2026, 12, 14), reason="Continued again")
    answer = client.post(url, {"move": pks, "seen": read})
    assert answer.status_code == 422 and "changed after you opened this" in answer.content.decode()
    assert dates(trigger) == before
    # Called off in the meantime: nothing is moved, and nothing withdrawn.
    read = sealed(answer)
    services.call_off(trigger, by=a.paralegal, reason="Vacated")
    assert client.post(url, {"move": pks, "seen": read}).status_code == 422
    read = sealed(client.get(url))
    services.move_trigger(trigger, by=a.paralegal, on=D(2026, 12, 14), reason="Not vacated, continued")
    assert client.post(url, {"move": pks, "seen": read}).status_code == 422
    assert dates(trigger) == before and Deadline.objects.open().count() == len(pks)
    read = sealed(client.get(url))
    assert client.post(url, {"move": pks, "seen": read}).status_code == 303
    assert dates(trigger) != before
    again = client.post(url, {"move": pks, "seen": read})
    assert again.status_code == 422 and f"settled already, by {a.attorney.name}" in again.content.decode()


def test_what_was_read_is_what_is_verified_and_acknowledged(a, trigger, sign_in):
    row = Deadline.objects.get(rule_id=OPPOSITION)
    Deadline.objects.filter(pk=row.pk).update(critical=True)
    client = sign_in(a.attorney)
    page = client.get(row.get_absolute_url()).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    on = re.search(r'name="on" value="([^"]+)"', page)[1]
    moved = services.move_trigger(trigger, by=a.paralegal, on=D(2026, 12, 7), reason="Continued")
    services.accept_recalculation(moved, by=a.paralegal, deadlines=[row.pk])
    for name, said in (("verify", {"seen": seen}), ("acknowledge", {"on": on})):
        client.post(reverse(f"deadline_{name}", args=[row.pk]), said)
    row.refresh_from_db()
    assert (row.verified_at, row.acknowledged_at) == (None, None)
    page = client.get(row.get_absolute_url()).content.decode()
    for name, field in (("verify", "seen"), ("acknowledge", "on")):
        value = re.search(rf'name="{field}" value="([^"]+)"', page)[1]
        client.post(reverse(f"deadline_{name}", args=[row.pk]), {field: value})
    row.refresh_from_db()
    assert row.verified_by == row.acknowledged_by == a.attorney


def test_the_look_at_all_chains_asks_no_more_for_more_of_them(a):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert recheck_firm() == 0
        return len(seen)

    docket_motion(a, by=a.paralegal)
    few = asked()
    for _n in range(3):
        docket_motion(a, by=a.paralegal)
    assert asked() == few
