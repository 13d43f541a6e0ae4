"""Filters of the office's lists."""

from django.db.models import F, Q
from django.utils import timezone

from accounts.filters import people
from matters.filters import of_matter
from office.models import Equipment, FileBox, Original, PhysicalFile, SupplyRequest
from office.queries.equipment import ending_warranties
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, RelatedFilter, YesNoFilter


class LateFilter(YesNoFilter):
    """Folders that should be back."""

    def narrow(self, qs, picked):
        late = Q(holder__isnull=False, due_on__lt=timezone.localdate())
        return qs.filter(late) if picked.value else qs.exclude(late)


class FileFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=PhysicalFile.State.choices)
    late = LateFilter("pk", label="Overdue")
    holder = MemberFilter("holder", label="Who has it", queryset=people)
    box = RelatedFilter("box", label="Box", queryset=lambda r: FileBox.objects.all())
    matter = of_matter()
    due = DateFilter("due_on", label="Due")
    added = DateFilter("created_at", label="Registered")


class HereFilter(YesNoFilter):
    """Originals that were not returned."""

    def narrow(self, qs, picked):
        return qs.filter(returned_on__isnull=picked.value)


class OriginalFilter(ListFilterSet):
    here = HereFilter("pk", label="Held")
    kind = ChoiceFilter("kind", label="Kind", choices=Original.Kind.choices)
    matter = of_matter()
    received = DateFilter("received_on", label="Came")
    returned = DateFilter("returned_on", label="Returned")


class LowFilter(YesNoFilter):
    """Items to be ordered again."""

    def narrow(self, qs, picked):
        low = Q(is_active=True, stock__lte=F("minimum"))
        return qs.filter(low) if picked.value else qs.exclude(low)


class SupplyFilter(ListFilterSet):
    low = LowFilter("pk", label="To order")
    kept = YesNoFilter("is_active", label="Kept")


class RequestFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=SupplyRequest.State.choices)
    who = MemberFilter("asked_by", label="Asked by", queryset=people)
    asked = DateFilter("asked_at", label="Asked")


class WarrantyFilter(YesNoFilter):
    """Pieces whose warranty ends within sixty days."""

    def narrow(self, qs, picked):
        ids = ending_warranties().order_by().values("pk")
        return qs.filter(pk__in=ids) if picked.value else qs.exclude(pk__in=ids)


class EquipmentFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Equipment.State.choices)
    kind = ChoiceFilter("kind", label="Kind", choices=Equipment.Kind.choices)
    holder = MemberFilter("holder", label="Who has it", queryset=people)
    ending = WarrantyFilter("pk", label="Warranty ends soon")
    bought = DateFilter("bought_on", label="Bought")
