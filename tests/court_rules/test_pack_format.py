"""What a pack may not be: each mistake is told with its rule, field and line, all of them at once."""

import datetime
import time

import pytest

from court_rules import calendars
from court_rules.engine import compute
from court_rules.packs import build, load
from court_rules.text import RuleError

GOOD = """pack: local
title: Local rules
version: "1"
author: A firm
calendar: us.federal
effective: {from: 2020-01-01}
choices:
  - {key: court, title: Which court, options: [{key: east, title: East}, {key: west, title: West}]}
service:
  - {key: ways, methods: [{key: mail, title: Mail, adds: [{count: 3, cite: Rule 9}]}]}
triggers:
  - {key: motion, title: Motion served}
  - {key: order, title: Order made, time: true}
rules:
  - key: reply
    title: Reply
    trigger: motion
    cite: Rule 1
    service: ways
    count: 7
"""


def problems(text):
    with pytest.raises(RuleError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


def with_rule(more):
    return GOOD + more


def test_a_good_pack_is_read():
    pack = load(GOOD)
    assert pack.key == "local"
    assert pack.rules["reply"].periods[0].counts[0].count == 7
    assert pack.computation["day_of_event"] == "Fed. R. Civ. P. 6(a)(1)(A)"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("trigger: motion\n", "trigger: nothing\n"), "Line 17, rule reply, field trigger: There is no trigger “nothing”."),
        (("service: ways", "service: other"), "Line 19, rule reply, field service: There is no service rule “other”."),
        (("count: 7", "count: seven"), "Line 20, rule reply, field count: “seven” is neither a whole number nor a choice"),
        (("count: 7", "count: 7\n    unit: moons"), "Line 21, rule reply, field unit: “moons” is none of: days, court_days"),
        (("count: 7", "count: -7"), "Line 20, rule reply, field count: “-7” is less than 0."),
        (("count: 7", "count: 20001"), "Line 20, rule reply, field count: “20001” is more than 20,000."),
        (("count: 7", "count: 7\n    colour: red"), "“colour” is not known here."),
        (("from: 2020-01-01", "from: 2020-02-30"), "Line 6, field effective.from: There is no day 2020-02-30."),
        (("from: 2020-01-01", "from: soon"), "“soon” does not fit. A day is written 2026-11-30."),
        (("from: 2020-01-01", "from: 2020-01-02, until: 2020-01-01"), "It ends before it begins."),
        (("us.federal", "us.nowhere"), "Line 5, field calendar: There is no court calendar “us.nowhere”. Known: "),
        (("choices:", "computation: {open_holidays: us.no}\nchoices:"), "field computation.open_holidays: There is no court calendar"),
        (("title: Mail, adds", "title: Mail, deemed: {from: 2020-01-02, until: 2020-01-01, cite: R 9}, adds"), "It ends before it"),
        (("title: Mail, adds", "title: Mail, deemed: {from: 2020-01-02}, adds"), "“cite” is missing"),
        (('version: "1"\n', ""), "“version” is missing."),
        (("cite: Rule 1\n", "cite: Rule 1\n    after: reply\n"), "A rule hangs on a trigger, or on another rule's result (after)"),
        (("count: 7", "count: 7\n    when: {court: north}"), "“north” is no option of “court”: east, west."),
        (("count: 7", "count: 7\n    when: {judge: east}"), "There is no choice “judge”."),
        (("count: 7", "count: 7\n    unit: hours"), "Hours need a trigger with a time"),
        (("key: order", "key: motion"), "“motion” stands here twice."),
        (("key: order", "key: reply"), "“reply” names a trigger and a rule."),
        (("title: Reply", f"title: {'x' * 3000}"), "characters."),
        (("title: Reply\n", "title: Reply\n    title: Reply\n"), "“title” stands here twice."),
        (("pack: local", "pack: local\nuses: nothing"), "There is no pack “nothing”."),
    ],
)  # fmt: skip
def test_a_mistake_is_named(change, said):
    assert any(said in problem for problem in problems(GOOD.replace(*change))), problems(
        GOOD.replace(*change)
    )


def test_all_mistakes_are_told_at_once():
    found = problems(
        GOOD.replace("trigger: motion\n", "trigger: nothing\n").replace("service: ways", "service: other")
    )
    assert len(found) == 2


def test_a_circle_of_rules_is_refused():
    text = with_rule(
        "  - {key: a, title: A, after: b, cite: Rule 2, count: 1}\n  - {key: b, title: B, after: a, cite: Rule 2, count: 1}\n"
    )
    assert any("hangs on itself" in problem for problem in problems(text))


def test_periods_that_overlap_are_refused():
    text = with_rule(
        "  - key: late\n    title: Late\n    trigger: motion\n    cite: Rule 2\n    periods:\n"
        "      - {until: 2024-06-30, count: 5}\n      - {from: 2024-06-30, count: 6}\n"
    )
    assert any("Two periods hold on the same day." in problem for problem in problems(text))
    assert load(text.replace("{from: 2024-06-30", "{from: 2024-07-01")).rules["late"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- list",
        "a: [1, 2",
        "a: &x 1\nb: *x",
        "a: !!python/object/apply:os.system [ls]",
        "? [a, b]\n: c",
        "x: " + "[" * 3000,
        "a" * 1_000_001,
    ],
)
def test_what_is_no_pack_is_an_error_and_no_more(text):
    with pytest.raises(RuleError):
        load(text)


