"""A rule that takes the later or earlier of two counts asks for both dates, and either event's move is in the diff."""

import datetime
import json

import pytest
from django.urls import reverse

from calendar_app import services
from calendar_app.models import Deadline, Event, FurtherDate, Recalculation, TriggerEvent
from calendar_app.queries.explaining import explain
from calendar_app.queries.rules import Facts, Free, chain, free
from calendar_app.queries.triggers import dates_of, lines_of
from calendar_app.services import Further, Pick
from practice.exceptions import DomainError
from tests.cast import make_matter

D = datetime.date
# Whichever is closer to the trial: 70 days before it, or 10 days after its date was set (Code Civ. Proc. § 2034.220).
DEMAND = "ca-discovery.2034-220"
TRIAL, SET = D(2027, 3, 15), D(2026, 12, 30)


def trial(**dates):
    return Facts("ca-discovery", "trial", TRIAL, dates=dates)


def docketed(a, *further):
    return services.create_chain(
        a.matter, by=a.paralegal, facts=trial(), picks=[Pick(DEMAND)], label="Trial", further=further
    )


def due(rule=DEMAND):
    return Deadline.objects.get(rule_id=rule).due_on


def set_on(day):
    return Further("trial-date-set", day)


def test_both_counts_by_hand(a):
    # Monday, March 15, 2027 less 70 days is Monday, January 4. December 30 and ten days is Saturday the 9th: Monday the 11th.
    def demand(facts):
        return next(one.due_on for one in chain(facts) if one.rule_id == DEMAND)

    assert demand(trial()) == D(2027, 1, 4)
    assert demand(trial(**{"trial-date-set": SET})) == D(2027, 1, 11)
    # Set early, the seventy days are later.
    assert demand(trial(**{"trial-date-set": D(2026, 11, 2)})) == D(2027, 1, 4)


def test_the_second_date_is_kept_as_an_event_of_the_matter(a):
    trigger = docketed(a, set_on(SET))
    assert due() == D(2027, 1, 11)
    row = FurtherDate.objects.get()
    assert (row.trigger, row.key, row.other.label, row.other.happened_on) == (
        trigger,
        "trial-date-set",
        "Day on which the first trial date was set",
        SET,
    )
    steps = " ".join(step["text"] for step in Deadline.objects.get().derivation["steps"])
    assert "The later of" in steps


def test_the_diff_includes_it_when_either_event_moves(a):
    trigger = docketed(a, set_on(SET))
    other = FurtherDate.objects.get().other
    # The date was set on Friday, January 15, and not in December: ten days on is Monday, January 25.
    waiting = services.move_trigger(other, by=a.paralegal, on=D(2027, 1, 15), reason="Order entered later")
    (line,) = lines_of(waiting)
    assert (line.deadline.due_on, line.new.due_on, line.days) == (D(2027, 1, 11), D(2027, 1, 25), 14)
    services.accept_recalculation(waiting, by=a.paralegal, deadlines=[line.deadline.pk])
    assert due() == D(2027, 1, 25)
    # The trial itself moves to Monday, May 3: seventy days before it is Monday, February 22, which is later.
    waiting = services.move_trigger(trigger, by=a.paralegal, on=D(2027, 5, 3), reason="Continued")
    (line,) = lines_of(waiting)
    assert line.new.due_on == D(2027, 2, 22)
    services.accept_recalculation(waiting, by=a.paralegal, deadlines=[line.deadline.pk])
    assert due() == D(2027, 2, 22)
    # From here on another day of the order changes nothing, and nobody is asked.
    settled = services.move_trigger(other, by=a.paralegal, on=D(2027, 1, 18), reason="Clerical")
    assert settled.settled_at is not None
    assert dates_of(trigger) == {"trial-date-set": D(2027, 1, 18)}


def test_a_date_that_becomes_known_later_waits_to_be_accepted(a, sign_in):
    trigger = docketed(a)
    assert due() == D(2027, 1, 4)
    client = sign_in(a.paralegal)
    page = client.get(trigger.get_absolute_url()).content.decode()
    url = reverse("trigger_date", args=[trigger.pk, "trial-date-set"])
    assert url in page
    assert "Not known yet" in page
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"day-trial-date-set": "2026-12-30"})
    waiting = Recalculation.objects.get()
    assert (answer["Location"], waiting.cause) == (waiting.get_absolute_url(), "further")
    assert due() == D(2027, 1, 4)
    (line,) = lines_of(waiting)
    assert line.new.due_on == D(2027, 1, 11)
    # Kept as it is: it is not brought up again.
    services.take_back(waiting, by=a.paralegal)
    assert services.recheck(trigger) is None
    assert client.get(reverse("trigger_date", args=[trigger.pk, "nothing"])).status_code == 404
    assert sign_in(a.admin).get(url).status_code == 403


