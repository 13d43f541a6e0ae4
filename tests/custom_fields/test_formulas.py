"""The language of formulas: what it gives, what it refuses and in which words, and that nothing else can be reached."""

import datetime
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_fields.formulas import FormulaError, evaluate, names, uses_today
from tests.soak import times

TODAY = datetime.date(2026, 11, 22)
VALUES = {
    "a": D(3),
    "b": D("2.5"),
    "on": datetime.date(2026, 1, 31),
    "born": datetime.date(1990, 11, 23),
    "word": "Yes",
    "none": None,
    "ticked": True,
    "cars": [{}, {}],
    "cars.damage": [D("10.10"), None, D("0.20")],
    "many": ["Neck", "Back"],
}


def worth(text: str):
    return evaluate(text, VALUES.__getitem__, today=TODAY)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a * b - 1", D("6.5")),
        ("0.1 + 0.2", D("0.3")),
        ("-a + +b", D("-0.5")),
        ("a / 4", D("0.75")),
        ("round(a / 7, 2)", D("0.43")),
        ("abs(0 - a)", D(3)),
        ("on + 30", datetime.date(2026, 3, 2)),
        ("on - 31", datetime.date(2025, 12, 31)),
        ("add_months(on, 1)", datetime.date(2026, 2, 28)),
        ("days(on, today())", D(295)),
        ("months(on, today())", D(9)),
        ("years(born)", D(35)),
        ("years(born, on)", D(35)),
        ("today() - on", D(295)),
        ('if(word = "yes", a, b)', D(3)),
        ("if(a > 2 and not (b >= 3), 1, 0)", D(1)),
        ("if(a <> 3 or ticked, 1, 0)", D(1)),
        ('if(ticked = "yes", 1, 0)', D(1)),
        ("if(none, 1, 0)", D(0)),
        ('if(many = "Neck", 1, 0)', D(1)),
        ("sum(cars.damage)", D("10.30")),
        ("avg(cars.damage)", D("5.15")),
        ("max(cars.damage) - min(cars.damage)", D("9.90")),
        ("count(cars)", D(2)),
        ("count(cars.damage)", D(2)),
        ("none + 1", None),
        ("sum(none)", None),
        ("coalesce(none, 0) + 1", D(1)),
        ("if(empty(none), 1, 2)", D(1)),
        ('a & " = " & b', "3 = 2.5"),
        ("upper(word) & none", "YES"),
        ("len(word)", D(3)),
        ("1 < 2 < 3", True),
    ],
)
def test_worth(text, wanted):
    assert worth(text) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Type a formula"),
        ("a +", "cannot be read"),
        ("a / 0", "divided by zero"),
        ("nothing", "no field “nothing”"),
        ("cars.colour", "no field “cars.colour”"),
        ("a + word", "wants a number"),
        ("on + on", "add days"),
        ("on * 2", "add days"),
        ("on > a", "cannot be compared"),
        ("cars.damage", "gives many values"),
        ("9 ** 9", "knows"),
        ("a if b else 1", "knows"),
        ("[1, 2]", "knows"),
        ("{1: 2}", "knows"),
        ("lambda: 1", "knows"),
        ("f'{a}'", "knows"),
        ("a[0]", "knows"),
        ("(a := 1)", "cannot be read"),
        ("__import__('os')", "no function"),
        ("a.__class__.__bases__", "group.column"),
        ("word.upper()", "no such function"),
        ("round(a, 9)", "0 to 4 places"),
        ("round(1, 2, 3)", "takes 1 to 2"),
        ("if(a, 1)", "takes 3"),
        ("round(number=a)", "no field “number”"),
        ("1e400", "too large"),
        ("9999999999 * 9999999999", "too large"),
        ("on + 99999999", "too far away"),
        ("add_months(on, 999999)", "too far away"),
        ("True", "numbers, texts in quotes"),
        ("1j", "numbers, texts in quotes"),
        ("a\nb", "one line"),
        ("a" + " + a" * 200, "at most 500"),
        ("(" * 40 + "a" + ")" * 40 + " + " + "-" * 60 + "a", "nested"),
        ("min(a, word)", "one kind"),
    ],
)
def test_refused_in_words(text, said):
    with pytest.raises(FormulaError) as failed:
        worth(text)
    assert said in str(failed.value)


def test_what_it_reads():
    assert names("a + sum(cars.damage) - if(b > 1, a, 0)") == {"a", "b", "cars.damage"}
    assert uses_today("years(born) + a") and uses_today("today() - on") and not uses_today("a + b")


@settings(max_examples=times(400), deadline=None)
@given(st.text(alphabet=st.sampled_from("ab01.+-*/()<>=&,\"' \\{}[]:_ifsumnd%@#!\x00\n"), max_size=60))
def test_no_text_does_more_than_give_a_value_or_a_reason(text):
    try:
        found = worth(text)
    except FormulaError as error:
        assert str(error)
    else:
        assert found is None or isinstance(found, (D, datetime.date, str, bool))


@settings(max_examples=times(200), deadline=None)
@given(st.decimals(-(10**6), 10**6, places=2), st.decimals(-(10**6), 10**6, places=2))
def test_sums_are_exact(x, y):
    found = evaluate("x + y - x", {"x": x, "y": y}.__getitem__, today=TODAY)
    assert found == y
