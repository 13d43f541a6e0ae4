"""Forms of depositions."""

import datetime
import zoneinfo
from functools import cache
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from calendar_app.models import Room
from calendar_app.recurrence import placed
from depositions.models import Deposition, DepositionCost
from documents.models import Document
from matters.forms import ContactPick, MatterPick
from matters.models import Matter
from matters.queries.access import seers_of
from practice.fields import AmountField, DayField

WAYS = [("", "Choose"), *Deposition.Service.choices]


def _text(limit: int, label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        max_length=limit, required=required, label=label, help_text=hint, widget=forms.TextInput
    )


@cache
def _zones() -> tuple:
    usual = (
        ("America/Los_Angeles", "Pacific"), ("America/Denver", "Mountain"), ("America/Phoenix", "Arizona"),
        ("America/Chicago", "Central"), ("America/New_York", "Eastern"), ("America/Anchorage", "Alaska"),
        ("Pacific/Honolulu", "Hawaii"),
    )  # fmt: skip
    rest = sorted(n for n in zoneinfo.available_timezones() if "/" in n and not n.startswith(("Etc/", "US/")))
    return (("United States", usual), ("All zones", tuple((n, n.replace("_", " ")) for n in rest)))


class RowChoice(forms.TypedChoiceField):
    """One of a short list of rows, or nothing."""

    def __init__(self, rows, *, none: str, **kwargs):
        self.by_id = {str(row.pk): row for row in rows}
        found = [("", none), *((pk, getattr(row, "name", str(row))) for pk, row in self.by_id.items())]
        super().__init__(
            choices=found, coerce=lambda value: self.by_id[str(value)], empty_value=None, required=kwargs.pop("required", False),
            **kwargs,
        )  # fmt: skip


def _papers(matter: Matter, member: Member) -> list[Document]:
    return list(
        Document.objects.visible_to(member).kept().filter(matter=matter).order_by("-updated_at")[:200]
    )


