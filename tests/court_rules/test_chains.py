"""From an event to all that follows: chains, choices, further events, service of later papers, packs of one's own."""

from datetime import date

import pytest

from court_rules.engine import RuleError, compute
from court_rules.packs import load, shipped

MOTION = """
pack: dept-15
title: Standing order of Department 15
version: "1"
author: A firm
calendar: us.federal
effective: {from: 2020-01-01, until: 2025-12-31}
service:
  - key: order
    methods:
      - {key: personal, title: Handed over}
      - {key: mail, title: Mail, adds: [{count: 5, cite: Order 3, when: before_roll}]}
      - {key: fax, title: Fax, adds: [{count: 2, unit: court_days, cite: Order 3}]}
triggers:
  - {key: hearing, title: Hearing of the motion}
  - {key: motion, title: Motion served}
rules:
  - {key: NOTICE, title: Notice of motion, trigger: hearing, cite: Order 1, count: 16, unit: court_days, direction: before, service: order}
  - {key: OPPOSITION, title: Opposition, trigger: motion, cite: Order 2, count: 10, service: order}
  - {key: REPLY, title: Reply, after: OPPOSITION, cite: Order 2, count: 5, service: order}
  - {key: FINAL, title: Final papers, trigger: motion, cite: Order 4, count: 3, roll: none}
"""


@pytest.fixture(scope="module")
def own():
    return [
        load(MOTION),
        load(MOTION.replace("2020-01-01, until: 2025-12-31", "2026-01-01").replace("count: 10", "count: 12")),
    ]


def by_key(results):
    return {result.rule_key: result for result in results}


def test_what_hangs_on_a_result_counts_from_it(own):
    found = by_key(compute("dept-15.motion", date(2026, 3, 2), packs=own))
    assert found["OPPOSITION"].due == date(2026, 3, 16)  # 12 days end on Saturday
    assert found["REPLY"].due == date(2026, 3, 23)  # 5 days end on Saturday, March 21
    assert found["REPLY"].start == date(2026, 3, 16)
    assert found["REPLY"].after == "dept-15.OPPOSITION"
    assert found["FINAL"].due == date(2026, 3, 5)


def test_the_version_in_force_on_the_day_of_the_event(own):
    assert by_key(compute("dept-15.motion", date(2025, 3, 3), packs=own))["OPPOSITION"].due == date(
        2025, 3, 13
    )
    assert by_key(compute("dept-15.motion", date(2026, 3, 3), packs=own))["OPPOSITION"].due == date(
        2026, 3, 16
    )
    with pytest.raises(RuleError, match="No version of the pack"):
        compute("dept-15.motion", date(2019, 3, 3), packs=own)


def test_a_rule_asked_for_comes_first_and_counts_from_the_day_that_is_given(own):
    found = compute("dept-15.REPLY", date(2026, 3, 10), packs=own)
    assert [(one.rule_key, one.due) for one in found] == [("REPLY", date(2026, 3, 16))]
    assert [one.rule_key for one in compute("dept-15.OPPOSITION", date(2026, 3, 2), packs=own)] == [
        "OPPOSITION",
        "REPLY",
    ]


def test_an_act_done_early_moves_what_follows(own):
    found = by_key(
        compute("dept-15.motion", date(2026, 3, 2), packs=own, dates={"OPPOSITION": date(2026, 3, 4)})
    )
    assert found["OPPOSITION"].due == date(2026, 3, 16)
    assert found["REPLY"].due == date(2026, 3, 9)


def test_the_way_of_service_belongs_to_the_first_paper(own):
    """The motion came by mail; how the opposition will be served is not known, so the reply has no days more."""
    found = by_key(compute("dept-15.motion", date(2026, 3, 2), service="mail", packs=own))
    assert found["OPPOSITION"].due == date(2026, 3, 19)  # 12 and 5 days, added before the roll
    assert found["REPLY"].due == date(2026, 3, 24)
    both = by_key(
        compute(
            "dept-15.motion", date(2026, 3, 2), service={"motion": "mail", "OPPOSITION": "fax"}, packs=own
        )
    )
    assert both["OPPOSITION"].due == date(2026, 3, 19)
    assert both["REPLY"].due == date(2026, 3, 26)  # two court days more


