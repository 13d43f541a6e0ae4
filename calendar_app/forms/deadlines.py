"""The deadline form."""

from django import forms

from accounts.models import Member
from calendar_app.forms.extras import WithParts, parts_for_deadline
from calendar_app.forms.people import PersonField
from calendar_app.forms.people import owners as all_owners
from calendar_app.models import Deadline
from matters.forms import MatterPick
from matters.models import Matter
from practice.fields import DayField


class DeadlineForm(WithParts):
    """A date on a matter. When one exists already, its matter is fixed."""

    title = forms.CharField(max_length=200, label="What is due", widget=forms.TextInput())
    due_on = DayField(label="Due", widget=forms.DateInput)
    kind = forms.ChoiceField(choices=Deadline.Kind, widget=forms.RadioSelect, initial=Deadline.Kind.COURT)
    authority = forms.CharField(
        max_length=120, required=False, label="Rule or order", help_text="CCP § 1005(b); order of Nov 2"
    )
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, member: Member, deadline: Deadline | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        owners = all_owners()
        by_id = {str(m.pk): m for m in owners}
        self.fields["owner"] = forms.TypedChoiceField(
            choices=[("", "The responsible attorney"), *((pk, m.name) for pk, m in by_id.items())],
            coerce=lambda value: by_id[str(value)],
            empty_value=None,
            required=False,
            label="Answers for it",
        )
        self.fields["backup"] = PersonField(owners, empty="Nobody", label="Backup")
        self.fields["critical"] = forms.BooleanField(
            required=False, label="Critical: its owner acknowledges it"
        )
        order = ["title", "due_on", "kind", "authority", "owner", "backup", "critical", "note"]
        if deadline is None:
            working = Matter.objects.visible_to(member).exclude(state__in=[*Matter.ENDED, "declined"])
            self.fields["matter"] = MatterPick(member, queryset=working)
            order.insert(0, "matter")
        else:
            self.fields["owner"].choices = self.fields["owner"].choices[1:]
            self.fields["owner"].required = True
            if deadline.kind != Deadline.Kind.INTERNAL:
                self.fields["reason"] = forms.CharField(
                    max_length=500,
                    required=False,
                    label="Why the date moves",
                    help_text="Needed only when it moves.",
                )
                order.insert(2, "reason")
        self.order_fields(order)
        self.add_parts(parts_for_deadline(member, deadline))
