"""What must hold for every rule that is shipped, and for the earlier and later of two: tried with days that Hypothesis chooses."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from court_rules.engine import compute
from court_rules.packs import load, shipped
from tests.court_rules import oracle
from tests.soak import times

ONE = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
TRIED = settings(max_examples=times(25), deadline=None)
COUNTED = {"days", "court_days", "weeks", "months"}

PAIR = """pack: pair
title: A pair
version: "1"
author: A test
calendar: us.federal
effective: {from: 2010-01-01}
service:
  - {key: ways, methods: [{key: mail, title: Mail, adds: [{count: 3, cite: Rule 9}]}, {key: hand, title: By hand}]}
triggers:
  - {key: one, title: One}
  - {key: other, title: Other}
rules:
  - {key: first, title: First, trigger: one, cite: Rule 1, count: 14, service: ways}
  - {key: second, title: Second, trigger: other, cite: Rule 2, count: 9, unit: court_days}
  - key: sooner
    title: The earlier
    trigger: one
    cite: Rule 3
    take: earliest
    of: [{count: 14, service: ways}, {count: 9, unit: court_days, event: other}]
  - key: later
    title: The later
    trigger: one
    cite: Rule 4
    take: latest
    of: [{count: 14, service: ways}, {count: 9, unit: court_days, event: other}]
"""
PACK = load(PAIR)


def due(rule, day, pack=PACK, **more):
    return compute(f"{pack.key}.{rule}", day, packs=[pack], **more)[0].due


@given(day=DAYS, apart=st.integers(-40, 40), service=st.sampled_from(["", "mail", "hand"]))
@TRIED
def test_of_two_the_earlier_and_the_later_are_what_each_alone_gives(day, apart, service):
    other = day + apart * ONE
    alone = due("first", day, service=service), due("second", other)
    assert due("sooner", day, dates={"other": other}, service=service) == min(alone)
    assert due("later", day, dates={"other": other}, service=service) == max(alone)
    # Without the second event the first alone is counted, and never later than the later nor before the earlier of both.
    assert due("sooner", day, service=service) == due("later", day, service=service) == alone[0]


SERVED = [
    (pack.key, rule.key, method)
    for pack in shipped().values()
    for rule in pack.rules.values()
    if rule.trigger and rule.periods[0].counts and rule.periods[0].counts[0].scheme
    for method in pack.schemes[rule.periods[0].counts[0].scheme]
]


@pytest.mark.parametrize("pack", sorted({key for key, _, _ in SERVED}))
@given(day=DAYS, data=st.data())
@TRIED
def test_a_way_of_service_never_shortens_a_period(pack, day, data):
    """After an event it ends later or on the same day; before one the paper is due earlier or on the same day."""
    rules = [(rule, method) for key, rule, method in SERVED if key == pack]
    rule, method = data.draw(st.sampled_from(rules))
    found = shipped()[pack].rules[rule]
    numbers = {choice.key: "10" for choice in shipped()[pack].choices_of(rule) if choice.number}
    try:
        plain = compute(f"{pack}.{rule}", day, choices=numbers)[0].due
        served = compute(f"{pack}.{rule}", day, choices=numbers, service=method)[0].due
    except ValueError:
        return  # Not in force on that day.
    assert served <= plain if found.periods[0].counts[0].before else served >= plain


FORWARD = [
    f"{pack.key}.{rule.key}"
    for pack in shipped().values()
    if pack.calendar == "us.federal"
    for rule in pack.rules.values()
    if rule.trigger
    and rule.periods[0].counts
    and all(
        c.roll == "forward" and c.unit in COUNTED and not c.asked
        for period in rule.periods
        for c in period.counts
    )
]


@given(
    rule=st.sampled_from(FORWARD),
    day=DAYS,
    service=st.sampled_from(["", "mail"]),
    extra=st.sets(st.integers(1, 200), max_size=5),
)
@TRIED
def test_no_federal_period_ends_on_a_closed_day_and_no_holiday_shortens_one(rule, day, service, extra):
    shut = {day + n * ONE for n in extra}
    try:
        plain = compute(rule, day, service=service)[0].due
        closed = compute(rule, day, service=service, closed=shut)[0].due
    except ValueError:
        return  # Not in force on that day, or another choice.
    assert not oracle.is_closed(plain)
    assert closed >= plain
    assert closed not in shut
    assert not oracle.is_closed(closed)
