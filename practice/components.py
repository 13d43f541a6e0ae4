"""What the sheet of components shows: one example of each part in each state. No tables are read."""

import datetime
from types import SimpleNamespace

from django import forms
from django.utils import timezone

from practice.fields import AmountField, DayField
from practice.htmx import Option


class SampleForm(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(label="Matter name", max_length=80, help_text="As it stands on the caption.")
    due = DayField(label="Due", required=False)
    hours = forms.CharField(label="Hours", max_length=8)
    amount = AmountField(label="Amount", required=False)
    stage = forms.ChoiceField(label="Stage", choices=[("d", "Discovery"), ("m", "Motions"), ("t", "Trial")])
    narrative = forms.CharField(label="Narrative", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    billable = forms.BooleanField(label="Billable", required=False, help_text="Clerical work is not billed.")
    fee = forms.ChoiceField(
        label="Fee",
        widget=forms.RadioSelect,
        choices=[("hourly", "Hourly"), ("flat", "Flat fee"), ("cont", "Contingency")],
    )

    def clean_hours(self):
        """A day has 24 hours; the sample always shows the error."""
        raise forms.ValidationError("A day has 24 hours. Enter tenths, such as 2.5.")


def _job(**fields):
    defaults = {
        "pk": 1,
        "total": 18,
        "done": 11,
        "failures": [],
        "result_url": "",
        "state": "running",
        "is_over": False,
    }
    return SimpleNamespace(**{**defaults, **fields})


def _events():
    now = timezone.now()
    return [
        SimpleNamespace(
            actor_name="Imogen Vance",
            real_actor="",
            verb="invoice.approved",
            at=now,
            reason="",
            object_label="Invoice 2026-1142",
            changes={"status": ["In review", "Approved"], "number": [None, "2026-1142"]},
        ),
        SimpleNamespace(
            actor_name="Otis Farrow",
            real_actor="",
            verb="time.changed",
            at=now - datetime.timedelta(days=1),
            reason="Split between two matters",
            object_label="Time entry",
            changes={"worked": ["2.6 h", "2.2 h"]},
        ),
        SimpleNamespace(
            actor_name="Bailiwick",
            real_actor="",
            verb="invoice.reminded",
            at=now - datetime.timedelta(days=1, hours=2),
            reason="",
            object_label="Invoice 2026-1142",
            changes={},
        ),
    ]


def sample(request) -> dict:
    """Context of templates/components.html."""
    wrong = SampleForm(
        {
            "name": "Brightwater Ceramics v. Solano Tile",
            "hours": "25",
            "due": "+10",
            "stage": "m",
            "fee": "hourly",
            "amount": "12.345",
        }
    )
    wrong.is_valid()
    return {
        "form": SampleForm(initial={"fee": "hourly", "due": timezone.localdate()}),
        "wrong": wrong,
        "options": [
            Option(1, "Brightwater v. Solano Tile", "2026-0148 · Brightwater Ceramics, Inc."),
            Option(2, "Estate of Brielle Oyster", "2025-0219 · closed"),
        ],
        "job": _job(title="Sending 18 invoices"),
        "job_done": _job(
            pk=2,
            title="Drafting 18 bills",
            state="done",
            is_over=True,
            done=18,
            result_url="#",
            failures=[
                {
                    "label": "2026-0066 Vallejo Marine Supply",
                    "reason": "No rate for Otis Farrow on October 9.",
                    "url": "",
                }
            ],
            get_state_display="Done",
        ),
        "events": _events(),
        "tabs": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Time", "url": "#", "count": 42},
            {"label": "Billing", "url": "#", "count": 3},
        ],
        "segments": [
            {"label": "Assigned to you", "url": "#", "current": True, "count": 6},
            {"label": "You delegated", "url": "#", "count": 9},
        ],
        "menu": [
            {"label": "Duplicate", "url": "#", "icon": "copy"},
            {"label": "Print", "url": "#", "icon": "printer"},
            {"divider": True},
            {"label": "Void invoice", "dialog": "sample-confirm", "icon": "ban", "danger": True},
        ],
        "now": timezone.now(),
    }
