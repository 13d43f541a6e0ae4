"""LEDES 1998B: the official sample, each rule, and files made and broken at random."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exchange import ledes
from tests.exchange.files import ledes_sample
from tests.soak import times

SAMPLE = ledes_sample()


def changed(old: str, new: str, count: int = 1) -> ledes.Ledes:
    assert old in SAMPLE
    return ledes.parse(SAMPLE.replace(old, new, count))


def test_the_official_sample_reads_and_adds_up():
    read = ledes.parse(SAMPLE)
    assert read.ok
    assert [line.type for line in read.lines] == ["F", "F", "F", "E", "E", "IF", "IF"]
    # field.md: 630 + 700 + 40 + 24.95 + 289.50 = 1684.45
    totals = [line.total for line in read.lines[:5]]
    assert totals == [Decimal(n) for n in ("630", "700", "40", "24.95", "289.5")]
    assert sum(totals) == Decimal("1684.45")
    assert sum(line.units for line in read.lines[:3]) == Decimal("4.2")
    assert sum(line.total for line in read.lines[5:]) == Decimal("2500")
    assert read.lines[0].timekeeper == ("22547", "Arnsley, Robert")


def test_line_ends_byte_order_mark_and_empty_lines_at_the_end_do_no_harm():
    for text in (
        SAMPLE.replace("\r\n", "\n"),
        "\ufeff" + SAMPLE,
        SAMPLE + "\r\n\r\n",
        SAMPLE.replace("\r\n", "\r"),
    ):
        assert ledes.parse(text).ok


def test_the_international_format_is_recognised_and_refused():
    head = "LEDES98BI V2[]\r\n" + SAMPLE.partition("\r\n")[2]
    (problem,) = ledes.parse(head).problems
    assert problem.line == 1
    assert "98BI" in problem.text
    assert "1998B" in problem.text


@pytest.mark.parametrize(
    "old, new, line, column, words",
    [
        ("LEDES1998B[]", "LEDES1998B", 1, "", "first line"),
        ("CLIENT_ID|", "CLIENT|", 2, "CLIENT_ID", "Field 3"),
        ("CLIENT_MATTER_ID[]", "CLIENT_MATTER_ID|PO_NUMBER[]", 2, "", "there are 25"),
        ("|PARTNR|423-987[]", "|PARTNR|423-987", 3, "", "end with []"),
        ("Set off claim", "Set|off claim", 3, "", "there are 25"),
        ("19990115", "1999-01-15", 3, "LINE_ITEM_DATE", "YYYYMMDD"),
        ("19990115", "19990230", 3, "LINE_ITEM_DATE", "YYYYMMDD"),
        ("|-70|", "|70-|", 3, "LINE_ITEM_ADJUSTMENT_AMOUNT", "minus in front"),
        ("|-70|630|", "|-70|$630|", 3, "LINE_ITEM_TOTAL", "plain number"),
        ("|1|F|2.00|", "|1|X|2.00|", 3, "EXP/FEE/INV_ADJ_TYPE", "F (fee)"),
        ("|1|F|2.00|", "|1|F||", 3, "LINE_ITEM_NUMBER_OF_UNITS", "required on F"),
        ("|A102|22547|", "|A102||", 3, "TIMEKEEPER_ID", "required on F"),
        ("||E111|", "|||", 6, "LINE_ITEM_EXPENSE_CODE", "required on E"),
        ("||A102|", "|E111|A102|", 3, "LINE_ITEM_EXPENSE_CODE", "no expense code"),
        ("|423-987[]", "|[]", 3, "CLIENT_MATTER_ID", "required"),
        ("|423-987[]", "|NULL[]", 3, "CLIENT_MATTER_ID", "NULL"),
        ("|-70|630|", "|-70|630.01|", 3, "LINE_ITEM_TOTAL", "is 630.00, not 630.01"),
        ("|0|24.95|", "|0.01|24.96|", 3, "INVOICE_TOTAL", "add up to 1684.46, not 1684.45"),
        ("1684.45|", "1684.46|", 4, "INVOICE_TOTAL", "Line 3 gives 1684.46"),
        ("For services rendered|2", "For other services|2", 4, "INVOICE_DESCRIPTION", "same on each line"),
        ("|00711|", "|" + "7" * 21 + "|", 3, "CLIENT_ID", "At most 20"),
    ],
)
def test_each_rule_names_line_and_field(old, new, line, column, words):
    problems = changed(old, new).problems
    assert any((p.line, p.column) == (line, column) and words in p.text for p in problems), problems


def test_all_problems_are_listed_at_once():
    text = (
        SAMPLE.replace("19990116", "1999011")
        .replace("|24.95|||", "|24,95|||")
        .replace("|1250.|1250|", "|1250.|1251|")
    )
    assert [(p.line, p.column) for p in ledes.parse(text).problems] == [
        (5, "LINE_ITEM_DATE"), (6, "LINE_ITEM_UNIT_COST"), (8, "LINE_ITEM_TOTAL"), (9, "LINE_ITEM_TOTAL"),
    ]  # fmt: skip


def test_an_invoice_that_does_not_add_up_leaves_out_its_lines_alone():
    read = changed("|0|24.95|", "|0.01|24.96|")
    assert [line.line for line in read.lines] == [8, 9]


def test_nothing_and_half_a_head():
    assert ledes.parse("").problems[0].line == 1
    assert ledes.parse("LEDES1998B[]").problems[0].line == 2
    assert ledes.parse("\r\n".join(SAMPLE.split("\r\n")[:2])).problems[0].line == 3


TEXT = st.text(
    st.characters(codec="latin-1", exclude_characters="|[]\r\n\x85", exclude_categories=["Cc", "Zs"]),
    min_size=1,
    max_size=20,
)
FOUR = st.integers(0, 99_999_999).map(lambda n: Decimal(n) / 10_000)
CENTS = st.integers(-99_999, 99_999).map(lambda n: Decimal(n) / 100)


@st.composite
def items(draw) -> list[dict[str, str]]:
    """The lines of one valid invoice."""
    rows, total = [], Decimal(0)
    for number in range(1, draw(st.integers(1, 6)) + 1):
        kind = draw(st.sampled_from(ledes.TYPES))
        units, cost = (draw(FOUR), draw(FOUR)) if kind in "FE" else (Decimal(0), Decimal(0))
        adjustment = draw(CENTS)
        amount = (units * cost + adjustment).quantize(Decimal("0.01"))
        total += amount
        rows.append(
            {
                "LINE_ITEM_NUMBER": str(number), "EXP/FEE/INV_ADJ_TYPE": kind, "LINE_ITEM_NUMBER_OF_UNITS": f"{units:f}",
                "LINE_ITEM_UNIT_COST": f"{cost:f}", "LINE_ITEM_ADJUSTMENT_AMOUNT": f"{adjustment:f}",
                "LINE_ITEM_TOTAL": f"{amount:f}", "LINE_ITEM_DESCRIPTION": draw(TEXT),
                "LINE_ITEM_DATE": draw(st.dates()).strftime("%Y%m%d").rjust(8, "0"),
                "LINE_ITEM_EXPENSE_CODE": "E111" if kind == "E" else "", "LINE_ITEM_ACTIVITY_CODE": "A102",
                "TIMEKEEPER_ID": "7", "TIMEKEEPER_NAME": "Arnsley, Robert",
            }
        )  # fmt: skip
    head = {
        "INVOICE_DATE": "20260225", "INVOICE_NUMBER": draw(TEXT), "CLIENT_ID": draw(TEXT), "LAW_FIRM_MATTER_ID": "0528",
        "INVOICE_TOTAL": f"{total:f}", "BILLING_START_DATE": "20260101", "BILLING_END_DATE": "20260131",
        "INVOICE_DESCRIPTION": draw(TEXT), "LAW_FIRM_ID": "24-6437381", "CLIENT_MATTER_ID": "423-987",
    }  # fmt: skip
    return [head | row for row in rows]


@given(items())
@settings(max_examples=times(60), deadline=None)
def test_a_valid_file_reads_back(rows):
    if any("NULL" in row.values() for row in rows):
        return
    read = ledes.parse(ledes.write(rows))
    assert read.problems == []
    assert [line["LINE_ITEM_DESCRIPTION"] for line in read.lines] == [
        r["LINE_ITEM_DESCRIPTION"].strip() for r in rows
    ]
    assert [f"{line.total:f}" for line in read.lines] == [r["LINE_ITEM_TOTAL"] for r in rows]


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 30), st.text(max_size=6), st.booleans())
@example(0, 5000, "", False)
@settings(max_examples=times(300), deadline=None)
def test_a_broken_file_never_crashes_and_names_lines(at, gone, put, again):
    text = SAMPLE[:at] + put + SAMPLE[at + gone :]
    if again:
        text = text[: len(text) // 2] + put + text[len(text) // 2 :]
    read = ledes.parse(text)
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 2
    assert all(1 <= p.line <= max(3, last) and p.text for p in read.problems)
    assert read.ok or read.problems


@given(st.text(max_size=400))
@settings(max_examples=times(100), deadline=None)
def test_any_text_at_all_is_answered(text):
    assert ledes.parse(text).problems


def test_sample_files_are_read_as_they_are():
    folder = Path(__file__).resolve().parent / "data"
    assert ledes.parse((folder / "sample_1998b.txt").read_bytes().decode()).ok
    (problem,) = ledes.parse((folder / "sample_98bi.txt").read_bytes().decode()).problems
    assert "98BI" in problem.text
