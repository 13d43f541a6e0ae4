"""Choices of people and papers that the forms of deadlines share."""

from django import forms

from accounts.models import Member
from calendar_app.queries.papers import find_papers, paper_label, papers_of
from matters.models import Matter
from practice.fields import PickField


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


class PaperField(PickField):
    """One of the matter's documents that the member may see, searched by name."""

    def __init__(self, matter: Matter, member: Member, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("placeholder", "Search the matter’s documents")
        super().__init__(
            papers_of(matter, member),
            url_name="paper_options",
            url_args=(matter.pk,),
            find=find_papers,
            label_from=paper_label,
            **kwargs,
        )
