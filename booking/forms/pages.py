"""The form by which a booking page is set up."""

import re

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from booking.models import BookingPage
from booking.services.pages import FIELDS
from intake.forms.settings import DAYS, LinesField
from intake.models import IntakeForm, LeadSource
from matters.models import PracticeArea

REMINDERS = (
    (168, "A week before"),
    (48, "Two days before"),
    (24, "The day before"),
    (2, "Two hours before"),
)
STRETCH = re.compile(r"^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d{2}))?$")


class LengthsField(forms.CharField):
    """Minutes, with commas between: 30, 60."""

    def to_python(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().to_python(value)) if part]
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise forms.ValidationError("Type minutes with commas between, such as 30, 60.")
        return [int(part) for part in parts]

    def prepare_value(self, value):
        return ", ".join(str(n) for n in value) if isinstance(value, list) else value


class HoursField(forms.CharField):
    """The hours of one weekday: 9:00-12:30, 13:30-17:00. Empty: closed."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=80, **kwargs)

    def to_python(self, value):
        found = []
        for part in [part.strip() for part in super().to_python(value).split(",") if part.strip()]:
            match = STRETCH.match(part)
            if not match:
                raise forms.ValidationError("Type hours as 9:00-12:30, 13:30-17:00.")
            opens, begins, closes, ends = match.groups()
            found.append((f"{int(opens):02}:{begins or '00'}", f"{int(closes):02}:{ends or '00'}"))
        return found

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(f"{begins}-{ends}" for begins, ends in value)
        return value


def _hours_in(page: BookingPage) -> dict[str, list]:
    found: dict[str, list] = {}
    for weekday, begins, ends in page.hours:
        found.setdefault(f"day{weekday}", []).append((begins, ends))
    return found


class PageForm(forms.Form):
    """A booking page: what strangers read, what is offered, who receives."""

    name = forms.CharField(max_length=80, help_text="For the firm’s own use.")
    title = forms.CharField(max_length=120, label="Heading", help_text="What strangers read.")
    intro = forms.CharField(
        max_length=3000, required=False, label="Introduction", widget=forms.Textarea(attrs={"rows": 3})
    )
    mode = forms.ChoiceField(choices=BookingPage.Mode, label="With several people", widget=forms.RadioSelect)
    lengths = LengthsField(label="Lengths, minutes", help_text="One or several: 30, 60")
    step = forms.IntegerField(min_value=5, max_value=480, label="Begins every, minutes")
    buffer_before = forms.IntegerField(min_value=0, max_value=480, label="Free before, minutes")
    buffer_after = forms.IntegerField(min_value=0, max_value=480, label="Free after, minutes")
    notice = forms.IntegerField(
        min_value=0, max_value=1440, label="Notice, hours", help_text="From now to the first time."
    )
    change_notice = forms.IntegerField(
        min_value=0, max_value=1440, label="Change until, hours before", help_text="By the visitor."
    )
    horizon = forms.IntegerField(min_value=1, max_value=180, label="Days ahead")
    most_per_day = forms.IntegerField(
        min_value=1, max_value=50, required=False, label="At most a day", help_text="For each host."
    )
    court_days = forms.ChoiceField(
        choices=BookingPage.CourtDays, label="When a host appears in court", widget=forms.RadioSelect
    )
    places = forms.MultipleChoiceField(
        choices=BookingPage.Place, label="How one meets", widget=forms.CheckboxSelectMultiple
    )
    address = forms.CharField(max_length=300, required=False, label="Where the office is")
    video = forms.CharField(
        max_length=300, required=False, label="Video room", help_text="Its address, beginning with https."
    )
    practice_area = forms.ModelChoiceField(None, required=False, empty_label="Not said")
    source = forms.ModelChoiceField(
        None,
        required=False,
        empty_label="Not said",
        label="Source",
        help_text="Of the leads that come by it.",
    )
    fee = forms.CharField(
        max_length=200, required=False, label="Fee", help_text="Such as: $150, credited if we act for you."
    )
    asks_names = forms.BooleanField(
        required=False,
        label="Ask who else is part of it, and check the names for conflicts",
        help_text="The visitor learns nothing of what is found. A possible conflict puts the booking to confirm.",
    )
    form = forms.ModelChoiceField(
        None,
        required=False,
        empty_label="None",
        label="Further questions",
        help_text="Those of an intake form. Name, e-mail and phone are asked once.",
    )
    confirms = forms.BooleanField(
        required=False,
        label="A booking counts only after we have confirmed it",
    )
    thanks = forms.CharField(
        max_length=2000, required=False, label="Said after booking", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Also in the mail: what to bring, how to find you.",
    )  # fmt: skip
    reminds = forms.TypedMultipleChoiceField(
        choices=REMINDERS,
        coerce=int,
        required=False,
        label="Remind the visitor by mail",
        widget=forms.CheckboxSelectMultiple,
    )
    frames = LinesField(
        label="Web sites that may show it",
        help_text="One a line, such as www.example.com. Elsewhere it opens as a page.",
    )

    def __init__(self, *args, page: BookingPage | None, member: Member, people: list[Member], **kwargs):
        initial = kwargs.pop("initial", {})
        if page is not None:
            initial = {name: getattr(page, name) for name in FIELDS if name != "hours"} | initial
            initial |= _hours_in(page)
            initial |= {"notice": page.notice // 60, "change_notice": page.change_notice // 60}
            if page.pk:
                rows = list(page.hosts.all())
                initial |= {"hosts": [str(row.member_id) for row in rows]}
                initial |= {f"weight{row.member_id}": row.weight for row in rows}
        super().__init__(*args, initial=initial, **kwargs)
        self.people = people
        self.by_id = {str(person.pk): person for person in people}
        self.fields["hosts"] = forms.MultipleChoiceField(
            choices=[(str(p.pk), p.name) for p in people],
            label="Who receives",
            widget=forms.CheckboxSelectMultiple,
        )
        for person in people:
            self.fields[f"weight{person.pk}"] = forms.IntegerField(
                min_value=1, max_value=9, required=False, initial=1, label=f"Turns of {person.name}"
            )
        for weekday, label in enumerate(DAYS):
            self.fields[f"day{weekday}"] = HoursField(label=label)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        self.fields["source"].queryset = LeadSource.objects.filter(is_active=True)
        self.fields["form"].queryset = IntakeForm.objects.all()
        if not member.can(Perm.FEE_SET):
            self.fields["fee"].disabled = True
            self.fields["fee"].help_text = "Only an attorney names a fee."

    @property
    def weekdays(self):
        """The fields of own hours, Monday first."""
        return [self[f"day{weekday}"] for weekday in range(7)]

    @property
    def seats(self):
        """(person, whether they receive, the field of their turns) for each who could."""
        chosen = {str(value) for value in (self["hosts"].value() or [])}
        return [(person, str(person.pk) in chosen, self[f"weight{person.pk}"]) for person in self.people]

    def values(self) -> dict:
        """What services.pages.save_page takes, but for the hosts."""
        data = self.cleaned_data
        values = {name: data[name] for name in FIELDS if name in data}
        values["hours"] = [
            (weekday, begins, ends) for weekday in range(7) for begins, ends in data.get(f"day{weekday}", [])
        ]
        values["notice"], values["change_notice"] = data["notice"] * 60, data["change_notice"] * 60
        return values

    def hosts(self) -> list[tuple[Member, int]]:
        """[(member, weight)] as ticked, in the order of the list."""
        chosen = set(self.cleaned_data["hosts"])
        return [
            (person, self.cleaned_data.get(f"weight{person.pk}") or 1)
            for person in self.people
            if str(person.pk) in chosen
        ]