class DepositionForm(forms.Form):
    """A deposition: witness, sides, day and place, crew."""

    use_required_attribute = False

    witness_kind = forms.ChoiceField(choices=Deposition.Witness.choices, label="The witness is")
    volume = forms.IntegerField(min_value=1, max_value=99, initial=1, label="Volume")
    noticed_by = forms.ChoiceField(choices=Deposition.Side.choices, label="Who notices it")
    rules = forms.ChoiceField(choices=Deposition.Rules.choices, label="Rules of the court")
    starts_on = DayField(required=False, label="Day")
    starts_time = forms.TimeField(
        required=False, label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=datetime.time(10)
    )  # fmt: skip
    ends_time = forms.TimeField(
        required=False, label="Until", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=datetime.time(17)
    )  # fmt: skip
    zone = forms.ChoiceField(choices=_zones, label="By the clocks of")
    place = _text(300, "Place", hint="When it is not in a room of the firm.")
    remote_link = forms.URLField(required=False, label="Remote link", max_length=500, assume_scheme="https")
    method = forms.ChoiceField(choices=Deposition.Method.choices, label="Recorded")
    language = _text(60, "Interpreter’s language", hint="Left empty: none is needed.")
    documents_demanded = forms.CharField(
        required=False, label="Documents demanded", widget=forms.Textarea(attrs={"rows": 3}), max_length=8000
    )
    documents_received_on = DayField(required=False, label="Documents received on")
    note = forms.CharField(
        required=False, label="Notes", widget=forms.Textarea(attrs={"rows": 3}), max_length=8000
    )

    def __init__(
        self, *args, member: Member, matter: Matter | None, depo: Deposition | None = None, **kwargs
    ):
        initial = dict(kwargs.pop("initial", None) or {})
        if depo is not None:
            names = (
                "witness_kind", "volume", "noticed_by", "rules", "zone", "place", "remote_link", "method", "language",
                "documents_demanded", "documents_received_on", "note", "witness", "taking_counsel", "defending_counsel",
                "reporter", "videographer", "interpreter",
            )  # fmt: skip
            initial |= {name: getattr(depo, name) for name in names}
            initial |= {
                name: getattr(depo, f"{name}_id")
                for name in ("taken_by", "defended_by", "prepared_by", "room")
            }
            if depo.starts and depo.ends:
                initial |= {
                    "starts_on": depo.starts.date(), "starts_time": depo.starts.time(), "ends_time": depo.ends.time()
                }  # fmt: skip
        else:
            initial.setdefault("zone", timezone.get_current_timezone_name())
            initial.setdefault("rules", _rules_of(matter))
            initial.setdefault("prepared_by", member.pk)
        super().__init__(*args, initial=initial, **kwargs)
        people = list(Member.objects.active().select_related("role").order_by("name"))
        if matter is not None:
            seers = seers_of(matter)
            people = [one for one in people if one.pk in seers]
        attorneys = [one for one in people if one.role.template == "attorney"]
        if depo is None:
            running = Matter.objects.visible_to(member).exclude(state__in=("declined", "closed", "archived"))
            self.fields["matter"] = MatterPick(member, queryset=running)
            self.fields["matter"].initial = matter
        self.fields["witness"] = ContactPick(member, label="Witness")
        self.fields["taken_by"] = RowChoice(attorneys, none="Another side’s counsel", label="Taken by")
        self.fields["taking_counsel"] = ContactPick(member, required=False, label="Counsel who takes it")
        self.fields["defended_by"] = RowChoice(attorneys, none="Another side’s counsel", label="Defended by")
        self.fields["defending_counsel"] = ContactPick(member, required=False, label="Counsel who defends it")
        self.fields["prepared_by"] = RowChoice(people, none="Me", label="Prepared by")
        self.fields["room"] = RowChoice(Room.objects.open(), none="None of ours", label="Room")
        for name, label in (
            ("reporter", "Court reporter"),
            ("videographer", "Videographer"),
            ("interpreter", "Interpreter"),
        ):
            self.fields[name] = ContactPick(member, required=False, label=label)

    def clean(self):
        data = super().clean()
        day, start, end, zone = (data.get(name) for name in ("starts_on", "starts_time", "ends_time", "zone"))
        data["starts_at"] = data["ends_at"] = None
        if day and zone:
            if not start or not end:
                self.add_error("starts_time", "Say from when until when.")
                return data
            moment = datetime.datetime.combine(day, start)
            data["starts_at"] = placed(moment, zone)
            if data["starts_at"].astimezone(ZoneInfo(zone)).replace(tzinfo=None) != moment:
                self.add_error("starts_time", "There is no such hour on that day: the clocks go forward.")
            data["ends_at"] = placed(datetime.datetime.combine(day, end), zone)
        return data

    def values(self) -> dict:
        """What the service takes."""
        skip = ("starts_on", "starts_time", "ends_time", "matter")
        values = {name: value for name, value in self.cleaned_data.items() if name not in skip}
        if values.get("prepared_by") is None:
            values.pop("prepared_by", None)
        return values


def next_volume(depo: Deposition) -> dict:
    """What the form of the next session of a deposition begins with: the same witness, sides and crew, and no day."""
    names = (
        "witness", "witness_kind", "noticed_by", "rules", "taking_counsel", "defending_counsel", "zone", "place", "remote_link",
        "method", "language", "reporter", "videographer", "interpreter",
    )  # fmt: skip
    members = ("taken_by", "defended_by", "prepared_by", "room")
    initial = {name: getattr(depo, name) for name in names}
    initial |= {name: getattr(depo, f"{name}_id") for name in members}
    rows = Deposition.objects.filter(matter=depo.matter_id, witness=depo.witness_id)
    return initial | {"volume": min((rows.aggregate(n=Max("volume"))["n"] or depo.volume) + 1, 99)}


def _rules_of(matter: Matter | None) -> str:
    """The rules a matter's court goes by, as far as its name tells."""
    said = f"{matter.court} {matter.jurisdiction}".lower() if matter else ""
    if "u.s." in said or "united states" in said or "federal" in said or "district court" in said:
        return Deposition.Rules.FEDERAL
    return (
        Deposition.Rules.CALIFORNIA
        if not said.strip() or "calif" in said or "superior" in said
        else Deposition.Rules.OTHER
    )


class PaperForm(forms.Form):
    """A form with a document of the matter."""

    use_required_attribute = False

    def add_paper(
        self, depo: Deposition, member: Member, label: str, *, name: str = "document", required=False
    ) -> None:
        """The field of the matter's documents."""
        self.fields[name] = RowChoice(
            _papers(depo.matter, member), none="None", label=label, required=required
        )


