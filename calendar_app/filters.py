"""Filters of the agenda."""

from django.db.models import Q

from accounts.models import Member
from calendar_app.models import Deadline
from calendar_app.queries import of_interest
from matters.models import Matter
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)


class WhoseFilter(ChoiceFilter):
    """Deadlines the member answers for, or all."""

    ops = {"": "are"}

    def lookup(self, values):
        return of_interest(self.request.member) if "mine" in values else Q()


class DoneFilter(YesNoFilter):
    """Finished deadlines, or open ones."""

    def narrow(self, qs, picked):
        return qs.filter(done_at__isnull=not picked.value)


class VerifiedFilter(YesNoFilter):
    """Dates of courts and statutes that a second person verified, or still has to."""

    def narrow(self, qs, picked):
        return qs.filter(verified_at__isnull=False) if picked.value else qs.unverified()


class AcknowledgedFilter(YesNoFilter):
    """Critical dates that their owner acknowledged, or still has to."""

    def narrow(self, qs, picked):
        return qs.filter(critical=True, acknowledged_at__isnull=not picked.value)


class ExtendedFilter(YesNoFilter):
    """Dates that were extended, or not."""

    def narrow(self, qs, picked):
        return qs.filter(extended_from__isnull=not picked.value)


def _people(request):
    return Member.objects.active().order_by("name")


class DeadlineFilter(ListFilterSet):
    whose = WhoseFilter(
        "pk", label="Dates", choices=[("mine", "Mine and my attorneys’"), ("all", "The firm’s")]
    )
    done = DoneFilter("pk", label="Done")
    verified = VerifiedFilter("pk", label="Verified")
    acknowledged = AcknowledgedFilter("pk", label="Acknowledged")
    extended = ExtendedFilter("pk", label="Extended")
    owner = MemberFilter("owner", label="Answers for it", queryset=_people)
    backup = MemberFilter("backup", label="Backup", queryset=_people)
    attorney = MemberFilter("matter__responsible", label="Attorney", queryset=_people)
    court = TextFilter("matter__court", label="Court")
    rule = TextFilter("authority", fields=("authority", "rule_id"), label="Rule")
    kind = ChoiceFilter("kind", label="Kind", choices=Deadline.Kind.choices)
    matter = RelatedFilter(
        "matter",
        label="Matter",
        queryset=lambda r: Matter.objects.visible_to(r.member),
        search_url="matter_options",
    )
    due = DateFilter("due_on", label="Due")
