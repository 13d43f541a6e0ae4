"""Forms of the Access tab."""

from django import forms

from accounts.models import Member


class MemberForm(forms.Form):
    """One member of the firm, out of those offered."""

    member = forms.ModelChoiceField(None, label="Person", empty_label="Choose a person")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class GrantForm(MemberForm):
    """Access by name."""


class TeamForm(MemberForm):
    """A place on the team."""

    part = forms.CharField(max_length=60, required=False, label="Does", help_text="Their title, unless you say.")


class WallForm(MemberForm):
    """An ethical wall."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the wall and sent to the screened person.",
    )
