"""Each pack and calendar that is shipped: it can be read, and the worked examples it carries come out."""

from datetime import date

import pytest

from court_rules import calendars
from court_rules.engine import run_tests
from court_rules.packs import shipped

PACKS = sorted(shipped())


@pytest.mark.parametrize("name", PACKS)
def test_the_examples_of_a_pack_come_out(name):
    assert [str(failure) for failure in run_tests(shipped()[name])] == []


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_says_who_wrote_it_from_what_and_since_when(name):
    pack = shipped()[name]
    assert pack.author
    assert pack.version
    assert pack.sources
    assert pack.span.start > date(1930, 1, 1)
    assert pack.tests
    for rule in pack.rules.values():
        for period in rule.periods:
            assert period.cite, rule.key


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_of_a_pack_has_an_example_counted_by_hand(name):
    pack = shipped()[name]
    counted = {key for test in pack.tests for key in (test["rule"], *test.get("results", ()))}
    assert [key for key in pack.rules if key not in counted] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_trigger_of_a_pack_leads_somewhere(name):
    pack = shipped()[name]
    events = {
        count.event for rule in pack.rules.values() for period in rule.periods for count in period.counts
    }
    assert [key for key in pack.triggers if key not in pack.next_of and key not in events] == []


@pytest.mark.parametrize("name", sorted(calendars.shipped()))
def test_a_calendar_has_the_printed_days(name):
    found = calendars.shipped()[name]
    examples = found.data.get("tests", ())
    assert examples
    for example in examples:
        days = [h.day for h in calendars.holidays_of(name, example["year"]) if h.kept and h.day.weekday() < 5]
        assert [day.isoformat() for day in days] == example["days"], example["year"]
