"""A count whose number an order sets: the pack asks for it, the person types it, and without it nothing is counted."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from court_rules.engine import compute
from court_rules.packs import load, shipped
from court_rules.text import RuleError

PACK = """pack: local
title: Local rules
version: "1"
author: A firm
calendar: us.federal
effective: {from: 2020-01-01}
choices:
  - {key: days, title: Days that the order gives, number: true, least: 5}
  - {key: court, title: Which court, options: [{key: east, title: East}, {key: west, title: West}]}
triggers:
  - {key: order, title: Order made}
  - {key: notice, title: Notice served}
rules:
  - {key: comply, title: Comply, trigger: order, cite: Order, count: days}
  - {key: back, title: Exchange, trigger: order, cite: Order, direction: before, unit: court_days, count: days}
  - key: sooner
    title: The earlier of two
    trigger: order
    cite: Rule 1
    take: earliest
    of:
      - {title: As ordered, count: days}
      - {title: In any case, count: 30}
  - {key: next, title: Then, after: comply, cite: Rule 2, count: 7}
tests:
  - {rule: comply, trigger: 2026-03-02, choices: {days: "10"}, due: 2026-03-12}
"""
ORDER = date(2026, 3, 2)


def counted(rule, **choices):
    return {one.rule_key: one for one in compute(f"local.{rule}", ORDER, packs=[load(PACK)], choices=choices)}


def test_the_number_is_counted_after_and_before():
    found = counted("order", days="10")
    assert found["comply"].due == date(2026, 3, 12)
    # Ten court days back over Presidents' Day, February 16.
    assert found["back"].due == date(2026, 2, 13)
    assert found["next"].due == date(2026, 3, 19)
    assert found["comply"].steps[0].text == "Days that the order gives: 10."


def test_without_the_number_only_what_needs_none_is_counted():
    found = counted("order")
    assert list(found) == ["sooner"]
    assert found["sooner"].due == date(2026, 4, 1)
    assert any("Without “Days that the order gives”" in step.text for step in found["sooner"].steps)
    with pytest.raises(RuleError, match="say days"):
        counted("comply")


@pytest.mark.parametrize("wrong", ["4", "-7", "seven", "1.5", "20001", "999999", "7 ", "٧"])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(RuleError, match="days"):
        counted("comply", days=wrong)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "cite: Order, count: days}",
            "cite: Order, count: court}",
            "neither a whole number nor a choice that asks for one",
        ),
        ("cite: Order, count: days}", "cite: Order, count: 14 days}", "does not fit"),
        ("number: true, least: 5", "least: 5", "number: true"),
        (
            "number: true, least: 5",
            "number: true, options: [{key: a, title: A}, {key: b, title: B}]",
            "not both",
        ),
        ("cite: Order, count: days}", "cite: Order, when: {days: x}, count: 3}", "it is no condition"),
    ],
)
def test_a_pack_that_asks_wrongly_is_refused(old, new, said):
    with pytest.raises(RuleError) as caught:
        load(PACK.replace(old, new, 1))
    assert said in " ".join(str(problem) for problem in caught.value.problems)


def test_a_pack_is_asked_only_for_what_its_event_needs():
    frcp = shipped()["frcp"]
    assert [choice.key for choice in frcp.choices_of("ordered_from")] == ["ordered_days"]
    assert "ordered_days" not in [choice.key for choice in frcp.choices_of("served")]


def test_the_command_takes_the_number_with_count():
    out = StringIO()
    call_command(
        "deadline", "--rule", "frcp.ordered", "--trigger", "2026-03-02", "--count", "10", "--json", stdout=out
    )
    found = json.loads(out.getvalue())
    assert found["date"] == "2026-03-12"
    assert found["steps"][0]["text"] == "Days that the order, stipulation or local rule gives: 10."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rule", "frcp.answer", "--count", "3"], "--count: the number of frcp.answer is fixed"),
        (["--rule", "frcp.ordered", "--count", "-3"], "--count: -3 is less than nothing"),
        (["--rule", "frcp.ordered"], "say ordered_days"),
        (
            ["--rule", "frcp.ordered", "--choice", "ordered_days=soon"],
            "--choice: “ordered_days” takes a whole number",
        ),
        (["--rule", "nothing.ordered", "--count", "3"], "There is no pack “nothing”"),
    ],
)
def test_the_command_says_what_is_wrong_with_the_number(arguments, said):
    with pytest.raises(CommandError, match=said) as caught:
        call_command("deadline", *arguments, "--trigger", "2026-03-02", stdout=StringIO())
    assert caught.value.returncode == 2
