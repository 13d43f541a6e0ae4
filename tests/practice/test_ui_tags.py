"""Template tags and filters: what a number, a day and a name look like. No database."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from practice.templatetags import ui


def render(text, **context):
    return Template("{% load ui %}" + text).render(Context(context))


@pytest.mark.parametrize(
    "value,money,usd,paren",
    [
        ("9612.45", "9,612.45", "$9,612.45", "9,612.45"),
        ("0", "0.00", "$0.00", "0.00"),
        ("-844.5", "−844.50", "−$844.50", '<span class="neg"><span class="vh">minus </span>(844.50)</span>'),
        (None, "", "", ""),
    ],
)
def test_money(value, money, usd, paren):
    amount = Decimal(value) if value is not None else None
    assert (ui.money(amount), ui.usd(amount), ui.paren(amount)) == (money, usd, paren)


def test_zero_is_a_dash_in_lists_and_floats_are_not_money():
    assert "—" in ui.dash(Decimal("0.00"))
    assert ui.dash(Decimal("5")) == "5.00"
    assert ui.money(1.5) == ""


@pytest.mark.parametrize(
    "seconds,text",
    [
        (0, "0.0 h"),
        (180, "0.1 h"),
        (179, "0.0 h"),
        (8640, "2.4 h"),
        (2538, "0.7 h"),
        (2700, "0.8 h"),
        (None, ""),
    ],
)
def test_hours_are_tenths_half_up(seconds, text):
    assert ui.hours(seconds) == text


def test_stopwatch():
    assert ui.stopwatch(2538) == "0:42:18"
    assert ui.stopwatch(36_005) == "10:00:05"


def test_days_show_the_year_only_when_it_is_another():
    this = timezone.localdate().year
    assert ui.day(datetime.date(this, 11, 13)) == "Nov 13"
    assert ui.day(datetime.date(this - 1, 11, 13)) == f"Nov 13, {this - 1}"
    assert ui.longday(datetime.date(2020, 11, 13)) == "Friday, November 13, 2020"
    assert ui.clock(datetime.time(14, 24)) == "2:24 PM"
    assert ui.clock(datetime.time(0, 5)) == "12:05 AM"


@pytest.mark.parametrize(
    "name,letters",
    [("Imogen Vance", "IV"), ("Merrow & Vance LLP", "MV"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", "")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_avatar_has_the_name_and_one_colour_for_it():
    first, second = ui.avatar("Imogen Vance"), ui.avatar("Imogen Vance")
    assert first == second
    assert 'title="Imogen Vance"' in first
    assert any(f"av {colour}" in first for colour in ui.AVATAR_COLOURS)
    assert "&lt;b&gt;" in ui.avatar("<b>x</b>")


def test_icon_is_inlined_and_a_wrong_name_is_an_error():
    assert '<svg class="icon t-court" width="16"' in ui.icon("gavel", 16, "t-court")
    with pytest.raises(LookupError, match="no-such-icon"):
        ui.icon("no-such-icon")
    with pytest.raises(LookupError):
        ui.icon("../../../etc/passwd")


def test_match_is_bold_and_everything_is_escaped():
    assert ui.mark("Brightwater <v> Solano", "bri sol") == "<b>Bri</b>ghtwater &lt;v&gt; <b>Sol</b>ano"
    assert ui.mark("<script>", "") == "&lt;script&gt;"


def test_url_with_changes_one_parameter_and_drops_the_page():
    request = RequestFactory().get("/matters/?status=open&page=3&peek=7")
    assert render("{% url_with peek=None %}", request=request) == "/matters/?status=open"
    assert render("{% url_with page=2 %}", request=request) == "/matters/?status=open&amp;page=2&amp;peek=7"


def test_audit_verbs_and_values_in_words():
    assert ui.did("invoice.approved") == "approved the invoice"
    assert ui.did("time_entry.written_down") == "wrote down the time entry"
    assert [ui.shown(v) for v in (True, None, ["a", "b"], "2026-11-13")] == [
        "yes",
        "nothing",
        "a, b",
        "Nov 13, 2026",
    ]


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the caption.")
    memo = forms.CharField(widget=forms.Textarea, required=False)
    agree = forms.BooleanField()


def test_field_ties_label_hint_and_error_to_the_control():
    html = render('{% include "ui/field.html" with field=form.name %}', form=Sample({"agree": "on"}))
    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-error"' in html
    assert "optional" not in html


def test_optional_fields_say_so_and_narratives_are_three_lines():
    html = render('{% include "ui/field.html" with field=form.memo %}', form=Sample())
    assert '<span class="opt">optional</span>' in html
    assert 'rows="3"' in html
    assert 'class="ta"' in html


def test_typed_text_cannot_break_out_of_the_form():
    html = render('{% include "ui/form.html" %}', form=Sample({"name": '"><script>x</script>', "agree": ""}))
    assert "<script>" not in html