class ServeForm(PaperForm):
    """A notice, served."""

    served_on = DayField(label="Served on")
    method = forms.ChoiceField(choices=WAYS, label="How")
    short_reason = _text(
        300, "Order or stipulation", hint="Only when the notice is shorter than the rule asks."
    )

    def __init__(self, *args, depo: Deposition, member: Member, **kwargs):
        start = {
            "served_on": timezone.localdate(),
            "document": depo.notice.document_id if depo.notice else None,
        }
        super().__init__(*args, initial=start, **kwargs)
        self.add_paper(depo, member, "Notice", required=depo.noticed_by == Deposition.Side.OURS)
        self.order_fields(["document", "served_on", "method", "short_reason"])


class SubpoenaForm(PaperForm):
    """A subpoena, served on the witness."""

    served_on = DayField(label="Served on the witness on")

    def __init__(self, *args, depo: Deposition, member: Member, **kwargs):
        super().__init__(
            *args, initial={"served_on": timezone.localdate(), "document": depo.subpoena_id}, **kwargs
        )
        self.add_paper(depo, member, "Subpoena")
        self.order_fields(["document", "served_on"])


class OrderForm(forms.Form):
    """The transcript is ordered."""

    use_required_attribute = False

    ordered_on = DayField(label="Ordered on")
    due_on = DayField(
        label="Due on", help_text="Ten business days is the usual; +14 is two weeks from today."
    )
    review_requested = forms.BooleanField(
        required=False,
        label="Review by the witness was asked for on the record",
        help_text="Fed. R. Civ. P. 30(e)(1).",
    )

    def __init__(self, *args, depo: Deposition, **kwargs):
        today = timezone.localdate()
        initial = {
            "ordered_on": depo.ordered_on or today,
            "due_on": depo.transcript_due_on or today + datetime.timedelta(days=14),
            "review_requested": depo.review_requested,
        }
        super().__init__(*args, initial=initial, **kwargs)


class ReceiveForm(PaperForm):
    """The transcript is in."""

    received_on = DayField(label="Came in on")
    told_on = DayField(
        required=False,
        label="The witness was told on",
        help_text="The time to review and sign it runs from that day.",
    )
    method = forms.ChoiceField(choices=WAYS, required=False, label="Told how")

    def __init__(self, *args, depo: Deposition, member: Member, **kwargs):
        super().__init__(*args, initial={"received_on": timezone.localdate()}, **kwargs)
        self.add_paper(depo, member, "Transcript")
        self.order_fields(["received_on", "document", "told_on", "method"])


class SignedForm(PaperForm):
    """The witness signed."""

    signed_on = DayField(label="Signed on")

    def __init__(self, *args, depo: Deposition, member: Member, **kwargs):
        super().__init__(*args, initial={"signed_on": timezone.localdate()}, **kwargs)
        self.add_paper(depo, member, "Errata sheet", name="errata")
        self.order_fields(["signed_on", "errata"])


class ExhibitForm(PaperForm):
    """An exhibit."""

    description = _text(300, "What it is", hint="The document’s name, if left empty.")
    number = forms.IntegerField(
        required=False, min_value=1, max_value=99999, label="Number", help_text="The next, if left empty."
    )
    bates_from = _text(40, "Bates from")
    bates_to = _text(40, "Bates to")

    def __init__(self, *args, depo: Deposition, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_paper(depo, member, "Document")
        self.order_fields(["document", "description", "number", "bates_from", "bates_to"])


class CostForm(PaperForm):
    """A cost, thought or billed."""

    kind = forms.ChoiceField(choices=DepositionCost.Kind.choices, label="What", initial="transcript")
    description = _text(200, "Description", hint="Such as: expedited copy, half a day.")
    estimate = AmountField(required=False, label="Estimate")
    amount = AmountField(required=False, label="Billed")
    bill_number = _text(60, "Bill number")
    billed_on = DayField(required=False, label="Day of the bill", help_text="Today, if left empty.")
    billable = forms.BooleanField(required=False, initial=True, label="Charged to the client")

    def __init__(self, *args, depo: Deposition, member: Member, cost: DepositionCost | None = None, **kwargs):
        names = (
            "kind", "vendor", "description", "estimate", "amount", "bill_number", "billed_on", "billable",
        )  # fmt: skip
        initial: dict = {"vendor": depo.reporter}
        if cost is not None:
            initial = {name: getattr(cost, name) for name in names} | {"document": cost.document_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["vendor"] = ContactPick(member, required=False, label="Vendor")
        self.add_paper(depo, member, "The bill")
        self.order_fields(
            ["kind", "vendor", "description", "estimate", "amount", "bill_number", "billed_on", "document", "billable"]
        )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(300, "Why", required=True)
