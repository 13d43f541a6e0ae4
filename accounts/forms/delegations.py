"""Forms about delegations and absences. The services keep the rules."""

import datetime

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Absence, Member
from accounts.permissions import Perm
from accounts.queries import away, with_powers
from accounts.services.delegations import lendable
from practice.fields import DayField, PickField

# How matters are found by what is typed is known to an app above this one.
FIND_MATTERS = "matters.queries.find.find_matters"


class PersonField(forms.TypedChoiceField):
    """One of `people`, with title, and until when they are away; cleans to the member. `empty` allows nobody."""

    def __init__(self, people: list[Member], *, empty: str = "", gone: dict | None = None, **kwargs):
        by_id = {str(person.pk): person for person in people}
        gone = away() if gone is None else gone
        choices = [(key, _label(person, gone.get(person.pk))) for key, person in by_id.items()]
        kwargs.setdefault("required", not empty)
        super().__init__(
            choices=[("", empty or "Choose a person"), *choices],
            coerce=lambda value: by_id[str(value)],
            empty_value=None,
            **kwargs,
        )


def _label(person: Member, absent) -> str:
    return f"{person.name}, {person.shown_title}{f' ({absent})' if absent else ''}"


class DelegationForm(forms.Form):
    """What is delegated to whom, on which matters, until when."""

    powers = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="What they may do"
    )
    until = DayField(label="Until", help_text="The last day. A year at most.")
    starts_on = DayField(label="From", required=False, help_text="Empty: from now on.")
    note = forms.CharField(
        required=False,
        max_length=300,
        label="What is to be done",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Required when no power is lent: then it gives the work itself.",
    )
    may_pass_on = forms.BooleanField(
        required=False,
        label="May hand it on",
        help_text="To others of the firm, no longer than they hold it.",
    )

    def __init__(self, *args, by: Member, **kwargs):
        super().__init__(*args, **kwargs)
        people = [person for person in with_powers() if person.pk != by.pk]
        people.sort(key=lambda person: person.name)
        self.fields["principal"] = PersonField(
            principals(by), label="For", help_text="Whose work it is.", gone={}
        )
        self.fields["to"] = PersonField(people, label="To")
        matters = apps.get_model("matters.Matter").objects.visible_to(by)
        self.fields["matter"] = PickField(
            matters.select_related("client"),
            url_name="matter_options",
            find=lambda rows, text: import_string(FIND_MATTERS)(rows, text),
            required=False,
            label="On the matter",
            placeholder="Number, caption or client",
            help_text="Empty: on all matters that the attorney is responsible for or supervises.",
        )
        chosen = self["to"].value() if self.is_bound else self.initial.get("to")
        to = next((person for person in people if str(person.pk) == str(chosen)), None)
        self.to = to
        self.fields["powers"].choices = [(perm.value, perm.label) for perm in (lendable(to) if to else [])]
        self.order_fields(
            ["principal", "to", "powers", "matter", "until", "starts_on", "note", "may_pass_on"]
        )


def principals(by: Member) -> list[Member]:
    """For whom `by` may delegate: themselves, and attorneys whose delegation they may hand on."""
    found = [by] if by.can(Perm.SUPERVISION_DELEGATE) else []
    others = {held.principal_id: held.principal for held in by.live_delegations if held.may_pass_on}
    return found + sorted(others.values(), key=lambda person: person.name)


class AbsenceForm(forms.Form):
    """Days away, and who decides."""

    starts_on = DayField(label="From")
    ends_on = DayField(label="To", help_text="The last day away.")
    note = forms.CharField(
        required=False,
        max_length=200,
        label="Note",
        help_text="For the substitute: how to reach you, what is hot.",
    )

    def __init__(self, *args, member: Member, absence: Absence | None = None, **kwargs):
        if absence is not None:
            kwargs.setdefault(
                "initial",
                {
                    "starts_on": absence.starts_on,
                    "ends_on": absence.ends_on,
                    "substitute": absence.substitute_id,
                    "note": absence.note,
                },
            )
        super().__init__(*args, **kwargs)
        standing = member.substitute
        self.fields["substitute"] = PersonField(
            substitutes_for(member),
            empty=f"{standing.name} (standing)" if standing else "Nobody",
            label="Who decides meanwhile",
        )
        self.order_fields(["starts_on", "ends_on", "substitute", "note"])


class SubstituteForm(forms.Form):
    """The standing substitute."""

    def __init__(self, *args, member: Member, **kwargs):
        kwargs.setdefault("initial", {"substitute": member.substitute_id})
        super().__init__(*args, **kwargs)
        self.fields["substitute"] = PersonField(
            substitutes_for(member), empty="Nobody", label="Standing substitute", gone={}
        )


def substitutes_for(member: Member) -> list[Member]:
    """Who may stand in for the member: attorneys with a current licence for an attorney, else any colleague."""
    people = [one for one in with_powers() if one.pk != member.pk and not one.sees_named_matters_only]
    if member.role.template == "attorney":
        people = [one for one in people if one.is_licensed]
    return sorted(people, key=lambda one: one.name)


class SupportForm(forms.Form):
    """Who keeps an attorney's calendar, or whose calendar a person keeps."""

    def __init__(self, *args, people: list[Member], label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(people, label=label, gone={})


def in_a_month() -> datetime.date:
    """The last day that a new delegation proposes."""
    return timezone.localdate() + datetime.timedelta(days=30)
