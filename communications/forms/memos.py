"""The form of a memo."""

from django import forms

from accounts.models import Member, Role
from communications.forms.fields import matter_field
from communications.queries.desk import colleagues
from practice.fields import DayField


class MemoForm(forms.Form):
    """A memo: its words, its readers, and whether they confirm it."""

    title = forms.CharField(max_length=200, widget=forms.TextInput)
    body = forms.CharField(max_length=20_000, label="What it says", widget=forms.Textarea(attrs={"rows": 8}))
    everybody = forms.BooleanField(
        required=False, label="The whole office", help_text="Everybody but guests."
    )
    acknowledge = forms.BooleanField(
        required=False, label="Ask each reader to confirm", help_text="Who does not is reminded once."
    )
    acknowledge_by = DayField(required=False, label="Confirm by", widget=forms.DateInput)

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        people = [m for m in colleagues() if m.pk != member.pk]
        self.by_id = {str(m.pk): m for m in people}
        self.roles = {
            str(r.pk): r for r in Role.objects.exclude(template="freelancer").order_by("position", "name")
        }
        self.fields["roles"] = forms.MultipleChoiceField(
            choices=[(pk, role.name) for pk, role in self.roles.items()],
            required=False,
            label="Roles",
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["people"] = forms.MultipleChoiceField(
            choices=[(pk, m.name) for pk, m in self.by_id.items()],
            required=False,
            label="People",
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["matter"] = matter_field(member)
        self.fields["matter"].help_text = "About a matter, only those who see the matter get it."
        self.order_fields(
            ["title", "body", "everybody", "roles", "people", "matter", "acknowledge", "acknowledge_by"]
        )

    def values(self) -> dict:
        """What services.memos.send_memo takes of it."""
        data = dict(self.cleaned_data)
        data["roles"] = [self.roles[pk] for pk in data["roles"]]
        data["people"] = [self.by_id[pk] for pk in data["people"]]
        return data
