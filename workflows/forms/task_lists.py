"""The forms of task lists."""

from django import forms

from accounts.models import Member, Role
from matters.models import PracticeArea
from practice.fields import DayField
from work.models import Task
from workflows.models import TaskList, TaskListItem
from workflows.models.lists import Anchor
from workflows.queries.plans import types_in_use

AFTER, BEFORE = "after", "before"


class ListForm(forms.Form):
    """What a list is called, and where it is offered."""

    name = forms.CharField(max_length=120)
    practice_area = forms.ModelChoiceField(None, required=False, empty_label="Every practice area")
    description = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="When to use it."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)


class ItemForm(forms.Form):
    """One item. Its date is written as people say it: so many days, of which kind, before or after what."""

    title = forms.CharField(max_length=200, required=False, label="What is to be done")
    nested = forms.ModelChoiceField(
        None, required=False, empty_label="One task", label="Makes",
        help_text="Another list in this place: all its tasks are made here.",
    )  # fmt: skip
    days = forms.IntegerField(min_value=0, max_value=3650, required=False, initial=0, label="Days")
    unit = forms.ChoiceField(
        choices=TaskListItem.Unit, initial=TaskListItem.Unit.CALENDAR, label="Counted in"
    )
    side = forms.ChoiceField(choices=[(AFTER, "after"), (BEFORE, "before")], initial=AFTER, label="Side")
    anchor = forms.ChoiceField(
        choices=[*Anchor.choices, ("", "No due date")],
        required=False,
        initial=Anchor.APPLIED,
        label="Counted from",
    )
    after = forms.ModelChoiceField(
        None, required=False, empty_label="Choose an item", label="Which item",
        help_text="For “the day another item is done”.",
    )  # fmt: skip
    roll = forms.ChoiceField(
        choices=[(value or "keep", label) for value, label in TaskListItem.Roll.choices], initial="keep",
        label="On weekends and holidays", required=False,
    )  # fmt: skip
    assign = forms.ChoiceField(
        choices=[(value or "nobody", label) for value, label in TaskListItem.Assign.choices],
        initial=TaskListItem.Assign.RESPONSIBLE, label="For",
    )  # fmt: skip
    part = forms.CharField(
        max_length=60, required=False, label="Part", help_text="For a part on the team: Paralegal."
    )
    role = forms.ModelChoiceField(None, required=False, empty_label="Choose a role")
    member = forms.ModelChoiceField(None, required=False, empty_label="Choose a person", label="Person")
    type = forms.ModelChoiceField(None, required=False, empty_label="No type", label="Type of task")
    priority = forms.TypedChoiceField(
        choices=Task.Priority.choices,
        coerce=int,
        initial=Task.Priority.NORMAL,
    )
    estimate = forms.DecimalField(
        min_value=0, max_value=1000, decimal_places=1, required=False, label="Estimate, hours"
    )
    checklist = forms.CharField(
        required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 4}), help_text="A line each."
    )
    blocked_by = forms.ModelChoiceField(
        None, required=False, empty_label="Nothing", label="Waits for",
        help_text="It cannot be done before that item is.",
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, task_list: TaskList, item: TaskListItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = task_list.items.exclude(pk=item.pk if item else 0)
        self.fields["after"].queryset = self.fields["blocked_by"].queryset = others
        lists = TaskList.objects.in_use().exclude(pk=task_list.pk)
        self.fields["nested"].queryset = lists
        self.fields["role"].queryset = Role.objects.order_by("position", "name")
        self.fields["member"].queryset = Member.objects.active().order_by("name")
        self.fields["type"].queryset = types_in_use()

    @staticmethod
    def initial_of(item: TaskListItem) -> dict:
        """What the form starts with for an item."""
        names = ("title", "nested", "unit", "anchor", "after", "part", "role", "member", "type", "priority",
                 "blocked_by", "note")  # fmt: skip
        return {name: getattr(item, name) for name in names} | {
            "days": abs(item.offset),
            "side": BEFORE if item.offset < 0 else AFTER,
            "roll": item.roll or "keep",
            "assign": item.assign or "nobody",
            "estimate": item.estimate_seconds / 3600 if item.estimate_seconds else None,
            "checklist": "\n".join(item.checklist),
        }

    def values(self) -> dict:
        """What the service takes."""
        data = dict(self.cleaned_data)
        days = data.pop("days") or 0
        estimate = data.pop("estimate")
        return data | {
            "offset": -days if data.pop("side") == BEFORE else days,
            "roll": "" if data["roll"] in ("keep", "") else data["roll"],
            "assign": "" if data["assign"] == "nobody" else data["assign"],
            "estimate_seconds": int(estimate * 3600) if estimate else None,
            "checklist": data["checklist"].splitlines(),
        }


class ApplyForm(forms.Form):
    """Which list, and from which days."""

    task_list = forms.ModelChoiceField(None, empty_label="Choose a list", label="Task list")
    applied_on = DayField(required=False, label="Counts as applied on", widget=forms.DateInput)
    chosen_on = DayField(
        required=False, label="Chosen day", widget=forms.DateInput,
        help_text="For lists that count from a day chosen now: a hearing, a closing.",
    )  # fmt: skip

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        rows = TaskList.objects.in_use()
        self.fields["task_list"].queryset = rows.filter(practice_area=None) | rows.filter(
            practice_area=matter.practice_area_id
        )


class BulkApplyForm(forms.Form):
    """The same for many matters at once."""

    task_list = forms.ModelChoiceField(None, empty_label="Choose a list", label="Task list")
    chosen_on = DayField(
        required=False, label="Chosen day, if the list counts from one", widget=forms.DateInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["task_list"].queryset = TaskList.objects.in_use()
