"""Forms of the Access tab."""

from django import forms

from accounts.models import Member


class MemberForm(forms.Form):
    """One member of the firm, out of those offered. They are read already, so the form asks the database nothing."""

    def __init__(self, *args, members: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in members}
        self.fields["member"] = forms.TypedChoiceField(
            choices=[("", "Choose a person"), *((pk, member.name) for pk, member in by_id.items())],
            coerce=lambda value: by_id[str(value)],
            label="Person",
        )
        self.order_fields(["member"])


class GrantForm(MemberForm):
    """Access by name."""


class TeamForm(MemberForm):
    """A place on the team."""

    part = forms.CharField(
        max_length=60, required=False, label="Does", help_text="Their title, unless you say."
    )


class WallForm(MemberForm):
    """An ethical wall."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the wall and sent to the screened person.",
    )
