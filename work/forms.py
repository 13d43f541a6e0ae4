"""Forms of tasks: a new one, one field of one, types, snooze, hand-over."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.queries import away
from matters.forms import ContactPick, MatterPick
from matters.models import Matter
from matters.queries.access import seers_of
from practice.fields import DayField
from practice.rrules import PRESETS, in_words
from work.models import LOWEST, Task, TaskType
from work.queries.quick import DURATION
from work.queries.roles import people, rank_of

# How seconds are written in a field is known to an app above this one.
WRITTEN = "billing.durations.format_duration"


class DurationField(forms.CharField):
    """A time as people type it (1.5, 45m, 1:30); seconds."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return import_string(DURATION)(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value):
        if value is not None:
            super().run_validators(str(value))

    def prepare_value(self, value):
        return import_string(WRITTEN)(value) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


class PersonField(forms.TypedChoiceField):
    """One of `members`; those who are away are marked, and notes of `remarks` ({id: words}) stand beside the names."""

    def __init__(self, members: list[Member], *, empty: str = "", remarks=None, **kwargs):
        self.by_id = {str(m.pk): m for m in members}
        gone = away()
        remarks = remarks or {}

        def label(person: Member) -> str:
            words = [str(gone[person.pk])] if person.pk in gone else []
            words += [remarks[person.pk]] if person.pk in remarks else []
            return f"{person.name} ({'; '.join(words)})" if words else person.name

        choices = [(str(m.pk), label(m)) for m in members]
        if not kwargs.get("required", True) or empty:
            choices = [("", empty or "Nobody"), *choices]
        super().__init__(choices=choices, coerce=lambda v: self.by_id[str(v)], empty_value=None, **kwargs)

    def prepare_value(self, value):
        return str(value.pk) if isinstance(value, Member) else value

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


class TypeField(forms.TypedChoiceField):
    """A type of task, or none."""

    def __init__(self, **kwargs):
        kinds = list(TaskType.objects.filter(is_active=True))
        self.by_id = {str(kind.pk): kind for kind in kinds}
        super().__init__(
            choices=[("", "No type"), *((str(kind.pk), kind.name) for kind in kinds)],
            coerce=lambda v: self.by_id[str(v)],
            empty_value=None,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value):
        return str(value.pk) if isinstance(value, TaskType) else value


class RuleField(forms.ChoiceField):
    """How often a task comes again: one of the usual rules, or the one it has."""

    def __init__(self, *, present: str = "", words: str = "", **kwargs):
        choices = list(PRESETS)
        if present and present not in dict(choices):
            choices.append((present, words or present))
        super().__init__(choices=choices, required=False, **kwargs)


def assignable(
    member: Member, matter: Matter | None, kind: TaskType | None
) -> tuple[list[Member], dict[int, str]]:
    """Who may be chosen: people who see the matter, and a word for those below the type's role."""
    firm = member.firm
    everybody = people()
    if matter is not None:
        seers = seers_of(matter)
        everybody = [m for m in everybody if m.pk in seers]
    else:
        everybody = [m for m in everybody if not m.sees_named_matters_only]
    remarks = {}
    if kind is not None:
        names = [name for name, _ in LOWEST]
        needed = names.index(kind.lowest) + 1
        lowest = dict(LOWEST)[kind.lowest].lower()
        remarks = {m.pk: f"below {lowest}" for m in everybody if rank_of(m, firm) < needed}
    everybody.sort(key=lambda m: (m.pk in remarks, m.name))
    return everybody, remarks