def test_words_of_yaml_stay_words():
    pack = load(
        GOOD.replace("{key: east, title: East}", "{key: no, title: off}").replace(
            "title: Reply", "title: 10:30"
        )
    )
    assert pack.choices["court"].options[0] == ("no", "off")
    assert pack.rules["reply"].title == "10:30"


def test_data_from_json_is_checked_too():
    data = {
        "pack": "own", "title": "Own", "version": "1", "author": "A firm", "calendar": "us.federal",
        "effective": {"from": "2020-01-01"}, "triggers": [{"key": "t", "title": "T"}],
        "rules": [{"key": "r", "title": "R", "trigger": "t", "cite": "Rule 1", "count": 5}],
    }  # fmt: skip
    assert build(data).rules["r"].title == "R"
    data["rules"][0]["trigger"] = "u"
    with pytest.raises(RuleError) as caught:
        build(data)
    assert (caught.value.pack, caught.value.rule, caught.value.at) == ("own", "r", "trigger")


def test_a_pack_takes_over_from_another_what_it_names():
    text = GOOD.replace("pack: local", "pack: local\nuses: frcp").replace(
        "trigger: motion\n", "trigger: served\n"
    )
    pack = load(text.replace("service: ways", "service: rule_6d"))
    assert pack.triggers["served"].title == "Summons and complaint served"
    assert "judgment" not in pack.triggers
    assert pack.methods("reply")["electronic"]


def test_a_calendar_is_checked():
    good = "calendar: us.xx\ntitle: X\nversion: '1'\nauthor: A\ncite: X Code\nholidays:\n"
    found = calendars.load(good + "  - {name: Feast, month: 5, weekday: monday, nth: 5}\n")
    assert [str(day) for day in found.year(2027)] == ["2027-05-31"]
    assert not found.year(2026)
    for bad in (
        "{name: A, month: 13, date: 1}",
        "{name: A, month: 5}",
        "{name: A}",
        "{name: A, day: 2026-02-30}",
        "{name: A, month: 5, nth: 1}",
    ):
        with pytest.raises(RuleError):
            calendars.load(f"{good}  - {bad}\n")


def test_how_holidays_find_their_days():
    text = """calendar: us.xx
title: X
version: "1"
author: A
cite: X Code
holidays:
  - {name: Good Friday, easter: -2}
  - {name: Day after Thanksgiving, month: 11, weekday: thursday, nth: 4, plus: 1}
  - {name: Election Day, month: 11, weekday: monday, nth: 1, plus: 1, years: even}
  - {name: New Year's Day, month: 1, date: 1, saturday: friday, sunday: monday}
  - {name: Leap Day, month: 2, date: 29}
  - {name: Feast, month: 6, date: 1, from: 2026, until: 2027}
"""
    found = calendars.load(text)
    assert sorted(str(day) for day in found.year(2026)) == [
        "2026-01-01",
        "2026-04-03",
        "2026-06-01",
        "2026-11-03",
        "2026-11-27",
    ]
    assert sorted(str(day) for day in found.year(2027)) == [
        "2027-01-01",
        "2027-03-26",
        "2027-06-01",
        "2027-11-26",
        "2027-12-31",
    ]
    assert date_names(found, 2028)["2028-02-29"] == "Leap Day"
    assert "2028-06-01" not in date_names(found, 2028)


def date_names(calendar, year):
    return {str(day): holiday.name for day, holiday in calendar.year(year).items()}


HEAVY = {
    "lists within lists": "[" * 200_000,
    "groups within groups": "{a: " * 90_000,
    "many entries": GOOD.partition("rules:")[0] + "rules: [" + "1," * 90_000 + "]",
    "many wrong rules": with_rule(
        "".join(f"  - {{key: r{n}, title: T, trigger: motion, count: x y}}\n" for n in range(3_000))
    ),
    "a circle of many rules": with_rule(
        "".join(
            f"  - {{key: r{n}, title: T, cite: Rule, after: r{(n + 1) % 2_000}, count: 1}}\n"
            for n in range(2_000)
        )
    ),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_text_that_would_keep_a_server_busy_is_refused_soon(name):
    """Before there were limits these took a minute and more, and told a hundred thousand mistakes."""
    began = time.process_time()
    with pytest.raises(RuleError) as error:
        load(HEAVY[name])
    assert time.process_time() - began < 10
    assert 1 <= len(error.value.problems) <= 100


@pytest.mark.parametrize("sign", ["\\0", "\\x07", "\\u202e", "\\u2066"])
def test_signs_that_nobody_sees_are_refused(sign):
    """The database keeps no null character, and a mark that turns the direction shows another text than is kept."""
    said = problems(GOOD.replace("title: Reply\n", f'title: "Re{sign}ply"\n'))
    assert any("a sign here that nobody can see" in problem for problem in said), said


def test_a_period_that_is_never_reached_is_told():
    text = with_rule(
        "  - key: late\n    title: Late\n    trigger: motion\n    cite: Rule 2\n    periods:\n"
        "      - {count: 5}\n      - {when: {court: west}, count: 8}\n"
    )
    assert any("holds for every choice; put it after this one" in problem for problem in problems(text))
    turned = text.replace(
        "      - {count: 5}\n      - {when: {court: west}, count: 8}\n",
        "      - {when: {court: west}, count: 8}\n      - {count: 5}\n",
    )
    day = datetime.date(2026, 3, 2)
    assert compute("local.late", day, packs=[load(turned)], choices={"court": "west"})[
        0
    ].due == datetime.date(2026, 3, 10)
    assert compute("local.late", day, packs=[load(turned)])[0].due == datetime.date(2026, 3, 9)
