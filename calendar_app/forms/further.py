"""The second date that a rule needs: one of the matter's known events, or a day that is typed."""

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Member
from calendar_app.forms.acts import at_of
from calendar_app.models import TriggerEvent
from calendar_app.queries.known import Known, known_events
from calendar_app.services import Further
from matters.models import Matter
from practice.fields import DayField

NEEDED, TYPED, HOUR = "need-", "day-", "hour-"
ANOTHER = "another"
HELP = (
    "A rule takes the later or the earlier of two counts. Without this date the other one alone is counted."
)


class FurtherFields:
    """The fields of the further dates in one form: for each an event of the matter, or another day."""

    def __init__(self, form: forms.Form, matter: Matter | None, member: Member, *, but: int | None = None):
        self.form = form
        self.known: dict[str, Known] = (
            {one.value: one for one in known_events(matter, member) if one.trigger_pk != but}
            if matter
            else {}
        )
        self.keys: list[str] = []

    def add(self, key: str, title: str, *, time: bool = False, required: bool = False) -> None:
        """The fields for one further event."""
        self.keys.append(key)
        form = self.form
        typed = True
        if self.known:
            name = NEEDED + key
            choices = [("", "Not known yet"), *((k.value, k.label) for k in self.known.values())]
            form.fields[name] = forms.ChoiceField(
                label=title, required=required, choices=[*choices, (ANOTHER, "Another day")], help_text=HELP
            )
            typed = str(form.data.get(name) or form.initial.get(name) or "") == ANOTHER
        if typed:
            form.fields[TYPED + key] = DayField(
                label=f"{title}: day" if self.known else title,
                required=required or bool(self.known),
                widget=forms.DateInput,
                help_text="" if self.known else HELP,
            )
            if time:
                form.fields[HOUR + key] = forms.TimeField(
                    label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                )

    @property
    def typed(self) -> bool:
        """Whether a day is typed, of an event that has no name yet."""
        return any(TYPED + key in self.form.fields for key in self.keys)

    @property
    def names(self) -> set[str]:
        """The names of the fields."""
        return {
            prefix + key
            for prefix in (NEEDED, TYPED, HOUR)
            for key in self.keys
            if prefix + key in self.form.fields
        }

    def told(self, labels: dict[str, str] | None = None) -> list[Further]:
        """What was said, of a form that was checked; what is not known yet is left out."""
        data, found = self.form.cleaned_data, []
        for key in self.keys:
            label = (labels or {}).get(key, "")
            known = self.known.get(data.get(NEEDED + key) or "")
            if known is not None:
                found.append(Further(key, other=known.trigger, event=known.event, label=label))
            elif on := data.get(TYPED + key):
                at = at_of(on, data.get(HOUR + key), timezone.get_current_timezone())
                found.append(Further(key, on, at, label=label))
        return found


def matter_given(form: forms.Form, member: Member) -> Matter | None:
    """The matter that a form names already, before it is checked."""
    given = form.data.get("matter") or form.initial.get("matter")
    if isinstance(given, Matter):
        return given
    text = str(given or "")
    if not text.isdecimal() or len(text) > 18:
        return None
    return Matter.objects.visible_to(member).filter(pk=int(text)).first()


class FurtherForm(forms.Form):
    """When a further event is, for the dates that are docketed from a trigger."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        trigger: TriggerEvent,
        key: str,
        title: str,
        time: bool,
        member: Member,
    ):
        super().__init__(data)
        self.further = FurtherFields(self, trigger.matter, member, but=trigger.pk)
        self.further.add(key, title, time=time, required=True)
