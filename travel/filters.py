"""Filters of trips."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.filters import people
from matters.models import Matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, RelatedFilter, YesNoFilter
from travel.models import Trip, TripMatter, TripTraveller
from travel.queries.access import supported


class TravellerFilter(MemberFilter):
    """Trips on which one of these travels."""

    def lookup(self, values):
        ids = [self._me().pk if value == "me" else int(value) for value in values]
        return Q(Exists(TripTraveller.objects.filter(trip=OuterRef("pk"), member__in=ids)))


class SupportedFilter(YesNoFilter):
    """Trips of those whose desk the reader keeps, and those the reader arranges."""

    def narrow(self, qs, picked):
        member = self.request.member
        theirs = TripTraveller.objects.filter(trip=OuterRef("pk"), member__in=supported(member) or [0])
        found = Q(arranged_by=member) | Q(Exists(theirs))
        return qs.filter(found) if picked.value else qs.exclude(found)


class WeekFilter(YesNoFilter):
    """Trips of which a day lies in this week, Monday to Sunday."""

    def narrow(self, qs, picked):
        today = timezone.localdate()
        monday = today - datetime.timedelta(days=today.weekday())
        inside = Q(starts_on__lte=monday + datetime.timedelta(days=6), ends_on__gte=monday)
        return qs.filter(inside) if picked.value else qs.exclude(inside)


class ForMatterFilter(RelatedFilter):
    """Trips for a matter, leading or not."""

    def narrow(self, qs, picked):
        return qs.filter(Exists(TripMatter.objects.filter(trip=OuterRef("pk"), matter=picked.value)))


class TripFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Trip.State.choices)
    traveller = TravellerFilter("pk", label="Who travels", queryset=people)
    support = SupportedFilter("pk", label="I see to it")
    week = WeekFilter("pk", label="This week")
    matter = ForMatterFilter(
        "pk",
        label="Matter",
        queryset=lambda r: Matter.objects.visible_to(r.member),
        search_url="matter_options",
    )
    starts = DateFilter("starts_on", label="First day")
    ends = DateFilter("ends_on", label="Last day")
    arranged = MemberFilter("arranged_by", label="Arranged by", queryset=people)