def test_the_form_offers_the_known_events_of_the_matter(a, sign_in):
    event = Event.objects.create(
        matter=a.matter,
        title="Order setting trial",
        kind="court_other",
        starts_at=datetime.datetime(2026, 12, 30, 18, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 12, 30, 19, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
    )
    client = sign_in(a.paralegal)
    said = {"matter": a.matter.pk, "pack": "ca-discovery", "kind": "trial", "on": "2027-03-15"}
    page = client.get(reverse("chain_create"), said).content.decode()
    assert "Order setting trial, Dec 30" in page
    assert "Other dates the rules need" in page
    typed = client.get(reverse("chain_create"), said | {"need-trial-date-set": "another"}).content.decode()
    assert 'name="day-trial-date-set"' in typed
    picked = said | {
        "need-trial-date-set": f"e{event.pk}",
        "pick": [DEMAND],
        "shown": [DEMAND],
        "label": "Trial",
    }
    assert client.post(reverse("chain_create"), picked).status_code == 303
    assert due() == D(2027, 1, 11)
    # The appointment moves in the calendar: its date asks.
    services.change_event(
        event,
        by=a.attorney,
        starts_at=datetime.datetime(2027, 1, 15, 18, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2027, 1, 15, 19, tzinfo=datetime.UTC),
    )
    (line,) = lines_of(Recalculation.objects.get())
    assert line.new.due_on == D(2027, 1, 25)
    row = Deadline.objects.get()
    assert "Order setting trial moved" in client.get(row.get_absolute_url()).content.decode()


def test_another_matter_or_the_event_itself_is_refused(a):
    trigger = docketed(a)
    other = TriggerEvent.objects.create(
        matter=make_matter(a, number="2026-0077", name="Another"),
        label="Elsewhere",
        happened_on=SET,
        created_by=a.paralegal,
    )
    for wrong in (Further("trial-date-set", other=other), Further("trial-date-set", other=trigger)):
        with pytest.raises(DomainError):
            services.give_date(trigger, wrong, by=a.paralegal)
    with pytest.raises(DomainError, match="No rule counts"):
        services.give_date(trigger, Further("judgment", SET), by=a.paralegal)


def test_a_count_without_a_rule_takes_the_later_of_two(a, sign_in):
    # Ten court days after Monday, November 30, 2026 are Monday, December 14; thirty days before March 15 is Saturday,
    # February 13, which moves back to Thursday the 11th: Lincoln's Birthday is kept on Friday the 12th.
    count = Free(10, "court_days", "after", "us.ca", "latest", Free(30, "days", "before", "us.ca"))
    facts = Facts("us.ca", "", D(2026, 11, 30), dates={"second": TRIAL})
    assert free(facts, count).due_on == D(2027, 2, 11)
    early = Free(10, "court_days", "after", "us.ca", "earliest", Free(30, "days", "before", "us.ca"))
    assert free(facts, early).due_on == D(2026, 12, 14)
    said = {
        "matter": a.matter.pk, "title": "Designate witnesses", "n": "10", "unit": "court_days", "direction": "after",
        "label": "Ruling", "on": "2026-11-30", "calendar": "us.ca", "kind": "court", "take": "latest", "n2": "30",
        "unit2": "days", "direction2": "before", "day-second": "2027-03-15", "label2": "Trial",
    }  # fmt: skip
    client = sign_in(a.paralegal)
    page = client.post(reverse("count_create"), said | {"do": "preview"}).content.decode()
    assert "February 11, 2027" in page
    assert client.post(reverse("count_create"), said | {"n2": ""}).status_code == 422
    assert client.post(reverse("count_create"), said).status_code == 303
    row = Deadline.objects.get()
    assert row.due_on == D(2027, 2, 11)
    second = FurtherDate.objects.get().other
    assert (second.label, second.happened_on) == ("Trial", TRIAL)
    # The trial moves to Monday, May 3: thirty days before is Saturday, April 3, and the Friday before it.
    waiting = services.move_trigger(second, by=a.paralegal, on=D(2027, 5, 3), reason="Continued")
    (line,) = lines_of(waiting)
    assert line.new.due_on == D(2027, 4, 2)


def test_programs_give_the_second_date_and_docket_a_chain(a, sign_in):
    client = sign_in(a.paralegal)

    def post(name, body):
        return client.post(reverse(name), json.dumps(body), content_type="application/json")

    sets = {one["key"]: one for one in client.get(reverse("api_rule_set_list")).json()}
    kinds = {one["key"]: one for one in sets["ca-discovery"]["triggers"]}
    assert "trial-date-set" in kinds["trial"]["dates"]
    body = {
        "pack": "ca-discovery",
        "trigger": "trial",
        "on": "2027-03-15",
        "dates": {"trial-date-set": "2026-12-30"},
    }
    found = {one["rule_id"]: one["due_on"] for one in post("api_chain_preview", body).json()}
    assert found[DEMAND] == "2027-01-11"
    for bad in (
        {"trial-date-set": "soon"},
        {"nothing": "2026-12-30"},
        {"trial-date-set": {"trigger": 999999}},
        "x",
    ):
        assert post("api_chain_preview", body | {"dates": bad}).status_code == 400, bad
    assert post("api_deadline_list", body | {"matter": a.matter.pk, "picks": "all"}).status_code == 400
    assert post("api_deadline_list", body | {"matter": 999999, "picks": [DEMAND]}).status_code == 400
    made = post("api_deadline_list", body | {"matter": a.matter.pk, "picks": [DEMAND], "label": "Trial"})
    assert made.status_code == 201
    assert [(row["rule_id"], row["due_on"]) for row in made.json()] == [(DEMAND, "2027-01-11")]
    assert sign_in(a.admin).post(
        reverse("api_deadline_list"), json.dumps(body), content_type="application/json"
    ).status_code in (400, 403)


def test_the_small_calendar_shows_the_count_that_decided(a):
    docketed(a, set_on(SET))
    why = explain(Deadline.objects.get())
    cells = {cell.day: cell for week in why.weeks for cell in week}
    # Ten days from December 30: the 8th day is January 7, and the seventy days before the trial are not mixed in.
    assert (cells[SET].css, cells[D(2027, 1, 7)].note, cells[D(2027, 1, 11)].css) == ("hear", "8", "due")
    assert TRIAL not in cells
