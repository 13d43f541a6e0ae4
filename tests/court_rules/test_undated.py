"""Rules that name no day say so in words; no date is invented for them."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from court_rules.engine import RuleError, compute, undated
from court_rules.packs import load
from depositions.queries.notice import undated_for

D = datetime.date
ON = D(2026, 9, 14)


def test_a_federal_deposition_says_what_is_due_without_a_day():
    found = {one.rule: one for one in undated("frcp.deposition", ON)}
    assert list(found) == [
        "frcp.deposition_notice_reasonable",
        "frcp.deposition_notice_objection",
        "frcp.deposition_officer_objection",
        "frcp.deposition_objections",
        "frcp.deposition_protective_order",
    ]
    assert "promptly, in writing" in found["frcp.deposition_notice_objection"].says
    assert found["frcp.deposition_notice_objection"].cite == "Fed. R. Civ. P. 32(d)(1)"
    assert [one.rule for one in compute("frcp.deposition", ON)] == ["frcp.deposition_notice"]


def test_asked_for_alone_such_a_rule_answers_in_its_words():
    with pytest.raises(RuleError, match="The rule gives no day. .*promptly, in writing"):
        compute("frcp.deposition_notice_objection", ON)


def test_a_rule_may_have_a_day_until_the_law_changed():
    """Section 632 until 2026: ten days from Monday, March 2. From 2027 AB 515, of which only summaries were read."""
    assert compute("ca-ccp.632", D(2026, 3, 2))[0].due == D(2026, 3, 12)
    before = [one.rule for one in undated("ca-ccp.tentative-announced", D(2026, 3, 2))]
    assert before == ["ca-ccp.rule-3-1590"]
    after = undated("ca-ccp.tentative-announced", D(2027, 1, 4))
    assert [one.rule for one in after] == ["ca-ccp.632", "ca-ccp.632-objections", "ca-ccp.rule-3-1590"]
    assert "Unverified" in after[0].says
    assert compute("ca-ccp.tentative-announced", D(2027, 1, 4)) == []


def test_the_mortgage_notices_of_chapter_13_changed_on_december_1_2025():
    # 30 days from November 28, a Friday, end on Sunday December 28; from December 1 there are 45.
    assert compute("frbp.cure_notice", D(2025, 11, 28))[0].due == D(2025, 12, 29)
    assert compute("frbp.cure_notice", D(2025, 12, 1))[0].due == D(2026, 1, 15)
    assert compute("frbp.cure_notice", D(2025, 12, 1))[0].citations[0] == "Fed. R. Bankr. P. 3002.1(g)(1)"


def told(*options: str) -> str:
    out = StringIO()
    call_command("deadline", *options, stdout=out)
    return out.getvalue()


def test_the_command_tells_them_beside_the_dates():
    text = told("--rule", "frcp.deposition", "--trigger", "2026-09-14")
    assert "No day: Objection to the notice of the deposition" in text
    data = json.loads(told("--rule", "frcp.deposition", "--trigger", "2026-09-14", "--json"))
    assert [row["date"] for row in data["chain"]] == ["2026-08-31"]
    assert len(data["undated"]) == 5
    assert data["undated"][1]["cite"] == "Fed. R. Civ. P. 32(d)(1)"
    with pytest.raises(CommandError, match="gives no day"):
        told("--rule", "frcp.deposition_notice_objection", "--trigger", "2026-09-14")


PACK = """
pack: own
title: Own
version: "1"
author: A
calendar: us.ca
effective: {from: 2024-01-01}
triggers: [{key: heard, title: Heard}]
rules:
  - {key: ask, title: Ask, trigger: heard, cite: Local Rule 1, says: As soon as practicable.%s}
"""


def test_a_pack_of_a_firm_may_say_so_too_but_not_count_at_once():
    pack = load(PACK % "")
    assert undated("own.heard", ON, packs=[pack])[0].says == "As soon as practicable."
    with pytest.raises(RuleError, match="one count, or take with of, or says"):
        load(PACK % ", count: 3")


def test_the_test_bench_shows_them(a, sign_in):
    client = sign_in(a.attorney)
    url = "/settings/rule-packs/shipped/frcp/try/"
    page = client.get(url, {"rule": "deposition", "on": "2026-09-14"})
    assert "August 31, 2026" in page.text
    assert "What the rules say without a day" in page.text
    page = client.get(url, {"rule": "deposition_objections", "on": "2026-09-14"})
    assert "while the deposition goes on" in page.text


def test_adding_court_dates_shows_them(a, sign_in):
    client = sign_in(a.attorney)
    data = {"pack": "frcp", "kind": "deposition", "on": "2026-09-14", "matter": a.matter.pk}
    page = client.get("/deadlines/chain/", data)
    assert page.status_code == 200
    assert "What the rules say without a day" in page.text
    assert "promptly, in writing" in page.text


def test_a_federal_deposition_of_ours_has_them_and_a_californian_has_none():
    assert len(undated_for("federal", ON)) == 5
    assert undated_for("california", ON) == []
