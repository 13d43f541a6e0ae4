"""Forms about one lead."""

import datetime

from django import forms
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import licensed_attorneys
from intake.models import Lead, LeadNote, LeadParty, LeadSource
from intake.services.conversion import caption_of
from matters.forms.matters import FeeFields, members_field, team_field
from matters.forms.pickers import ContactPick
from matters.models import PracticeArea
from practice.fields import AmountField, DayField


def screeners() -> list[Member]:
    """Members who work on leads, by name."""
    people = (
        Member.objects.active().select_related("role", "user").prefetch_related("licences").order_by("name")
    )
    return [m for m in people if m.can(Perm.LEAD_SCREEN)]


def _members(people: list[Member], empty: str, **kwargs) -> forms.TypedChoiceField:
    field = members_field(people, required=False, **kwargs)
    field.choices = [("", empty), *((str(m.pk), m.name) for m in people)]
    return field


class LeadForm(forms.Form):
    """A lead as somebody takes it down."""

    name = forms.CharField(max_length=200, label="Name")
    kind = forms.ChoiceField(choices=Lead.Kind, widget=forms.RadioSelect, initial=Lead.Kind.PERSON)
    phone = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(required=False, label="E-mail")
    address = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    channel = forms.ChoiceField(choices=Lead.Channel, label="Came by")
    answered = forms.BooleanField(
        required=False, label="I am speaking with them now", help_text="The response clock does not run."
    )
    practice_area = forms.ModelChoiceField(None, required=False, empty_label="Not known yet")
    summary = forms.CharField(
        max_length=10_000, required=False, label="What it is about", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In their words.",
    )  # fmt: skip
    opposing = forms.CharField(
        max_length=200,
        required=False,
        label="Other side",
        help_text="Full name. It goes into the conflict check.",
    )
    source = forms.ModelChoiceField(None, required=False, empty_label="Not known")
    referrer_name = forms.CharField(max_length=200, required=False, label="Who sent them")
    limitation_on = DayField(
        required=False,
        label="Limitation date",
        widget=forms.DateInput,
        help_text="A date that a court or a law sets.",
    )
    urgency = forms.ChoiceField(choices=Lead.Urgency, initial=Lead.Urgency.NORMAL)
    value = AmountField(required=False, label="Value", help_text="What is at stake, as far as known.")
    score = forms.IntegerField(min_value=0, max_value=100, required=False, help_text="0 to 100.")
    next_action = forms.CharField(max_length=200, required=False, label="Next action")
    next_action_on = DayField(required=False, label="On", widget=forms.DateInput)

    def __init__(self, *args, member: Member, lead: Lead | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        sources = LeadSource.objects.filter(is_active=True)
        if lead is not None and lead.source_id:
            sources = sources | LeadSource.objects.filter(pk=lead.source_id)
        self.fields["source"].queryset = sources
        self.fields["contact"] = ContactPick(
            member,
            label="Known contact",
            required=False,
            help_text="When they are in the address book already.",
        )
        self.fields["referrer"] = ContactPick(
            member,
            label="Referrer",
            required=False,
            help_text="The contact who sent them, if in the address book.",
        )
        self.fields["owner"] = _members(screeners(), "Nobody yet", label="Owner")
        self.fields["attorney"] = _members(licensed_attorneys(), "Not decided", label="Attorney")
        if lead is not None:
            del self.fields["answered"], self.fields["opposing"]

    def values(self) -> dict:
        """The values as services take them."""
        data = dict(self.cleaned_data)
        data.pop("answered", None)
        data.pop("opposing", None)
        return data


class NoteForm(forms.Form):
    """A note, or what was an answer."""

    kind = forms.ChoiceField(choices=LeadNote.Kind, label="What")
    text = forms.CharField(max_length=10_000, label="Note", widget=forms.Textarea(attrs={"rows": 2}))


class PartyForm(forms.Form):
    """Somebody who plays a part."""

    name = forms.CharField(max_length=200)
    role = forms.ChoiceField(choices=LeadParty.Role, initial=LeadParty.Role.OPPOSING, label="Part")


class ConsultationForm(forms.Form):
    """When, with whom, where. An appointment, no deadline."""

    day = DayField(label="Day", widget=forms.DateInput)
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(
        choices=[(15, "15 minutes"), (30, "30 minutes"), (45, "45 minutes"), (60, "1 hour"), (90, "1½ hours")],
        coerce=int, initial=30, label="Length",
    )  # fmt: skip
    place = forms.CharField(
        max_length=200, required=False, help_text="A room, a phone number or a video link."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = [m for m in screeners() if not m.sees_named_matters_only]
        people.sort(key=lambda m: not m.is_licensed)
        self.fields["with_"] = members_field(people, label="With")

    def moment(self) -> datetime.datetime:
        """Day and time in the firm's zone."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.datetime.combine(data["day"], data["time"]))


class PrepareForm(FeeFields):
    """What the matter of a lead begins with."""

    name = forms.CharField(max_length=200, label="Caption")
    practice_area = forms.ModelChoiceField(None, empty_label="Choose a practice area")
    note = forms.CharField(
        max_length=1000, required=False, label="Scope and terms", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the fee covers, and what it does not. It goes into the engagement letter.",
    )  # fmt: skip
    FEES = ("kind", "flat_amount", "contingency_percent", "payment_terms_days", "signed_on", "note")

    def __init__(self, *args, member: Member, lead: Lead, **kwargs):
        initial = {
            "name": caption_of(lead),
            "practice_area": lead.practice_area_id,
            "client": lead.contact_id,
        }
        super().__init__(*args, initial={**initial, **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        self.fields["client"] = ContactPick(
            member,
            label="Client",
            required=False,
            help_text="Leave it empty to add them to the address book.",
        )
        attorneys = licensed_attorneys()
        self.fields["responsible"] = members_field(attorneys, label="Responsible attorney")
        self.fields["supervising"] = members_field(
            attorneys,
            label="Supervising attorney",
            required=False,
            help_text="The responsible attorney, unless you say.",
        )
        others = list(Member.objects.active().select_related("role").order_by("name"))
        self.fields["team"] = team_field([m for m in others if not m.sees_named_matters_only], required=False)
        if lead.attorney_id:
            self.fields["responsible"].initial = str(lead.attorney_id)
        elif len(attorneys) == 1:
            self.fields["responsible"].initial = str(attorneys[0].pk)
        if not (member.can(Perm.FEE_SET) or member.powers.may_prepare(Perm.ENGAGEMENT_DRAFT)):
            for name in self.FEES:
                del self.fields[name]
        del_signed = self.fields.get("signed_on")
        if del_signed is not None:
            del self.fields["signed_on"]  # the signature is noted on the lead, when it is there

    def values(self) -> dict:
        """The values as prepare_matter takes them."""
        data = dict(self.cleaned_data)
        fee = {name: data.pop(name) for name in self.FEES if name in data}
        return {**data, "fee": fee or None}


class SubmitForm(forms.Form):
    """To whom the lead goes for a decision."""

    note = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DayField(required=False, label="Decide by", widget=forms.DateInput)
    urgent = forms.BooleanField(required=False, label="Urgent", help_text="They get a mail at once.")

    def __init__(self, *args, deciders: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = members_field(deciders, label="To")
        if deciders:
            self.fields["to"].initial = str(deciders[0].pk)
        self.order_fields(["to", "note", "due_on", "urgent"])


class DeclineForm(forms.Form):
    """Why the firm does not act, where the person was sent, and the letter that says so."""

    refer = forms.TypedChoiceField(
        choices=[("", "Decline"), ("1", "Refer out")], coerce=bool, required=False, empty_value=None,
        widget=forms.RadioSelect, label="Decision", initial="",
    )  # fmt: skip
    reason = forms.CharField(
        max_length=500, label="Why", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the firm’s own record. It is not in the letter.",
    )  # fmt: skip
    referred_to = forms.CharField(
        max_length=200,
        required=False,
        label="Referred to",
        help_text="The lawyer or service the person was sent to.",
    )
    letter = forms.BooleanField(
        required=False, initial=True, label="Draft the letter",
        help_text="A non-engagement or referral letter is drafted, for you to read and sign off.",
    )  # fmt: skip

    def clean_refer(self) -> bool:
        """Whether the person is referred out."""
        return bool(self.cleaned_data["refer"])


class LoseForm(forms.Form):
    """Why nothing came of it."""

    reason = forms.CharField(max_length=500, label="Why", widget=forms.Textarea(attrs={"rows": 2}))


class SignForm(forms.Form):
    """The day the client signed."""

    signed_on = DayField(label="Client signed on", widget=forms.DateInput)
