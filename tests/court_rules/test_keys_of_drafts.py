"""Keys that a draft makes by itself: of titles in any script, and never one key for two things."""

import pytest

from court_rules.packs import build
from court_rules.services.rules import with_rule
from court_rules.text import RuleError

HEAD = {
    "pack": "own", "title": "Own", "version": "1", "author": "A", "calendar": "us.ca",
    "effective": {"from": "2024-01-01"}, "triggers": [], "rules": [], "tests": [],
}  # fmt: skip


def a_rule(title):
    return {"title": title, "cite": "Local Rule 1", "count": 3}


def test_two_new_events_in_another_script_stay_two_events():
    content, one = with_rule(HEAD, a_rule("期限"), new_event="申立ての送達")
    content, two = with_rule(content, a_rule("答弁"), new_event="期日の指定")
    assert one["trigger"] != two["trigger"]
    assert one["key"] != two["key"]
    titles = [event["title"] for event in content["triggers"]]
    assert titles == ["申立ての送達", "期日の指定"]
    assert len(build(content).rules) == 2


def test_long_names_that_begin_alike_stay_two_events():
    start = "Notice of the hearing on the motion to compel further responses to "
    content, one = with_rule(HEAD, a_rule("Oppose"), new_event=f"{start}interrogatories served")
    content, two = with_rule(content, a_rule("Reply"), new_event=f"{start}the inspection demand served")
    assert one["trigger"] != two["trigger"]
    assert len(content["triggers"]) == 2


def test_an_event_of_the_same_name_is_the_same_event():
    content, one = with_rule(HEAD, a_rule("Oppose"), new_event="Order  served")
    content, two = with_rule(content, a_rule("Reply"), new_event="Order served")
    assert one["trigger"] == two["trigger"] == "order-served"
    assert len(content["triggers"]) == 1


def test_a_rule_and_its_event_may_have_one_name():
    content, rule = with_rule(HEAD, a_rule("Trial binder"), new_event="Trial binder")
    assert rule["key"] != rule["trigger"]
    assert build(content).rules[rule["key"]].trigger == rule["trigger"]


def test_a_new_event_does_not_take_the_place_of_one_of_the_pack_it_builds_on():
    """ca-ccp has the event `trial`, “Date initially set for trial”."""
    content, rule = with_rule({**HEAD, "uses": "ca-ccp"}, a_rule("Binder"), new_event="Trial")
    assert rule["trigger"] == "trial-2"
    _, other = with_rule(content, a_rule("Exhibits"), new_event="Date initially set for trial")
    assert other["trigger"] == "trial"


def test_a_rule_keeps_its_key_when_it_is_written_again():
    content, rule = with_rule(HEAD, a_rule("Reply"), new_event="Order served")
    _, again = with_rule(content, {**a_rule("Reply"), "trigger": rule["trigger"]}, was=rule["key"])
    assert again["key"] == "reply"


def test_what_is_in_force_is_not_checked_anew():
    """A check that came later, here a period that is never reached, must not take a firm's rules from under its dates."""
    choice = {"key": "c", "title": "C", "options": [{"key": "x", "title": "X"}, {"key": "y", "title": "Y"}]}
    rule = {
        "key": "a", "title": "A", "cite": "Local Rule 1", "trigger": "heard",
        "periods": [{"count": 3}, {"when": {"c": "y"}, "count": 4}],
    }  # fmt: skip
    old = {**HEAD, "choices": [choice], "triggers": [{"key": "heard", "title": "Heard"}], "rules": [rule]}
    with pytest.raises(RuleError):
        build(old)
    assert build(old, trusted=True).rules["a"].periods[0].counts[0].count == 3
