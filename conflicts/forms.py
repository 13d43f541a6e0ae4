"""Forms of conflict checks."""

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from conflicts.models import Check, Interest
from documents.models import Document
from matters.models import Party
from practice.fields import DayField

ROWS = 6


class CheckForm(forms.Form):
    """The names that a check asks about, beside those of its matter or lead, each with its part."""

    label = forms.CharField(
        max_length=200,
        required=False,
        label="What it is for",
        help_text="Left empty, the first name is taken.",
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, about=None, first: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.about = about
        if about is not None:
            del self.fields["label"]
        for n in range(ROWS):
            self.fields[f"name_{n}"] = forms.CharField(
                max_length=200, required=False, label=f"Name {n + 1}", initial=first if n == 0 else ""
            )
            self.fields[f"role_{n}"] = forms.ChoiceField(
                choices=Party.Role.choices,
                required=False,
                label=f"Part of name {n + 1}",
                initial="client" if n == 0 and about is None else "opposing_party",
            )

    @property
    def rows(self) -> list[tuple]:
        """The pairs of fields, as the page shows them."""
        return [(self[f"name_{n}"], self[f"role_{n}"]) for n in range(ROWS)]

    @property
    def names(self) -> list[tuple[str, str]]:
        """What was typed: (name, part)."""
        data = self.cleaned_data
        rows = [(data.get(f"name_{n}", ""), data.get(f"role_{n}") or "client") for n in range(ROWS)]
        return [(name, role) for name, role in rows if name.strip()]


class NameForm(forms.Form):
    """One more name."""

    name = forms.CharField(max_length=200)
    role = forms.ChoiceField(choices=Party.Role.choices, label="Part", initial="opposing_party")


class DecisionForm(forms.Form):
    """How the check ends; for staff, what they propose and to whom."""

    to = forms.ChoiceField(
        label="Outcome",
        widget=forms.RadioSelect,
        choices=[
            (Check.State.CLEARED, "Cleared"),
            (Check.State.WAIVER, "Waiver required"),
            (Check.State.CONFLICTED, "Conflicted"),
        ],
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, check: Check, deciders: list[Member] | None = None, papers=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = papers if papers is not None else Document.objects.none()
        if rows:
            self.fields["consent"] = forms.ModelChoiceField(
                rows,
                required=False,
                label="Informed consent in writing",
                help_text="A document of the matter, signed by the clients (Model Rule 1.7(b)(4)).",
                empty_label="None",
            )
        if deciders is not None:
            self.fields["attorney"] = forms.TypedChoiceField(
                choices=[(str(m.pk), m.name) for m in deciders],
                coerce={str(m.pk): m for m in deciders}.get,
                label="Send to",
            )


class InterestForm(forms.Form):
    """A connection that a member declares."""

    kind = forms.ChoiceField(choices=Interest.Kind.choices, label="What connects you")
    name = forms.CharField(max_length=200, label="Company or person")
    detail = forms.CharField(max_length=300, required=False, help_text="Share, post, how you are related.")
    from_on = DayField(required=False, label="From", widget=forms.DateInput)
    until_on = DayField(required=False, label="Until", widget=forms.DateInput)


class ConflictPolicyForm(forms.Form):
    """The firm's conflicts attorney."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Member.objects.active().select_related("role").prefetch_related("licences").order_by("name")
        able = {str(m.pk): m for m in people if m.can(Perm.CONFLICT_CLEAR)}
        self.fields["attorney"] = forms.TypedChoiceField(
            choices=[
                ("", "Nobody: a partner who sees the matter"),
                *((pk, m.name) for pk, m in able.items()),
            ],
            coerce=able.get,
            empty_value=None,
            required=False,
            label="Conflicts attorney",
            help_text="Named to people from whom a hit is hidden: “Restricted hit, ask …”.",
        )
