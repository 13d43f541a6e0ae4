"""Choices of people and papers that the forms of deadlines share."""

from django import forms
from django.apps import apps
from django.db.models import QuerySet

from accounts.models import Member
from matters.models import Matter

# Of a matter with more papers, the newest are offered.
MOST = 300


def owners() -> list[Member]:
    """Who may answer for a date: active members that are no guests. One query."""
    rows = Member.objects.active().select_related("role").order_by("name")
    return [m for m in rows if not m.sees_named_matters_only]


class PersonField(forms.TypedChoiceField):
    """One of `people`; `empty` is what the empty choice is called."""

    def __init__(self, people: list[Member], *, empty: str = "", **kwargs):
        by_id = {str(m.pk): m for m in people}
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("", empty), *((pk, m.name) for pk, m in by_id.items())],
            coerce=lambda value: by_id[str(value)],
            empty_value=None,
            **kwargs,
        )


def papers_of(matter: Matter, member: Member) -> QuerySet:
    """The matter's documents that the member may see, the newest first."""
    rows = apps.get_model("documents", "Document").objects.visible_to(member)
    return rows.filter(matter=matter, trashed_at=None).order_by("-updated_at", "-id")


class PaperField(forms.ModelChoiceField):
    """One of the matter's documents."""

    def __init__(self, matter: Matter, member: Member, **kwargs):
        kwargs.setdefault("required", False)
        newest = list(papers_of(matter, member).values_list("pk", flat=True)[:MOST])
        super().__init__(papers_of(matter, member).filter(pk__in=newest), **kwargs)

    def label_from_instance(self, obj) -> str:
        return f"{obj.name} ({obj.updated_at:%b} {obj.updated_at.day}, {obj.updated_at.year})"