def test_service_leads_further_back_before_an_event(own):
    hand = compute("dept-15.NOTICE", date(2026, 3, 30), packs=own)[0]
    assert hand.due == date(2026, 3, 6)
    assert compute("dept-15.NOTICE", date(2026, 3, 30), service="mail", packs=own)[0].due == date(
        2026, 2, 27
    )  # Sunday, back
    assert compute("dept-15.NOTICE", date(2026, 3, 30), service="fax", packs=own)[0].due == date(2026, 3, 4)


def test_choices_pick_the_period():
    assert compute("frcp.answer", date(2026, 3, 2))[0].due == date(2026, 3, 23)
    us = compute("frcp.answer", date(2026, 3, 2), choices={"defendant": "us"})[0]
    assert us.due == date(2026, 5, 1)
    assert us.citations[0] == "Fed. R. Civ. P. 12(a)(2)"


def test_the_later_and_the_earlier_of_two():
    early = compute(
        "frcp.amend_after_response", date(2026, 3, 16), dates={"rule_12_motion_served": date(2026, 3, 9)}
    )[0]
    assert early.due == date(2026, 3, 30)
    assert "earlier of" in early.steps[-2].text
    alone = compute("frcp.amend_after_response", date(2026, 3, 16))[0]
    assert alone.due == date(2026, 4, 6)
    assert any("Without the day of" in step.text for step in alone.steps)


def test_the_chain_of_an_event_has_every_rule_of_it():
    found = by_key(compute("frcp.judgment", date(2026, 3, 2)))
    assert found["new_trial"].due == date(2026, 3, 30)
    assert found["attorney_fees"].due == date(2026, 3, 16)
    assert found["relief_from_judgment"].due == date(2027, 3, 2)
    assert found["new_trial"].critical
    assert found["stay_ends"].kind == "expiry"


def test_nothing_of_one_chain_stays_in_the_next():
    first = [one.as_json() for one in compute("frcp.trial", date(2026, 10, 5))]
    compute("frcp.trial", date(2026, 7, 6), closed=[date(2026, 6, 22)], state="MA", service="mail")
    assert [one.as_json() for one in compute("frcp.trial", date(2026, 10, 5))] == first


@pytest.mark.parametrize(
    ("rule", "more", "said"),
    [
        ("nothing.answer", {}, "no pack “nothing”"),
        ("frcp.nothing", {}, "frcp.nothing: There is no such rule or trigger"),
        ("frcp", {}, "PACK.RULE"),
        ("frcp.answer", {"service": "pigeon"}, "frcp: service: There is no way of service “pigeon”"),
        ("frcp.answer", {"choices": {"colour": "red"}}, "no choice “colour”"),
        ("frcp.answer", {"choices": {"defendant": "martian"}}, "no option of “defendant”"),
        ("frcp.answer", {"dates": {"nothing": date(2026, 1, 1)}}, "no trigger or rule “nothing”"),
        ("frcp.answer", {"state": "XX"}, "no state “XX”"),
        (
            "frbp.proof_of_claim",
            {"choices": {"chapter": "11"}},
            "frbp.proof_of_claim: periods: The rule holds only for",
        ),
        ("frcp.summary_judgment_opposition", {}, "no period in force"),
    ],
)
def test_errors_name_what_is_wrong(rule, more, said):
    with pytest.raises(RuleError, match="(?s)" + said):
        compute(rule, date(2026, 3, 2), **more)


def test_pickers_can_be_filled():
    pack = shipped()["frcp"]
    assert pack.methods("interrogatories")["mail"] == "Service by mail"
    assert pack.methods("answer") == {}
    assert [choice.key for choice in pack.choices_of("answer")] == ["defendant"]
    assert pack.event_of("answer").key == "served"
    assert pack.event_of("conference_by").title == "Scheduling order due"
