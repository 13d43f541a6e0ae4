"""Forms of how travel time is billed."""

from django import forms

from accounts.models import Member
from matters.forms import ContactPick, MatterPick
from practice.fields import AmountField
from travel.forms.common import RowChoice, text
from travel.models import TravelRule, TripMatter


class RuleForm(forms.Form):
    """How travel time is billed."""

    use_required_attribute = False

    name = text(80, "Name", required=True, hint="Half rate, Halden guidelines")
    kind = forms.ChoiceField(choices=TravelRule.Kind.choices, label="How travel is billed")
    percent = forms.IntegerField(required=False, min_value=1, max_value=100, label="Percent of the rate")
    rate = AmountField(required=False, label="Rate of an hour")
    cap_hours = forms.DecimalField(
        required=False,
        max_digits=4,
        decimal_places=1,
        min_value=0,
        label="At most, hours",
        help_text="Of each traveller. What is over it is recorded and not billed.",
    )
    cap_per = forms.ChoiceField(
        choices=TravelRule.Cap.choices, initial="day", required=False, label="Counted by"
    )
    guideline = text(300, "Where it is written", hint="Client’s billing guidelines, section 4.2")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client"] = ContactPick(
            member, url_name="client_options", label="For the client", required=False,
            help_text="Left empty with no matter: for the whole firm.",
        )  # fmt: skip
        self.fields["matter"] = MatterPick(member, label="For the matter", required=False)


class ChooseRuleForm(forms.Form):
    """A rule for one matter of a trip."""

    def __init__(self, *args, row: TripMatter, rules: list[TravelRule], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"] = RowChoice(
            rules, none="", label="Rule", label_of=lambda rule: f"{rule.name}: {rule.terms}"
        )