class TaskForm(forms.Form):
    """A task, new or as it is. With `only` the form has that one field (and the reason of a later date)."""

    title = forms.CharField(max_length=200, label="What is to be done")
    note = forms.CharField(
        max_length=10_000, required=False, label="Details", widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(label="Due", required=False, widget=forms.DateInput)
    reason = forms.CharField(max_length=200, required=False, label="Why it is due later")
    priority = forms.TypedChoiceField(
        choices=Task.Priority.choices, coerce=int, widget=forms.RadioSelect, initial=Task.Priority.NORMAL
    )
    estimate_seconds = DurationField(
        required=False, label="Estimate", max_length=20, help_text="1.5, 45m or 1:30"
    )
    needs_review = forms.BooleanField(required=False, label="An attorney accepts the result")
    private = forms.BooleanField(required=False, label="Private: only people with a part in it see it")
    client_visible = forms.BooleanField(required=False, label="The client may be shown it")

    def __init__(
        self,
        *args,
        member: Member,
        task: Task | None = None,
        matter: Matter | None = None,
        only: str = "",
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        matter = task.matter if task is not None else matter
        if not only or only == "matter":
            working = Matter.objects.visible_to(member).exclude(state__in=["closed", "declined", "archived"])
            self.fields["matter"] = MatterPick(member, queryset=working, required=False)
        if not only or only == "type":
            self.fields["type"] = TypeField()
        if not only or only in ("assignee", "supervising", "delegated_by"):
            kind = task.type if task is not None else None
            members, remarks = assignable(member, matter, kind)
            if not only or only == "assignee":
                self.fields["assignee"] = PersonField(
                    members, remarks=remarks, required=False, empty="Nobody yet", label="Assignee"
                )
            if not only or only == "delegated_by":
                self.fields["delegated_by"] = PersonField(members, required=False, label="Delegated by")
            if not only or only == "supervising":
                attorneys = [m for m in members if m.role.template == "attorney" and m.is_licensed]
                self.fields["supervising"] = PersonField(
                    attorneys, required=False, empty="As it follows", label="Supervising attorney"
                )
        if not only or only == "contact":
            self.fields["contact"] = ContactPick(
                member, required=False, label="Waits for (client or other person outside)"
            )
        if not only or only == "recurrence":
            present = task.recurrence if task is not None else ""
            self.fields["recurrence"] = RuleField(present=present, words=in_words(present), label="Repeats")
        if task is None:
            del self.fields["reason"]
            self.fields["checklist"] = forms.CharField(
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="A line for each point.",
            )
            self.fields["recurrence"].required = False
        elif only:
            keep = {only} | ({"reason"} if only == "due_on" else set())
            for name in [name for name in self.fields if name not in keep]:
                del self.fields[name]

    def clean_checklist(self):
        """The lines."""
        return [line.strip() for line in self.cleaned_data["checklist"].splitlines() if line.strip()]


class SnoozeForm(forms.Form):
    """Until when, and why it can wait."""

    until = DayField(label="Until", widget=forms.DateInput)
    reason = forms.CharField(max_length=200, label="Why it can wait")


class TypeForm(forms.Form):
    """A type of task."""

    name = forms.CharField(max_length=60)
    nature = forms.ChoiceField(
        choices=TaskType.Nature,
        widget=forms.RadioSelect,
        initial=TaskType.Nature.SUBSTANTIVE,
        label="What it needs",
    )
    lowest = forms.ChoiceField(choices=LOWEST, initial="paralegal", label="Lowest role that may do it")
    reviewed = forms.BooleanField(
        required=False,
        label="An attorney accepts the result",
        help_text="What anybody but a licensed attorney does is done when an attorney has accepted it.",
    )
    estimate_seconds = DurationField(
        required=False, label="Usual time", max_length=20, help_text="1.5, 45m or 1:30"
    )
    is_active = forms.BooleanField(required=False, initial=True, label="Offered for new tasks")


class HandoverForm(forms.Form):
    """Whose tasks, to whom, until when."""

    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args, member: Member, whose: Member, **kwargs):
        super().__init__(*args, **kwargs)
        members = [m for m in people() if m.pk != whose.pk]
        self.fields["to"] = PersonField(members, required=False, empty="Choose", label="To")
