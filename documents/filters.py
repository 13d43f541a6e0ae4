"""Filters of the list of documents."""

from accounts.filters import people
from documents.models import Document
from documents.queries import STATE_WORDS, in_states
from matters.filters import of_matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, YesNoFilter


class TrashFilter(YesNoFilter):
    """The trash. The list itself leaves it out unless this is asked."""

    def narrow(self, qs, picked):
        return qs.filter(trashed_at__isnull=not picked.value)


class StatusFilter(ChoiceFilter):
    """How the newest version stands with its sign-off."""

    def narrow(self, qs, picked):
        found = in_states(qs, picked.value)
        return qs.exclude(pk__in=found.values("pk")) if picked.op == "not" else found


class DocumentFilter(ListFilterSet):
    matter = of_matter()
    category = ChoiceFilter("category", label="Category", choices=Document.Category.choices)
    status = StatusFilter(
        "pk", label="Status", choices=[(key, words) for key, (words, _tone) in STATE_WORDS.items()]
    )
    privilege = ChoiceFilter("privilege", label="Privilege", choices=Document.Privilege.choices)
    by = MemberFilter("created_by", label="Added by", queryset=people)
    changed = DateFilter("updated_at", label="Changed")
    added = DateFilter("created_at", label="Added")
    trash = TrashFilter("trashed_at", label="In the trash")
