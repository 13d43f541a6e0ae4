"""Reads about supplies."""

from django.db.models import F, QuerySet

from office.models import SupplyItem, SupplyRequest


def low_items() -> QuerySet[SupplyItem]:
    """What is to be ordered again: no more left than the minimum says."""
    return SupplyItem.objects.filter(is_active=True, stock__lte=F("minimum"))


def open_requests() -> QuerySet[SupplyRequest]:
    """Requests that somebody still has to decide or to hand out, the oldest first."""
    rows = SupplyRequest.objects.filter(state__in=["asked", "approved"])
    return rows.select_related("item", "asked_by").order_by("asked_at", "id")
